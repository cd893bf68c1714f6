"""What a hub owes when a resident looks at the history (MynaPortal)."""

from collections.abc import Callable, Iterable
from dataclasses import fields

from simulator.language import Text, say
from simulator.port.book import Book, Recorded
from simulator.port.capabilities import AMENDMENT
from simulator.port.operations import ListHistory
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.result import CheckupResult, Dose, InterviewOnly, Result
from simulator.rules import pages
from simulator.rules.residents import ENDED, is_masked, masked, may_see, stranger_sees_nothing
from simulator.rules.rule import Allowed, Rule


def history(outcome: Outcome) -> tuple[Result, ...] | None:
    """The results that a history shows; None where it is no such list."""
    if isinstance(outcome, Empty):
        return ()
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, tuple):
        return None
    rows = tuple(row for row in outcome.value if isinstance(row, Dose | InterviewOnly | CheckupResult))
    return rows if len(rows) == len(outcome.value) else None


def all_records(operation: ListHistory, book: Book) -> list[Recorded]:
    """All that was sent for the person, of whom the resident is to be shown the history."""
    if may_see(operation, book) is not True:
        return []
    tickets = book.tickets_for(operation.subject_id)
    return [recorded for ticket in tickets for recorded in book.results.get(ticket.ticket_number, ())]


def _recorded(operation: ListHistory, book: Book, kind: type[Result]) -> list[Recorded]:
    """What stands recorded for certain."""
    records = all_records(operation, book)
    return [each for each in records if each.stands and isinstance(each.result, kind)]


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


def _perhaps_there(book: Book, ticket_number: str, kind: type[Result] | None = None) -> list[Recorded]:
    records = book.results.get(ticket_number, ())
    return [
        each
        for each in records
        if each.is_cancelled is not True and (kind is None or isinstance(each.result, kind))
    ]


def not_doubled(operation: ListHistory, book: Book) -> Allowed | None:
    """VAC-007: what was sent twice stands once."""
    again = (row.result.ticket_number for row in _recorded(operation, book, Dose) if row.times_sent > 1)
    most = {number: len(_perhaps_there(book, number, Dose)) for number in again}
    if not most:
        return None
    return Allowed(
        say("再送した接種は1件だけ示す"),
        lambda outcome: all(len(_rows_for(outcome, number, Dose)) <= count for number, count in most.items()),
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
    kind: type[Result], says: Text, names: tuple[str, ...], chosen: Callable[[Result], bool] = lambda _: True
) -> Callable[[ListHistory, Book], Allowed | None]:
    """The fields of a result are those of its newest content, with what is kept from a proxy left out."""

    def expect(operation: ListHistory, book: Book) -> Allowed | None:
        hides = is_masked(operation, book)
        numbers = [
            each.result.ticket_number for each in _recorded(operation, book, kind) if chosen(each.result)
        ]
        if not numbers:
            return None
        contents = {number: _contents(book, number, kind, hides=hides) for number in numbers}

        def admits(outcome: Outcome) -> bool:
            return all(
                any(all(getattr(row, name) == getattr(sent, name) for name in names) for sent in possible)
                for number, possible in contents.items()
                for row in _rows_for(outcome, number, kind)
            )

        return Allowed(says, admits)

    return expect


def _contents(book: Book, ticket_number: str, kind: type[Result], *, hides: bool | None) -> list[Result]:
    """All that a row may say."""
    sent = [result for each in _perhaps_there(book, ticket_number, kind) for result in each.contents]
    return [
        *(sent if hides is not True else ()),
        *(masked(result) for result in sent if hides is not False),
    ]


def _closer(result: Result) -> bool:
    return isinstance(result, CheckupResult) and result.needs_closer_examination


def amended(operation: ListHistory, book: Book) -> Allowed | None:
    """AMD-001: what was amended is shown as amended, and its earlier content no more."""
    changed = {
        each.result.ticket_number: (each.result, _changed_fields(each))
        for each in all_records(operation, book)
        if each.stands and each.earlier and not each.alternatives
        if len(_perhaps_there(book, each.result.ticket_number, type(each.result))) == 1
    }
    if not changed:
        return None

    def admits(outcome: Outcome) -> bool:
        return all(
            any(_rows_for(outcome, number, type(result)))
            and all(
                getattr(row, name) == getattr(result, name)
                for row in _rows_for(outcome, number, type(result))
                for name in names
            )
            for number, (result, names) in changed.items()
        )

    return Allowed(say("訂正した記録は、訂正した内容だけを示す"), admits)


def _changed_fields(recorded: Recorded) -> frozenset[str]:
    return frozenset(
        each.name
        for each in fields(recorded.result)
        for before in recorded.earlier[-1:]
        if getattr(before, each.name) != getattr(recorded.result, each.name)
    )


def cancelled(operation: ListHistory, book: Book) -> Allowed | None:
    """AMD-003: a record that was cancelled is shown no more."""
    numbers = {
        each.result.ticket_number
        for each in all_records(operation, book)
        if book.is_free_again(each.result.ticket_number)
    }
    if not numbers:
        return None
    return Allowed(
        say("取り消した記録は履歴に示さない"),
        lambda outcome: all(row.ticket_number not in numbers for row in history(outcome) or ()),
    )


def without_place(operation: ListHistory, book: Book) -> Allowed | None:
    """PRV-004: a proxy of somebody not disclosed sees neither place nor doctor."""
    if is_masked(operation, book) is not True or may_see(operation, book) is not True:
        return None
    if not any(each.certain for each in all_records(operation, book)):
        return None
    return Allowed(
        say("不開示（支援措置）の人の接種・健診の場所と医師は、代理人に示さない"),
        lambda outcome: all(row == masked(row) for row in history(outcome) or ()),
    )


def whole(operation: ListHistory, book: Book) -> Allowed | None:
    """PAG-001: over all pages of a long history every result comes once."""
    records = [each for each in all_records(operation, book) if each.stands]
    numbers = [each.result.ticket_number for each in records]
    most = {number: len(_perhaps_there(book, number)) for number in numbers}
    return pages.whole(most, lambda outcome: tuple(row.ticket_number for row in history(outcome) or ()))


def proxy_may_see(operation: ListHistory, book: Book) -> Allowed | None:
    """PRV-003: residents see their own history and that of those they may act for."""
    if may_see(operation, book) is not True:
        return None
    return Allowed(say("本人・保護者に履歴を示す"), lambda outcome: history(outcome) is not None)


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
    Rule("AMD-001", amended, AMENDMENT),
    Rule("AMD-003", cancelled, AMENDMENT),
    Rule("PRV-002", stranger_sees_nothing(say("代理できない人には何も示さない"))),
    Rule("PRV-003", proxy_may_see),
    Rule("PRV-004", without_place),
    Rule("PAG-001", whole),
    ENDED,
)
NEXT_DAY: tuple[Rule[ListHistory], ...] = (
    Rule("VAC-004", _there(Dose, say("受け付けた接種の記録を失わない（翌日も履歴にある）"))),
    Rule("CHK-006", _there(CheckupResult, say("受け付けた健診結果を失わない（翌日も履歴にある）"))),
)
