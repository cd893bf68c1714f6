"""Communication: a body's recommendation or notice to a resident."""

from dataclasses import dataclass

from simulator.hub.adapters.fhir.element import Broken, Element, Resource, concept, identifier, reference
from simulator.hub.adapters.fhir.organization import body_id
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.patient import patient_id
from simulator.hub.adapters.fhir.service_request import KIND as REQUEST
from simulator.hub.adapters.fhir.service_request import ticket_id
from simulator.hub.adapters.fhir.systems import (
    BODY,
    NOTICE,
    NOTICE_KIND,
    SUBJECT,
    TICKET,
    logical_id,
    person_key_system,
)
from simulator.records.notice import Notice, NoticeKind
from simulator.records.person import BodyPerson

KIND = "Communication"
OWNER = "subject"
SENT = "completed"
WITHDRAWN = "entered-in-error"
_CONCERNS_PREGNANCY = "concerns-pregnancy"


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice as it stands at the hub; `ticket` is the id of the ticket's resource, if it names one."""

    notice: Notice
    is_withdrawn: bool
    ticket: str


def notice_id(body_code: str, own_id: str) -> str:
    """The id under which a body's notice is put."""
    return logical_id(KIND, body_code, own_id)


def communication(notice: Notice) -> Resource:
    """A notice; it is to be shown from the day on which it counts as sent."""
    body, number = notice.about.body_code, notice.ticket_number
    pregnancy = _CONCERNS_PREGNANCY if notice.concerns_pregnancy else ""
    return {
        "resourceType": KIND,
        "id": notice_id(body, notice.notice_id),
        "identifier": [identifier(NOTICE, notice.notice_id)],
        "basedOn": [reference(REQUEST, ticket_id(number), TICKET, number)] if number else [],
        "status": SENT,
        "category": [concept(NOTICE_KIND, notice.kind.value), concept(NOTICE_KIND, pregnancy)],
        OWNER: reference(PATIENT, patient_id(notice.about), person_key_system(body), notice.about.person_key),
        "sent": notice.show_from.isoformat(),
        "sender": reference("Organization", body_id(body), BODY, body),
        "reasonCode": [concept(SUBJECT, notice.subject)],
        "payload": [{"contentString": notice.text}],
    }


def sent_notice(source: Element) -> SentNotice:
    """The notice that a Communication is."""
    kinds = [each.coded(NOTICE_KIND) for each in source.parts("category")]
    known = [kind for kind in kinds if kind in set(NoticeKind)]
    if len(known) != 1:
        raise Broken(f"{KIND}.category")
    body = source.part("sender").part("identifier").text("value")
    tickets = source.parts("basedOn")
    number = tickets[0].part("identifier").text("value") if tickets else ""
    notice = Notice(
        notice_id=source.identified(NOTICE),
        about=BodyPerson(body, source.part(OWNER).part("identifier").text("value")),
        kind=NoticeKind(known[0]),
        subject="".join(each.coded(SUBJECT) for each in source.parts("reasonCode")),
        text="".join(each.text("contentString") for each in source.parts("payload")),
        show_from=source.day("sent"),
        ticket_number=number,
        concerns_pregnancy=_CONCERNS_PREGNANCY in kinds,
    )
    return SentNotice(notice, source.text("status") != SENT, ticket_id(number) if number else "")
