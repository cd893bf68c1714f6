"""Results: doses, interviews and checkups, each a fact that stays until it is amended or cancelled."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .problems import Refusal
from .registration import Ticket

Recorder = tuple[str, str]  # role and code: a body and an institution may have the same code


@dataclass(eq=False)
class Record:
    """One result, with what is shown of it."""

    record_id: str
    place: int
    recorder: Recorder
    ticket: Ticket
    result: dict[str, Any]
    version: int = 1
    is_cancelled: bool = False

    @property
    def tag(self) -> str:
        """The version, as an entity tag."""
        return f'"{self.version}"'

    @property
    def uses_up(self) -> bool:
        """Whether the ticket is used up by it."""
        return not self.is_cancelled and self.result["kind"] != "interview_only"

    def shown(self) -> dict[str, Any]:
        """What the recorder is shown."""
        cancelled = {"isCancelled": True} if self.is_cancelled else {}
        return {"recordId": self.record_id, "version": str(self.version), "result": self.result} | cancelled

    def change(self, tag: str) -> None:
        """Begins a change of the version that the caller knows."""
        if self.is_cancelled:
            raise Refusal("record-cancelled")
        if tag != self.tag:
            raise Refusal("precondition-failed")


class Records:
    """All results, in the order of recording."""

    def __init__(self) -> None:
        self._records: list[Record] = []
        self._by_id: dict[str, Record] = {}
        self._on: dict[Ticket, list[Record]] = defaultdict(list)
        self._keys: dict[tuple[Recorder, str], tuple[str, dict[str, Any], Record]] = {}

    def find(self, record_id: str) -> Record | None:
        """The record of that id."""
        return self._by_id.get(record_id)

    def is_used_up(self, ticket: Ticket | None) -> bool:
        """Whether a dose or a checkup stands on the ticket."""
        return ticket is not None and any(record.uses_up for record in self._on.get(ticket, ()))

    def repeated(
        self, recorder: Recorder, key: str, operation: str, content: dict[str, Any]
    ) -> Record | None:
        """What was recorded before under the key, if it was the same."""
        earlier = self._keys.get((recorder, key))
        return earlier[2] if earlier is not None and earlier[:2] == (operation, content) else None

    def refuse_reused(self, recorder: Recorder, key: str) -> None:
        """Refuses a key that stands for something else."""
        if (recorder, key) in self._keys:
            raise Refusal("key-reused")

    def add(self, recorder: Recorder, ticket: Ticket, result: dict[str, Any]) -> Record:
        """A new record, unless the ticket is used up."""
        place = len(self._records) + 1
        record = Record(f"r{place:08}", place, recorder, ticket, result)
        if record.uses_up and self.is_used_up(ticket):
            raise Refusal("already-registered")
        self._records.append(record)
        self._by_id[record.record_id] = record
        self._on[ticket].append(record)
        return record

    def keep(
        self, recorder: Recorder, key: str, operation: str, content: dict[str, Any], record: Record
    ) -> None:
        """Remembers the key of a record for good."""
        self._keys[recorder, key] = (operation, content, record)

    def of_body(self, body: str) -> Iterable[tuple[int, Record]]:
        """The records on the body's tickets."""
        return ((record.place, record) for record in self._records if record.ticket.holder.body == body)

    def of_tickets(self, holders: Iterable[object]) -> Iterable[tuple[int, Record]]:
        """The records on these holders' tickets that were not cancelled."""
        wanted = set(holders)
        return (
            (record.place, record)
            for record in self._records
            if record.ticket.holder in wanted and not record.is_cancelled
        )


def to_others(result: dict[str, Any]) -> dict[str, Any]:
    """A result without what would tell where a person is."""
    return {
        name: "" if name in ("institutionCode", "recorderCode", "doctor") else value
        for name, value in result.items()
    }
