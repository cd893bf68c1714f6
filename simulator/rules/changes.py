"""What changes bring about: of registrations (REG), of the standing consent and the body (SUB-016, 017)."""

from collections.abc import Callable

from simulator.language import Text, say
from simulator.port.book import Book, Change
from simulator.port.capabilities import CONSENT, DEPARTURES, DIFFERENCE_HISTORY
from simulator.port.outcomes import Outcome
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import ConsentArea
from simulator.rules.cards import shows_nothing
from simulator.rules.rule import Allowed, Rule
from simulator.rules.shown import (
    Certificates,
    Question,
    barred,
    barred_at_desk,
    due,
    has_departed,
    numbered,
    perhaps_registered,
    person_asked,
    registered,
    shown,
    shows_all,
    shows_none_of,
    standing_consent,
)
from simulator.rules.wording import list_text


def _changes(operation: Question, book: Book) -> tuple[Change, ...]:
    person = person_asked(operation, book)
    return book.changes_of(person) if person else ()


def _gone(rows: Certificates, operation: Question, book: Book) -> Certificates:
    """Those of the rows that nothing registered looks like."""
    left = {numbered(row) for row in perhaps_registered(operation, book)}
    return tuple(row for row in rows if numbered(row) not in left)


def _newest_only(
    *, is_history: bool, says: Callable[[Text], Text]
) -> Callable[[Question, Book], Allowed | None]:
    """Of certificates that were replaced, the newest row is shown and the earlier ones are not."""

    def expect(operation: Question, book: Book) -> Allowed | None:
        changes = [
            each
            for each in _changes(operation, book)
            if each.is_history is is_history and each.now is not None
        ]
        old = _gone(tuple(row for each in changes for row in each.earlier), operation, book)
        now = [each.now for each in changes if each.now is not None]
        wanted = () if barred(operation, book) else tuple(row for row in due(operation, book) if row in now)
        if not old and not wanted:
            return None
        all_wanted, none_old = shows_all(wanted), shows_none_of(old)

        def admits(outcome: Outcome) -> bool:
            return all_wanted(outcome) and none_old(outcome) and not _doubled(wanted, outcome)

        return Allowed(says(list_text(tuple(now))), admits)

    return expect


def _doubled(wanted: Certificates, outcome: Outcome) -> bool:
    rows = [numbered(row) for row in shown(outcome) or ()]
    return any(rows.count(numbered(row)) > 1 for row in wanted)


def deleted(operation: Question, book: Book) -> Allowed | None:
    """REG-004: what was taken back is shown no more."""
    changes = [each for each in _changes(operation, book) if each.now is None]
    old = _gone(tuple(row for each in changes for row in each.earlier), operation, book)
    if not old:
        return None
    return Allowed(
        say("取り消された受給者証は示さない（対象: {list}）", list=list_text(old)), shows_none_of(old)
    )


def beside_wrong_rows(operation: Question, book: Book) -> Allowed | None:
    """REG-001: right rows beside wrong ones are registered, so that they are shown."""
    person = person_asked(operation, book)
    beside = book.beside_wrong_rows(person) if person else frozenset()
    wanted = () if barred(operation, book) else tuple(row for row in due(operation, book) if row in beside)
    if not wanted:
        return None
    says = say("誤りのある行と並んで登録した正しい行も示す: {list}", list=list_text(wanted))
    return Allowed(says, shows_all(wanted))


def consent_withdrawn(operation: Question, book: Book) -> Allowed | None:
    """SUB-016: nothing is shown while the standing consent is withdrawn, all again once it is given."""
    valid, given = due(operation, book), standing_consent(operation, book)
    if not valid or given is None or barred_at_desk(operation, book):
        return None
    if not given:
        return Allowed(say("マイナポータルで同意が取り消されているので、何も示さない"), shows_nothing)
    person = person_asked(operation, book)
    if person is None or not book.consent_was_withdrawn(person, ConsentArea.MEDICAL_SUBSIDY):
        return None
    return Allowed(say("同意が戻ったので、また示す: {list}", list=list_text(valid)), shows_all(valid))


def after_departure(operation: Question, book: Book) -> Allowed | None:
    """SUB-017: after death or moving out nothing of the body is shown; on the last day it still is."""
    person = person_asked(operation, book)
    if person is None or all(book.departed(each) is False for each in book.same_person(person)):
        return None
    rows = registered(operation, book)
    departed = tuple(row for row in rows if has_departed(operation, row, book))
    staying = () if barred(operation, book) else due(operation, book)
    last = tuple(row for row in staying if _leaves_later(operation, row, book))
    if not departed and not last:
        return None
    none_departed, all_last = shows_none_of(departed), shows_all(last)
    says = say(
        "転出・死亡の翌日から、その自治体の受給者証を示さない（当日まで示す: {shown} 示さない: {hidden}）",
        shown=list_text(last),
        hidden=list_text(departed),
    )
    return Allowed(says, lambda outcome: none_departed(outcome) and all_last(outcome))


def _leaves_later(operation: Question, row: BeneficiaryCertificate, book: Book) -> bool:
    """Whether the body lets the person go on the service date or later."""
    person = person_asked(operation, book)
    holders = book.same_person(person) if person else ()
    return any(book.departed(each) is True for each in holders if each.body_code == row.body_code)


CHANGES: tuple[Rule[Question], ...] = (
    Rule("REG-001", beside_wrong_rows),
    Rule(
        "REG-003",
        _newest_only(
            is_history=True, says=lambda them: say("差分履歴の最新の行だけを示す: {list}", list=them)
        ),
        DIFFERENCE_HISTORY,
    ),
    Rule("REG-004", deleted, DIFFERENCE_HISTORY),
    Rule(
        "REG-005",
        _newest_only(is_history=False, says=lambda them: say("送り直された行だけを示す: {list}", list=them)),
    ),
    Rule("SUB-016", consent_withdrawn, CONSENT),
    Rule("SUB-017", after_departure, DEPARTURES),
)
