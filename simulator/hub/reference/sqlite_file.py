"""What makes a SQLite file a store of this hub: its marks and tables; other files are left untouched."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import files
from pathlib import Path
from zlib import crc32

from simulator.language import Complaint, Text, say

MARK = int.from_bytes(b"PMHh", "big")
"""The application id in the file's header."""


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """Say in words why a file cannot be opened as a store; one that is none is refused before it is touched.

    Raises:
        Complaint: it cannot be opened, is no store of this version, or another process has it.
    """
    try:
        if path.exists() and path.stat().st_size:
            _check_marks(path)
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise _complaint(
                path,
                say("この保存先は、動いているほかのハブが使っています。"),
                say("そのハブを止めるか、別のファイルを --store に指定してください。"),
            ) from error
        raise _unopened(path) from error
    except OSError as error:
        raise _unopened(path) from error
    except sqlite3.DatabaseError as error:
        raise _foreign(path) from error


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables where there are none.

    The marks are written before the journal is a WAL, so that they stand in the file itself from then on.
    """
    if connection.execute("PRAGMA application_id").fetchone() != (MARK,):
        connection.executescript(
            f"BEGIN IMMEDIATE; {_schema()} PRAGMA application_id = {MARK};"
            f" PRAGMA user_version = {_version()}; COMMIT;"
        )
    connection.execute("PRAGMA journal_mode = WAL")


def _check_marks(path: Path) -> None:
    # Opened as immutable nothing is locked, no journal is looked at and nothing is written beside the file.
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        (mark,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    if mark != MARK:
        raise _foreign(path)
    if version != _version():
        raise _complaint(
            path,
            say("別の版の pmhsim が作った保存先です。"),
            say("作った版で開くか、新しいファイルを --store に指定してください。"),
        )


def _schema() -> str:
    return files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")


def _version() -> int:
    """A number that changes with the tables."""
    return crc32(_schema().encode()) & 0x7FFFFFFF


def _foreign(path: Path) -> Complaint:
    return _complaint(
        path,
        say("ハブの保存先ではないファイルです。中身には触れていません。"),
        say("ハブが作ったファイルか、まだないファイルを sqlite:///FILE の形で --store に指定してください。"),
    )


def _unopened(path: Path) -> Complaint:
    return _complaint(
        path,
        say("保存先を開けません。"),
        say("書き込めるフォルダの中のファイルを sqlite:///FILE の形で --store に指定してください。"),
    )


def _complaint(path: Path, what: Text, mend: Text) -> Complaint:
    return Complaint(what, where=say("{path}", path=path), mend=mend)
