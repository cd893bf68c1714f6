"""Decisions about pages: which rows of a list come next."""

import re
from collections.abc import Sequence

from simulator.hub.contract.page import Page

_CURSOR = re.compile(r"a([0-9]{1,18})", re.ASCII)


def read_cursor(cursor: str | None) -> int | None:
    """The number of the last row that was shown, 0 at the beginning; None for a cursor that is not ours."""
    if cursor is None:
        return 0
    found = _CURSOR.fullmatch(cursor)
    return None if found is None else int(found[1])


class PageDecisions:
    """How a list is cut into pages."""

    def page(self, rows: Sequence[object], keys: Sequence[int], after: int, limit: int) -> Page:
        """At most `limit` rows after the one numbered `after`; `keys` are the rows' numbers, ascending.

        Numbers never change, so that no row is lost or doubled when others come or go between two pages.
        """
        left = [(key, row) for key, row in zip(keys, rows, strict=True) if key > after]
        taken = left[:limit]
        return Page(tuple(row for _, row in taken), f"a{taken[-1][0]}" if len(left) > limit else None)
