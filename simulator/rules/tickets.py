"""What may be shown of a person's tickets, and of the questionnaires that go with them."""

from collections.abc import Callable

from simulator.language import Text, say
from simulator.port.book import Book
from simulator.port.capabilities import QUESTIONNAIRE, VERIFIES_CARD
from simulator.port.operations import FetchQuestionnaire, FetchTickets
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.questionnaire import Questionnaire
from simulator.records.ticket import Ticket
from simulator.rules import cards
from simulator.rules.cards import card_bars, card_is_unclear, shows_nothing
from simulator.rules.rule import Allowed, Rule
from simulator.rules.wording import list_text


def shown_numbers(outcome: Outcome) -> frozenset[str] | None:
    """The numbers of the tickets that an answer shows; None where it is no list of tickets."""
    if isinstance(outcome, Empty):
        return frozenset()
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, tuple):
        return None
    rows = [row for row in outcome.value if isinstance(row, Ticket)]
    return frozenset(row.ticket_number for row in rows) if len(rows) == len(outcome.value) else None


def _of_person(operation: FetchTickets, book: Book) -> tuple[Ticket, ...]:
    card = book.cards.get(operation.assertion)
    tickets = book.tickets_for(card.person_id) if card else ()
    return tuple(ticket for ticket in tickets if ticket.kind is operation.kind)


def _forbids(
    operation: FetchTickets, book: Book, unwanted: list[Ticket], says: Callable[[Text], Text]
) -> Allowed | None:
    if not unwanted or operation.assertion not in book.cards:
        return None
    numbers = {ticket.ticket_number for ticket in unwanted}
    return Allowed(
        says(list_text(tuple(unwanted))),
        lambda outcome: not numbers & (shown_numbers(outcome) or frozenset()),
    )


