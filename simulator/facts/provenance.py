"""Where a figure comes from, which day it is for and how sure it is."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class Level(StrEnum):
    """How sure a figure is: read somewhere, worked out, taken on trust or made up."""

    PUBLISHED = "published"
    ESTIMATED = "estimated"
    ASSUMED = "assumed"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The origin of one column of a table.

    `date` is an ISO day, month (YYYY-MM) or year (YYYY). `level` holds for the whole column unless
    `level_column` names another column of the same table that gives it row by row.
    """

    source: str
    date: str
    level: Level
    unit: str = ""
    level_column: str = ""
    note: str = ""


def is_iso_date(text: str) -> bool:
    """Whether the text is an existing ISO day, month or year."""
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
