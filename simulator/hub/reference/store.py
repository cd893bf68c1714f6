"""The store as the parts of the hub see it; answers leave the hub only after the commit."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Row = tuple[Any, ...]


class StoreFailure(Exception):  # noqa: N818 - the store failed, the hub goes on
    """The store does not take or give anything now; nothing stays of what was being written."""


class Store(Protocol):
    """SQL over a durable store that one hub writes.

    Every method raises StoreFailure where the store does not answer.
    """

    def transaction(self) -> AbstractContextManager[None]:
        """All of it, on disk when the block is left, or nothing of it when the block raises."""
        ...

    def savepoint(self) -> AbstractContextManager[None]:
        """Within a transaction: nothing of it when the block raises, and the transaction goes on."""
        ...

    def on_rollback(self, put_back: Callable[[], object]) -> None:
        """Have something in memory put back, should what is being written be rolled back."""
        ...

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        ...

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query."""
        ...

    def write(self, sql: str, *values: object) -> int:
        """Carry out a statement; gives the number of rows changed."""
        ...

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row; gives its id."""
        ...

    def write_many(self, sql: str, many: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each tuple of values."""
        ...

    def close(self) -> None:
        """Close the store."""
        ...
