"""The catalogue of defects: each is a sound hub with one decision answered wrong, known by its name."""

from simulator.hub.reference.defects.catalogue import DEFECTS, SHOWN_BY_DAY, find_defect
from simulator.hub.reference.defects.defect import Defect, Kind

__all__ = ["DEFECTS", "SHOWN_BY_DAY", "Defect", "Kind", "find_defect"]
