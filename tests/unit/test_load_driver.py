"""Driving rounds against the reference hub in this process, alone and with many users at once."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

import pytest

from simulator.card import CertificationAuthority
from simulator.hub.connection import Connection, embedded
from simulator.hub.reference.defects import SHOWN_BY_DAY
from simulator.hub.transports.faultfile import read_faults
from simulator.hub.transports.faults import Delay, FaultPlan, FaultRule, Where
from simulator.hub.transports.faulty import FaultyTransport, Strikes
from simulator.load.driver import Driver
from simulator.load.round import Planner, Round
from simulator.load.supply import Outing, Supply
from simulator.load.tally import Tally
from simulator.load.watch import Watch
from simulator.port.exchange import Answer, NoAnswer, Request, Transport
from simulator.port.operations import FetchQuestionnaire, SubmitQuestionnaire
from simulator.records.evidence import Evidence, Finding
from simulator.records.mishap import Fault
from simulator.rules.verdict import Verdict
from simulator.streams import Streams
from simulator.visits.plan import VaccinationPlan
from simulator.visits.steps import Arrive, Hold, Pause, Visit
from simulator.visits.witness import Witness
from simulator.world.world import build

DAY = date(2026, 11, 30)
SEED = 42
# These show on the next day, in the audit trail or to bodies, which nobody looks at during a load test.
SEEN_IN_THE_EVENING = (
    "dose-lost",
    "history-next-day",
    "audit-missing",
    "audit-of-refusals-missing",
    "cancelled-hidden-from-body",
    "other-body-results-shown",
)
AUTHORITY = CertificationAuthority.from_seed(SEED)


@pytest.fixture(scope="module")
def planner() -> Planner:
    return Planner.over(build("452025", 0.02, DAY, SEED), AUTHORITY, lambda: int(time.time()))


@pytest.fixture
def hub() -> Iterator[Connection]:
    with embedded(SEED, DAY, None) as connection:
        yield connection


@dataclass
class Told:
    """Remembers what deviated, and which operations were asked in which order."""

    findings: list[Finding] = field(default_factory=list)
    operations: list[tuple[str, str]] = field(default_factory=list)

    def asked(self, evidence: Evidence, *, answered: bool) -> None:  # noqa: ARG002
        self.operations.append((evidence.visit_id, evidence.operation))

    def deviated(self, finding: Finding) -> None:
        self.findings.append(finding)


@dataclass
class Crew:
    """Users of one process who share rounds; each drives what it takes."""

    connection: Connection
    supply: Supply
    told: Told = field(default_factory=Told)
    tally: Tally = field(default_factory=Tally)
    rested: list[float] = field(default_factory=list)

    def prepare(self, transport: Transport | None = None) -> tuple[Round, Watch]:
        planned = self.supply.next_round()
        watch = Watch(self.tally, self.told)
        driver = self.driver(planned, watch, transport)
        driver.play("preparation", self.supply.preparation_of(planned))
        return planned, watch

    def driver(
        self, of: Round, watch: Watch, transport: Transport | None, speed: float | None = None
    ) -> Driver:
        hub = self.connection
        witness = Witness(
            hub.adapter, transport or hub.transport, of.cards, hub.capabilities, of.book,
            keep=watch.keep, patience=None,
        )  # fmt: skip
        return Driver(witness, lambda: 0.0, self.rested.append, speed)

    def drive(self, outing: Outing, transport: Transport | None = None, speed: float | None = None) -> Watch:
        watch = Watch(self.tally, self.told)
        self.driver(outing.round, watch, transport, speed).drive(outing.party)
        return watch

    def drive_all(self) -> None:
        while (outing := self.supply.take()) is not None:
            self.drive(outing)


@pytest.fixture
def crew(hub: Connection, planner: Planner) -> Crew:
    return Crew(hub, Supply(planner, "cafe"))


def test_round_after_round_a_sound_hub_conforms(crew: Crew) -> None:
    for _ in range(3):
        planned, watch = crew.prepare()
        assert watch.came_through
        crew.supply.stock(planned)
        crew.drive_all()
    assert crew.told.findings == []
    assert crew.tally.verdict is Verdict.PASS
    assert crew.tally.unanswered == 0
    assert {"SUB-004", "PRV-001", "QST-002", "CARD-004", "VAC-007"} <= set(crew.tally.exercised)


@pytest.mark.parametrize("defect", sorted(set(SHOWN_BY_DAY) - set(SEEN_IN_THE_EVENING)))
def test_every_defect_that_shows_by_day_is_found_in_one_round(planner: Planner, defect: str) -> None:
    with embedded(SEED, DAY, defect) as connection:
        crew = Crew(connection, Supply(planner, "cafe"))
        crew.supply.stock(crew.prepare()[0])
        crew.drive_all()
    assert crew.tally.verdict is Verdict.FAIL
    assert SHOWN_BY_DAY[defect].requirement in crew.tally.deviations


@dataclass
class Crowded:
    """A transport in which, while one user waits for an answer, others come in between."""

    inner: Transport
    come_in: Callable[[Transport], None]

    def send(self, request: Request) -> Answer:
        self.come_in(self)
        answer = self.inner.send(request)
        self.come_in(self)
        return answer


@pytest.mark.parametrize("seed", range(3))
def test_users_who_come_in_between_any_two_steps_change_no_judgement(crew: Crew, seed: int) -> None:
    rounds = [crew.prepare()[0] for _ in range(2)]
    for planned in rounds:
        crew.supply.stock(planned)
    chance, depth, deepest = Random(seed), 0, 0  # noqa: S311 - no secret

    def come_in(transport: Transport) -> None:
        nonlocal depth, deepest
        if depth < 8 and chance.random() < 0.5 and (outing := crew.supply.take()) is not None:
            depth += 1
            deepest = max(deepest, depth)
            crew.drive(outing, transport)
            depth -= 1

    crowded = Crowded(crew.connection.transport, come_in)
    while (outing := crew.supply.take()) is not None:
        crew.drive(outing, crowded)
    assert deepest > 3
    assert crew.told.findings == []
    assert crew.tally.verdict is Verdict.PASS


def test_what_a_party_does_at_home_is_done_before_its_first_visit(crew: Crew) -> None:
    planned, _ = crew.prepare()
    (party,) = (
        party
        for party in planned.parties
        if any(plan.occasion.visit_id == "plant-questionnaire-siblings" for plan in party)
    )
    assert all(isinstance(plan, VaccinationPlan) for plan in party)
    crew.told.operations.clear()
    crew.drive(Outing(planned, party))
    asked = [name for _, name in crew.told.operations]
    submitted, read = SubmitQuestionnaire.__name__, FetchQuestionnaire.__name__
    assert Counter(asked)[submitted] == 2
    assert asked.index(read) > max(place for place, name in enumerate(asked) if name == submitted)
    visits = [visit_id for visit_id, name in crew.told.operations if name != submitted]
    assert visits == sorted(visits, key=[plan.occasion.visit_id for plan in party].index)


def journey() -> Visit:
    yield Arrive(9 * 3600.0)
    yield Hold("9910000001", "doctor", "dose", 60.0)
    yield Pause(5.0)


def test_nothing_is_waited_for_unless_told(crew: Crew) -> None:
    planned, watch = crew.prepare()
    crew.driver(planned, watch, None).play("v", journey())
    assert crew.rested == []


def test_desks_and_doctors_take_their_time_at_the_speed_that_is_told(crew: Crew) -> None:
    planned, watch = crew.prepare()
    crew.driver(planned, watch, None, speed=120.0).play("v", journey())
    assert crew.rested == [0.5]


def test_pauses_are_waited_for_in_full_where_told(crew: Crew) -> None:
    planned, watch = crew.prepare()
    driver = crew.driver(planned, watch, None, speed=60.0)
    Driver(driver.witness, driver.clock, driver.rest, pauses=True).play("v", journey())
    assert crew.rested == [5.0]


def test_delays_that_were_put_in_are_always_waited_for_and_change_no_judgement(crew: Crew) -> None:
    slow = FaultRule("slow", Fault.LATENCY, Where(operations=frozenset({"ListHistory"})), delay=Delay(2.5))
    strikes = Strikes(FaultPlan("", "", (slow,)), Streams(SEED))
    faulty = FaultyTransport(crew.connection.transport, strikes)
    crew.supply.stock(crew.prepare(faulty)[0])
    while (outing := crew.supply.take()) is not None:
        crew.drive(outing, faulty)
    assert set(crew.rested) == {2.5}
    assert len(crew.rested) == crew.tally.faults["latency"] > 10
    assert crew.tally.verdict is Verdict.PASS


def test_over_a_bad_line_a_sound_hub_conforms_and_a_defective_one_does_not(planner: Planner) -> None:
    for defect, verdict in ((None, Verdict.PASS), ("dose-doubled-on-retry", Verdict.FAIL)):
        with embedded(SEED, DAY, defect) as connection:
            crew = Crew(connection, Supply(planner, "cafe"))
            strikes = Strikes(read_faults("bad-line")[0], Streams(SEED))
            faulty = FaultyTransport(connection.transport, strikes)
            planned, watch = crew.prepare(faulty)
            assert watch.came_through
            crew.supply.stock(planned)
            while (outing := crew.supply.take()) is not None:
                crew.drive(outing, faulty)
        assert crew.tally.verdict is verdict
        assert set(crew.tally.deviations) <= {"VAC-007"}
        assert {"latency", "drop_after", "duplicate", "status"} <= set(crew.tally.faults)


class Silent:
    """A hub that takes every request and answers none."""

    def __init__(self) -> None:
        self.requests = 0

    def send(self, _request: Request) -> Answer:
        self.requests += 1
        return NoAnswer("silence")


def test_a_silent_hub_is_asked_on_and_nothing_is_said_of_it(crew: Crew) -> None:
    planned, _ = crew.prepare()
    crew.supply.stock(planned)
    crew.tally.clear()
    silent, unanswered = Silent(), 0
    while (outing := crew.supply.take()) is not None:
        unanswered += crew.drive(outing, silent).unanswered
    assert silent.requests == unanswered == crew.tally.unanswered > 50
    assert crew.tally.verdict is Verdict.UNDECIDED
    assert crew.told.findings == []


def test_a_round_whose_preparation_brought_no_answer_did_not_come_through(crew: Crew) -> None:
    _, watch = crew.prepare(Silent())
    assert not watch.came_through


def test_a_witness_whose_evidence_is_taken_keeps_none(crew: Crew) -> None:
    planned, watch = crew.prepare()
    driver = crew.driver(planned, watch, None)
    for party in planned.parties[:5]:
        driver.drive(party)
    assert driver.witness.evidence == []
    assert crew.tally.asked > 5
