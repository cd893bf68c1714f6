"""What a hub owes when a resident looks at the history (MynaPortal)."""

from collections.abc import Callable, Iterable

from simulator.language import Text, say
from simulator.port.book import Book, Recorded
from simulator.port.operations import ListHistory
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.result import CheckupResult, Dose, InterviewOnly, Result
from simulator.rules.cards import shows_nothing
from simulator.rules.rule import Allowed, Rule


def _may_see(operation: ListHistory, book: Book) -> bool:
    allowed = book.accounts.get(operation.person_id, frozenset())
    return operation.subject_id in (operation.person_id, *allowed)


def history(outcome: Outcome) -> tuple[Result, ...] | None:
    """The results that a history shows; None where it is no such list."""
    if isinstance(outcome, Empty):
        return ()
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, tuple):
        return None
    rows = tuple(row for row in outcome.value if isinstance(row, Dose | InterviewOnly | CheckupResult))
    return rows if len(rows) == len(outcome.value) else None


def _recorded(operation: ListHistory, book: Book, kind: type[Result]) -> list[Recorded]:
    if not _may_see(operation, book):
        return []
    tickets = book.tickets_for(operation.subject_id)
    records = (recorded for ticket in tickets for recorded in book.results[ticket.ticket_number])
    return [recorded for recorded in records if recorded.certain and isinstance(recorded.result, kind)]


def _rows_for(outcome: Outcome, ticket_number: str, kind: type[Result]) -> list[Result]:
    rows = history(outcome) or ()
    return [row for row in rows if row.ticket_number == ticket_number and isinstance(row, kind)]


def _all_there(records: Iterable[Recorded], kind: type[Result]) -> Callable[[Outcome], bool]:
    numbers = [recorded.result.ticket_number for recorded in records]
    return lambda outcome: all(_rows_for(outcome, number, kind) for number in numbers)


def _there(kind: type[Result], says: Text) -> Callable[[ListHistory, Book], Allowed | None]:
    def expect(operation: ListHistory, book: Book) -> Allowed | None:
        records = _recorded(operation, book, kind)
        return Allowed(says, _all_there(records, kind)) if records else None

    return expect


def not_doubled(operation: ListHistory, book: Book) -> Allowed | None:
    """VAC-007: what was sent twice stands once."""
    numbers = [row.result.ticket_number for row in _recorded(operation, book, Dose) if row.times_sent > 1]
    if not numbers:
        return None
    return Allowed(
        say("再送した接種は1件だけ示す"),
        lambda outcome: all(len(_rows_for(outcome, number, Dose)) <= 1 for number in numbers),
    )


def interview_is_no_dose(operation: ListHistory, book: Book) -> Allowed | None:
    """VAC-006: an interview without a dose never becomes a dose."""
    put_off = {recorded.result.ticket_number for recorded in _recorded(operation, book, InterviewOnly)}
    # A dose whose record brought no answer may stand there as well.
    without = {
        number for number in put_off if not any(isinstance(row.result, Dose) for row in book.results[number])
    }
    if not without:
        return None
    return Allowed(
        say("見合わせ（予診のみ）を接種として示さない"),
        lambda outcome: not any(_rows_for(outcome, number, Dose) for number in without),
    )


def _same_as_sent(
    kind: type[Result], says: Text, fields: tuple[str, ...], chosen: Callable[[Result], bool] = lambda _: True
) -> Callable[[ListHistory, Book], Allowed | None]:
    def expect(operation: ListHistory, book: Book) -> Allowed | None:
        sent = [recorded.result for recorded in _recorded(operation, book, kind) if chosen(recorded.result)]
        if not sent:
            return None
        return Allowed(
            says,
            lambda outcome: all(
                getattr(row, name) == getattr(result, name)
                for result in sent
                for row in _rows_for(outcome, result.ticket_number, kind)
                for name in fields
            ),
        )

    return expect


def _closer(result: Result) -> bool:
    return isinstance(result, CheckupResult) and result.needs_closer_examination


def proxy_may_see(operation: ListHistory, book: Book) -> Allowed | None:
    """PRV-003: residents see their own history and that of those they may act for."""
    if not _may_see(operation, book):
        return None
    return Allowed(say("本人・保護者に履歴を示す"), lambda outcome: history(outcome) is not None)


def stranger_sees_nothing(operation: ListHistory, book: Book) -> Allowed | None:
    """PRV-002: nobody else sees it."""
    if _may_see(operation, book):
        return None
    return Allowed(say("代理できない人には何も示さない"), shows_nothing)


_DOSE_FIELDS = (
    "vaccine",
    "dose_number",
    "given_on",
    "lot_number",
    "amount_ml",
    "site",
    "doctor",
    "institution_code",
)
HISTORY: tuple[Rule[ListHistory], ...] = (
    Rule("VAC-008", _there(Dose, say("受け付けた接種をその場で履歴に示す"))),
    Rule("VAC-006", interview_is_no_dose),
    Rule("VAC-007", not_doubled),
    Rule("VAC-009", _same_as_sent(Dose, say("接種の内容（ロット番号など）を記録のまま示す"), _DOSE_FIELDS)),
    Rule("VAC-013", _there(InterviewOnly, say("見合わせを見合わせとして示す"))),
    Rule("CHK-003", _there(CheckupResult, say("受け付けた健診結果をその場で示す"))),
    Rule(
        "CHK-004",
        _same_as_sent(
            CheckupResult, say("要精密の区分を登録のまま示す"), ("needs_closer_examination",), _closer
        ),
    ),
    Rule(
        "CHK-005",
        _same_as_sent(
            CheckupResult, say("測定値を登録のまま示す"), ("height_cm", "weight_kg", "examined_on")
        ),
    ),
    Rule("PRV-002", stranger_sees_nothing),
    Rule("PRV-003", proxy_may_see),
)
NEXT_DAY: tuple[Rule[ListHistory], ...] = (
    Rule("VAC-004", _there(Dose, say("受け付けた接種の記録を失わない（翌日も履歴にある）"))),
    Rule("CHK-006", _there(CheckupResult, say("受け付けた健診結果を失わない（翌日も履歴にある）"))),
)
