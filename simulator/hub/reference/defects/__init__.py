"""The catalogue of defects: each is a sound hub with one decision answered wrong, known by its name."""

from simulator.hub.reference.defects.catalogue import DEFECTS, find_defect
from simulator.hub.reference.defects.defect import Defect, Kind

__all__ = ["DEFECTS", "Defect", "Kind", "find_defect"]
