"""One defect of the catalogue."""

from dataclasses import dataclass
from enum import StrEnum

from simulator.hub.reference.decisions import Decisions


class Kind(StrEnum):
    """What it takes to see a defect: one request, a sequence of them, certain data, or another day."""

    REQUEST = "request"
    SEQUENCE = "sequence"
    DATA = "data"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect in both languages, the requirement that it breaks, and the decisions with one wrong."""

    name: str
    ja: str
    en: str
    requirement: str
    kind: Kind
    decisions: type[Decisions]
