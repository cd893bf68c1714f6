"""A recorder's own records: fetched, amended, cancelled; the server watches the version (If-Match)."""

from dataclasses import replace

from simulator.hub.adapters.fhir import immunization, observation, results, service_request
from simulator.hub.adapters.fhir.answers import Halted
from simulator.hub.adapters.fhir.bundle import Entry
from simulator.hub.adapters.fhir.element import Element, Resource
from simulator.hub.adapters.fhir.person import FORBIDDEN
from simulator.hub.adapters.fhir.recording import read_record, written
from simulator.hub.adapters.fhir.results import Frame
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import BODY
from simulator.port.operations import AmendResult, CancelResult, FetchRecord, FetchResults
from simulator.port.outcomes import Empty, Invalid, Ok, Outcome, Refused
from simulator.records.result import BodyRecord, CheckupResult, InterviewOnly, Record, Result

RECORD_CANCELLED = Refused("record-cancelled")
_KINDS = frozenset({immunization.KIND, observation.KIND})


def fetch_record(session: Session, operation: FetchRecord) -> Steps[Outcome]:
    """One of the institution's own records."""
    _, record, _ = yield from _own(session, operation.institution_code, operation.record_id)
    return Ok(record)


def amend_result(session: Session, operation: AmendResult) -> Steps[Outcome]:
    """Put the corrected record in the place of the version that was fetched."""
    source, record, frame = yield from _own(session, operation.institution_code, operation.record_id)
    if record.is_cancelled:
        return RECORD_CANCELLED
    wrong = _changed_too_much(record.result, operation.result)
    if wrong:
        return Invalid(wrong)
    corrected = {**written(_at(operation.result, frame), frame), "id": source.id}
    if source.kind == observation.KIND:
        corrected["status"] = "amended"
    came = yield from session.write(Entry(corrected, if_match=operation.version))
    return Ok((yield from session.resource_of(came, source.kind)).version)


def cancel_result(session: Session, operation: CancelResult) -> Steps[Outcome]:
    """Mark the record as entered in error, and let the ticket be used again."""
    source, record, _ = yield from _own(session, operation.institution_code, operation.record_id)
    if record.is_cancelled:
        return RECORD_CANCELLED
    cancelled = _cancelled(source)
    entries = [Entry(cancelled, if_match=operation.version)]
    if not isinstance(record.result, InterviewOnly):
        held = yield from service_request.ticket_by_number(session, record.result.ticket_number)
        entries += [] if held is None else [Entry(held.used(is_used=False))]
    yield from session.transaction(entries)
    return Ok()


def fetch_results(session: Session, operation: FetchResults) -> Steps[Outcome]:
    """The records on a body's tickets, cancelled ones too: doses and interviews, then checkups."""
    records: tuple[BodyRecord, ...] = ()
    for kind in (immunization.KIND, observation.KIND):
        found = yield from session.search(kind, ("_tag", f"{BODY}|{operation.body_code}"))
        for source in results.of_body(found.matches, operation.body_code):
            record, frame = read_record(source)
            records += (BodyRecord(frame.holder, record),)
    return Ok(records) if records else Empty()


def _own(session: Session, institution_code: str, record_id: str) -> Steps[tuple[Element, Record, Frame]]:
    kind, _, logical = record_id.partition("/")
    source = (yield from session.read(kind, logical)) if kind in _KINDS and logical else None
    if source is None:
        raise Halted(FORBIDDEN)
    record, frame = read_record(source)
    if frame.is_body or frame.recorder_code != institution_code:
        raise Halted(FORBIDDEN)
    return source, record, frame


def _changed_too_much(before: Result, after: Result) -> tuple[str, ...]:
    wrong = () if type(before) is type(after) else ("result/kind",)
    return wrong if before.ticket_number == after.ticket_number else (*wrong, "result/ticketNumber")


def _at(result: Result, frame: Frame) -> Result:
    """The result as its recorder's; what it says of the place is not sent beside that."""
    if isinstance(result, CheckupResult):
        return replace(result, recorder_code=frame.recorder_code)
    return replace(result, institution_code=frame.recorder_code)


def _cancelled(source: Element) -> Resource:
    record, frame = read_record(source)
    return {**written(record.result, frame), "id": source.id, "status": results.CANCELLED}
