"""What residents send and see: questionnaires, history, own certificates, standing consents."""

from dataclasses import replace

from simulator.hub.adapters.fhir import consent, immunization, observation, questionnaire_response
from simulator.hub.adapters.fhir.look_up import PERSON_UNKNOWN, certificates_of, shown
from simulator.hub.adapters.fhir.patient import People
from simulator.hub.adapters.fhir.person import FORBIDDEN, subject_of
from simulator.hub.adapters.fhir.recording import TICKET_UNKNOWN
from simulator.hub.adapters.fhir.service_request import ticket_by_number
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.port.operations import (
    ListCertificates,
    ListConsents,
    ListHistory,
    ListNotices,
    SetConsent,
    SubmitQuestionnaire,
    WithdrawQuestionnaire,
)
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.result import CheckupResult, Result

About = ListCertificates | ListConsents | ListHistory | ListNotices | SetConsent


def is_kept_from(operation: About, found: People) -> bool:
    """Whether the one who asks is a proxy, and the person is not to be found through him (支援措置)."""
    return operation.person_id != operation.subject_id and found.is_not_disclosed


def submit_questionnaire(session: Session, operation: SubmitQuestionnaire) -> Steps[Outcome]:
    """Put the answers in the place of earlier ones for the ticket."""
    found = yield from subject_of(session, operation.person_id, operation.subject_id)
    held = yield from ticket_by_number(session, operation.questionnaire.ticket_number)
    if held is None:
        return TICKET_UNKNOWN
    if found is None or held.patient not in found.patients:
        return FORBIDDEN
    yield from session.put(questionnaire_response.response(operation.questionnaire, held))
    return Ok()


def withdraw_questionnaire(session: Session, operation: WithdrawQuestionnaire) -> Steps[Outcome]:
    """Mark the answers as withdrawn; again, or without any, it is done already."""
    found = yield from subject_of(session, operation.person_id, operation.subject_id)
    held = yield from ticket_by_number(session, operation.ticket_number)
    if held is None:
        return TICKET_UNKNOWN
    if found is None or held.patient not in found.patients:
        return FORBIDDEN
    logical = questionnaire_response.response_id(operation.ticket_number)
    answers = yield from session.read(questionnaire_response.KIND, logical)
    if answers is not None:
        yield from session.put({**answers.members, "status": questionnaire_response.WITHDRAWN})
    return Ok()


def list_history(session: Session, operation: ListHistory) -> Steps[Outcome]:
    """The results of a person: doses and interviews, then checkups."""
    found = yield from subject_of(session, operation.person_id, operation.subject_id)
    if found is None:
        return Empty()
    results: list[Result] = []
    for module in (immunization, observation):
        criteria = (("patient", found.criterion), ("status", module.SHOWN))
        rows = yield from session.search(module.KIND, *criteria)
        results += [module.record(row).result for row in found.own(rows.matches, module.OWNER)]
    if is_kept_from(operation, found):
        results = [_without_place(result) for result in results]
    return shown(results)


def _without_place(result: Result) -> Result:
    if isinstance(result, CheckupResult):
        return replace(result, recorder_code="")
    return replace(result, institution_code="", doctor="")


def list_certificates(session: Session, operation: ListCertificates) -> Steps[Outcome]:
    """The certificates of a person that have not ended."""
    found = yield from subject_of(session, operation.person_id, operation.subject_id)
    if found is None or is_kept_from(operation, found):
        return Empty()
    certificates = yield from certificates_of(session, found)
    return shown(each for each in certificates if each.valid_to >= session.today())


def list_consents(session: Session, operation: ListConsents) -> Steps[Outcome]:
    """The standing consents of a person, one for each area."""
    found = yield from subject_of(session, operation.person_id, operation.subject_id)
    if found is None:
        return PERSON_UNKNOWN
    if is_kept_from(operation, found):
        return FORBIDDEN
    return Ok((yield from consent.standing_consents(session, found)))


def set_consent(session: Session, operation: SetConsent) -> Steps[Outcome]:
    """Give or withdraw a standing consent."""
    found = yield from subject_of(session, operation.person_id, operation.subject_id)
    if found is None:
        return PERSON_UNKNOWN
    if is_kept_from(operation, found):
        return FORBIDDEN
    chosen = consent.consent(operation.subject_id, found, operation.area, is_given=operation.is_given)
    yield from session.put(chosen)
    return Ok()
