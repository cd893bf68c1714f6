"""Decisions about tickets: which of them a person can use today."""

from datetime import date

from simulator.hub.reference.store import Store
from simulator.records.ticket import Ticket


class TicketDecisions:
    """Which tickets an institution is shown."""

    def ticket_holders(self, store: Store, person: int) -> list[int]:
        """The people at bodies whose tickets are this person's."""
        return [row[0] for row in store.rows("SELECT id FROM body_person WHERE person = ?", person)]

    def is_usable_on(self, ticket: Ticket, day: date) -> bool:
        """Whether the day lies in the period, both ends included."""
        return ticket.valid_from <= day <= ticket.valid_to

    def is_unused(self, store: Store, ticket: Ticket) -> bool:
        """Whether neither a dose nor a checkup has used up the ticket; an interview alone does not."""
        return store.row(USING_UP, ticket.ticket_number) is None


USING_UP = "SELECT id FROM result WHERE ticket_number = ? AND kind IN ('dose', 'checkup') AND NOT cancelled"
