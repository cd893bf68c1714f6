"""Lists of several pages: over all pages each row comes exactly once (PAG-001)."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from typing import TypeVar

from simulator.language import say
from simulator.port.outcomes import Outcome
from simulator.rules.rule import Allowed

Row = TypeVar("Row", bound=Hashable)
ROWS_OF_A_PAGE = 20
"""Assumed: lists of no more rows come on one page, so that nothing is said of pages there."""


def whole(known: Mapping[Row, int], rows: Callable[[Outcome], tuple[Row, ...]]) -> Allowed | None:
    """What is allowed where each known row must come, and no more often than it may; None for short lists."""
    if len(known) <= ROWS_OF_A_PAGE:
        return None

    def admits(outcome: Outcome) -> bool:
        counts = Counter(rows(outcome))
        return all(1 <= counts[row] <= most for row, most in known.items())

    return Allowed(say("ページに分かれた一覧の {count}件を、1件ずつ示す", count=len(known)), admits)
