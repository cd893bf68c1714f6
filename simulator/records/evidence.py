"""What a run leaves: for every answer what was asked, allowed and observed."""

from dataclasses import dataclass, field
from typing import Any

from simulator.language import Text
from simulator.records.mishap import NO_MISHAP, Mishap


@dataclass(frozen=True, slots=True)
class Judgement:
    """One requirement held against one answer."""

    requirement: str
    allowed: Text
    observed: Text
    as_expected: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """One exchange of a visit: when (virtual seconds), what was asked, what came, how it was judged.

    `missed` names the requirements that bear on the question but could not be judged by this answer, `mishap`
    what was done to the exchange on purpose. `request` is what the hub was sent last (the port's `Request`),
    kept only where the answer was not as expected.
    """

    visit_id: str
    at_seconds: float
    operation: str
    outcome: Any
    judgements: tuple[Judgement, ...]
    missed: tuple[str, ...] = ()
    mishap: Mishap = NO_MISHAP
    request: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A deviation: an answer outside the allowed set; `request` is that of the evidence."""

    requirement: str
    visit_id: str
    operation: str
    allowed: Text
    observed: Text
    planted: str | None
    request: Any = field(default=None, repr=False, compare=False)
