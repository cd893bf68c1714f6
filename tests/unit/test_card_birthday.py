from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.card.birthday import birthday_after, birthday_in

births = st.dates(date(1900, 1, 1), date(2026, 12, 31))
waits = st.integers(0, 40_000).map(timedelta)


def test_a_birthday_on_29_february_is_on_the_28th_in_common_years() -> None:
    birth = date(2000, 2, 29)
    assert birthday_in(2023, birth) == date(2023, 2, 28)
    assert birthday_in(2024, birth) == date(2024, 2, 29)


def test_a_birthday_on_the_day_itself_does_not_count() -> None:
    birth = date(1990, 8, 15)
    assert birthday_after(date(2026, 8, 14), birth, 1) == date(2026, 8, 15)
    assert birthday_after(date(2026, 8, 15), birth, 1) == date(2027, 8, 15)


@given(births, waits, st.integers(1, 12))
def test_counting_birthdays_one_by_one_comes_to_the_same(birth: date, wait: timedelta, count: int) -> None:
    day = start = birth + wait
    for _ in range(count):
        day = day + timedelta(days=1)
        while day != birthday_in(day.year, birth):
            day = day + timedelta(days=1)
    assert birthday_after(start, birth, count) == day


@pytest.mark.parametrize(("day", "count"), [(date(1999, 12, 31), 1), (date(2001, 1, 1), 0)])
def test_nobody_has_birthdays_before_birth_or_fewer_than_one(day: date, count: int) -> None:
    with pytest.raises(ValueError, match=r"born on|count must be"):
        birthday_after(day, date(2000, 1, 1), count)
