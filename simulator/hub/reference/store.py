"""The hub's store: one SQLite file, one writing connection, answers only after the commit."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

Row = tuple[Any, ...]
_STATEMENTS_KEPT = 256


class Store:
    """SQL over one connection; made durable by WAL with synchronous=FULL."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open or make the file; it belongs to the thread that opens it."""
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=_STATEMENTS_KEPT)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))
        return cls(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it, on disk when the block is left, or nothing of it when the block raises."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query."""
        found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def write(self, sql: str, *values: object) -> int:
        """Carry out a statement; gives the number of rows changed."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row; gives its id."""
        return self._connection.execute(sql, values).lastrowid or 0

    def write_many(self, sql: str, many: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each tuple of values."""
        self._connection.executemany(sql, many)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
