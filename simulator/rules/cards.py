"""What the hub owes when a card assertion is presented: it answers for a good card, for no other."""

from collections.abc import Callable

from simulator.language import Text, say
from simulator.port.book import Book, PresentedCard
from simulator.port.capabilities import VERIFIES_CARD
from simulator.port.operations import CheckEligibility, FetchTickets
from simulator.port.outcomes import Empty, Ok, Outcome, Refused
from simulator.rules.rule import Allowed, Rule

ByCard = CheckEligibility | FetchTickets


def shows_nothing(outcome: Outcome) -> bool:
    """Whether an answer shows no data: refused, empty, or a list without rows."""
    return isinstance(outcome, Refused | Empty) or (isinstance(outcome, Ok) and outcome.value == ())


def _replayed(operation: ByCard, book: Book, _card: PresentedCard) -> bool:
    return operation.assertion in book.assertions_used


def _replaced(_operation: ByCard, book: Book, card: PresentedCard) -> bool:
    current = book.serials.get(card.person_id, [])
    return card.serial in current[:-1] and card.serial != current[-1]


def _unlinked(_operation: ByCard, book: Book, card: PresentedCard) -> bool:
    return card.serial not in book.serials.get(card.person_id, [])


def card_bars(operation: ByCard, book: Book) -> bool:
    """Whether the card behind the assertion must keep the hub from showing anything."""
    card = book.cards.get(operation.assertion)
    return card is None or any(bars(operation, book, card) for _, _, bars in BARS)


def card_is_unclear(operation: ByCard, book: Book) -> bool:
    """Whether nobody can say what is to be shown.

    So it is for a certificate within its grace period (nothing is published), and for an assertion that was
    sent before without a clear answer (the hub may or may not have used it up).
    """
    card = book.cards.get(operation.assertion)
    perhaps_used = operation.assertion in book.assertions_sent - book.assertions_used
    return card is not None and (card.is_grace or perhaps_used)


Bars = Callable[[ByCard, Book, PresentedCard], bool]
BARS: tuple[tuple[str, Text, Bars], ...] = (
    (
        "CARD-003",
        say("猶予期間も過ぎた電子証明書なので、何も示さない"),
        lambda _operation, _book, card: card.is_expired,
    ),
    (
        "CARD-004",
        say("失効した電子証明書なので、何も示さない"),
        lambda _operation, _book, card: card.is_revoked,
    ),
    (
        "CARD-005",
        say("署名の合わない提示なので、何も示さない"),
        lambda _operation, _book, card: card.is_tampered,
    ),
    ("CARD-006", say("使用済みの提示の再利用なので、何も示さない"), _replayed),
    ("CARD-007", say("更新前の古いカードなので、何も示さない"), _replaced),
    ("CARD-010", say("だれにも結び付いていないカードなので、何も示さない"), _unlinked),
    (
        "CARD-011",
        say("他の施設のための提示なので、何も示さない"),
        lambda _operation, _book, card: card.is_for_another_place,
    ),
    (
        "CARD-012",
        say("期限の過ぎた提示や先の日時の提示なので、何も示さない"),
        lambda _operation, _book, card: card.is_untimely,
    ),
)


def _has_something(operation: ByCard, book: Book, card: PresentedCard) -> bool:
    """Whether a good card would have been shown anything; else refusing it proves nothing."""
    day = operation.service_date
    if isinstance(operation, CheckEligibility):
        return operation.consent and any(row.valid_on(day) for row in book.certificates_of(card.person_id))
    return any(t.kind is operation.kind and t.valid_on(day) for t in book.tickets_for(card.person_id))


def _rule(requirement: str, says: Text, bars: Bars) -> Rule[ByCard]:
    def expect(operation: ByCard, book: Book) -> Allowed | None:
        card = book.cards.get(operation.assertion)
        if card is None or not bars(operation, book, card) or not _has_something(operation, book, card):
            return None
        return Allowed(says, shows_nothing)

    return Rule(requirement, expect, needs=VERIFIES_CARD)


RULES: tuple[Rule[ByCard], ...] = tuple(_rule(*bar) for bar in BARS)
