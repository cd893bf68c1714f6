"""The store in one SQLite file: one writing connection, durable by WAL with synchronous=FULL."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

from simulator.hub.reference.sqlite_file import lay_out, opening
from simulator.hub.reference.store import Row, StoreFailure

_STATEMENTS_KEPT = 256


class SqliteStore:
    """SQL over one connection, which keeps the file to itself; it belongs to the thread that opens it."""

    # No other process reads or writes meanwhile, and the lock goes with the process, however that ends.
    locking: ClassVar[str] = "EXCLUSIVE"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._put_back: list[Callable[[], object]] = []

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """Open the store in a file, or make one where there is none.

        Raises:
            Complaint: the file cannot be opened, is no store of this version, or is in use.
        """
        with opening(Path(path)):
            connection = sqlite3.connect(
                path, timeout=0, isolation_level=None, cached_statements=_STATEMENTS_KEPT
            )
            connection.execute(f"PRAGMA locking_mode = {cls.locking}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            lay_out(connection)
            connection.execute("PRAGMA synchronous = FULL")
            return cls(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it, on disk when the block is left, or nothing of it when the block raises."""
        self._begin()
        try:
            yield
            self._commit()
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._roll_back_to(0)
            raise
        self._put_back.clear()

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Within a transaction: nothing of it when the block raises, and the transaction goes on."""
        # A disk that is full ends the transaction; a savepoint outside would be one of its own.
        if not self._connection.in_transaction:
            raise StoreFailure("the transaction is gone")
        kept = len(self._put_back)
        self._execute("SAVEPOINT operation")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._execute("ROLLBACK TO operation")
                self._roll_back_to(kept)
            raise
        finally:
            if self._connection.in_transaction:
                self._execute("RELEASE operation")

    def on_rollback(self, put_back: Callable[[], object]) -> None:
        """Have something in memory put back, should what is being written be rolled back."""
        self._put_back.append(put_back)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """All rows of a query."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise StoreFailure from error

    def row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query."""
        first: Row | None = self._execute(sql, values).fetchone()
        return first

    def write(self, sql: str, *values: object) -> int:
        """Carry out a statement; gives the number of rows changed."""
        return self._execute(sql, values).rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row; gives its id."""
        return self._execute(sql, values).lastrowid or 0

    def write_many(self, sql: str, many: Iterable[Sequence[object]]) -> None:
        """Carry out one statement for each tuple of values."""
        try:
            self._connection.executemany(sql, many)
        except sqlite3.OperationalError as error:
            raise StoreFailure from error

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _begin(self) -> None:
        self._execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        try:
            self._connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            raise StoreFailure from error

    def _execute(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except sqlite3.OperationalError as error:
            raise StoreFailure from error

    def _roll_back_to(self, kept: int) -> None:
        while len(self._put_back) > kept:
            self._put_back.pop()()
