"""Defects in amending and cancelling records, and in what the bodies get of them."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.amendments import StoredRecord
from simulator.hub.reference.decisions.results import Submission
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store
from simulator.port.outcomes import AlreadyRegistered, Outcome
from simulator.records.result import Result
from simulator.records.ticket import Ticket


class _AmendmentLost(Decisions):
    def write_amendment(self, store: Store, stored: StoredRecord, result: Result) -> None:
        store.write("UPDATE result SET version = version + 1 WHERE id = ?", stored.number)


class _StaleVersionAccepted(Decisions):
    def is_current(self, version: str, known: str) -> bool:
        return True


class _CancelledShown(Decisions):
    def write_cancellation(self, store: Store, stored: StoredRecord) -> None:
        store.write("UPDATE result SET version = version + 1 WHERE id = ?", stored.number)


class _CancelledUsesUp(Decisions):
    def is_unused(self, store: Store, ticket: Ticket) -> bool:
        recorded = "SELECT 1 FROM result WHERE ticket_number = ? AND kind <> 'interview_only'"
        return store.row(recorded, ticket.ticket_number) is None


class _ForeignAmends(Decisions):
    def may_amend(self, recorder_code: str, institution_code: str) -> bool:
        return True


class _TicketUsedTwice(Decisions):
    def standing_in_the_way(self, store: Store, submission: Submission) -> Outcome | None:
        sound = super().standing_in_the_way(store, submission)
        return None if isinstance(sound, AlreadyRegistered) else sound


class _OtherBodyResults(Decisions):
    def records_of_body(self, body_code: str) -> tuple[str, tuple[object, ...]]:
        return "1", ()


class _CancelledHidden(Decisions):
    def records_of_body(self, body_code: str) -> tuple[str, tuple[object, ...]]:
        return "b.body_code = ? AND NOT r.cancelled", (body_code,)


AMENDMENT_DEFECTS = (
    Defect(
        "amendment-lost",
        "訂正を受け付けたと答え、前の内容のままにする",
        "An amendment is acknowledged and the earlier content stays",
        "AMD-001",
        Kind.SEQUENCE,
        _AmendmentLost,
    ),
    Defect(
        "stale-version-accepted",
        "古い版に基づく訂正で、ほかの訂正を上書きする",
        "An amendment of an old version overwrites a newer one",
        "AMD-002",
        Kind.SEQUENCE,
        _StaleVersionAccepted,
    ),
    Defect(
        "cancelled-dose-shown",
        "取り消した記録を履歴に出し続ける",
        "A cancelled record is still shown in the history",
        "AMD-003",
        Kind.SEQUENCE,
        _CancelledShown,
    ),
    Defect(
        "cancelled-ticket-stays-used",
        "記録を取り消しても、その券を使えないままにする",
        "After a cancellation the ticket cannot be used again",
        "AMD-003",
        Kind.SEQUENCE,
        _CancelledUsesUp,
    ),
    Defect(
        "foreign-institution-amends",
        "記録した施設でない施設の訂正・取消しを受け付ける",
        "An institution amends and cancels the records of another one",
        "AMD-004",
        Kind.REQUEST,
        _ForeignAmends,
    ),
    Defect(
        "ticket-used-twice",
        "使用済みの券で、2回目の接種・健診の記録を受け付ける",
        "A second dose or checkup is taken on a ticket that is used up",
        "VAC-016",
        Kind.SEQUENCE,
        _TicketUsedTwice,
    ),
    Defect(
        "other-body-results-shown",
        "別の実施機関の券で行われた記録を渡す",
        "A body is handed the records on the tickets of others",
        "PRV-007",
        Kind.DATA,
        _OtherBodyResults,
    ),
    Defect(
        "cancelled-hidden-from-body",
        "取り消された記録を、実施機関に知らせない",
        "A body is not told of cancelled records",
        "BOD-001",
        Kind.SEQUENCE,
        _CancelledHidden,
    ),
)
