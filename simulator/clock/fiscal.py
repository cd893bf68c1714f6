"""Fiscal years: 1 April to 31 March, which are school years too."""

from datetime import date

APRIL = 4


def fiscal_year(day: date) -> int:
    """The fiscal year that a day belongs to, named by the year of its April."""
    return day.year if day.month >= APRIL else day.year - 1


def fiscal_year_start(year: int) -> date:
    """1 April of a fiscal year."""
    return date(year, APRIL, 1)


def fiscal_year_end(year: int) -> date:
    """31 March that ends a fiscal year."""
    return date(year + 1, 3, 31)
