"""Defects that take a crash, a restart or requests at the same time to be seen."""

import sqlite3
from contextlib import closing

from simulator.hub.reference.assertions import Claims
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.results import SAME_KEY, Submission
from simulator.hub.reference.decisions.tickets import USING_UP
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.sqlite_store import SqliteStore
from simulator.hub.reference.store import Row, Store
from simulator.port.outcomes import AlreadyRegistered, Ok, Outcome

_COMMITTED_TOGETHER = 20


class _CommitsLater(SqliteStore):
    _uncommitted = 0

    def _begin(self) -> None:
        if not self._connection.in_transaction:
            super()._begin()

    def _commit(self) -> None:
        self._uncommitted = (self._uncommitted + 1) % _COMMITTED_TOGETHER
        if self._uncommitted == 0:
            super()._commit()

    def close(self) -> None:
        if self._connection.in_transaction:
            super()._commit()
        super().close()


class _ReplayMemoryLost(Decisions):
    def __init__(self, clock: HubClock) -> None:
        super().__init__(clock)
        self._used: set[tuple[str, str]] = set()

    def is_first_use(self, store: Store, serial: str, claims: Claims) -> bool:  # noqa: ARG002 - it should be looked at
        used = (serial, claims.jti) in self._used
        self._used.add((serial, claims.jti))
        return not used


class _ReadAsCommitted(SqliteStore):
    """A store that is also read by others, who see the last committed state."""

    locking = "NORMAL"

    def committed_row(self, sql: str, *values: object) -> Row | None:
        """The first row of a query, as if nothing were under way."""
        (_, _, path) = self.row("PRAGMA database_list") or ("", "", "")
        with closing(sqlite3.connect(path)) as other:
            found: Row | None = other.execute(sql, values).fetchone()
            return found


class _SameKeyTwice(Decisions):
    def standing_in_the_way(self, store: Store, submission: Submission) -> Outcome | None:
        sound, key = (
            super().standing_in_the_way(store, submission),
            (submission.recorder_code, submission.key),
        )
        assert isinstance(store, _ReadAsCommitted)
        return sound if not isinstance(sound, Ok) or store.committed_row(SAME_KEY, *key) else None


class _TicketUsedTwice(Decisions):
    def standing_in_the_way(self, store: Store, submission: Submission) -> Outcome | None:
        sound, ticket = super().standing_in_the_way(store, submission), submission.result.ticket_number
        assert isinstance(store, _ReadAsCommitted)
        return sound if sound != AlreadyRegistered() or store.committed_row(USING_UP, ticket) else None


DURABILITY_DEFECTS = (
    Defect(
        "acknowledged-before-commit",
        "保存を終える前に受け付けたと答え、突然止まると、受け付けた記録が失われる",
        "A write is acknowledged before it is committed, and lost when the hub is killed",
        "DUR-001",
        Kind.CRASH,
        store=_CommitsLater,
    ),
    Defect(
        "replay-memory-lost-on-restart",
        "使われたカードの読取り証明を、再起動すると忘れる",
        "After a restart the hub no longer knows which card assertions were used",
        "CARD-006",
        Kind.CRASH,
        _ReplayMemoryLost,
    ),
    Defect(
        "same-key-twice-in-race",
        "同じ接種記録が同時に2つ届くと、二重に登録する",
        "Of two requests under the same key at the same time, both are recorded",
        "VAC-007",
        Kind.CONCURRENCY,
        _SameKeyTwice,
        _ReadAsCommitted,
    ),
    Defect(
        "ticket-used-twice-in-race",
        "同じ接種券・受診券の記録が同時に2つ届くと、どちらも受け付ける",
        "Of two results for the same ticket at the same time, both are taken",
        "VAC-016",
        Kind.CONCURRENCY,
        _TicketUsedTwice,
        _ReadAsCommitted,
    ),
)
