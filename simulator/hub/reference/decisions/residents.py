"""Decisions about residents: for whom they act, and what they and the institutions see of it."""

from datetime import date

from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.result_text import result_from_text
from simulator.hub.reference.store import Store
from simulator.records.result import Result

HISTORY = (
    "SELECT r.kind, r.content, r.recorded_on FROM result r"
    " JOIN ticket t USING (ticket_number) JOIN body_person b ON b.id = t.holder"
    " WHERE b.person = ? ORDER BY r.id"
)


class ResidentDecisions:
    """Whose questionnaires and history a resident reaches."""

    clock: HubClock

    def may_list(self, store: Store, person_id: str, subject_id: str) -> bool:
        """Whether the resident may see the subject's history: his own, or of one he may act for."""
        return acts_for(store, person_id, subject_id)

    def history(self, store: Store, person: int) -> list[tuple[date, Result]]:
        """All results of a person with the civil date of recording, in that order; none waits for a day."""
        return [
            (date.fromisoformat(on), result_from_text(kind, content))
            for kind, content, on in store.rows(HISTORY, person)
        ]

    def answers(self, store: Store, ticket_number: str) -> str | None:
        """The newest answers for the ticket, as they are stored."""
        newest = "SELECT answers FROM questionnaire WHERE ticket_number = ? ORDER BY id DESC"
        found = store.row(newest, ticket_number)
        return None if found is None else str(found[0])


def acts_for(store: Store, person_id: str, subject_id: str) -> bool:
    """Whether the two are one person, or the account lets its owner act for the subject."""
    entry = "SELECT 1 FROM representation WHERE person_id = ? AND subject_id = ?"
    return person_id == subject_id or store.row(entry, person_id, subject_id) is not None
