"""What a hub owes when a record is fetched, amended or cancelled by whoever recorded it, or by another."""

from simulator.language import say
from simulator.port.book import Book, Recorded
from simulator.port.capabilities import AMENDMENT, OPTIMISTIC_LOCK
from simulator.port.operations import AmendResult, CancelResult, FetchRecord
from simulator.port.outcomes import Ok, Outcome
from simulator.records.result import Record
from simulator.rules.residents import turned_down
from simulator.rules.rule import Allowed, Rule

Change = AmendResult | CancelResult
OfRecord = FetchRecord | Change


def _is_done(outcome: Outcome) -> bool:
    return isinstance(outcome, Ok)


def _own(operation: OfRecord, book: Book) -> Recorded | None:
    """The record, if it stands for certain and the institution made it."""
    recorded = book.record(operation.record_id)
    is_own = recorded is not None and recorded.recorder == operation.institution_code
    return recorded if is_own and recorded is not None and recorded.stands else None


def _is_right(operation: Change, book: Book) -> bool:
    """Whether the version is the newest, and nothing is changed that may not be."""
    recorded = _own(operation, book)
    if recorded is None or recorded.alternatives or operation.version != recorded.version:
        return False
    if isinstance(operation, CancelResult):
        return True
    now, wanted = recorded.result, operation.result
    return type(now) is type(wanted) and now.ticket_number == wanted.ticket_number


def shown_as_amended(operation: FetchRecord, book: Book) -> Allowed | None:
    """AMD-001: the recorder is shown his record as he amended it."""
    recorded = _own(operation, book)
    if recorded is None or not recorded.earlier or recorded.alternatives:
        return None
    now = recorded.result

    def admits(outcome: Outcome) -> bool:
        value = outcome.value if isinstance(outcome, Ok) else None
        return isinstance(value, Record) and value.result == now and not value.is_cancelled

    return Allowed(say("訂正した内容の記録を、記録した施設に示す"), admits)


def amendment_taken(operation: AmendResult, book: Book) -> Allowed | None:
    """AMD-001: the recorder amends his record."""
    if not _is_right(operation, book):
        return None
    return Allowed(say("記録した施設の訂正を受け付ける"), _is_done)


def version_changes(operation: AmendResult, book: Book) -> Allowed | None:
    """AMD-002: every amendment makes a new version, else an old one could not be told."""
    if not _is_right(operation, book):
        return None

    def admits(outcome: Outcome) -> bool:
        return not isinstance(outcome, Ok) or outcome.value != operation.version

    return Allowed(say("訂正のたびに版を改める"), admits)


def old_version(operation: Change, book: Book) -> Allowed | None:
    """AMD-002: what is based on an old version is not carried out."""
    recorded = _own(operation, book)
    if recorded is None or operation.version not in recorded.old_versions:
        return None
    return Allowed(say("古い版に基づく訂正・取消しは行わない"), turned_down)


def cancellation_taken(operation: CancelResult, book: Book) -> Allowed | None:
    """AMD-003: the recorder cancels his record."""
    if not _is_right(operation, book):
        return None
    return Allowed(say("記録した施設の取消しを受け付ける"), _is_done)


def only_the_recorder(operation: OfRecord, book: Book) -> Allowed | None:
    """AMD-004: nobody but the recorder sees the version, amends or cancels."""
    recorded = book.record(operation.record_id)
    if recorded is None or recorded.recorder == operation.institution_code:
        return None
    return Allowed(say("記録した施設でないので、訂正も取消しもさせない"), turned_down)


_OTHERS: Rule[OfRecord] = Rule("AMD-004", only_the_recorder, AMENDMENT)
_OLD: Rule[Change] = Rule("AMD-002", old_version, OPTIMISTIC_LOCK)
FETCHING: tuple[Rule[FetchRecord], ...] = (Rule("AMD-001", shown_as_amended, AMENDMENT), _OTHERS)
AMENDING: tuple[Rule[AmendResult], ...] = (
    Rule("AMD-001", amendment_taken, AMENDMENT),
    Rule("AMD-002", version_changes, OPTIMISTIC_LOCK),
    _OLD,
    _OTHERS,
)
CANCELLING: tuple[Rule[CancelResult], ...] = (
    Rule("AMD-003", cancellation_taken, AMENDMENT),
    _OLD,
    _OTHERS,
)
