"""Civil time over whole columns of birth dates; the same rules as `simulator.clock`, day by day.

Days are `datetime64[D]` arrays. Bulk columns go through here, single values through `simulator.clock`.
"""

from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from simulator.clock import Duration

Days: TypeAlias = NDArray[np.datetime64]
Whole: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]
Waits: TypeAlias = NDArray[np.timedelta64]
Draws: TypeAlias = NDArray[np.float64]

_APRIL = 3  # months are counted from January 1970 = 0
ADULT = Duration(18, "Y")


def as_day(day: date) -> np.datetime64:
    """A single civil date as numpy counts it."""
    return np.datetime64(day, "D")


def as_date(day: np.datetime64) -> date:
    """A single numpy day as a civil date."""
    return date.fromisoformat(str(day))


def add_months(days: Days, months: int | Whole) -> tuple[Days, Mask]:
    """The same day of the month `months` later, else the month's last day; and whether it was the same."""
    month = days.astype("datetime64[M]")
    day_of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    target = month + np.asarray(months).astype("timedelta64[M]")
    first = target.astype("datetime64[D]")
    last = ((target + 1).astype("datetime64[D]") - first).astype(np.int64) - 1
    return first + np.minimum(day_of_month, last), day_of_month <= last


def reached_on(birth: Days, age: Duration) -> Days:
    """The days on which an age is reached, as `simulator.clock.reached_on`."""
    if age.months is None:
        days: Days = birth + np.timedelta64(age.days or 0, "D")
        return days
    same_day, exact = add_months(birth, age.months)
    reached: Days = same_day - exact.astype("timedelta64[D]")
    return reached


def earliest_after(earlier: Days, days: int | None, months: int | None) -> Days:
    """The first days allowed after earlier doses, as `simulator.clock.earliest_after`."""
    if days is not None:
        allowed: Days = earlier + np.timedelta64(days + 1, "D")
        return allowed
    later, exact = add_months(earlier, months or 0)
    shifted: Days = later + (~exact).astype("timedelta64[D]")
    return shifted


def fiscal_year_start(days: Days) -> Days:
    """1 April of the fiscal years that the days belong to."""
    month = days.astype("datetime64[M]").astype(np.int64)
    start: Days = (month - (month - _APRIL) % 12).astype("datetime64[M]").astype("datetime64[D]")
    return start


def fiscal_year_end(days: Days) -> Days:
    """31 March that ends the fiscal years that the days belong to."""
    end: Days = add_months(fiscal_year_start(days), 12)[0] - np.timedelta64(1, "D")
    return end


def child_scheme_end(birth: Days) -> Days:
    """The first 31 March on or after the day on which 18 is reached."""
    return fiscal_year_end(reached_on(birth, ADULT))


def years_of(days: Days) -> Whole:
    """Calendar years."""
    return days.astype("datetime64[Y]").astype(np.int64) + 1970


def birthday_in(birth: Days, year: int | Whole) -> Days:
    """Birthdays in the given years; 29 February falls on the 28th in common years."""
    return add_months(birth, 12 * (year - years_of(birth)))[0]


def ages_on(birth: Days, day: date) -> Whole:
    """Completed years on a day, by the birthday."""
    month = birth.astype("datetime64[M]")
    month_number = month.astype(np.int64) % 12 + 1
    day_of_month = (birth - month.astype("datetime64[D]")).astype(np.int64) + 1
    to_come = month_number * 100 + day_of_month > day.month * 100 + day.day
    ages: Whole = day.year - years_of(birth) - to_come
    return ages
