"""Civil time in Japan: ages, days on which rights begin and end, fiscal years, intervals."""

from simulator.clock.age import age_on, birthday, child_scheme_end, reached_on
from simulator.clock.duration import Duration
from simulator.clock.fiscal import fiscal_year, fiscal_year_end, fiscal_year_start
from simulator.clock.interval import earliest_after
from simulator.clock.today import JST, today

__all__ = [
    "JST",
    "Duration",
    "age_on",
    "birthday",
    "child_scheme_end",
    "earliest_after",
    "fiscal_year",
    "fiscal_year_end",
    "fiscal_year_start",
    "reached_on",
    "today",
]
