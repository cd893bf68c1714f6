"""ServiceRequest: a vaccination or checkup ticket; active until it is used up."""

from dataclasses import dataclass

from simulator.hub.adapters.fhir.element import (
    Broken,
    Element,
    Resource,
    concept,
    identifier,
    reference,
    refers_to,
)
from simulator.hub.adapters.fhir.organization import body_id
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.patient import patient_id
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import (
    BODY,
    CHECKUP,
    COURSE,
    DOSE_NUMBER,
    TICKET,
    TICKET_KIND,
    VACCINE,
    logical_id,
    person_key_system,
)
from simulator.records.person import BodyPerson
from simulator.records.ticket import Ticket, TicketKind, TicketRow

KIND = "ServiceRequest"
OWNER = "subject"
USABLE = "active"
USED_UP = "completed"
_SUBJECTS = {TicketKind.VACCINATION: VACCINE, TicketKind.CHECKUP: CHECKUP}


@dataclass(frozen=True, slots=True)
class HeldTicket:
    """A ticket with its holder, by the body's key and by the id of his Patient."""

    ticket: Ticket
    holder: BodyPerson
    patient: str
    source: Element

    def used(self, *, is_used: bool = True) -> Resource:
        """The ticket as it is to be put when it is used up, or can be used again."""
        return {**self.source.members, "status": USED_UP if is_used else USABLE}


def ticket_id(number: str) -> str:
    """The id under which a ticket is put."""
    return logical_id(KIND, number)


def request(row: TicketRow, status: str = USABLE) -> Resource:
    """The ticket of a row."""
    ticket, holder = row.ticket, row.registrant.at_body
    dose = str(ticket.dose_number) if ticket.dose_number else ""
    body = holder.body_code
    return {
        "resourceType": KIND,
        "id": ticket_id(ticket.ticket_number),
        "identifier": [identifier(TICKET, ticket.ticket_number)],
        "status": status,
        "intent": "order",
        "category": [concept(TICKET_KIND, ticket.kind.value)],
        "code": concept(_SUBJECTS[ticket.kind], ticket.subject),
        "orderDetail": [concept(COURSE, ticket.course), concept(DOSE_NUMBER, dose)],
        OWNER: reference(PATIENT, patient_id(holder), person_key_system(body), holder.person_key),
        "occurrencePeriod": {"start": ticket.valid_from.isoformat(), "end": ticket.valid_to.isoformat()},
        "requester": reference("Organization", body_id(body), BODY, body),
    }


def held(source: Element) -> HeldTicket:
    """The ticket that a ServiceRequest is."""
    kinds = [each.coded(TICKET_KIND) for each in source.parts("category")]
    if len(kinds) != 1 or kinds[0] not in set(TicketKind):
        raise Broken(f"{KIND}.category")
    kind, period, owner = TicketKind(kinds[0]), source.part("occurrencePeriod"), source.part(OWNER)
    details = source.parts("orderDetail")
    body = source.part("requester").part("identifier").text("value")
    dose = "".join(each.coded(DOSE_NUMBER) for each in details) or "0"
    if not dose.isdecimal():
        raise Broken(f"{KIND}.orderDetail")
    ticket = Ticket(
        ticket_number=source.identified(TICKET),
        kind=kind,
        body_code=body,
        subject=source.part("code").coded(_SUBJECTS[kind]),
        valid_from=period.day("start"),
        valid_to=period.day("end"),
        course="".join(each.coded(COURSE) for each in details),
        dose_number=int(dose),
    )
    holder = BodyPerson(body, owner.part("identifier").text("value"))
    return HeldTicket(ticket, holder, refers_to(owner, PATIENT), source)


def ticket_by_number(session: Session, number: str) -> Steps[HeldTicket | None]:
    """The ticket of a number."""
    found = yield from session.read(KIND, ticket_id(number))
    return None if found is None else held(found)
