"""Decisions about records once made: who changes them, and whether the change is up to date."""

import re
from dataclasses import dataclass

from simulator.hub.reference.result_text import result_text
from simulator.hub.reference.store import Store
from simulator.records.result import Result

_RECORD_ID = re.compile(r"r([0-9]{8,18})", re.ASCII)
_STORED = (
    "SELECT r.id, r.kind, r.recorder_code, r.version, r.cancelled, r.content, b.person"
    " FROM result r JOIN ticket t USING (ticket_number) JOIN body_person b ON b.id = t.holder WHERE r.id = ?"
)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it is stored, with the person whom it is about."""

    number: int
    kind: str
    recorder_code: str
    version: int
    is_cancelled: bool
    content: str
    person: int


class AmendmentDecisions:
    """What may be done with a record."""

    def stored_record(self, store: Store, record_id: str) -> StoredRecord | None:
        """The record of that id."""
        number = _RECORD_ID.fullmatch(record_id)
        found = None if number is None else store.row(_STORED, int(number[1]))
        if found is None:
            return None
        row, kind, recorder, version, cancelled, content, person = found
        return StoredRecord(row, kind, recorder, version, bool(cancelled), content, person)

    def may_amend(self, recorder_code: str, institution_code: str) -> bool:
        """Whether the institution is the recorder."""
        return recorder_code == institution_code

    def is_current(self, version: str, known: str) -> bool:
        """Whether what the institution knows is the newest."""
        return version == known

    def write_amendment(self, store: Store, stored: StoredRecord, result: Result) -> None:
        """Write the new content; the old is kept aside."""
        store.write(
            "INSERT INTO earlier_result VALUES (?, ?, ?)", stored.number, stored.version, stored.content
        )
        store.write(
            "UPDATE result SET content = ?, version = version + 1 WHERE id = ?",
            *(result_text(result), stored.number),
        )

    def write_cancellation(self, store: Store, stored: StoredRecord) -> None:
        """Mark the record as cancelled."""
        store.write("UPDATE result SET cancelled = 1, version = version + 1 WHERE id = ?", stored.number)

    def records_of_body(self, body_code: str) -> tuple[str, tuple[object, ...]]:
        """Which records a body is shown, as a condition (SQL) and its values: those on its own tickets."""
        return "b.body_code = ?", (body_code,)
