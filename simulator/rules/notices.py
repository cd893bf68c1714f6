"""What a hub owes for recommendations (勧奨) and notices (お知らせ): to whom, from when, and when no more."""

from collections.abc import Callable
from functools import cache

from simulator.facts.vaccines import vaccination_rules
from simulator.language import Text, say
from simulator.port.book import Book, SentNotice
from simulator.port.capabilities import NOTICES
from simulator.port.operations import ListNotices, SendNotice, WithdrawNotice
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.departure import DepartureReason
from simulator.records.notice import Notice, NoticeKind
from simulator.rules import pages
from simulator.rules.residents import ENDED, hidden, sees_all, stranger_sees_nothing, turned_down
from simulator.rules.rule import Allowed, Rule

Test = Callable[[SentNotice, Book], bool]


@cache
def class_b() -> frozenset[str]:
    """The vaccines that are of class B alone."""
    by_class = {each: {r.vaccine for r in vaccination_rules() if r.vaccine_class == each} for each in "AB"}
    return frozenset(by_class["B"] - by_class["A"])


def _recommends_class_b(notice: Notice) -> bool:
    return notice.kind is NoticeKind.RECOMMENDATION and notice.subject in class_b()


def shown_notices(outcome: Outcome) -> tuple[Notice, ...] | None:
    """The notices that an answer shows; None where it is no such list."""
    if isinstance(outcome, Empty):
        return ()
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, tuple):
        return None
    rows = tuple(row for row in outcome.value if isinstance(row, Notice))
    return rows if len(rows) == len(outcome.value) else None


def _keys(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    return tuple((row.about.body_code, row.notice_id) for row in shown_notices(outcome) or ())


def _ended(sent: SentNotice, book: Book) -> bool:
    """Whether a departure has ended the notice, or may have."""
    return sent.is_outlived is not False or book.departed(sent.notice.about) is not False


def _is_due(sent: SentNotice, book: Book) -> bool:
    notice = sent.notice
    for_used_ticket = notice.kind is NoticeKind.RECOMMENDATION and bool(notice.ticket_number)
    return (
        sent.certain
        and sent.is_withdrawn is False
        and book.today is not None
        and notice.show_from <= book.today
        and not _ended(sent, book)
        and not _recommends_class_b(notice)
        and not (for_used_ticket and book.results.get(notice.ticket_number))
    )


def _due(operation: ListNotices, book: Book) -> tuple[SentNotice, ...]:
    if not sees_all(operation, book):
        return ()
    return tuple(sent for sent in book.notices_about(operation.subject_id) if _is_due(sent, book))


def due_ones(operation: ListNotices, book: Book) -> Allowed | None:
    """NTC-001: from its day on a notice is shown to the person and those who act for him."""
    wanted = {sent.notice for sent in _due(operation, book)}
    if not wanted:
        return None
    return Allowed(
        say("通知 {count}件を、その日から本人・保護者に示す", count=len(wanted)),
        lambda outcome: wanted <= set(shown_notices(outcome) or ()),
    )


def _never(says: Text, test: Test) -> Callable[[ListNotices, Book], Allowed | None]:
    def expect(operation: ListNotices, book: Book) -> Allowed | None:
        unwanted = {sent.key for sent in book.notices_about(operation.subject_id) if test(sent, book)}
        if not unwanted:
            return None
        return Allowed(
            say("{says}（対象: {count}件）", says=says, count=len(unwanted)),
            lambda outcome: unwanted.isdisjoint(_keys(outcome)),
        )

    return expect


def _is_early(sent: SentNotice, book: Book) -> bool:
    return book.today is not None and sent.notice.show_from > book.today


def _after(reason: DepartureReason) -> Test:
    return lambda sent, book: book.departed_by(sent.notice.about, reason) is True


def _is_done(sent: SentNotice, book: Book) -> bool:
    return sent.notice.kind is NoticeKind.RECOMMENDATION and book.used_up(sent.notice.ticket_number)


def whole(operation: ListNotices, book: Book) -> Allowed | None:
    """PAG-001: over all pages of many notices every one comes once."""
    return pages.whole({sent.key: 1 for sent in _due(operation, book)}, _keys)


LISTS: tuple[Rule[ListNotices], ...] = (
    Rule("NTC-001", due_ones, NOTICES),
    Rule("NTC-002", _never(say("その日より前には、通知を示さない"), _is_early), NOTICES),
    Rule(
        "NTC-003",
        _never(say("亡くなった人の通知は示さない"), _after(DepartureReason.DEATH)),
        NOTICES,
    ),
    Rule(
        "NTC-004",
        _never(say("転出した人に、前の自治体の通知は示さない"), _after(DepartureReason.MOVE_OUT)),
        NOTICES,
    ),
    Rule(
        "NTC-005",
        _never(
            say("妊娠が終わった人に、妊娠に関わる通知は示さない"),
            lambda sent, _book: sent.is_outlived is True,
        ),
        NOTICES,
    ),
    Rule(
        "NTC-006",
        _never(say("取り下げた通知は示さない"), lambda sent, _book: sent.is_withdrawn is True),
        NOTICES,
    ),
    Rule("NTC-007", _never(say("接種・健診が済んだ券の勧奨は示さない"), _is_done), NOTICES),
    Rule(
        "NTC-008",
        _never(say("B類の勧奨は示さない"), lambda sent, _book: _recommends_class_b(sent.notice)),
        NOTICES,
    ),
    Rule("NTC-009", stranger_sees_nothing(say("代理できない人には、通知を示さない")), NOTICES),
    Rule("PAG-001", whole, NOTICES),
    hidden(NOTICES),
    ENDED,
)


def sent(operation: SendNotice, book: Book) -> Allowed | None:
    """NTC-001: a notice about a person of the body is taken, also a second time."""
    notice = operation.notice
    known = book.notice(operation.body_code, notice.notice_id)
    is_new = known is None or known.notice == notice
    is_known = notice.about in book.person_ids or notice.about in book.registrants
    now = SentNotice(notice, is_outlived=book.comes_too_late(notice))
    if not is_new or not is_known or _ended(now, book) or _recommends_class_b(notice):
        return None
    return Allowed(say("通知を受け付ける"), lambda outcome: isinstance(outcome, Ok))


def no_class_b(operation: SendNotice, _book: Book) -> Allowed | None:
    """NTC-008: a recommendation for a class B vaccine is not taken."""
    if not _recommends_class_b(operation.notice):
        return None
    return Allowed(say("B類の勧奨は受け付けない（お知らせだけを送れる）"), turned_down)


def withdrawn(operation: WithdrawNotice, book: Book) -> Allowed | None:
    """NTC-006: a body withdraws its notice, also a second time."""
    known = book.notice(operation.body_code, operation.notice_id)
    if known is None or not known.certain:
        return None
    return Allowed(say("通知の取下げを受け付ける"), lambda outcome: isinstance(outcome, Ok))


SENDING: tuple[Rule[SendNotice], ...] = (
    Rule("NTC-001", sent, NOTICES),
    Rule("NTC-008", no_class_b, NOTICES),
)
WITHDRAWING: tuple[Rule[WithdrawNotice], ...] = (Rule("NTC-006", withdrawn, NOTICES),)
