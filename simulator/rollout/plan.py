"""A rollout plan: calls, steps of a body, vendors and assemblies, each figure with its level and source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from graphlib import TopologicalSorter

from simulator.facts.provenance import Level

AREAS = ("subsidy", "vaccination", "checkup")


class Wait(StrEnum):
    """What a step waits for beyond its predecessors."""

    NOTHING = "nothing"
    VENDOR = "vendor"
    ASSEMBLY = "assembly"


@dataclass(frozen=True, slots=True)
class Origin:
    """How sure a figure of the plan is, and where it comes from."""

    level: Level
    source: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both languages."""

    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Span:
    """A three-point duration in days: least, most likely, most."""

    least: int
    mode: int
    most: int


@dataclass(frozen=True, slots=True)
class Area:
    """An area of the hub, not open before a day; a body prepares the areas of one track together."""

    code: str
    name: Name
    track: str
    opens: date
    origin: Origin


@dataclass(frozen=True, slots=True)
class Call:
    """A call for bodies with its day of decision.

    The bodies are those of a fiscal year in the table of selections or, where that is None, the codes
    listed. `pace` multiplies the days of their own work: 1 = as the steps say.
    """

    code: str
    name: Name
    decided: date
    areas: tuple[str, ...]
    fiscal_year: int | None
    bodies: tuple[str, ...]
    pace: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class Work:
    """How long a step takes in some areas."""

    areas: tuple[str, ...]
    span: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class Step:
    """A step on the way of a body, begun when all steps in `after` are finished.

    A step that waits for the vendor begins when a slot is free; one that waits for the assembly is finished
    on the day of the vote. In an area without work it takes no time.
    """

    code: str
    name: Name
    after: tuple[str, ...]
    wait: Wait
    works: tuple[Work, ...]


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor with its share of the bodies and, for each step that waits for it, its slots."""

    code: str
    name: Name
    share: float
    slots: Mapping[str, int]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Session:
    """A yearly session of an assembly: last day to submit and day of the vote, as (month, day)."""

    submit: tuple[int, int]
    vote: tuple[int, int]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Postponement:
    """A start put off although all is done: how often, and by how many days."""

    share: float
    span: Span
    origin: Origin


@dataclass(frozen=True, slots=True)
class Horizon:
    """The months for which the number of bodies live is counted, and the one told first."""

    first: date
    last: date
    headline: date

    def days(self) -> tuple[date, ...]:
        """The first day of each month, both ends included."""
        months = range(self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month)
        return tuple(date(month // 12, month % 12 + 1, 1) for month in months)


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a forecast rests on, except the seed; `steps` stand in an order that keeps predecessors first.

    `shared_pace` is the chance that a step of a body falls where the body's own pace says, instead of being
    drawn by itself. `calibrated_on` names the facts of going live that the figures were fitted to. `sha256`
    is that of the plan's file.
    """

    name: Name
    areas: tuple[Area, ...]
    calls: tuple[Call, ...]
    steps: tuple[Step, ...]
    vendors: tuple[Vendor, ...]
    sessions: tuple[Session, ...]
    shared_pace: float
    shared_pace_origin: Origin
    postponement: Postponement
    horizon: Horizon
    calibrated_on: frozenset[str]
    sha256: str


def in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps with predecessors first; raises `graphlib.CycleError` where there is no such order."""
    by_code = {step.code: step for step in steps}
    order = TopologicalSorter({step.code: step.after for step in steps}).static_order()
    return tuple(by_code[code] for code in order)
