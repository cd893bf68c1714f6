from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator import clock
from simulator.clock import Duration
from simulator.world import dates

BIRTHS = st.dates(date(1915, 1, 1), date(2035, 3, 31))
AGES = st.builds(Duration, st.integers(0, 120), st.sampled_from(["D", "W", "M"])) | st.builds(
    Duration, st.integers(0, 90), st.just("Y")
)


def column(day: date) -> dates.Days:
    return np.array([dates.as_day(day)])


@given(BIRTHS, AGES)
def test_an_age_is_reached_on_the_same_day_as_by_the_single_rule(birth: date, age: Duration) -> None:
    assert dates.as_date(dates.reached_on(column(birth), age)[0]) == clock.reached_on(birth, age)


@given(BIRTHS, st.integers(0, 200), st.integers(1, 24))
def test_intervals_end_on_the_same_day_as_by_the_single_rule(earlier: date, days: int, months: int) -> None:
    by_days = dates.earliest_after(column(earlier), days, None)[0]
    by_months = dates.earliest_after(column(earlier), None, months)[0]
    assert dates.as_date(by_days) == clock.earliest_after(earlier, days=days)
    assert dates.as_date(by_months) == clock.earliest_after(earlier, months=months)


@given(BIRTHS)
def test_fiscal_years_and_the_end_of_child_schemes_agree_with_the_single_rule(birth: date) -> None:
    year = clock.fiscal_year(birth)
    assert dates.as_date(dates.fiscal_year_start(column(birth))[0]) == clock.fiscal_year_start(year)
    assert dates.as_date(dates.fiscal_year_end(column(birth))[0]) == clock.fiscal_year_end(year)
    assert dates.as_date(dates.child_scheme_end(column(birth))[0]) == clock.child_scheme_end(birth)


@given(BIRTHS, st.integers(0, 40_000))
def test_ages_count_completed_years_by_the_birthday(birth: date, later: int) -> None:
    day = date.fromordinal(birth.toordinal() + later)
    assert dates.ages_on(column(birth), day)[0] == clock.age_on(birth, day)


@given(BIRTHS, st.integers(0, 100))
def test_a_birthday_falls_on_the_same_day_as_by_the_single_rule(birth: date, years: int) -> None:
    found = dates.birthday_in(column(birth), birth.year + years)[0]
    assert dates.as_date(found) == clock.birthday(birth, years)
