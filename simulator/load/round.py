"""A round: the visits of one day under keys of their own, and what has to stand at the hub before."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from simulator.card import CertificationAuthority
from simulator.load.comers import only_comers
from simulator.load.party import Party, parties
from simulator.port.book import Book
from simulator.visits.carddesk import CardDesk
from simulator.visits.dayplan import plan_day
from simulator.visits.plan import VisitPlan
from simulator.visits.preparation import Preparation
from simulator.world.world import World


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Round:
    """A day's parties with a book and a card desk of their own, so that rounds know nothing of one another.

    The same people come in every round, under other keys: in one book they would be each other's namesakes.
    `revoked` are the serials of the revoked cards that will be shown.
    """

    nonce: str
    preparation: Preparation
    parties: tuple[Party, ...]
    revoked: frozenset[int]
    cards: CardDesk
    book: Book = field(default_factory=Book)


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans rounds over one world; `now` gives seconds since 1970, for the assertions of cards.

    Without `with_revoked`, people with revoked cards stay at home: a hub has one revocation list, which only
    one of several processes can keep.
    """

    world: World
    authority: CertificationAuthority
    now: Callable[[], int]
    with_revoked: bool = True

    @classmethod
    def over(
        cls,
        world: World,
        authority: CertificationAuthority,
        now: Callable[[], int],
        *,
        with_revoked: bool = True,
    ) -> "Planner":
        """A planner whose preparations hold those who come and those who were planted, and nobody else."""
        return cls(only_comers(world, plan_day(world, authority)), authority, now, with_revoked)

    def plan(self, nonce: str) -> Round:
        """The round of a nonce."""
        world = replace(self.world, nonce=nonce)
        day = plan_day(world, self.authority)
        kept = tuple(
            party
            for party in parties(day.visits)
            if self.with_revoked or not any(_revoked_serial(plan) for plan in party)
        )
        serials = (_revoked_serial(plan) for party in kept for plan in party)
        return Round(
            nonce,
            day.preparation,
            kept,
            frozenset(serial for serial in serials if serial is not None),
            CardDesk(self.authority, world.day, self.now, nonce),
        )


def _revoked_serial(plan: VisitPlan) -> int | None:
    card = plan.occasion.visitor.card
    return card.serial if card is not None and card.revoked else None
