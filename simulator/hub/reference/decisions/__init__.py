"""What a sound hub decides, one small method for each question; a defective hub answers one of them wrong.

Each takes what it needs to know and the store, and neither commits nor answers a caller.
"""

from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.decisions.cards import CardDecisions
from simulator.hub.reference.decisions.residents import ResidentDecisions
from simulator.hub.reference.decisions.results import ResultDecisions
from simulator.hub.reference.decisions.subsidies import SubsidyDecisions
from simulator.hub.reference.decisions.tickets import TicketDecisions
from simulator.hub.reference.decisions.trail import TrailDecisions

__all__ = ["Decisions"]


class Decisions(
    CardDecisions, SubsidyDecisions, TicketDecisions, ResultDecisions, ResidentDecisions, TrailDecisions
):
    """All decisions of a sound hub."""

    def __init__(self, clock: HubClock) -> None:
        self.clock = clock
