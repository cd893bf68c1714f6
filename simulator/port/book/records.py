"""Results that were recorded, corrected and cancelled."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from simulator.port.book.post import Post
from simulator.port.operations import (
    AmendResult,
    CancelResult,
    FetchRecord,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
)
from simulator.port.outcomes import AlreadyRegistered, Ok, Outcome, Unknown
from simulator.records.result import InterviewOnly, Record, Result

Recording = RecordDose | RecordInterviewOnly | RecordCheckup | RecordGroupCheckup


def result_of(operation: Recording) -> Result:
    """What the operation records."""
    match operation:
        case RecordDose():
            return operation.dose
        case RecordInterviewOnly():
            return operation.interview
        case _:
            return operation.result


@dataclass(frozen=True, slots=True)
class Recorded:
    """A result sent to the hub; `certain` unless no answer came.

    `result` is its newest content for certain, `earlier` what was amended, `alternatives` what may stand in
    its place after an amendment without an answer. `is_cancelled` is None where nobody can say. `record_id`
    and the versions are the hub's, empty where unknown; `recorder` is the institution or body, `place` counts
    in the order of recording.
    """

    result: Result
    key: str
    certain: bool = True
    times_sent: int = 1
    earlier: tuple[Result, ...] = ()
    alternatives: tuple[Result, ...] = ()
    is_cancelled: bool | None = False
    record_id: str = field(default="", compare=False)
    recorder: str = field(default="", compare=False)
    version: str = field(default="", compare=False)
    old_versions: frozenset[str] = field(default=frozenset(), compare=False)
    place: int = field(default=0, compare=False)

    @property
    def contents(self) -> tuple[Result, ...]:
        """All that it may say."""
        return (self.result, *self.alternatives)

    @property
    def stands(self) -> bool:
        """Whether it is recorded and not cancelled, for certain."""
        return self.certain and self.is_cancelled is False


class Records(Post):
    """The results of a run by ticket, in the order of sending."""

    def __init__(self) -> None:
        super().__init__()
        self.results: dict[str, list[Recorded]] = defaultdict(list)
        self._by_id: dict[str, tuple[str, int]] = {}
        self._places = count(1)

    def _record(self, operation: Recording, outcome: Outcome) -> None:
        if not isinstance(outcome, Ok | Unknown | AlreadyRegistered):
            return
        result = result_of(operation)
        records = self.results[result.ticket_number]
        others = any(each.stands for each in records if each.key != operation.key)
        # It may be another record of the ticket that stands in the way.
        is_done = isinstance(outcome, Ok) or (isinstance(outcome, AlreadyRegistered) and not others)
        for place, earlier in enumerate(records):
            if earlier.key == operation.key:
                again = replace(
                    earlier, certain=earlier.certain or is_done, times_sent=earlier.times_sent + 1
                )
                records[place] = self._identified(again, outcome, result.ticket_number, place)
                return
        if isinstance(outcome, Ok | Unknown):
            recorder = getattr(operation, "institution_code", "") or getattr(operation, "body_code", "")
            made = Recorded(result, operation.key, is_done, recorder=recorder, place=next(self._places))
            records.append(self._identified(made, outcome, result.ticket_number, len(records)))

    def _identified(self, recorded: Recorded, outcome: Outcome, ticket_number: str, place: int) -> Recorded:
        if recorded.record_id or not isinstance(outcome, Ok) or not isinstance(outcome.value, str):
            return recorded
        self._by_id[str(outcome.value)] = (ticket_number, place)
        return replace(recorded, record_id=str(outcome.value))

    def record(self, record_id: str) -> Recorded | None:
        """What was recorded under an id that the hub gave."""
        if record_id not in self._by_id:
            return None
        ticket_number, place = self._by_id[record_id]
        return self.results[ticket_number][place]

    def _change(self, record_id: str, changed: Recorded) -> None:
        ticket_number, place = self._by_id[record_id]
        self.results[ticket_number][place] = changed

    def _fetched(self, operation: FetchRecord, outcome: Outcome) -> None:
        known = self.record(operation.record_id)
        if known is not None and isinstance(outcome, Ok) and isinstance(outcome.value, Record):
            self._change(operation.record_id, replace(known, version=outcome.value.version))

    def _amend(self, operation: AmendResult, outcome: Outcome, *, perhaps: bool) -> None:
        known = self.record(operation.record_id)
        if known is None:
            return
        if isinstance(outcome, Ok):
            version = str(outcome.value) if isinstance(outcome.value, str) else ""
            old = (known.old_versions | {known.version, operation.version}) - {version, ""}
            changed = replace(known, version=version, old_versions=old, alternatives=())
            earlier = (*known.earlier, *known.contents)
            self._change(operation.record_id, replace(changed, result=operation.result, earlier=earlier))
        elif perhaps and operation.version not in known.old_versions:
            alternatives = known.alternatives
            if operation.result not in known.contents:
                alternatives = (*alternatives, operation.result)
            self._change(operation.record_id, replace(known, version="", alternatives=alternatives))

    def _cancel(self, operation: CancelResult, outcome: Outcome, *, perhaps: bool) -> None:
        known = self.record(operation.record_id)
        if known is None or known.is_cancelled is True:
            return
        if isinstance(outcome, Ok):
            self._change(operation.record_id, replace(known, is_cancelled=True))
        elif perhaps and operation.version not in known.old_versions:
            self._change(operation.record_id, replace(known, is_cancelled=None, version=""))

    def used_up(self, ticket_number: str) -> bool:
        """Whether a dose or a checkup stands recorded on a ticket, for certain."""
        return any(
            recorded.stands and not isinstance(recorded.result, InterviewOnly)
            for recorded in self.results.get(ticket_number, ())
        )

    def is_free(self, ticket_number: str) -> bool:
        """Whether nothing was recorded on a ticket, or all of it was cancelled for certain."""
        return all(recorded.is_cancelled is True for recorded in self.results.get(ticket_number, ()))

    def is_free_again(self, ticket_number: str) -> bool:
        """Whether a ticket was used and all that was recorded on it is cancelled, for certain."""
        return bool(self.results.get(ticket_number)) and self.is_free(ticket_number)

    def records_of_body(self, body_code: str) -> tuple[Recorded, ...]:
        """The records on a body's tickets in the order of recording."""
        mine = (each for owner, each in self._by_issuer() if owner == body_code)
        return tuple(sorted(mine, key=lambda recorded: recorded.place))

    def has_records_of_others(self, body_code: str) -> bool:
        """Whether anything was recorded on tickets of other bodies."""
        return any(owner != body_code for owner, _ in self._by_issuer())

    def _by_issuer(self) -> Iterator[tuple[str, Recorded]]:
        for number, records in self.results.items():
            if number in self.tickets:
                _, ticket = self.tickets[number]
                yield from ((ticket.body_code, each) for each in records)
