"""The store in a SQLite file: all or nothing, for one hub alone, and no file but its own."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from simulator.hub.reference.sqlite_store import SqliteStore
from simulator.hub.reference.store import Store, StoreFailure
from simulator.language import Complaint

COUNT = "SELECT COUNT(*) FROM person"


class Mishap(Exception):  # noqa: N818 - it stands for whatever may go wrong
    """Something goes wrong."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hub.sqlite"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = SqliteStore.open(path)
    yield opened
    opened.close()


def add(store: Store) -> int:
    return store.insert("INSERT INTO person DEFAULT VALUES")


def add_and_fail(store: Store, memory: list[str], *said: str) -> None:
    """Add a row, have each word said when that is undone, and raise."""
    add(store)
    for each in said:
        store.on_rollback(partial(memory.append, each))
    raise Mishap


def count(store: Store) -> int:
    row = store.row(COUNT)
    assert row is not None
    return int(row[0])


def test_a_transaction_that_is_left_in_order_is_kept(store: Store, path: Path) -> None:
    with store.transaction():
        add(store)
    store.close()
    again = SqliteStore.open(path)
    assert count(again) == 1
    again.close()


def test_a_transaction_that_raises_leaves_nothing_and_memory_is_put_back(store: Store) -> None:
    memory: list[str] = []
    with pytest.raises(Mishap), store.transaction():
        add_and_fail(store, memory, "first", "second")
    assert count(store) == 0
    # The latest change is put back first.
    assert memory == ["second", "first"]


def test_what_was_kept_is_not_put_back_later(store: Store) -> None:
    memory: list[str] = []
    with store.transaction():
        store.on_rollback(lambda: memory.append("put back"))
    with pytest.raises(Mishap), store.transaction():
        add_and_fail(store, memory)
    assert memory == []


def test_a_savepoint_that_raises_is_undone_alone(store: Store) -> None:
    memory: list[str] = []
    with store.transaction():
        add(store)
        store.on_rollback(lambda: memory.append("outer"))
        with pytest.raises(Mishap), store.savepoint():
            add_and_fail(store, memory, "inner")
        with store.savepoint():
            add(store)
    assert count(store) == 2
    assert memory == ["inner"]


def test_a_savepoint_outside_of_a_transaction_is_refused(store: Store) -> None:
    with pytest.raises(StoreFailure), store.savepoint():
        add(store)
    assert count(store) == 0


def test_a_commit_that_fails_leaves_nothing(store: Store, full_disk: Any) -> None:
    memory: list[str] = []

    def write() -> None:
        with store.transaction():
            add(store)
            store.on_rollback(lambda: memory.append("put back"))

    with full_disk(), pytest.raises(StoreFailure):
        write()
    assert count(store) == 0
    assert memory == ["put back"]
    write()
    assert count(store) == 1


def test_what_was_committed_stands_in_the_file_itself(store: Store, path: Path) -> None:
    (mode,) = store.row("PRAGMA journal_mode") or ()
    (synchronous,) = store.row("PRAGMA synchronous") or ()
    assert (mode, synchronous) == ("wal", 2)
    with store.transaction():
        add(store)
    wal = path.with_name(path.name + "-wal")
    assert wal.stat().st_size > 0
    store.close()
    assert not wal.exists()


def test_a_store_in_use_is_refused_and_goes_on(store: Store, path: Path) -> None:
    with pytest.raises(Complaint) as complaint:
        SqliteStore.open(path)
    assert str(path) in complaint.value.render()
    assert "使っています" in complaint.value.render()
    with store.transaction():
        add(store)
    assert count(store) == 1


def a_letter(path: Path) -> None:
    path.write_text("no database " * 100, encoding="utf-8")


def a_foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE letters (content TEXT)")
        connection.commit()


def a_foreign_database_that_is_open(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE letters (content TEXT)")


def a_store_of_another_version(path: Path) -> None:
    SqliteStore.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA user_version = 1")


@pytest.mark.parametrize(
    "make", [a_letter, a_foreign_database, a_foreign_database_that_is_open, a_store_of_another_version]
)
def test_a_file_that_is_no_store_of_this_version_is_refused_and_left_untouched(make: Any, path: Path) -> None:
    make(path)
    before = {file.name: hashlib.sha256(file.read_bytes()).digest() for file in path.parent.iterdir()}
    with pytest.raises(Complaint) as complaint:
        SqliteStore.open(path)
    assert str(path) in complaint.value.render()
    assert {file.name: hashlib.sha256(file.read_bytes()).digest() for file in path.parent.iterdir()} == before


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    store = SqliteStore.open(path)
    assert count(store) == 0
    store.close()


def test_a_path_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "hub.sqlite"):
        with pytest.raises(Complaint) as complaint:
            SqliteStore.open(path)
        assert "開けません" in complaint.value.render()
