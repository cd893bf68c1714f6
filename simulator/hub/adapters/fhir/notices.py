"""Recommendations and notices: sent and withdrawn by bodies, read by residents."""

from simulator.facts.vaccines import vaccination_rules
from simulator.hub.adapters.fhir import communication, service_request
from simulator.hub.adapters.fhir.communication import SentNotice
from simulator.hub.adapters.fhir.look_up import PERSON_UNKNOWN, shown
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.patient import patient_id
from simulator.hub.adapters.fhir.person import subject_of
from simulator.hub.adapters.fhir.residents import is_kept_from
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.port.operations import ListNotices, SendNotice, WithdrawNotice
from simulator.port.outcomes import Conflict, Empty, Ok, Outcome, Refused
from simulator.records.notice import Notice, NoticeKind

NOT_ALLOWED = Refused("recommendation-not-allowed")
NOTICE_UNKNOWN = Refused("notice-unknown")
_NOT_RECOMMENDED = "B"


def send_notice(session: Session, operation: SendNotice) -> Steps[Outcome]:
    """Put a notice; the same again is the same, another under its id is not taken."""
    notice = operation.notice
    known = yield from session.read(PATIENT, patient_id(notice.about))
    if known is None or notice.about.body_code != operation.body_code:
        return PERSON_UNKNOWN
    if notice.kind is NoticeKind.RECOMMENDATION and _is_class_b(notice.subject):
        return NOT_ALLOWED
    standing = yield from _standing(session, operation.body_code, notice.notice_id)
    if standing is None:
        yield from session.put(communication.communication(notice))
        return Ok()
    return Ok() if standing.notice == notice else Conflict()


def withdraw_notice(session: Session, operation: WithdrawNotice) -> Steps[Outcome]:
    """Mark an own notice as withdrawn."""
    logical = communication.notice_id(operation.body_code, operation.notice_id)
    source = yield from session.read(communication.KIND, logical)
    if source is None:
        return NOTICE_UNKNOWN
    yield from session.put({**source.members, "status": communication.WITHDRAWN})
    return Ok()


def list_notices(session: Session, operation: ListNotices) -> Steps[Outcome]:
    """The notices about a person whose day has come; that one is withdrawn is left to the server's search."""
    found = yield from subject_of(session, operation.person_id, operation.subject_id)
    if found is None or is_kept_from(operation, found):
        return Empty()
    rows = yield from session.search(
        communication.KIND, ("patient", found.criterion), ("status", communication.SENT)
    )
    notices: list[Notice] = []
    for row in found.own(rows.matches, communication.OWNER):
        sent = communication.sent_notice(row)
        if sent.notice.show_from <= session.today() and not (yield from _is_followed(session, sent)):
            notices.append(sent.notice)
    notices.sort(key=lambda notice: notice.show_from)
    return shown(notices)


def _standing(session: Session, body_code: str, own_id: str) -> Steps[SentNotice | None]:
    source = yield from session.read(communication.KIND, communication.notice_id(body_code, own_id))
    return None if source is None else communication.sent_notice(source)


def _is_followed(session: Session, sent: SentNotice) -> Steps[bool]:
    """Whether the ticket that a recommendation is for has been used."""
    if not sent.ticket or sent.notice.kind is not NoticeKind.RECOMMENDATION:
        return False
    ticket = yield from session.read(service_request.KIND, sent.ticket)
    return ticket is not None and ticket.text("status") == service_request.USED_UP


def _is_class_b(vaccine: str) -> bool:
    return any(
        rule.vaccine_class == _NOT_RECOMMENDED for rule in vaccination_rules() if rule.vaccine == vaccine
    )
