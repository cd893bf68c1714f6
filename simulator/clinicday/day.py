"""Driving visits through a day with SimPy."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import simpy

from simulator.clinicday.event import Event
from simulator.facts.staffing import units
from simulator.records.institution import Institution
from simulator.visits.steps import Arrive, Ask, Did, Hold, Pause, ReadCard, Reply, Step, Visit
from simulator.visits.witness import Witness

SimEvents = Generator[simpy.Event, Any, None]


@dataclass(frozen=True, slots=True)
class Entity:
    """A visit to be driven: its id, kind, why it was planted, and the generator itself."""

    visit_id: str
    kind: str
    planted: str | None
    visit: Visit


@dataclass(slots=True)
class ClinicDay:
    """One day of a municipality's institutions in virtual seconds after midnight.

    Each answer of the hub costs the assumed `answer_seconds`, never the measured time, so that the same seed
    gives the same day. A delay that was put in on purpose is spent on the way back from the hub.
    """

    witness: Witness
    places: Mapping[str, Institution]
    answer_seconds: float
    on_progress: Callable[[int], None] = lambda _done: None
    events: list[Event] = field(default_factory=list)
    _environment: simpy.Environment = field(default_factory=simpy.Environment)
    _resources: dict[tuple[str, str], simpy.Resource | None] = field(default_factory=dict)
    _done: int = 0

    def run(self, entities: Iterable[Entity]) -> tuple[Event, ...]:
        """Play all visits; gives the events in the order of time."""
        for entity in entities:
            self._environment.process(self._play(entity))
        self._environment.run()
        return tuple(self.events)

    def _play(self, entity: Entity) -> SimEvents:
        reply: Reply = None
        while True:
            try:
                step = entity.visit.send(reply)
            except StopIteration:
                break
            reply = yield from self._carry_out(entity, step)
        self._log(entity, "arrival_departure", "depart")
        self._done += 1
        self.on_progress(self._done)

    def _carry_out(self, entity: Entity, step: Step) -> Generator[simpy.Event, Any, Reply]:
        match step:
            case Arrive():
                yield self._environment.timeout(max(0.0, step.at_seconds - self._environment.now))
                self._log(entity, "arrival_departure", "arrival")
            case Pause():
                yield self._environment.timeout(step.seconds)
            case Hold():
                yield from self._hold(entity, step)
            case ReadCard():
                read = self.witness.read(step)
                self._log(
                    entity, "card", step.presentation.method.value, step.place, read.reading.result.value
                )
                return read
            case Ask():
                yield self._environment.timeout(self.answer_seconds)
                outcome = self.witness.ask(entity.visit_id, self._environment.now, step)
                if owed := self.witness.take_owed_seconds():
                    yield self._environment.timeout(owed)
                name = type(step.operation).__name__
                self._log(entity, "hub", name, "hub", type(outcome).__name__)
                return outcome
            case Did():
                self._log(entity, "duty", step.requirement, outcome=str(step.what))
        return None

    def _hold(self, entity: Entity, step: Hold) -> SimEvents:
        resource = self._resource(step.place, step.resource)
        name = f"{step.place}/{step.resource}"
        if resource is None:
            self._log(entity, "resource_use", step.activity, name)
            yield self._environment.timeout(step.seconds)
        else:
            self._log(entity, "queue", step.activity, name)
            with resource.request() as request:
                yield request
                self._log(entity, "resource_use", step.activity, name)
                yield self._environment.timeout(step.seconds)
        self._log(entity, "resource_use_end", step.activity, name)

    def _resource(self, place: str, name: str) -> simpy.Resource | None:
        key = (place, name)
        if key not in self._resources:
            capacity = units(self.places[place].kind.value, name)
            self._resources[key] = simpy.Resource(self._environment, capacity) if capacity else None
        return self._resources[key]

    def _log(self, entity: Entity, kind: str, event: str, resource: str = "", outcome: str = "") -> None:
        self.events.append(
            Event(
                entity.visit_id,
                kind,
                event,
                self._environment.now,
                resource,
                entity.kind,
                outcome,
                entity.planted or "",
            )
        )
