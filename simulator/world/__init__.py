"""Who exists: the people of one municipality with cards, certificates, tickets and institutions.

Bulk data are columns; a person becomes an object only where one is asked for. All of it is synthetic.
"""

from simulator.world.doses import PastDose
from simulator.world.resident import Resident, make_card, make_resident, usual_card
from simulator.world.world import Held, World, build

__all__ = [
    "Held",
    "PastDose",
    "Resident",
    "World",
    "build",
    "make_card",
    "make_resident",
    "usual_card",
]
