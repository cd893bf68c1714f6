"""What every part of the reference hub works with."""

from dataclasses import dataclass

from simulator.hub.reference.cards import CardDesk
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.store import Store
from simulator.port.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Core:
    """The store, the clock, the decisions and the desk that reads cards."""

    store: Store
    clock: HubClock
    decisions: Decisions
    cards: CardDesk


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome with the people (the store's numbers) whose data it shows, writes or refuses."""

    outcome: Outcome
    people: tuple[int, ...] = ()
