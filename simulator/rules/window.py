"""On which days the law lets a dose be given, by one row of the vaccination rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.clock import Duration, fiscal_year, fiscal_year_end, fiscal_year_start, reached_on
from simulator.facts.vaccines import VaccinationRule

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included; None is open."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether a day lies within."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def within(self, other: "Window") -> "Window":
        """What both windows have in common."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        return Window(max(firsts, default=None), min(lasts, default=None))


DayRule = Callable[[date, Duration], date | None]
DAY_RULES: dict[str, DayRule] = {
    "birth": lambda birth, _age: birth,
    "exact_day": reached_on,
    "day_before_birthday": reached_on,
    "day_after_reached": lambda birth, age: reached_on(birth, age) + _ONE_DAY,
    "fiscal_year_start": lambda birth, age: fiscal_year_start(fiscal_year(reached_on(birth, age))),
    "fiscal_year_end": lambda birth, age: fiscal_year_end(fiscal_year(reached_on(birth, age))),
    "date_window": lambda _birth, _age: None,
    # counted from the beginning of the pregnancy, which stands in the place of the birth
    "gestational_day": reached_on,
}


def _bound(birth: date, age: str | None, rule: str) -> date | None:
    if age is None:
        return None
    return DAY_RULES[rule](birth, Duration.parse(age))


def legal_window(rule: VaccinationRule, birth: date) -> Window:
    """The days on which the row lets the dose be given, by age and by the dates of the row.

    For rows that count by gestational age, `birth` is the first day of the pregnancy.
    """
    by_age = Window(
        _bound(birth, rule.legal_from, rule.legal_from_day_rule),
        _bound(birth, rule.legal_to, rule.legal_to_day_rule),
    )
    return by_age.within(Window(rule.effective_from, rule.effective_to))


def start_window(rule: VaccinationRule, birth: date, first_day_rule: str) -> Window:
    """The days on which the first dose of the row's course may be given."""
    last = reached_on(birth, Duration.parse(rule.course_start_before)) if rule.course_start_before else None
    return Window(_bound(birth, rule.course_start_from, first_day_rule), last)
