"""What a sound hub decides, one small method for each question; a defective hub answers one of them wrong.

Each takes what it needs to know and the store, and neither commits nor answers a caller.
"""

from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.decisions.amendments import AmendmentDecisions
from simulator.hub.reference.decisions.cards import CardDecisions
from simulator.hub.reference.decisions.consents import ConsentDecisions
from simulator.hub.reference.decisions.departures import DepartureDecisions
from simulator.hub.reference.decisions.notices import NoticeDecisions
from simulator.hub.reference.decisions.pages import PageDecisions
from simulator.hub.reference.decisions.registration import RegistrationDecisions
from simulator.hub.reference.decisions.residents import ResidentDecisions
from simulator.hub.reference.decisions.results import ResultDecisions
from simulator.hub.reference.decisions.subsidies import SubsidyDecisions
from simulator.hub.reference.decisions.tickets import TicketDecisions
from simulator.hub.reference.decisions.trail import TrailDecisions

__all__ = ["Decisions"]


class Decisions(
    RegistrationDecisions,
    CardDecisions,
    SubsidyDecisions,
    TicketDecisions,
    ResultDecisions,
    AmendmentDecisions,
    ResidentDecisions,
    ConsentDecisions,
    DepartureDecisions,
    NoticeDecisions,
    PageDecisions,
    TrailDecisions,
):
    """All decisions of a sound hub."""

    def __init__(self, clock: HubClock) -> None:
        self.clock = clock
