"""The reference hub: a hub that keeps every rule of the contract, and its catalogue of defects."""

from simulator.hub.reference.caller import Caller
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.defects import DEFECTS, Defect
from simulator.hub.reference.hub import ReferenceHub, open_hub
from simulator.hub.reference.store import Store

__all__ = ["DEFECTS", "Caller", "Defect", "HubClock", "ReferenceHub", "Store", "open_hub"]
