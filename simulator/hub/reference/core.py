"""What every part of the reference hub works with."""

from dataclasses import dataclass, field

from simulator.hub.reference.cards import CardDesk
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.intake import Intake
from simulator.hub.reference.store import Store
from simulator.port.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Core:
    """The store, the clock, the decisions, the desk that reads cards, and the intake of registrations."""

    store: Store
    clock: HubClock
    decisions: Decisions
    cards: CardDesk
    intake: Intake = field(default_factory=Intake)


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with the people (the store's numbers) whose data it shows, writes or refuses.

    `keys` are ascending numbers of the rows in the outcome, where it is a list that can be read by pages.
    """

    outcome: Outcome
    people: tuple[int, ...] = ()
    keys: tuple[int, ...] = ()
