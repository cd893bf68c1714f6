"""Registration by the bodies: carried out at once, in portions, and reported row by row."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from simulator.hub.adapters.fhir import coverage, patient, service_request, task
from simulator.hub.adapters.fhir.bundle import Entry
from simulator.hub.adapters.fhir.element import Element, Resource, refers_to
from simulator.hub.adapters.fhir.person import FORBIDDEN
from simulator.hub.adapters.fhir.platform import portions
from simulator.hub.adapters.fhir.row_form import Row, row_errors
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.task import RowErrors
from simulator.port.operations import FetchTask, RegisterHistory, RegisterRecipients, RegisterTickets
from simulator.port.outcomes import Accepted, Ok, Outcome
from simulator.records.certificate import HistoryRow, RecipientRow
from simulator.records.ticket import TicketRow

_TURNED_DOWN = "turned-down-by-hub"
_NUMBER_TAKEN = "ticket-number-taken"

AnyRow = TypeVar("AnyRow", bound=Row)
Standing = Mapping[str, Element]
Writer = Callable[[AnyRow, Standing], Resource | str]
"""Gives the resource of a row, or what is wrong with it, after those that stand already under these ids."""


def register_recipients(session: Session, operation: RegisterRecipients) -> Steps[Outcome]:
    """Register certificates; a row sent again takes the earlier one's place."""
    return (yield from _register(session, operation.body_code, operation.rows, _recipient))


def register_history(session: Session, operation: RegisterHistory) -> Steps[Outcome]:
    """Register a difference history; the newest row of a key takes the earlier one's place."""
    return (yield from _register(session, operation.body_code, operation.rows, _history))


def register_tickets(session: Session, operation: RegisterTickets) -> Steps[Outcome]:
    """Register tickets; one that was used up stays so."""
    numbers = tuple(row.ticket.ticket_number for row in operation.rows)
    return (yield from _register(session, operation.body_code, operation.rows, _ticket, numbers))


def fetch_task(session: Session, operation: FetchTask) -> Steps[Outcome]:
    """How a body's own registration fared."""
    found = yield from session.read(task.KIND, operation.task)
    if found is None or task.owner_of(found) != operation.body_code:
        return FORBIDDEN
    return Ok(task.report(found))


def _recipient(row: RecipientRow, _standing: Standing) -> Resource | str:
    return coverage.of_recipient(row)


def _history(row: HistoryRow, _standing: Standing) -> Resource | str:
    return coverage.of_history(row)


def _ticket(row: TicketRow, standing: Standing) -> Resource | str:
    before = standing.get(service_request.ticket_id(row.ticket.ticket_number))
    if before is None:
        return service_request.request(row)
    if refers_to(before.part(service_request.OWNER), patient.KIND) != patient.patient_id(
        row.registrant.at_body
    ):
        return _NUMBER_TAKEN
    return service_request.request(row, before.text("status"))


def _register(
    session: Session,
    body_code: str,
    rows: Sequence[AnyRow],
    writer: Writer[AnyRow],
    ticket_numbers: Sequence[str] = (),
) -> Steps[Outcome]:
    errors: RowErrors = {}
    for begin, some in portions(rows):
        wrong = {begin + place: row_errors(row, body_code) for place, row in enumerate(some)}
        errors |= {place: codes for place, codes in wrong.items() if codes}
        right = {begin + place: row for place, row in enumerate(some) if not wrong[begin + place]}
        numbers = ticket_numbers[begin : begin + len(some)]
        errors |= yield from _take_in(session, right, writer, numbers)
    written = yield from session.write(Entry(task.task(body_code, len(rows), errors)))
    return Accepted((yield from session.resource_of(written, task.KIND)).id)


def _take_in(
    session: Session, rows: Mapping[int, AnyRow], writer: Writer[AnyRow], numbers: Sequence[str]
) -> Steps[RowErrors]:
    if not rows:
        return {}
    people = {patient.patient_id(row.registrant.at_body): row.registrant for row in rows.values()}
    known = yield from patient.existing(session, patient.KIND, people)
    tickets = [service_request.ticket_id(number) for number in numbers]
    standing = (yield from patient.existing(session, service_request.KIND, tickets)) if tickets else {}
    errors: RowErrors = {}
    entries: dict[str, Entry] = {}
    for place, row in rows.items():
        resource = writer(row, standing)
        if isinstance(resource, str):
            errors[place] = (resource,)
            continue
        logical = patient.patient_id(row.registrant.at_body)
        enrolled = patient.registered(known.get(logical), people[logical], session.secret)
        for each in (enrolled, resource):
            entry = Entry(each)
            earlier = entries.get(entry.url)
            entries[entry.url] = Entry(each, rows=(*(earlier.rows if earlier else ()), place))
    return errors | (yield from _write(session, tuple(entries.values())))


def _write(session: Session, entries: Sequence[Entry]) -> Steps[RowErrors]:
    if not entries:
        return {}
    written = yield from session.each_for_itself(entries)
    failed = (entry for entry, came in zip(entries, written, strict=True) if not came.is_done)
    return {place: (_TURNED_DOWN,) for entry in failed for place in entry.rows}
