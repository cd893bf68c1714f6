"""Single numbers the simulation rests on where no table of figures exists."""

from dataclasses import dataclass
from functools import cache

from simulator.facts.lookup import find, keyed
from simulator.facts.provenance import Level
from simulator.facts.row import Row
from simulator.facts.table import Table, load


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number with its unit and how sure it is; `low` to `high` is the range worth sweeping, if any."""

    name: str
    value: float
    unit: str
    level: Level
    source: str
    note_ja: str
    note_en: str
    low: float | None = None
    high: float | None = None


def assumption(name: str) -> Assumption:
    """One assumption; raises `UnknownFact` with the nearest names."""
    return find(_by_name(), name, "assumptions", "name")


def assumptions() -> tuple[Assumption, ...]:
    """All assumptions in the order of the table."""
    return tuple(_by_name().values())


def read_assumptions(table: Table) -> dict[str, Assumption]:
    """Assumptions of a table by name; raises `FactsError` for a bad cell or a name used twice."""
    return keyed(table, "name", _assumption)


@cache
def _by_name() -> dict[str, Assumption]:
    return read_assumptions(load("assumptions"))


def _assumption(row: Row) -> Assumption:
    return Assumption(
        name=row["name"],
        value=row.number("value"),
        unit=row.text("unit"),
        level=row.level(),
        source=row.text("source"),
        note_ja=row["note_ja"],
        note_en=row["note_en"],
        low=row.optional_number("low"),
        high=row.optional_number("high"),
    )
