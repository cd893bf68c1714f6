"""Records once made: fetched, amended and cancelled by their recorder, and fetched by the body."""

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions.amendments import StoredRecord
from simulator.hub.reference.fields import wrong_fields
from simulator.hub.reference.result_text import kind_of, result_from_text
from simulator.port.operations import AmendResult, CancelResult, FetchRecord, FetchResults
from simulator.port.outcomes import Conflict, Empty, Invalid, Ok, Outcome, Refused
from simulator.records.person import BodyPerson
from simulator.records.result import BodyRecord, Record

_OF_BODY = (
    "SELECT r.id, r.kind, r.content, r.version, r.cancelled, b.body_code, b.person_key, b.person"
    " FROM result r JOIN ticket t USING (ticket_number) JOIN body_person b ON b.id = t.holder"
)


def fetch_record(core: Core, operation: FetchRecord) -> Answer:
    """One of the institution's own records; of others' and unknown ones nothing is said."""
    stored = core.decisions.stored_record(core.store, operation.record_id)
    if stored is None or stored.recorder_code != operation.institution_code:
        return Answer(Refused("forbidden"), () if stored is None else (stored.person,))
    return Answer(Ok(_record(stored)), (stored.person,))


def amend_result(core: Core, operation: AmendResult) -> Answer:
    """Put new content in the place of the old; ticket and kind stay."""
    stored = core.decisions.stored_record(core.store, operation.record_id)
    obstacle = _obstacle(core, operation, stored)
    if stored is None or obstacle is not None:
        return Answer(obstacle or Refused("forbidden"), () if stored is None else (stored.person,))
    before, after = result_from_text(stored.kind, stored.content), operation.result
    if kind_of(after) != stored.kind:
        return Answer(Invalid(("result/kind",)), (stored.person,))
    wrong = tuple(f"result/{name}" for name in wrong_fields(after))
    if after.ticket_number != before.ticket_number:
        wrong += ("result/ticketNumber",)
    if wrong:
        return Answer(Invalid(wrong), (stored.person,))
    core.decisions.write_amendment(core.store, stored, after)
    return Answer(Ok(str(stored.version + 1)), (stored.person,))


def cancel_result(core: Core, operation: CancelResult) -> Answer:
    """Mark a record as cancelled; it stays in the store and with the body."""
    stored = core.decisions.stored_record(core.store, operation.record_id)
    obstacle = _obstacle(core, operation, stored)
    if stored is None or obstacle is not None:
        return Answer(obstacle or Refused("forbidden"), () if stored is None else (stored.person,))
    core.decisions.write_cancellation(core.store, stored)
    return Answer(Ok(), (stored.person,))


def fetch_results(core: Core, operation: FetchResults) -> Answer:
    """All records on the body's tickets, in the order of recording."""
    where, values = core.decisions.records_of_body(operation.body_code)
    rows = core.store.rows(f"{_OF_BODY} WHERE {where} ORDER BY r.id", *values)
    shown = tuple(
        BodyRecord(
            BodyPerson(body, key),
            Record(record_id(number), str(version), result_from_text(kind, content), bool(cancelled)),
        )
        for number, kind, content, version, cancelled, body, key, _ in rows
    )
    people = tuple(dict.fromkeys(row[-1] for row in rows))
    return Answer(Ok(shown) if shown else Empty(), people, tuple(row[0] for row in rows))


def record_id(number: int) -> str:
    """The id under which a record is known outside."""
    return f"r{number:08d}"


def _record(stored: StoredRecord) -> Record:
    result = result_from_text(stored.kind, stored.content)
    return Record(record_id(stored.number), str(stored.version), result, stored.is_cancelled)


def _obstacle(
    core: Core, operation: AmendResult | CancelResult, stored: StoredRecord | None
) -> Outcome | None:
    decide = core.decisions
    if stored is None or not decide.may_amend(stored.recorder_code, operation.institution_code):
        return Refused("forbidden")
    if stored.is_cancelled:
        return Refused("record-cancelled")
    return None if decide.is_current(str(stored.version), operation.version) else Conflict()
