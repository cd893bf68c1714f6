"""Decisions about residents: for whom they act, and what they and the institutions see of it."""

from dataclasses import dataclass, replace
from datetime import date

from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.result_text import result_from_text
from simulator.hub.reference.store import Store
from simulator.records.result import CheckupResult, Result

HISTORY = (
    "SELECT r.id, r.recorded_on, r.kind, r.content FROM result r"
    " JOIN ticket t USING (ticket_number) JOIN body_person b ON b.id = t.holder"
    " WHERE b.person = ? AND NOT r.cancelled ORDER BY r.id"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A result with its number in the order of recording, and the civil date of that."""

    number: int
    on: date
    result: Result


class ResidentDecisions:
    """Whose questionnaires and history a resident reaches."""

    clock: HubClock

    def may_list(self, store: Store, person_id: str, subject_id: str) -> bool:
        """Whether the resident may see the subject's history: his own, or of one he may act for."""
        return acts_for(store, person_id, subject_id)

    def may_list_certificates(self, store: Store, person_id: str, subject_id: str) -> bool:
        """Whether the resident may see the subject's certificates."""
        return acts_for(store, person_id, subject_id)

    def grant(self, store: Store, person_id: str, subject_ids: tuple[str, ...]) -> None:
        """Let the owner of an account act for these and for nobody else."""
        store.write("DELETE FROM representation WHERE person_id = ?", person_id)
        store.write_many(
            "INSERT OR IGNORE INTO representation VALUES (?, ?)", ((person_id, each) for each in subject_ids)
        )

    def history(self, store: Store, person: int) -> list[Recorded]:
        """All results of a person that are not cancelled, in the order of recording; none waits for a day."""
        return _recorded(store, HISTORY, person)

    def screened(self, result: Result) -> Result:
        """A result without what tells where the person was."""
        if isinstance(result, CheckupResult):
            return replace(result, recorder_code="")
        return replace(result, institution_code="", doctor="")

    def answers(self, store: Store, ticket_number: str) -> str | None:
        """The newest answers for the ticket, as they are stored; None where they were taken back."""
        newest = "SELECT answers FROM questionnaire WHERE ticket_number = ? ORDER BY id DESC"
        found = store.row(newest, ticket_number)
        return None if found is None or found[0] is None else str(found[0])

    def withdraw_answers(self, store: Store, ticket_number: str, person_id: str, subject_id: str) -> None:
        """Take the answers for a ticket back."""
        store.write(
            "INSERT INTO questionnaire (ticket_number, person_id, subject_id) VALUES (?, ?, ?)",
            *(ticket_number, person_id, subject_id),
        )

    def has_read_card(self, store: Store, institution_code: str, person: int, today: date) -> bool:
        """Whether the institution has read the person's card on the civil date."""
        read = "SELECT 1 FROM card_reading WHERE institution_code = ? AND person = ? AND read_on = ?"
        return store.row(read, institution_code, person, today.isoformat()) is not None


def _recorded(store: Store, sql: str, person: int) -> list[Recorded]:
    return [
        Recorded(number, date.fromisoformat(on), result_from_text(kind, content))
        for number, on, kind, content in store.rows(sql, person)
    ]


def acts_for(store: Store, person_id: str, subject_id: str) -> bool:
    """Whether the two are one person, or the account lets its owner act for the subject."""
    entry = "SELECT 1 FROM representation WHERE person_id = ? AND subject_id = ?"
    return person_id == subject_id or store.row(entry, person_id, subject_id) is not None


def is_screened(store: Store, person_id: str, subject_id: str, person: int) -> bool:
    """Whether somebody else looks at a person whom a body has marked as not to be disclosed (不開示)."""
    marked = "SELECT 1 FROM body_person WHERE person = ? AND not_disclosed"
    return person_id != subject_id and store.row(marked, person) is not None
