from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clock import earliest_after

days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("full_days", "weeks"), [(6, 1), (20, 3), (27, 4), (139, 20)], ids=["6", "20", "27", "139"]
)
@given(earlier=days)
def test_an_interval_of_full_days_ends_on_the_same_weekday(full_days: int, weeks: int, earlier: date) -> None:
    later = earliest_after(earlier, days=full_days)
    assert later == earlier + timedelta(weeks=weeks)
    assert later.weekday() == earlier.weekday()


@pytest.mark.parametrize(
    ("earlier", "months", "first"),
    [
        (date(2026, 8, 31), 6, date(2027, 3, 1)),
        (date(2026, 8, 28), 6, date(2027, 2, 28)),
        (date(2026, 8, 29), 6, date(2027, 3, 1)),
        (date(2027, 8, 29), 6, date(2028, 2, 29)),
        (date(2026, 5, 31), 6, date(2026, 12, 1)),
        (date(2026, 5, 30), 6, date(2026, 11, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_an_interval_of_months_ends_on_the_same_day_or_on_the_first_of_the_month_after(
    earlier: date, months: int, first: date
) -> None:
    assert earliest_after(earlier, months=months) == first


@given(days, st.integers(1, 24))
def test_a_month_interval_ends_on_the_same_day_of_the_month_or_on_the_first(
    earlier: date, months: int
) -> None:
    later = earliest_after(earlier, months=months)
    assert later.day in (earlier.day, 1)
    passed = 12 * (later.year - earlier.year) + later.month - earlier.month
    assert passed == (months if later.day == earlier.day else months + 1)


@given(days, days, st.integers(1, 24))
def test_who_was_vaccinated_later_waits_no_shorter(one: date, other: date, months: int) -> None:
    early, late = sorted((one, other))
    assert earliest_after(early, months=months) <= earliest_after(late, months=months)
