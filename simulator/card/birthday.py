"""Birthdays counted from a day, as the validity of cards and certificates is."""

from datetime import date

_FEBRUARY = 2


def birthday_in(year: int, birth: date) -> date:
    """The birthday in that year; someone born on 29 February has it on 28 February in common years.

    That day is chosen because the law lets a year of life end with it (an age is reached at the end of the
    day before the birthday); it also never lets a card live longer than the calendar says.
    """
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, _FEBRUARY, 28)


def birthday_after(day: date, birth: date, count: int) -> date:
    """The `count`-th birthday after the day; a birthday on the day itself does not count.

    Raises:
        ValueError: the person was not born yet on that day, or `count` is below 1.
    """
    if day < birth:
        raise ValueError(f"born on {birth}, after {day}")
    if count < 1:
        raise ValueError(f"count must be 1 or more, not {count}")
    passed = birthday_in(day.year, birth) <= day
    return birthday_in(day.year + count - 1 + passed, birth)
