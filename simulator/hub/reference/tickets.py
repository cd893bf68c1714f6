"""Tickets of the person whose card was read, and the questionnaire sent for one."""

from dataclasses import dataclass
from datetime import date

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.store import Store
from simulator.port.operations import FetchTickets
from simulator.port.outcomes import Empty, Ok, Refused
from simulator.records.ticket import Ticket, TicketKind

_COLUMNS = (
    "t.holder, b.person, t.ticket_number, t.kind, b.body_code, t.subject, t.valid_from, t.valid_to,"
    " t.course, t.dose_number FROM ticket t JOIN body_person b ON b.id = t.holder"
)
_BY_NUMBER = f"SELECT {_COLUMNS} WHERE t.ticket_number = ?"
_OF_HOLDER = f"SELECT {_COLUMNS} WHERE t.holder = ? AND t.kind = ?"


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """A ticket with its holder's row at the body and the person."""

    holder: int
    person: int
    ticket: Ticket


def ticket_by_number(store: Store, ticket_number: str) -> HeldTicket | None:
    """The ticket of that number."""
    row = store.row(_BY_NUMBER, ticket_number)
    return None if row is None else _held(row)


def fetch_tickets(core: Core, operation: FetchTickets) -> Answer:
    """The tickets of the asked kind that the card's holder can use on the service date."""
    reading = core.cards.read(operation.assertion, operation.institution_code)
    people = () if reading.person is None else (reading.person,)
    if reading.refusal is not None or reading.person is None:
        return Answer(Refused(reading.refusal or "card-unknown"), people)
    may_see = reading.tells_more and core.decisions.may_show_tickets(
        core.store, reading.person, operation.kind
    )
    usable = _usable(core, reading.person, operation) if may_see else ()
    return Answer(Ok(usable) if usable else Empty(), people)


def _usable(core: Core, person: int, operation: FetchTickets) -> tuple[Ticket, ...]:
    decide, store = core.decisions, core.store
    held = [
        _held(row).ticket
        for holder in decide.ticket_holders(store, person)
        if not decide.has_left_tickets(store, holder, operation.service_date)
        for row in store.rows(_OF_HOLDER, holder, operation.kind.value)
    ]
    usable = [
        ticket
        for ticket in held
        if decide.is_usable_on(ticket, operation.service_date) and decide.is_unused(store, ticket)
    ]
    return tuple(sorted(usable, key=lambda ticket: ticket.ticket_number))


def _held(row: tuple[object, ...]) -> HeldTicket:
    holder, person, number, kind, body, subject, valid_from, valid_to, course, dose_number = row
    ticket = Ticket(
        ticket_number=str(number),
        kind=TicketKind(str(kind)),
        body_code=str(body),
        subject=str(subject),
        valid_from=date.fromisoformat(str(valid_from)),
        valid_to=date.fromisoformat(str(valid_to)),
        course=str(course),
        dose_number=int(str(dose_number)),
    )
    return HeldTicket(int(str(holder)), int(str(person)), ticket)
