"""What may be shown of a person's tickets."""

from collections.abc import Callable

from simulator.language import Text, say
from simulator.port.book import Book
from simulator.port.capabilities import AMENDMENT, CONSENT, DEPARTURES, VERIFIES_CARD
from simulator.port.operations import FetchTickets
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.consent import ConsentArea
from simulator.records.ticket import Ticket, TicketKind
from simulator.rules import cards
from simulator.rules.cards import card_bars, card_is_unclear, shows_nothing
from simulator.rules.rule import Allowed, Rule
from simulator.rules.wording import list_text

AREAS = {TicketKind.VACCINATION: ConsentArea.VACCINATION, TicketKind.CHECKUP: ConsentArea.CHECKUP}


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


def _bars(operation: FetchTickets, book: Book) -> bool:
    """Whether the card keeps the hub from showing anything, or may do so."""
    return card_bars(operation, book) or card_is_unclear(operation, book)


def _consents(operation: FetchTickets, book: Book) -> bool | None:
    card = book.cards.get(operation.assertion)
    return card is None or book.consents(card.person_id, AREAS[operation.kind])


def _departed(operation: FetchTickets, ticket: Ticket, book: Book) -> bool | None:
    holder, _ = book.tickets[ticket.ticket_number]
    return book.departed(holder, operation.service_date)


def _in_hand(operation: FetchTickets, book: Book) -> tuple[Ticket, ...]:
    """The person's tickets that the hub is to show if they are free, in the period, with consent given."""
    if _bars(operation, book) or _consents(operation, book) is not True:
        return ()
    return tuple(
        ticket
        for ticket in _of_person(operation, book)
        if ticket.valid_on(operation.service_date) and _departed(operation, ticket, book) is False
    )


def _may_be_refused(operation: FetchTickets, book: Book) -> bool:
    """Whether a refusal would do as well as an empty list: without consent, or after a departure."""
    departed = (_departed(operation, ticket, book) for ticket in _of_person(operation, book))
    return _consents(operation, book) is not True or any(each is not False for each in departed)


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
    if _bars(operation, book):
        return None
    wanted = tuple(ticket for ticket in _in_hand(operation, book) if book.is_free(ticket.ticket_number))
    if not wanted and _may_be_refused(operation, book):
        return None
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
    numbers = {
        ticket.ticket_number
        for ticket in _in_hand(operation, book)
        if operation.service_date in (ticket.valid_from, ticket.valid_to)
        and book.is_free(ticket.ticket_number)
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


def without_consent(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-006: while the standing consent is withdrawn no ticket of the area is shown."""
    day = operation.service_date
    if _consents(operation, book) is not False:
        return None
    if not any(ticket.valid_on(day) for ticket in _of_person(operation, book)):
        return None
    return Allowed(say("マイナポータルで同意が取り消されているので、券を示さない"), shows_nothing)


def with_consent_again(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-006: once the consent is given again, they are shown again."""
    card = book.cards.get(operation.assertion)
    if card is None or not book.consent_was_withdrawn(card.person_id, AREAS[operation.kind]):
        return None
    numbers = {each.ticket_number for each in _in_hand(operation, book) if book.is_free(each.ticket_number)}
    if not numbers:
        return None
    return Allowed(
        say("同意が戻ったので、券をまた示す"),
        lambda outcome: numbers <= (shown_numbers(outcome) or frozenset()),
    )


def after_departure(operation: FetchTickets, book: Book) -> Allowed | None:
    """TCK-007: after death or moving out the body's tickets are shown no more."""
    departed = [each for each in _of_person(operation, book) if _departed(operation, each, book)]
    return _forbids(
        operation,
        book,
        departed,
        lambda them: say("転出・死亡の後は、その自治体の券を示さない（対象: {list}）", list=them),
    )


def free_again(operation: FetchTickets, book: Book) -> Allowed | None:
    """AMD-003: the ticket of a cancelled record is usable again."""
    numbers = {
        ticket.ticket_number
        for ticket in _in_hand(operation, book)
        if book.is_free_again(ticket.ticket_number)
    }
    if not numbers:
        return None
    return Allowed(
        say("取り消した記録の券を、また使える券として示す"),
        lambda outcome: numbers <= (shown_numbers(outcome) or frozenset()),
    )


def good_card(operation: FetchTickets, book: Book) -> Allowed | None:
    """CARD-001: a good card is answered."""
    if _bars(operation, book) or _may_be_refused(operation, book):
        return None
    return Allowed(say("有効なカードの照会に答える"), lambda outcome: shown_numbers(outcome) is not None)


BY_CARD: tuple[Rule[FetchTickets], ...] = (
    Rule("CARD-001", good_card, VERIFIES_CARD),
    Rule("TCK-001", usable),
    Rule("TCK-002", border_days),
    Rule("TCK-003", not_used),
    Rule("TCK-004", not_expired),
    Rule("TCK-005", not_foreign),
    Rule("TCK-006", without_consent, CONSENT),
    Rule("TCK-006", with_consent_again, CONSENT),
    Rule("TCK-007", after_departure, DEPARTURES),
    Rule("AMD-003", free_again, AMENDMENT),
    *cards.RULES,
)
