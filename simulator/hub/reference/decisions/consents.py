"""Decisions about standing consent."""

from simulator.hub.reference.store import Store
from simulator.records.consent import ConsentArea
from simulator.records.ticket import TicketKind


class ConsentDecisions:
    """Whether institutions may be shown the information of an area."""

    def stands_consent(self, store: Store, person: int, area: ConsentArea) -> bool:
        """Whether the person has not withdrawn the consent of the area."""
        asked = "SELECT 1 FROM withdrawn_consent WHERE person = ? AND area = ?"
        return store.row(asked, person, area.value) is None

    def may_show_tickets(self, store: Store, person: int, kind: TicketKind) -> bool:
        """Whether tickets of a kind, and what belongs to them, may be shown."""
        return self.stands_consent(store, person, ConsentArea(kind.value))

    def restore_consent(self, store: Store, person: int, area: ConsentArea) -> None:
        """Give the consent again."""
        store.write("DELETE FROM withdrawn_consent WHERE person = ? AND area = ?", person, area.value)
