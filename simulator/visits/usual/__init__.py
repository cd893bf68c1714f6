"""The usual visits of a day, drawn from the world by the tables of visit rates and arrivals."""

from simulator.visits.usual.checkups import checkup_visits
from simulator.visits.usual.subsidies import subsidy_visits
from simulator.visits.usual.vaccinations import vaccination_visits

__all__ = ["checkup_visits", "subsidy_visits", "vaccination_visits"]
