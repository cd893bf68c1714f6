"""How many people and devices an institution has for each part of a visit."""

from functools import cache

from simulator.facts.table import load


def units(kind: str, resource: str) -> int | None:
    """How many of a resource a kind of institution has; None where it is never short."""
    return _units().get((kind, resource))


@cache
def _units() -> dict[tuple[str, str], int]:
    rows = load("staffing").rows
    return {(row.text("kind"), row.text("resource")): row.whole("units") for row in rows}
