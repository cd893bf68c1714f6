"""What institutions and the gateway are shown: certificates, tickets, questionnaires.

The server is asked for what is a person's and active; periods, settings and consents are compared here.
"""

from collections.abc import Iterable
from datetime import date

from simulator.hub.adapters.fhir import coverage, encounter, questionnaire_response, service_request
from simulator.hub.adapters.fhir.answers import OTHERS_ROW
from simulator.hub.adapters.fhir.card import holder
from simulator.hub.adapters.fhir.consent import AREA_OF, is_withdrawn
from simulator.hub.adapters.fhir.element import refers_to
from simulator.hub.adapters.fhir.organization import uses_subsidy_information
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.patient import People, people
from simulator.hub.adapters.fhir.person import FORBIDDEN
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import PERSON, TICKET
from simulator.port.operations import CheckEligibility, FetchQuestionnaire, FetchTickets, LookUpSubsidy
from simulator.port.outcomes import Empty, Malformed, Ok, Outcome, Refused
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import ConsentArea

NOT_ENABLED = Refused("institution-not-enabled")
PERSON_UNKNOWN = Refused("person-unknown")


def look_up_subsidy(session: Session, operation: LookUpSubsidy) -> Steps[Outcome]:
    """The gateway's look-up; without consent the server is not asked."""
    if not (yield from uses_subsidy_information(session, operation.institution_code)):
        return NOT_ENABLED
    if not operation.consent:
        return Empty()
    found = yield from people(session, PERSON, operation.person_id)
    if found is None:
        return PERSON_UNKNOWN
    return (yield from _subsidies(session, found, operation.service_date))


def check_eligibility(session: Session, operation: CheckEligibility) -> Steps[Outcome]:
    """The institution's check by card."""
    if not (yield from uses_subsidy_information(session, operation.institution_code)):
        return NOT_ENABLED
    found = yield from holder(session, operation.assertion)
    yield from encounter.note_reading(session, operation.institution_code, found)
    if not operation.consent:
        return Empty()
    return (yield from _subsidies(session, found, operation.service_date))


def _subsidies(session: Session, found: People, day: date) -> Steps[Outcome]:
    if (yield from is_withdrawn(session, found, ConsentArea.MEDICAL_SUBSIDY)):
        return Empty()
    certificates = yield from certificates_of(session, found)
    return shown(each for each in certificates if each.valid_on(day))


def certificates_of(session: Session, found: People) -> Steps[tuple[BeneficiaryCertificate, ...]]:
    """All certificates of a person that were not taken back."""
    rows = yield from session.search(
        coverage.KIND, (coverage.OWNER, found.criterion), ("status", coverage.CURRENT)
    )
    return tuple(coverage.certificate(row) for row in found.own(rows.matches, coverage.OWNER))


def shown(rows: Iterable[object]) -> Outcome:
    """The rows, or Empty where there are none."""
    listed = tuple(rows)
    return Ok(listed) if listed else Empty()


def fetch_tickets(session: Session, operation: FetchTickets) -> Steps[Outcome]:
    """The usable tickets of the card's holder; that one is used up is left to the server's search."""
    found = yield from holder(session, operation.assertion)
    yield from encounter.note_reading(session, operation.institution_code, found)
    if (yield from is_withdrawn(session, found, AREA_OF[operation.kind])):
        return Empty()
    rows = yield from session.search(
        service_request.KIND, ("patient", found.criterion), ("status", service_request.USABLE)
    )
    tickets = [service_request.held(row).ticket for row in found.own(rows.matches, service_request.OWNER)]
    day = operation.service_date
    return shown(each for each in tickets if each.kind is operation.kind and each.valid_on(day))


def fetch_questionnaire(session: Session, operation: FetchQuestionnaire) -> Steps[Outcome]:
    """The answers for a ticket, to an institution that has read the card of its holder today."""
    held = yield from service_request.ticket_by_number(session, operation.ticket_number)
    if held is None:
        return Refused("ticket-unknown")
    if not (yield from encounter.has_read(session, operation.institution_code, held.patient)):
        return FORBIDDEN
    owner = yield from session.read(PATIENT, held.patient)
    person_ids = frozenset(filter(None, (owner.identified(PERSON),))) if owner else frozenset()
    found = People(frozenset({held.patient}), person_ids, is_not_disclosed=False)
    if (yield from is_withdrawn(session, found, AREA_OF[held.ticket.kind])):
        return FORBIDDEN
    number = operation.ticket_number
    answers = yield from session.read(questionnaire_response.KIND, questionnaire_response.response_id(number))
    if answers is None or answers.text("status") != questionnaire_response.SENT:
        return Empty()
    named = (answers.part("identifier").text("system"), answers.part("identifier").text("value"))
    if named != (TICKET, number) or refers_to(answers.part("subject"), PATIENT) != held.patient:
        return Malformed(OTHERS_ROW)
    return Ok(questionnaire_response.questionnaire(answers))
