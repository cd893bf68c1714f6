"""Intervals between doses: N full days between, or calendar months."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta


def earliest_after(earlier: date, *, days: int | None = None, months: int | None = None) -> date:
    """The first day allowed after an earlier dose.

    `days` = N full days between (27 means the same weekday four weeks on). `months` = calendar months: the
    same day of the month, or the first of the month after where the month has no such day.
    """
    if days is not None:
        return earlier + timedelta(days=days + 1)
    later = earlier + relativedelta(months=months or 0)
    return later if later.day == earlier.day else later + timedelta(days=1)
