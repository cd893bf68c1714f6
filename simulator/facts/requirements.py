"""What a hub, its clients and the staff have to do, each with its source."""

from dataclasses import dataclass
from functools import cache

from simulator.facts.lookup import find, keyed
from simulator.facts.provenance import Level
from simulator.facts.row import Row
from simulator.facts.table import Table, load


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement in Japanese and English; `duty` is hub, client or staff."""

    id: str
    ja: str
    en: str
    duty: str
    source: str
    level: Level


def requirement(id: str) -> Requirement:  # noqa: A002 - the requirement's own word for it
    """One requirement; raises `UnknownFact` with the nearest ids."""
    return find(_by_id(), id, "requirements", "id")


def requirements() -> tuple[Requirement, ...]:
    """All requirements in the order of the table."""
    return tuple(_by_id().values())


def read_requirements(table: Table) -> dict[str, Requirement]:
    """Requirements of a table by id; raises `FactsError` for a bad cell or an id used twice."""
    return keyed(table, "id", _requirement)


@cache
def _by_id() -> dict[str, Requirement]:
    return read_requirements(load("requirements"))


def _requirement(row: Row) -> Requirement:
    return Requirement(
        id=row["id"],
        ja=row.text("ja"),
        en=row.text("en"),
        duty=row.choice("duty", "hub", "client", "staff"),
        source=row.text("source"),
        level=row.level(),
    )
