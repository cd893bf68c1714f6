"""One defect of the catalogue."""

from dataclasses import dataclass
from enum import StrEnum

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.sqlite_store import SqliteStore


class Kind(StrEnum):
    """What it takes to see a defect.

    One request, a sequence of them, certain data, another day; requests at the same time; a crash or restart.
    """

    REQUEST = "request"
    SEQUENCE = "sequence"
    DATA = "data"
    TIME = "time"
    CONCURRENCY = "concurrency"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect in both languages, the requirement that it breaks, and what is wrong for it."""

    name: str
    ja: str
    en: str
    requirement: str
    kind: Kind
    decisions: type[Decisions] = Decisions
    store: type[SqliteStore] = SqliteStore

    @property
    def shows_by_day(self) -> bool:
        """Whether visits one after the other, at a hub that keeps running, can show it."""
        return self.kind not in (Kind.CONCURRENCY, Kind.CRASH)
