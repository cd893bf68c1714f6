import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.card import Standing, expires_on, standing
from simulator.card.user_certificate import grace_until, warned_from

ONE_DAY = timedelta(days=1)
days = st.dates(date(2016, 1, 1), date(2060, 12, 31))
births = st.dates(date(1920, 1, 1), date(2015, 12, 31))


@pytest.mark.parametrize(
    ("issued_on", "birth", "expected"),
    [
        (date(2021, 6, 1), date(1990, 8, 15), date(2025, 8, 15)),
        (date(2021, 8, 14), date(1990, 8, 15), date(2025, 8, 15)),
        (date(2021, 8, 15), date(1990, 8, 15), date(2026, 8, 15)),
        (date(2021, 12, 1), date(1990, 8, 15), date(2026, 8, 15)),
        (date(2022, 3, 1), date(2000, 2, 29), date(2027, 2, 28)),
        (date(2023, 3, 1), date(2000, 2, 29), date(2028, 2, 29)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2031, 4, 1)),
    ],
)
def test_a_certificate_expires_at_the_fifth_birthday_after_its_issue(
    issued_on: date, birth: date, expected: date
) -> None:
    assert expires_on(issued_on, birth) == expected


@given(days, births)
def test_a_certificate_lives_more_than_four_and_at_most_five_years(issued_on: date, birth: date) -> None:
    # Two days of slack: 29 February in the birth or in the issue.
    lived = (expires_on(issued_on, birth) - issued_on).days
    assert 4 * 365 - 1 <= lived <= 5 * 365 + 2


def test_a_certificate_renewed_late_ends_with_its_card() -> None:
    card_ends = date(2027, 8, 15)
    assert expires_on(date(2023, 1, 10), date(1990, 8, 15), card_valid_to=card_ends) == card_ends
    assert expires_on(date(2022, 1, 10), date(1990, 8, 15), card_valid_to=card_ends) == date(2026, 8, 15)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 5, 14), Standing.VALID),
        (date(2026, 5, 15), Standing.EXPIRING_SOON),
        (date(2026, 8, 15), Standing.EXPIRING_SOON),
        (date(2026, 8, 16), Standing.GRACE),
        (date(2026, 11, 30), Standing.GRACE),
        (date(2026, 12, 1), Standing.EXPIRED),
    ],
)
def test_a_certificate_to_15_august_has_grace_to_the_end_of_november(on: date, expected: Standing) -> None:
    assert standing(date(2026, 8, 15), on) is expected


def test_warning_and_grace_end_with_short_months() -> None:
    assert warned_from(date(2027, 5, 31)) == date(2027, 2, 28)
    assert grace_until(date(2027, 11, 30)) == date(2028, 2, 29)


@given(days)
def test_each_border_is_passed_from_one_day_to_the_next(valid_to: date) -> None:
    grace_ends = grace_until(valid_to)
    assert standing(valid_to, warned_from(valid_to) - ONE_DAY) is Standing.VALID
    assert standing(valid_to, warned_from(valid_to)) is Standing.EXPIRING_SOON
    assert standing(valid_to, valid_to) is Standing.EXPIRING_SOON
    assert standing(valid_to, valid_to + ONE_DAY) is Standing.GRACE
    assert standing(valid_to, grace_ends) is Standing.GRACE
    assert standing(valid_to, grace_ends + ONE_DAY) is Standing.EXPIRED


@given(days)
def test_grace_ends_on_the_last_day_of_the_third_month_after(valid_to: date) -> None:
    ends = grace_until(valid_to)
    assert (ends.year * 12 + ends.month) - (valid_to.year * 12 + valid_to.month) == 3
    assert ends.day == calendar.monthrange(ends.year, ends.month)[1]


@given(days, st.integers(-400, 400), st.integers(0, 400))
def test_a_standing_never_gets_better_with_time(valid_to: date, offset: int, later: int) -> None:
    order = list(Standing)
    first = valid_to + timedelta(days=offset)
    second = first + timedelta(days=later)
    assert order.index(standing(valid_to, first)) <= order.index(standing(valid_to, second))
