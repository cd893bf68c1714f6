"""What was done to an exchange on its way, on purpose: nothing that a hub could be blamed for."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """A kind of fault on the way between a client and a hub."""

    LATENCY = "latency"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    DUPLICATE = "duplicate"
    DUPLICATE_LATE = "duplicate_late"
    TRUNCATE = "truncate"
    TRUNCATE_UNNOTICED = "truncate_unnoticed"
    STATUS = "status"
    CLOCK_SKEW = "clock_skew"


_SILENCING = frozenset(Fault) - {Fault.LATENCY, Fault.DUPLICATE, Fault.DUPLICATE_LATE}


@dataclass(frozen=True, slots=True)
class Mishap:
    """The faults that were put into an exchange; none for one that was left alone.

    `delay_seconds` are not yet spent: whoever drives the visit spends them.
    """

    faults: tuple[Fault, ...] = ()
    delay_seconds: float = 0.0

    def __add__(self, other: "Mishap") -> "Mishap":
        """Both, one after the other."""
        return Mishap(self.faults + other.faults, self.delay_seconds + other.delay_seconds)

    @property
    def silences(self) -> bool:
        """Whether the hub's own answer, if there was one, did not come through."""
        return not _SILENCING.isdisjoint(self.faults)

    @property
    def garbles(self) -> bool:
        """Whether half an answer was passed on as a whole one."""
        return Fault.TRUNCATE_UNNOTICED in self.faults

    @property
    def repeats(self) -> bool:
        """Whether the hub was given the request before, and what it said to that was lost."""
        return Fault.DUPLICATE_LATE in self.faults

    @property
    def doubles(self) -> bool:
        """Whether the hub was given the request once more after it had answered."""
        return Fault.DUPLICATE in self.faults


NO_MISHAP = Mishap()
