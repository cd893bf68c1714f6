from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clock import fiscal_year, fiscal_year_end, fiscal_year_start


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
    ],
)
def test_a_fiscal_year_is_named_by_its_april(day: date, year: int) -> None:
    assert fiscal_year(day) == year


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_within_its_own_fiscal_year(day: date) -> None:
    year = fiscal_year(day)
    assert fiscal_year_start(year) <= day <= fiscal_year_end(year)


@given(st.integers(1900, 2100))
def test_fiscal_years_follow_on_each_other_without_a_gap(year: int) -> None:
    assert fiscal_year_end(year) + timedelta(days=1) == fiscal_year_start(year + 1)
