"""What all usual visits draw alike: hour of arrival, place, proof, and the visitor's account."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from simulator.card import Card, Method, Presentation
from simulator.facts.arrivals import SLOT_MINUTES, arrival_shape, weekday_factor
from simulator.facts.assumptions import assumption
from simulator.records.institution import Institution, InstitutionKind
from simulator.streams import Streams
from simulator.visits.pace import Pacer
from simulator.visits.plan import Occasion, Proof, Visitor
from simulator.world import keys
from simulator.world.resident import Resident
from simulator.world.world import World

PATTERNS = {
    InstitutionKind.HOSPITAL: "hospital_outpatient",
    InstitutionKind.CLINIC: "clinic_general",
    InstitutionKind.DENTAL: "clinic_general",
    InstitutionKind.PHARMACY: "pharmacy",
}
MINUTE = 60
BY_PAPER = Proof()
_MORNING, _EVENING = 9 * 3600, 17 * 3600


@dataclass(frozen=True)
class Draw:
    """Draws for one day of one world; each visit has streams of its own."""

    world: World
    pacer: Pacer
    _places: dict[InstitutionKind, tuple[Institution, ...]] = field(default_factory=dict, init=False)

    @property
    def streams(self) -> Streams:
        """The streams of the world's seed."""
        return Streams(self.world.seed)

    def due_today(self, purpose: str, per_child: float) -> int:
        """How many doses or checkups fall due on such a day, where each child born brings `per_child`."""
        world = self.world
        births = world.share * world.municipality.births / assumption("working_days_per_year").value
        mean = self.busyness(InstitutionKind.CLINIC) * births * per_child
        return int(self.generator(f"{purpose} number").poisson(mean))

    def ticket_holders(self, purpose: str) -> list[int]:
        """Everyone who holds a ticket, in a drawn order."""
        holders: list[int] = self.generator(purpose).permutation(np.unique(self.world.tickets.owner)).tolist()
        return holders

    def visit_id(self, kind: str, index: int) -> str:
        """The id of a person's visit; no nonce is in it, for all draws of the visit hang on it."""
        return f"{kind}-{keys.person_id(self.world.municipality.code, index)}"

    def busyness(self, kind: InstitutionKind) -> float:
        """How busy the weekday is; never above 1, the weekday of the survey that gave the daily rates."""
        return min(1.0, weekday_factor(PATTERNS[kind], self.world.day.weekday()))

    def happens(self, purpose: str, visit_id: str, share: str) -> bool:
        """Whether something assumed to happen with a share happens in this visit."""
        return self.streams.uniform(purpose, visit_id) < assumption(share).value

    def generator(self, purpose: str) -> np.random.Generator:
        """A generator for a column of draws about the day."""
        return self.streams.generator(purpose, f"{self.world.municipality.code} {self.world.day}")

    def arrival(self, visit_id: str, pattern: str) -> float:
        """When a visitor comes, in seconds after midnight, by the hourly shape of the weekday."""
        shape = arrival_shape(pattern, self.world.day.weekday())
        within = self.streams.uniform("arrival within slot", visit_id)
        if not shape:
            return _MORNING + within * (_EVENING - _MORNING)
        minutes, shares = zip(*shape, strict=True)
        drawn = self.streams.uniform("arrival slot", visit_id)
        slot = min(int(np.searchsorted(np.cumsum(shares), drawn, side="right")), len(minutes) - 1)
        return float((minutes[slot] + within * SLOT_MINUTES) * MINUTE)

    def places(self, kind: InstitutionKind) -> tuple[Institution, ...]:
        """The institutions of a kind."""
        if kind not in self._places:
            self._places[kind] = tuple(p for p in self.world.institutions if p.kind is kind)
        return self._places[kind]

    def place(self, purpose: str, visit_id: str, kind: InstitutionKind) -> Institution:
        """An institution of a kind; the n-th is chosen 1/n as often as the first (few carry most visits)."""
        places = self.places(kind)
        weights = np.cumsum(1 / np.arange(1, len(places) + 1))
        drawn = self.streams.uniform(purpose, visit_id) * weights[-1]
        return places[int(np.searchsorted(weights, drawn, side="right"))]

    @cached_property
    def account_owners(self) -> frozenset[str]:
        """Guardians who have an account."""
        return frozenset(owner for owner, _ in self.world.accounts())

    def visitor(self, resident: Resident) -> Visitor:
        """The person as a visit knows him."""
        guardian = resident.guardian_id if resident.guardian_id in self.account_owners else None
        return Visitor(
            resident.person_id, resident.at_body, resident.birth, resident.sex.value, resident.card, guardian
        )

    def proof(self, visit_id: str, card: Card | None) -> Proof:
        """Card or paper, and how the card's holder is identified."""
        if card is None or not self.happens("card brought", visit_id, "card_brought_share"):
            return BY_PAPER
        fails = self.happens("reader fails", visit_id, "reader_failure_share")
        return Proof(self._attempts(visit_id, card), device_fails=fails)

    def _attempts(self, visit_id: str, card: Card) -> tuple[Presentation, ...]:
        drawn = self.streams.uniform("method", visit_id)
        by_face, by_pin = assumption("face_authentication_share").value, assumption("pin_share").value
        visual = Presentation(Method.VISUAL)
        if drawn < by_face:
            return (Presentation(Method.FACE), visual)
        if drawn < by_face + by_pin and card.pin is not None:
            return (Presentation(Method.PIN, pin_entered=card.pin), visual)
        return (visual,)

    def occasion(self, visit_id: str, resident: Resident, pattern: str) -> Occasion:
        """A visit's occasion with everything drawn."""
        return Occasion(
            visit_id,
            self.world.day,
            self.arrival(visit_id, pattern),
            self.visitor(resident),
            self.proof(visit_id, resident.card),
            self.pacer.of(visit_id),
        )
