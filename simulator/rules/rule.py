"""A rule: one requirement held against one operation, after the book."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from simulator.language import Text
from simulator.port.book import Book
from simulator.port.capabilities import Capabilities
from simulator.port.operations import Operation
from simulator.port.outcomes import Outcome, Unavailable, Unknown, Unsupported
from simulator.records.evidence import Judgement
from simulator.rules.wording import outcome_text

Asked_contra = TypeVar("Asked_contra", bound=Operation, contravariant=True)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The allowed outcomes, in words and as a test; `observed` puts an outcome into fitting words."""

    says: Text
    admits: Callable[[Outcome], bool]
    observed: Callable[[Outcome], Text] = outcome_text


@dataclass(frozen=True, slots=True)
class Rule(Generic[Asked_contra]):
    """A requirement and how it bears on an operation.

    `expect` gives None where the requirement excludes no answer to this operation: then it was not exercised.
    `needs` names the capability without which the requirement is not the hub's.
    """

    requirement: str
    expect: Callable[[Asked_contra, Book], Allowed | None]
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one requirement allows for one operation, settled before the hub is asked.

    `is_the_hubs` is False where the hub can't be held to it: it lacks the capability, or the adapter decides.
    """

    requirement: str
    allowed: Allowed
    is_the_hubs: bool = True

    def judge(self, outcome: Outcome) -> Judgement | None:
        """Hold an outcome against it; None where no judgeable answer came."""
        if not self.is_the_hubs or isinstance(outcome, Unsupported | Unavailable | Unknown):
            return None
        return Judgement(
            self.requirement,
            self.allowed.says,
            self.allowed.observed(outcome),
            as_expected=self.allowed.admits(outcome),
        )


def expectations(
    rules: tuple[Rule[Asked_contra], ...], operation: Asked_contra, book: Book, capabilities: Capabilities
) -> tuple[Expectation, ...]:
    """What the rules allow for an operation, as the book stands before it is sent."""
    found = []
    for rule in rules:
        allowed = rule.expect(operation, book)
        if allowed is not None:
            is_offered = rule.needs is None or capabilities.offers(rule.needs)
            is_the_hubs = is_offered and rule.requirement not in capabilities.decided_by_adapter
            found.append(Expectation(rule.requirement, allowed, is_the_hubs))
    return tuple(found)
