"""Playing the day of a municipality against a hub, from preparation to verdict."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from simulator.clinicday.day import ClinicDay, Entity
from simulator.clinicday.event import Event
from simulator.facts.assumptions import assumption
from simulator.language import Text, say
from simulator.port.capabilities import CLOCK, Capabilities
from simulator.records.evidence import Evidence
from simulator.records.institution import Institution
from simulator.rules.verdict import Judged, is_unanswered, judge, not_judgeable
from simulator.visits.dayplan import DayPlan, kind_of, visit_of
from simulator.visits.evening import evening
from simulator.visits.preparation import prepare
from simulator.visits.steps import Visit
from simulator.visits.witness import Witness
from simulator.world.world import World

PREPARATION, EVENING, ERRAND = "preparation", "evening", "errand"
NEEDS_TOMORROW = ("VAC-004", "CHK-006")
NEEDS_CRASH = "DUR-001"


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """A day that was played: what was planned, what happened and what is said of the hub."""

    world: World
    plan: DayPlan
    capabilities: Capabilities
    events: tuple[Event, ...]
    evidence: tuple[Evidence, ...]
    judged: Judged

    def deviating_visits(self) -> frozenset[str]:
        """The ids of the visits in which the hub gave an answer outside the allowed set."""
        return frozenset(finding.visit_id for finding in self.judged.findings)

    def unanswered_visits(self) -> frozenset[str]:
        """The ids of the visits in which a question was left without a judgeable answer.

        An answer that was kept back on purpose is not missed where asking again brought one.
        """
        missed: set[str] = set()
        kept_back: set[tuple[str, str]] = set()
        for each in self.evidence:
            asked = (each.visit_id, each.operation)
            if not is_unanswered(each):
                kept_back.discard(asked)
            elif each.mishap.silences:
                kept_back.add(asked)
            else:
                missed.add(each.visit_id)
        return frozenset(missed.union(visit for visit, _ in kept_back))


def play(
    world: World, plan: DayPlan, witness: Witness, on_progress: Callable[[int], None] = lambda _done: None
) -> PlayedDay:
    """Play a planned day: preparation, all visits in virtual time, evening; then judge."""
    places = {place.code: place for place in plan.preparation.institutions}
    events = [*_alone(witness, places, PREPARATION, prepare(plan.preparation))]
    if witness.evidence and is_unanswered(witness.evidence[-1]):
        # Nobody knows what stands at the hub, so nothing could be held against it.
        witness.give_up()
    day = ClinicDay(witness, places, assumption("hub_answer_seconds").value, on_progress)
    events += day.run(
        Entity(visit.occasion.visit_id, kind_of(visit), visit.occasion.planted, visit_of(visit))
        for visit in plan.visits
    )
    events += _alone(witness, places, EVENING, evening(plan.visits, world.day, witness.capabilities))
    evidence = tuple(witness.evidence)
    planted = {
        visit.occasion.visit_id: visit.occasion.planted for visit in plan.visits if visit.occasion.planted
    }
    judged = judge(evidence, planted, _unsupported(witness.capabilities))
    return PlayedDay(world, plan, witness.capabilities, tuple(events), evidence, judged)


def _alone(witness: Witness, places: Mapping[str, Institution], name: str, visit: Visit) -> Sequence[Event]:
    """Play one journey that shares nothing with the day's visits."""
    day = ClinicDay(witness, places, assumption("hub_answer_seconds").value)
    return day.run([Entity(name, name, None, visit)])


def _unsupported(capabilities: Capabilities) -> Mapping[str, Text]:
    reasons = {NEEDS_CRASH: say("ハブを途中で止める試験でだけ確かめます。1日の模擬では止めません。")}
    if not capabilities.offers(CLOCK):
        reason = say("このハブは日付を進められないので、翌日のことは確かめられません。")
        reasons |= dict.fromkeys(NEEDS_TOMORROW, reason)
    return {**reasons, **not_judgeable(capabilities)}


def visits_by_kind(plan: DayPlan) -> dict[str, int]:
    """How many visits of each kind were planned."""
    counts: dict[str, int] = {}
    for visit in plan.visits:
        counts[kind_of(visit)] = counts.get(kind_of(visit), 0) + 1
    return counts


def arrivals_by_hour(events: Iterable[Event]) -> dict[int, int]:
    """How many visitors arrived in each hour of the day; errands bring nobody to a counter."""
    counts: dict[int, int] = {}
    for event in events:
        if event.event == "arrival" and event.pathway != ERRAND:
            hour = int(event.time // 3600)
            counts[hour] = counts.get(hour, 0) + 1
    return dict(sorted(counts.items()))
