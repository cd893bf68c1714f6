"""A plan of faults: which requests are met by what, how often, and how much later."""

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from math import log
from typing import get_args

from simulator.port.exchange import Request
from simulator.port.operations import Operation
from simulator.records.mishap import Fault

OPERATIONS = tuple(sorted(kind.__name__ for kind in get_args(Operation)))
RULE_FAULTS = tuple(fault for fault in Fault if fault is not Fault.CLOCK_SKEW)
STATUSES = (429, 503)


class Jitter(StrEnum):
    """How what is added to a fixed delay is spread."""

    NONE = "none"
    UNIFORM = "uniform"
    EXPONENTIAL = "exponential"


@dataclass(frozen=True, slots=True)
class Delay:
    """Seconds that always pass, and more: up to `jitter_seconds` (uniform), or so many on average."""

    seconds: float = 0.0
    jitter: Jitter = Jitter.NONE
    jitter_seconds: float = 0.0

    def of(self, draw: float) -> float:
        """The seconds for a draw in [0, 1); it rises with the draw."""
        match self.jitter:
            case Jitter.NONE:
                return self.seconds
            case Jitter.UNIFORM:
                return self.seconds + draw * self.jitter_seconds
            case Jitter.EXPONENTIAL:
                return self.seconds - log(1.0 - draw) * self.jitter_seconds


@dataclass(frozen=True, slots=True)
class Where:
    """Which requests: by operation, by method, by a pattern of the path without its query; empty is any."""

    operations: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    path: str = ""

    def includes(self, request: Request) -> bool:
        """Whether a request is one of them."""
        return (
            (not self.operations or type(request.errand).__name__ in self.operations)
            and (not self.methods or request.method in self.methods)
            and (not self.path or fnmatchcase(request.path.partition("?")[0], self.path))
        )


@dataclass(frozen=True, slots=True)
class FaultRule:
    """One fault: where it strikes, with which probability, or at which of the requests (the first is 1).

    `fraction` of the body is left by a truncation; `status` and `retry_after_seconds` are answered in the
    hub's stead. A lost answer is missed after the `delay`.
    """

    name: str
    fault: Fault
    where: Where = Where()
    probability: float = 1.0
    nth: frozenset[int] = frozenset()
    delay: Delay = Delay()
    fraction: float = 0.5
    status: int = 503
    retry_after_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class FaultPlan:
    """Rules in the order in which they are looked at, and by how much institutions' clocks are ahead.

    `level` and `source` say how sure its figures are, and where they come from.
    """

    name_ja: str
    name_en: str
    rules: tuple[FaultRule, ...] = ()
    clock_skew_seconds: int = 0
    level: str = "assumed"
    source: str = ""
    sha256: str = ""
