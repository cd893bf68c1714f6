"""Queueing in the clinic day, held against what theory says of the same queue."""

from collections.abc import Generator, Iterable, Sequence
from itertools import accumulate, pairwise
from math import factorial, sqrt
from statistics import mean, stdev

import numpy as np
import pytest
from builders import CLINIC, DAY, HEALTH_CENTRE, PHARMACY
from hypothesis import given
from hypothesis import strategies as st

from simulator.card import CertificationAuthority
from simulator.clinicday.day import ClinicDay, Entity
from simulator.clinicday.event import Event
from simulator.language import say
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Answer, Exchange, Request, Response
from simulator.port.operations import CheckHealth, Operation
from simulator.port.outcomes import Ok
from simulator.records.mishap import Fault, Mishap
from simulator.streams import Streams
from simulator.visits.carddesk import CardDesk
from simulator.visits.steps import Arrive, Did, Hold, Pause, Reply, Step, Visit, ask
from simulator.visits.witness import Witness

NINE = 9 * 3600.0
PLACES = {place.code: place for place in (CLINIC, PHARMACY, HEALTH_CENTRE)}


class NoHub:
    """The end of every way to a hub: visits of these tests ask none."""

    def perform(self, operation: Operation) -> Exchange:
        raise AssertionError(operation)

    def send(self, request: Request) -> Answer:
        raise AssertionError(request)


def clinic_day() -> ClinicDay:
    desk = CardDesk(CertificationAuthority.from_seed(1), DAY, lambda: 0, "n")
    witness = Witness(NoHub(), NoHub(), desk, Capabilities("none", "0", frozenset()))
    return ClinicDay(witness, PLACES, answer_seconds=0.1)


def stay(arrival: float, *holds: Hold) -> Visit:
    """Come, and use one thing after the other."""
    yield Arrive(arrival)
    yield from holds


def at_doctor(seconds: float) -> Hold:
    return Hold(CLINIC.code, "doctor", "doctor_checkup", seconds)


def at_pharmacist(seconds: float) -> Hold:
    return Hold(PHARMACY.code, "pharmacist", "pharmacy_dispensing", seconds)


def played(visits: Iterable[Generator[Step, Reply, None]], kind: str = "subsidy") -> tuple[Event, ...]:
    return clinic_day().run(Entity(f"v-{n}", kind, None, visit) for n, visit in enumerate(visits))


def waits(events: Sequence[Event]) -> list[float]:
    """Seconds in the queue, in the order of the visits' ids."""
    queued = {event.entity_id: event.time for event in events if event.event_type == "queue"}
    began = {event.entity_id: event.time for event in events if event.event_type == "resource_use"}
    return [began[entity] - queued[entity] for entity in sorted(queued, key=lambda name: int(name[2:]))]


def test_customers_who_come_no_faster_than_they_are_served_never_wait() -> None:
    events = played(stay(NINE + 300 * n, at_doctor(300)) for n in range(20))
    assert waits(events) == [0.0] * 20


def test_customers_who_come_faster_than_they_are_served_wait_longer_one_by_one() -> None:
    events = played(stay(NINE + 60 * n, at_doctor(100)) for n in range(20))
    assert waits(events) == [40.0 * n for n in range(20)]


def test_two_pharmacists_serve_two_at_a_time() -> None:
    events = played(stay(NINE, at_pharmacist(100)) for _ in range(6))
    assert waits(events) == [0.0, 0.0, 100.0, 100.0, 200.0, 200.0]


def test_what_is_never_short_makes_nobody_wait_and_has_no_queue() -> None:
    writing = Hold(CLINIC.code, "waiting_room", "questionnaire_on_paper", 240.0)
    events = played(stay(NINE, writing) for _ in range(50))
    assert {event.event_type for event in events} == {"arrival_departure", "resource_use", "resource_use_end"}
    assert {event.time for event in events if event.event_type == "resource_use"} == {NINE}


def test_the_same_resource_of_two_places_has_two_queues() -> None:
    elsewhere = Hold(HEALTH_CENTRE.code, "reception_desk", "greeting", 500.0)
    here = Hold(CLINIC.code, "reception_desk", "greeting", 500.0)
    assert waits(played([stay(NINE, elsewhere), stay(NINE, here)])) == [0.0, 0.0]


gaps = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=30)


@given(gaps)
def test_with_one_doctor_every_wait_follows_from_the_one_before(customers: list[tuple[int, int]]) -> None:
    arrivals = [NINE + passed for passed in accumulate(gap for gap, _ in customers)]
    services = [float(service) for _, service in customers]
    lindley = [0.0]
    for (one, other), service in zip(pairwise(arrivals), services, strict=False):
        lindley.append(max(0.0, lindley[-1] + service - (other - one)))
    events = played(stay(at, at_doctor(took)) for at, took in zip(arrivals, services, strict=True))
    assert waits(events) == pytest.approx(lindley)


@given(gaps)
def test_nobody_is_served_by_more_hands_than_there_are(customers: list[tuple[int, int]]) -> None:
    visits = [stay(NINE + gap, at_pharmacist(float(took))) for gap, took in customers]
    busy = 0
    for event in played(visits):
        busy += {"resource_use": 1, "resource_use_end": -1}.get(event.event_type, 0)
        assert 0 <= busy <= 2


