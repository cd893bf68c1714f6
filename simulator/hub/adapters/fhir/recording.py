"""Recording a result: a conditional create and the ticket's new status, both or neither."""

from datetime import date
from typing import TypeVar

from simulator.hub.adapters.fhir import immunization, observation, service_request
from simulator.hub.adapters.fhir.answers import Halted
from simulator.hub.adapters.fhir.bundle import Entry
from simulator.hub.adapters.fhir.element import Element, Resource
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.person import FORBIDDEN
from simulator.hub.adapters.fhir.results import Frame
from simulator.hub.adapters.fhir.service_request import HeldTicket
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.port.operations import RecordCheckup, RecordDose, RecordGroupCheckup, RecordInterviewOnly
from simulator.port.outcomes import (
    AlreadyRegistered,
    Conflict,
    Invalid,
    Ok,
    Outcome,
    Refused,
    Unavailable,
    Unknown,
)
from simulator.records.result import CheckupResult, InterviewOnly, Record, Result
from simulator.records.ticket import TicketKind

Read = TypeVar("Read")
TICKET_UNKNOWN = Refused("ticket-unknown")
_FIRST_VERSION = "1"


def record_dose(session: Session, operation: RecordDose) -> Steps[Outcome]:
    """Record a given dose."""
    return (yield from _record(session, operation, operation.dose, operation.institution_code))


def record_interview_only(session: Session, operation: RecordInterviewOnly) -> Steps[Outcome]:
    """Record an interview that ended without a dose; the ticket stays usable."""
    return (yield from _record(session, operation, operation.interview, operation.institution_code))


def record_checkup(session: Session, operation: RecordCheckup) -> Steps[Outcome]:
    """Record a checkup."""
    return (yield from _record(session, operation, operation.result, operation.institution_code))


def record_group_checkup(session: Session, operation: RecordGroupCheckup) -> Steps[Outcome]:
    """Record a group checkup; only the body that issued the ticket does."""
    return (yield from _record(session, operation, operation.result, operation.body_code))


AnyRecording = RecordDose | RecordInterviewOnly | RecordCheckup | RecordGroupCheckup


def _record(session: Session, operation: AnyRecording, result: Result, recorder_code: str) -> Steps[Outcome]:
    held = yield from _before_writing(service_request.ticket_by_number(session, result.ticket_number))
    if held is None:
        return TICKET_UNKNOWN
    is_body = isinstance(operation, RecordGroupCheckup)
    if is_body and held.ticket.body_code != recorder_code:
        return FORBIDDEN
    wrong = yield from _before_writing(_wrong(session, held, result, operation.date_of_birth))
    if wrong:
        return Invalid(wrong)
    frame = Frame(result.ticket_number, held.holder, held.patient, recorder_code, is_body, operation.key)
    entries = [Entry(written(result, frame), _condition(result, frame))]
    if not isinstance(result, InterviewOnly):
        entries.append(Entry(held.used()))
    came = (yield from session.transaction(entries))[0]
    stands = yield from session.resource_of(came, entries[0].kind)
    return _outcome(stands, frame, result, is_new=came.status != 200)  # noqa: PLR2004 - HTTP OK


def _before_writing(steps: Steps[Read]) -> Steps[Read]:
    """Carry out a read: where it brings no answer, it is certain that nothing was recorded."""
    try:
        return (yield from steps)
    except Halted as halted:
        if isinstance(halted.outcome, Unknown):
            raise Halted(Unavailable(halted.outcome.detail)) from None
        raise


def _wrong(session: Session, held: HeldTicket, result: Result, date_of_birth: date) -> Steps[tuple[str, ...]]:
    expected = TicketKind.CHECKUP if isinstance(result, CheckupResult) else TicketKind.VACCINATION
    owner = yield from session.read(PATIENT, held.patient)
    wrong: tuple[str, ...] = () if held.ticket.kind is expected else ("ticketNumber",)
    if owner is None or owner.text("birthDate") != date_of_birth.isoformat():
        wrong += ("dateOfBirth",)
    return wrong


def written(result: Result, frame: Frame) -> Resource:
    """The resource of a result."""
    if isinstance(result, CheckupResult):
        return observation.observation(result, frame)
    return immunization.immunization(result, frame)


def _condition(result: Result, frame: Frame) -> str:
    if isinstance(result, CheckupResult):
        return observation.unless_recorded(frame)
    return immunization.unless_recorded(result, frame)


def read_record(source: Element) -> tuple[Record, Frame]:
    """The record that a resource is, and what stays of it when it is amended."""
    module = observation if source.kind == observation.KIND else immunization
    return module.record(source), module.frame_of(source)


def _outcome(stands: Element, frame: Frame, result: Result, *, is_new: bool) -> Outcome:
    """A repetition is the same record; another dose on the ticket, or another content, is not."""
    earlier, its_frame = read_record(stands)
    if is_new:
        return Ok(earlier.record_id)
    if its_frame.recorder_key != frame.recorder_key:
        return AlreadyRegistered()
    is_changed = earlier.version == _FIRST_VERSION and earlier.result != result
    return Conflict() if is_changed else Ok(earlier.record_id)