def usable(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-001: the usable tickets are shown, with what they say unchanged."""
    if card_bars(operation, book) or card_is_unclear(operation, book):
        return None
    wanted = tuple(
        ticket
        for ticket in _of_person(operation, book)
        if ticket.valid_on(operation.service_date) and not book.results[ticket.ticket_number]
    )
    if not wanted:
        return Allowed(
            say("使える券はないので、該当なし"), lambda outcome: shown_numbers(outcome) is not None
        )
    return Allowed(
        say("使える券をすべて登録のまま示す: {list}", list=list_text(wanted)),
        lambda outcome: (
            isinstance(outcome, Ok) and isinstance(outcome.value, tuple) and set(wanted) <= set(outcome.value)
        ),
    )


def border_days(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-002: the first and the last day of a ticket belong to its period."""
    if card_bars(operation, book) or card_is_unclear(operation, book):
        return None
    numbers = {
        ticket.ticket_number
        for ticket in _of_person(operation, book)
        if operation.service_date in (ticket.valid_from, ticket.valid_to)
        and not book.results[ticket.ticket_number]
    }
    if not numbers:
        return None
    return Allowed(
        say("期間の初日・最終日の券も示す"),
        lambda outcome: numbers <= (shown_numbers(outcome) or frozenset()),
    )


def not_used(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-003: a ticket that was used up is not shown."""
    used = [ticket for ticket in _of_person(operation, book) if book.used_up(ticket.ticket_number)]
    return _forbids(
        operation, book, used, lambda them: say("使用済みの券は示さない（対象: {list}）", list=them)
    )


def not_expired(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-004: a ticket outside its period is not shown."""
    day = operation.service_date
    outside = [ticket for ticket in _of_person(operation, book) if not ticket.valid_on(day)]
    return _forbids(
        operation, book, outside, lambda them: say("期間外の券は示さない（対象: {list}）", list=them)
    )


def not_foreign(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-005: tickets of another body's person with the same person key are not shown."""
    card = book.cards.get(operation.assertion)
    others = book.same_key_elsewhere(card.person_id) if card else ()
    foreign = [ticket for holder in others for ticket in book.tickets_of[holder]]
    return _forbids(
        operation,
        book,
        foreign,
        lambda them: say("他の自治体の同じ宛名番号の人の券は示さない（対象: {list}）", list=them),
    )


def good_card(operation: FetchTickets, book: Book) -> Allowed | None:
    """CARD-001: a good card is answered."""
    if card_bars(operation, book) or card_is_unclear(operation, book):
        return None
    return Allowed(say("有効なカードの照会に答える"), lambda outcome: shown_numbers(outcome) is not None)


BY_CARD: tuple[Rule[FetchTickets], ...] = (
    Rule("CARD-001", good_card, VERIFIES_CARD),
    Rule("TCK-001", usable),
    Rule("TCK-002", border_days),
    Rule("TCK-003", not_used),
    Rule("TCK-004", not_expired),
    Rule("TCK-005", not_foreign),
    *cards.RULES,
)


def _latest(operation: FetchQuestionnaire, book: Book) -> tuple[Questionnaire, bool] | None:
    sent = book.questionnaires[operation.ticket_number]
    return sent[-1] if sent else None


def _reading(operation: FetchQuestionnaire, book: Book) -> tuple[str, str] | None:
    holder, _ = book.tickets.get(operation.ticket_number, (None, None))
    person = book.person_ids.get(holder) if holder else None
    return None if person is None else (operation.institution_code, person)


def _was_read(operation: FetchQuestionnaire, book: Book) -> bool:
    return _reading(operation, book) in book.cards_read


def submitted(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-001: what was sent beforehand stands ready; what was not sent is not there."""
    latest = _latest(operation, book)
    if not _was_read(operation, book) or (latest and not latest[1]):
        return None
    if latest is None:
        return Allowed(say("提出がないので、該当なし"), lambda outcome: isinstance(outcome, Empty))
    return Allowed(
        say("提出された問診への回答を示す"),
        lambda outcome: isinstance(outcome, Ok) and isinstance(outcome.value, Questionnaire),
    )


def of_this_ticket(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-002: the answers are those sent for this ticket, not another child's."""
    own = [questionnaire for questionnaire, _ in book.questionnaires[operation.ticket_number]]
    if not own or not _was_read(operation, book) or not _siblings_sent(operation, book):
        return None

    def admits(outcome: Outcome) -> bool:
        return not isinstance(outcome, Ok) or outcome.value in own

    return Allowed(say("この券のために提出された回答だけを示す（他の子のものではない）"), admits)


def _siblings_sent(operation: FetchQuestionnaire, book: Book) -> bool:
    """Whether questionnaires were sent for another child of the same guardian."""
    holder, _ = book.tickets.get(operation.ticket_number, (None, None))
    child = book.person_ids.get(holder) if holder else None
    siblings = {each for children in book.accounts.values() if child in children for each in children} - {
        child
    }
    tickets = (ticket for sibling in siblings if sibling for ticket in book.tickets_for(sibling))
    return any(book.questionnaires.get(ticket.ticket_number) for ticket in tickets)


def latest_version(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-003: after a change the last version is shown."""
    own = book.questionnaires[operation.ticket_number]
    if (
        len({questionnaire for questionnaire, _ in own}) <= 1
        or not own[-1][1]
        or not _was_read(operation, book)
    ):
        return None
    last = own[-1][0]
    return Allowed(
        say("変更後の最新の回答を示す"), lambda outcome: isinstance(outcome, Ok) and outcome.value == last
    )


def only_after_reading(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-005: an institution that has not read the card sees no answers."""
    perhaps_read = _reading(operation, book) in book.cards_perhaps_read
    if perhaps_read or not book.questionnaires[operation.ticket_number]:
        return None
    return Allowed(say("カードを読んでいない施設なので、何も示さない"), shows_nothing)


QUESTIONNAIRES: tuple[Rule[FetchQuestionnaire], ...] = (
    Rule("QST-001", submitted, QUESTIONNAIRE),
    Rule("QST-002", of_this_ticket, QUESTIONNAIRE),
    Rule("QST-003", latest_version, QUESTIONNAIRE),
    Rule("QST-005", only_after_reading, QUESTIONNAIRE),
)
