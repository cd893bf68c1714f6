"""Recording results, and the history that a resident sees of them; see also `amendments`."""

from dataclasses import replace
from datetime import date

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions.residents import is_screened
from simulator.hub.reference.decisions.results import RecordId, Submission
from simulator.hub.reference.fields import is_key, wrong_fields
from simulator.hub.reference.identity import birth_date_of, person_by_id
from simulator.hub.reference.result_text import digest_of
from simulator.hub.reference.tickets import HeldTicket, ticket_by_number
from simulator.port.operations import (
    ListHistory,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
)
from simulator.port.outcomes import Empty, Invalid, Ok, Outcome, Refused
from simulator.records.result import CheckupResult, Result
from simulator.records.ticket import TicketKind


def record_dose(core: Core, operation: RecordDose) -> Answer:
    """Record a given dose."""
    return _record(core, operation.dose, operation, operation.institution_code)


def record_interview_only(core: Core, operation: RecordInterviewOnly) -> Answer:
    """Record an interview that ended without a dose."""
    return _record(core, operation.interview, operation, operation.institution_code)


def record_checkup(core: Core, operation: RecordCheckup) -> Answer:
    """Record an individual checkup."""
    return _record(core, operation.result, operation, operation.institution_code)


def record_group_checkup(core: Core, operation: RecordGroupCheckup) -> Answer:
    """Record a group checkup; only the body that issued the ticket does."""
    held = ticket_by_number(core.store, operation.result.ticket_number)
    if held is not None and held.ticket.body_code != operation.body_code:
        return Answer(Refused("forbidden"), (held.person,))
    return _record(core, operation.result, operation, operation.body_code)


def list_history(core: Core, operation: ListHistory) -> Answer:
    """The results of the resident, or of one for whom he may act; then perhaps without their places."""
    store = core.store
    person = person_by_id(store, operation.subject_id)
    people = () if person is None else (person,)
    if not core.decisions.may_list(store, operation.person_id, operation.subject_id):
        return Answer(Refused("forbidden"), people)
    if person is None:
        return Answer(Empty())
    recorded = core.decisions.history(store, person)
    if is_screened(store, operation.person_id, operation.subject_id, person):
        recorded = [replace(each, result=core.decisions.screened(each.result)) for each in recorded]
    results = tuple(each.result for each in recorded)
    return Answer(Ok(results) if results else Empty(), people, tuple(each.number for each in recorded))


def _record(
    core: Core,
    result: Result,
    operation: RecordDose | RecordInterviewOnly | RecordCheckup | RecordGroupCheckup,
    recorder_code: str,
) -> Answer:
    held = ticket_by_number(core.store, result.ticket_number)
    if held is None:
        return Answer(Refused("ticket-unknown"))
    digest = digest_of(result, operation.date_of_birth)
    submission = Submission(result, recorder_code, operation.key, digest, core.clock.civil_date())
    obstacle = core.decisions.standing_in_the_way(core.store, submission)
    # A repetition is told what was recorded, whatever has become of the ticket and its holder since.
    if not isinstance(obstacle, Ok):
        wrong = _wrong(core, held, result, operation.date_of_birth, operation.key)
        obstacle = Invalid(wrong) if wrong else obstacle
    return Answer(obstacle or _written(core, submission), (held.person,))


def _written(core: Core, submission: Submission) -> Outcome:
    newest = core.store.row("SELECT COALESCE(MAX(id), 0) FROM result")
    number = (int(newest[0]) if newest else 0) + 1
    core.decisions.write_result(core.store, number, submission)
    return Ok(RecordId(number))


def _wrong(core: Core, held: HeldTicket, result: Result, date_of_birth: date, key: str) -> tuple[str, ...]:
    wrong = wrong_fields(result)
    expected = TicketKind.CHECKUP if isinstance(result, CheckupResult) else TicketKind.VACCINATION
    if held.ticket.kind is not expected:
        wrong += ("ticketNumber",)
    registered = birth_date_of(core.store, held.holder)
    if not core.decisions.is_birth_date(registered, date_of_birth):
        wrong += (core.decisions.name_of_birth_date(registered),)
    return wrong if is_key(key) else (*wrong, "Idempotency-Key")
