from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.clock import Duration, age_on, birthday, child_scheme_end, reached_on

births = st.dates(date(1900, 1, 1), date(2030, 12, 31))
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("birth", "age", "reached"),
    [
        (date(2025, 5, 15), "P2M", date(2025, 7, 14)),
        (date(2025, 1, 1), "P1Y", date(2025, 12, 31)),
        (date(2018, 12, 31), "P2M", date(2019, 2, 28)),
        (date(2018, 12, 30), "P2M", date(2019, 2, 28)),
        (date(2018, 12, 29), "P2M", date(2019, 2, 28)),
        (date(2018, 12, 28), "P2M", date(2019, 2, 27)),
        (date(2019, 12, 30), "P2M", date(2020, 2, 29)),
        (date(2019, 12, 29), "P2M", date(2020, 2, 28)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2024, 2, 29), "P4Y", date(2028, 2, 28)),
        (date(2026, 3, 1), "P1Y", date(2027, 2, 28)),
        (date(2023, 3, 1), "P1Y", date(2024, 2, 29)),
    ],
)
def test_an_age_is_reached_the_day_before_the_birthday_or_on_the_last_day_of_a_month_without_it(
    birth: date, age: str, reached: date
) -> None:
    assert reached_on(birth, Duration.parse(age)) == reached


def test_weeks_are_counted_from_the_birth_as_day_zero() -> None:
    assert reached_on(date(2026, 6, 1), Duration.parse("P6W")) == date(2026, 7, 13)


@given(births, st.integers(1, 240))
def test_an_age_in_months_is_reached_in_the_month_of_the_birthday_or_just_before_it(
    birth: date, months: int
) -> None:
    reached = reached_on(birth, Duration(months, "M"))
    first = date(birth.year + (birth.month - 1 + months) // 12, (birth.month - 1 + months) % 12 + 1, 1)
    assert first - ONE_DAY <= reached < first + timedelta(days=31)
    assert (reached + ONE_DAY).day in (birth.day, 1)


@given(births, st.integers(0, 100))
def test_years_and_twelve_times_as_many_months_are_the_same_age(birth: date, years: int) -> None:
    assert reached_on(birth, Duration(years, "Y")) == reached_on(birth, Duration(12 * years, "M"))


@given(births, births, st.integers(1, 300))
def test_who_is_born_later_never_reaches_an_age_earlier(one: date, other: date, months: int) -> None:
    early, late = sorted((one, other))
    age = Duration(months, "M")
    assert reached_on(early, age) <= reached_on(late, age)


@given(births, st.integers(1, 300))
def test_a_greater_age_is_reached_later(birth: date, months: int) -> None:
    assert reached_on(birth, Duration(months, "M")) < reached_on(birth, Duration(months + 1, "M"))


@pytest.mark.parametrize(
    ("birth", "end"),
    [
        (date(2009, 4, 1), date(2027, 3, 31)),
        (date(2009, 4, 2), date(2028, 3, 31)),
        (date(2009, 3, 31), date(2027, 3, 31)),
        (date(2009, 12, 31), date(2028, 3, 31)),
        (date(2010, 1, 1), date(2028, 3, 31)),
        (date(2008, 2, 29), date(2026, 3, 31)),
    ],
)
def test_a_child_scheme_ends_on_the_first_31_march_from_the_day_on_which_18_is_reached(
    birth: date, end: date
) -> None:
    assert child_scheme_end(birth) == end


@pytest.mark.parametrize(
    ("years", "end"), [(6, date(2015, 3, 31)), (12, date(2021, 3, 31)), (15, date(2024, 3, 31))]
)
def test_schemes_to_6_12_and_15_end_by_the_same_rule(years: int, end: date) -> None:
    assert child_scheme_end(date(2009, 4, 1), years) == end


@given(births, st.sampled_from([6, 12, 15, 18]))
def test_a_child_scheme_ends_on_a_31_march_within_a_year_of_reaching_the_age(birth: date, years: int) -> None:
    end = child_scheme_end(birth, years)
    assert (end.month, end.day) == (3, 31)
    assert timedelta(0) <= end - reached_on(birth, Duration(years, "Y")) < timedelta(days=366)


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 5, 4), 5), (date(2026, 5, 5), 6), (date(2026, 12, 31), 6)]
)
def test_people_say_their_age_by_the_birthday(day: date, age: int) -> None:
    assert age_on(date(2020, 5, 5), day) == age


def test_a_child_of_29_february_turns_one_on_1_march_as_people_say_it() -> None:
    assert [age_on(date(2024, 2, 29), date(2025, *day)) for day in ((2, 28), (3, 1))] == [0, 1]


def test_a_birthday_of_29_february_falls_on_28_february_in_a_common_year() -> None:
    assert birthday(date(2024, 2, 29), 1) == date(2025, 2, 28)
    assert birthday(date(2024, 2, 29), 4) == date(2028, 2, 29)


def test_75_years_are_counted_on_the_birthday_itself() -> None:
    assert birthday(date(1951, 11, 30), 75) == date(2026, 11, 30)
