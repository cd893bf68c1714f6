"""Ages as the law counts them: an age is reached on the day before the birthday."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from simulator.clock.duration import Duration

ADULT_CHILD_END = 18


def birthday(birth: date, years: int) -> date:
    """The day `years` after birth; of a birth on 29 February, 28 February in a common year."""
    return birth + relativedelta(years=years)


def reached_on(birth: date, age: Duration) -> date:
    """The day on which an age is reached.

    In months and years: the day before the (monthly) birthday, or the month's last day where the month
    has no such day (Civil Code, article 143). In days and weeks: the birth is day 0.
    """
    if age.months is None:
        return birth + timedelta(days=age.days or 0)
    same_day = birth + relativedelta(months=age.months)
    return same_day - timedelta(days=1) if same_day.day == birth.day else same_day


def age_on(birth: date, day: date) -> int:
    """Completed years on a day, by the birthday (as people and forms say it)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def child_scheme_end(birth: date, years: int = ADULT_CHILD_END) -> date:
    """The first 31 March on or after the day on which the age is reached."""
    reached = reached_on(birth, Duration(years, "Y"))
    end = date(reached.year, 3, 31)
    return end if end >= reached else date(reached.year + 1, 3, 31)
