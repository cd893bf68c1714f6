"""Decisions about people who have died or moved out: from when on nothing of a body is shown."""

from datetime import date

from simulator.hub.reference.store import Store

# A death ends the care of all bodies, whichever reports it; a move that of the one body.
_LEFT = (
    "SELECT min(d.departed_on) FROM body_person own JOIN body_person same ON same.person = own.person"
    " JOIN departure d ON d.holder = same.id"
    " WHERE own.id = ? AND (d.reason = 'death' OR (d.reason = 'move_out' AND same.id = own.id))"
)


def departed_on(store: Store, holder: int) -> date | None:
    """The last day of the body's care for the person, None while it lasts."""
    found = store.row(_LEFT, holder)
    return None if found is None or found[0] is None else date.fromisoformat(found[0])


class DepartureDecisions:
    """Whether a body's papers are still good; on the day of the departure itself they are."""

    def has_left_certificates(self, store: Store, holder: int, day: date) -> bool:
        """Whether the body's certificates are not shown any more."""
        last = departed_on(store, holder)
        return last is not None and day > last

    def has_left_tickets(self, store: Store, holder: int, day: date) -> bool:
        """Whether the body's tickets are not shown any more."""
        last = departed_on(store, holder)
        return last is not None and day > last

    def come_back(self, store: Store, holder: int, task: int) -> None:
        """A row of a registration that was accepted after a move undoes it."""
        store.write(
            "DELETE FROM departure WHERE holder = ? AND reason = 'move_out' AND last_task < ?", holder, task
        )

    def expect_again(self, store: Store, holder: int, task: int, first_day: str) -> None:
        """A ticket for another pregnancy: accepted after the end of the last one, and good only after it."""
        store.write(
            "UPDATE departure SET expects_again = 1"
            " WHERE holder = ? AND reason = 'pregnancy_end' AND last_task < ? AND departed_on < ?",
            *(holder, task, first_day),
        )
