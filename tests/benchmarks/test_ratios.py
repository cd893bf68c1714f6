"""Speed as ratios against a named peer in the same run: `pytest tests/benchmarks -m benchmark -s`."""

import time
from collections.abc import Callable, Generator
from datetime import date
from typing import Any

import pytest
import simpy
from faker import Faker

from simulator.clinicday.day import ClinicDay, Entity
from simulator.records.institution import Institution, InstitutionKind
from simulator.visits.steps import Arrive, Hold, Visit
from simulator.world.world import build

pytestmark = pytest.mark.benchmark
DAY = date(2026, 11, 30)
PLACE = Institution("9910000001", "合成病院", InstitutionKind.HOSPITAL, "990001")
VISITS, HOLDS = 4000, 4
RESOURCE, CAPACITY = "doctor", 6


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the best of three."""

    def once() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return min(once() for _ in range(3))


def tell(what: str, ratio: float) -> None:
    print(f"\n{what}: {ratio:.2f}")


def test_people_with_cards_and_entitlements_against_faker_identities() -> None:
    people = 40_643
    ours = people / seconds(lambda: build("452025", 0.25, DAY, 42))
    faker, count = Faker("ja_JP"), 2000

    def identities() -> None:
        for _ in range(count):
            faker.name(), faker.address(), faker.date_of_birth()

    ratio = ours / (count / seconds(identities))
    tell("people a second / Faker ja_JP name+address+birth date a second", ratio)
    assert ratio > 1


def test_the_clinic_day_against_bare_simpy() -> None:
    def visit(number: int) -> Visit:
        yield Arrive(float(number))
        for _ in range(HOLDS):
            yield Hold(PLACE.code, RESOURCE, "doctor_interview_subsidy", 1.0)

    def ours() -> None:
        day: Any = ClinicDay(None, {PLACE.code: PLACE}, 0.3)  # type: ignore[arg-type]  # nobody asks a hub here
        day.run(Entity(str(number), "subsidy", None, visit(number)) for number in range(VISITS))

    def bare() -> None:
        environment = simpy.Environment()
        doctors = simpy.Resource(environment, CAPACITY)

        def patient(number: int) -> Generator[simpy.Event, Any, None]:
            yield environment.timeout(float(number))
            for _ in range(HOLDS):
                with doctors.request() as request:
                    yield request
                    yield environment.timeout(1.0)

        for number in range(VISITS):
            environment.process(patient(number))
        environment.run()

    ratio = seconds(bare) / seconds(ours)
    tell("visits a second with event log / bare SimPy without", ratio)
    assert ratio > 0.2
