"""How long each step of a visit takes."""

from dataclasses import dataclass
from functools import cache

from simulator.facts.lookup import find, keyed
from simulator.facts.provenance import Level
from simulator.facts.row import Row
from simulator.facts.table import load


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """A lognormal duration: its median in seconds and the sigma of its logarithm."""

    activity: str
    resource: str
    median_seconds: float
    sigma: float
    level: Level


def service_time(activity: str) -> ServiceTime:
    """The duration of one activity; raises `UnknownFact` with the nearest names."""
    return find(_by_activity(), activity, "service_times", "activity")


def service_times() -> tuple[ServiceTime, ...]:
    """All activities in the order of the table."""
    return tuple(_by_activity().values())


@cache
def _by_activity() -> dict[str, ServiceTime]:
    return keyed(load("service_times"), "activity", _service_time)


def _service_time(row: Row) -> ServiceTime:
    return ServiceTime(
        activity=row["activity"],
        resource=row.text("resource"),
        median_seconds=row.number("median_seconds"),
        sigma=row.number("sigma"),
        level=row.level(),
    )
