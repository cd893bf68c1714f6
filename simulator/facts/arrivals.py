"""How many people visit, and when in the week and the day they arrive."""

from functools import cache

from simulator.facts.lookup import find
from simulator.facts.table import load

SLOT_MINUTES = 30

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def daily_visit_rate(age: int) -> float:
    """Outpatient visits per person of that age (full years) and day, by the curve of 2005."""
    for age_from, age_to, rate in _rates():
        if age_from <= age and (age_to is None or age <= age_to):
            return rate
    raise ValueError(f"年齢が 0 歳未満です: {age}")


def weekday_factor(pattern: str, weekday: int) -> float:
    """Arrivals of a weekday (Monday = 0) relative to an ordinary weekday = 1; raises `UnknownFact`."""
    return find(_factors(), pattern, "weekday_factors", "pattern")[_WEEKDAYS[weekday]]


def arrival_shape(pattern: str, weekday: int) -> tuple[tuple[int, float], ...]:
    """Minute of the day at which each half hour begins, with its share of that day's arrivals.

    The shares of a day sum to 1; half hours without arrivals and days without arrivals have no entry.
    Raises `UnknownFact` for an unknown pattern.
    """
    return find(_shapes(), pattern, "arrival_shape", "pattern").get(_WEEKDAYS[weekday], ())


def patterns() -> tuple[str, ...]:
    """The kinds of institution for which shapes are given."""
    return tuple(_shapes())


@cache
def _rates() -> tuple[tuple[int, int | None, float], ...]:
    return tuple(
        (row.whole("age_from"), row.optional_whole("age_to"), row.number("visits_per_person_day"))
        for row in load("visit_rates").rows
    )


@cache
def _factors() -> dict[str, dict[str, float]]:
    factors: dict[str, dict[str, float]] = {}
    for row in load("weekday_factors").rows:
        factors.setdefault(row["pattern"], {})[row.choice("weekday", *_WEEKDAYS)] = row.number("factor")
    return factors


@cache
def _shapes() -> dict[str, dict[str, tuple[tuple[int, float], ...]]]:
    slots: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for row in load("arrival_shape").rows:
        day = slots.setdefault(row["pattern"], {}).setdefault(row.choice("weekday", *_WEEKDAYS), [])
        day.append((row.minute_of_day("slot_start"), row.number("share")))
    return {
        pattern: {weekday: _normalised(day) for weekday, day in week.items()}
        for pattern, week in slots.items()
    }


def _normalised(day: list[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    """Shares in the table are rounded; their sum is brought back to 1."""
    total = sum(share for _, share in day)
    return tuple((start, share / total) for start, share in sorted(day))
