"""Cards that were read, assertions that were sent, and look-ups that were made."""

from collections import Counter
from dataclasses import dataclass

from simulator.port.book.records import Records
from simulator.port.operations import CheckEligibility, FetchTickets, LookUpSubsidy
from simulator.port.outcomes import Empty, Ok, Outcome, Refused


@dataclass(frozen=True, slots=True)
class PresentedCard:
    """What a driver knows of the card behind an assertion, on the day of the visit.

    An untimely assertion has run out, or is dated ahead; one `for_another_place` names another institution.
    """

    person_id: str
    serial: int
    is_grace: bool = False
    is_expired: bool = False
    is_revoked: bool = False
    is_tampered: bool = False
    is_for_another_place: bool = False
    is_untimely: bool = False


class Readings(Records):
    """The readings of a run; `look_ups` and `fruitless` count those that showed something or nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: dict[str, PresentedCard] = {}
        self.assertions_sent: set[str] = set()
        self.assertions_used: set[str] = set()
        self.cards_read: set[tuple[str, str]] = set()
        self.cards_perhaps_read: set[tuple[str, str]] = set()
        self.look_ups: Counter[tuple[str, str]] = Counter()
        self.fruitless: Counter[tuple[str, str]] = Counter()

    def present(self, assertion: str, card: PresentedCard) -> None:
        """Note whose card stands behind an assertion that will be sent."""
        self.cards[assertion] = card

    def _asked_by_card(self, operation: CheckEligibility | FetchTickets, outcome: Outcome) -> None:
        self.assertions_sent.add(operation.assertion)
        if isinstance(outcome, Ok | Empty):
            self.assertions_used.add(operation.assertion)
        card = self.cards.get(operation.assertion)
        if card is None:
            return
        key = (card.person_id, operation.institution_code)
        # A refused card need not have led to the person whom the trail could name.
        if isinstance(outcome, Empty):
            self.fruitless[key] += 1
        if isinstance(outcome, Ok):
            self.look_ups[key] += 1
            self.cards_read.add((operation.institution_code, card.person_id))
        if not isinstance(outcome, Refused):
            # A hub may have read a card for which it then has nothing to show.
            self.cards_perhaps_read.add((operation.institution_code, card.person_id))

    def _looked_up(self, operation: LookUpSubsidy, outcome: Outcome) -> None:
        key = (operation.person_id, operation.institution_code)
        if isinstance(outcome, Ok):
            self.look_ups[key] += 1
        elif isinstance(outcome, Empty | Refused) and operation.person_id in self.at_bodies:
            self.fruitless[key] += 1