def poisson_day(replication: int, hold: str, customers: int, between: float, service: float) -> float:
    """The mean wait of a queue with random arrivals and services, after its beginning."""
    draw = Streams(20261130).generator("theory", f"{hold}-{replication}")
    arrivals = NINE + np.cumsum(draw.exponential(between, customers))
    services = draw.exponential(service, customers)
    at = {"doctor": at_doctor, "pharmacist": at_pharmacist}[hold]
    events = played(stay(float(come), at(float(took))) for come, took in zip(arrivals, services, strict=True))
    return mean(waits(events)[customers // 10 :])


def erlang_c_wait(servers: int, between: float, service: float) -> float:
    """The mean wait in an M/M/c queue (Erlang C)."""
    load = service / between
    full = load**servers / factorial(servers) * servers / (servers - load)
    queueing = full / (sum(load**n / factorial(n) for n in range(servers)) + full)
    return queueing * service / (servers - load)


@pytest.mark.parametrize(("hold", "servers", "service"), [("doctor", 1, 60.0), ("pharmacist", 2, 120.0)])
def test_random_arrivals_wait_as_long_as_theory_says(hold: str, servers: int, service: float) -> None:
    between, replications = 100.0, 12
    means = [poisson_day(n, hold, 3000, between, service) for n in range(replications)]
    half_width = 3.106 * stdev(means) / sqrt(replications)  # Student, 99 %, 11 degrees of freedom
    expected = erlang_c_wait(servers, between, service)
    assert abs(mean(means) - expected) < half_width
    assert half_width < expected / 5


def test_the_erlang_formula_gives_the_known_value_for_one_server() -> None:
    assert erlang_c_wait(1, 100.0, 60.0) == pytest.approx(90.0)


def test_events_stand_in_the_order_of_time() -> None:
    events = played(stay(NINE - 60 * n, at_doctor(100), at_pharmacist(50)) for n in range(10))
    assert [event.time for event in events] == sorted(event.time for event in events)


def test_a_visit_logs_arrival_queue_use_end_and_departure() -> None:
    events = played([stay(NINE, at_doctor(100))], kind="checkup")
    assert [(event.event_type, event.event, event.time) for event in events] == [
        ("arrival_departure", "arrival", NINE),
        ("queue", "doctor_checkup", NINE),
        ("resource_use", "doctor_checkup", NINE),
        ("resource_use_end", "doctor_checkup", NINE + 100),
        ("arrival_departure", "depart", NINE + 100),
    ]
    assert {event.resource_id for event in events} == {"", f"{CLINIC.code}/doctor"}
    assert {event.pathway for event in events} == {"checkup"}


def remembered(arrival: float) -> Visit:
    yield Arrive(arrival)
    yield Pause(30.0)
    yield Did("SUB-021", say("登録を閉じなかった"))


def test_a_duty_kept_by_the_staff_and_a_pause_are_in_the_log_with_their_time() -> None:
    events = clinic_day().run([Entity("v-0", "subsidy", "空の回答", remembered(NINE))])
    assert [(event.event_type, event.time) for event in events] == [
        ("arrival_departure", NINE),
        ("duty", NINE + 30),
        ("arrival_departure", NINE + 30),
    ]
    assert (events[1].event, events[1].outcome) == ("SUB-021", "登録を閉じなかった")
    assert {event.planted for event in events} == {"空の回答"}


def test_progress_counts_the_visits_that_ended() -> None:
    told: list[int] = []
    day = clinic_day()
    day.on_progress = told.append
    day.run(Entity(f"v-{n}", "subsidy", None, stay(NINE, at_doctor(10))) for n in range(3))
    assert told == [1, 2, 3]


def test_the_same_visits_give_the_same_log_again() -> None:
    def once() -> tuple[Event, ...]:
        return played(stay(NINE + 7 * n % 50, at_doctor(20 + n), at_pharmacist(30)) for n in range(30))

    assert once() == once()


def busy_until(seconds: float, arrival: float) -> Visit:
    yield Pause(seconds)
    yield Arrive(arrival)


def test_who_is_due_at_a_time_that_has_passed_arrives_at_once() -> None:
    events = played([busy_until(100.0, 50.0)])
    assert [(event.event, event.time) for event in events] == [("arrival", 100.0), ("depart", 100.0)]


class LateHub:
    """A hub whose answers come as late as was put in on purpose."""

    def perform(self, operation: Operation) -> Exchange:
        assert isinstance(operation, CheckHealth)
        yield Request("GET", "/v1/health")
        return Ok()

    def send(self, request: Request) -> Answer:
        assert request.method == "GET"
        return Response(200, {}, b"", elapsed_seconds=9.0, mishap=Mishap((Fault.LATENCY,), 40.0))


def asked_at(arrival: float) -> Visit:
    yield Arrive(arrival)
    yield from ask(CheckHealth(), ())


def test_a_delay_that_was_put_in_passes_in_virtual_time_and_a_measured_one_does_not() -> None:
    day = clinic_day()
    day.witness.adapter = day.witness.transport = LateHub()
    events = day.run([Entity("v-0", "subsidy", None, asked_at(NINE))])
    assert [(event.event_type, event.time) for event in events][1:] == [
        ("hub", pytest.approx(NINE + 0.1 + 40.0)),
        ("arrival_departure", pytest.approx(NINE + 0.1 + 40.0)),
    ]
    assert day.witness.evidence[0].at_seconds == pytest.approx(NINE + 0.1)
