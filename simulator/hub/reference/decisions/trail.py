"""Decisions about the audit trail."""

from typing import NamedTuple

from simulator.hub.reference.store import Store


class Entry(NamedTuple):
    """An entry as it is stored; `person` None where a card told nobody, `at` in seconds since 1970."""

    person: int | None
    role: str
    organisation: str
    action: str
    outcome: str
    at: int


class TrailDecisions:
    """What leaves an entry: everything that shows or writes a person's data, refused or not."""

    def leave_entry(self, store: Store, entry: Entry) -> None:
        """Write an entry."""
        store.write(
            "INSERT INTO audit_entry (person, role, organisation, action, outcome, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            *entry,
        )
