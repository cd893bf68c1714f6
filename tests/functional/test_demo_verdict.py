"""A right hub passes on any seed, at any body and on any day, and every rare state is met on purpose."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from demos import MIYAKONOJO, Demo, demo

from simulator.card import CardState
from simulator.facts.requirements import requirements
from simulator.facts.selections import SUBSIDIES, first_year_codes, programs

DUTIES_OF_HUBS = {each.id for each in requirements() if each.duty == "hub"}
VACCINATION_ONLY, CHECKUP_ONLY, SUBSIDY_ONLY = "152081", "112259", "422053"
# How readings end at the desk, one after the other, by the state of the card.
READINGS = {
    CardState.OK_FACE: ["ok"],
    CardState.OK_PIN: ["ok"],
    CardState.OK_VISUAL: ["ok"],
    CardState.FACE_MISMATCH: ["face_mismatch", "ok"],
    CardState.PIN_WRONG_ONCE: ["pin_wrong", "ok"],
    CardState.PIN_WRONG_TWICE: ["pin_wrong", "pin_wrong", "ok"],
    CardState.PIN_LOCKED: ["pin_wrong", "pin_wrong", "pin_locked", "ok"],
    CardState.FACE_LOCKED: ["face_locked", "ok"],
    CardState.CERTIFICATE_EXPIRING: ["ok_expiring_soon"],
    CardState.CERTIFICATE_GRACE: ["qualification_only"],
    CardState.CERTIFICATE_EXPIRED: ["certificate_expired"],
    CardState.CERTIFICATE_REVOKED: ["ok"],  # the reader does not know; the hub does
    CardState.CARD_EXPIRED: ["card_expired"],
    CardState.PINLESS: ["ok"],
    CardState.NOT_REGISTERED_FOR_INSURANCE: ["not_registered_for_insurance"],
    CardState.WRONG_CARD: ["not_my_number_card"],
}
# Of children only a card ends together with its certificate, so these come where grown-ups come.
OF_GROWN_UPS = {
    CardState.CERTIFICATE_EXPIRING,
    CardState.CERTIFICATE_GRACE,
    CardState.CERTIFICATE_EXPIRED,
    CardState.CARD_EXPIRED,
}


def assert_sound(run: Demo) -> None:
    assert run.told.code == 0, run.told.stderr + run.told.stdout
    results = run.results
    assert results["deviations"] == []
    assert results["verdict"] == "pass"
    assert results["unanswered"] == 0
    assert results["as_expected"] == results["visits"] > 0


def assert_complete(run: Demo) -> None:
    """Every duty of a hub was judged, or the reason why not is told in both languages."""
    results = run.results
    duties = {row["id"]: row for row in results["requirements"] if row["duty"] == "hub"}
    assert set(duties) == DUTIES_OF_HUBS
    exercised = {name for name, row in duties.items() if row["exercised"]}
    assert exercised.isdisjoint(results["not_run"])
    assert exercised | set(results["not_run"]) == DUTIES_OF_HUBS
    assert all(why["ja"] and why["en"] for why in results["not_run"].values())


@pytest.mark.parametrize("seed", range(20))
def test_a_right_hub_never_deviates(seed: int, out: Path) -> None:
    assert_sound(demo(out, "--seed", str(seed)))


@pytest.mark.parametrize("code", first_year_codes())
def test_a_right_hub_passes_at_every_body_of_the_first_year(code: str, out: Path) -> None:
    run = demo(out, "--municipality", code, "--seed", "5")
    assert_sound(run)
    assert_complete(run)


@pytest.mark.parametrize(
    "day",
    [
        "2026-04-01",  # a fiscal year begins
        "2027-03-31",  # and ends
        "2026-11-29",  # a Sunday
        "2028-02-29",
        "2020-04-01",  # the first and the last day that can be simulated
        "2035-03-31",
    ],
)
def test_a_right_hub_passes_on_any_day(day: str, out: Path) -> None:
    run = demo(out, "--date", day, "--seed", "3")
    assert_sound(run)
    assert run.results["date"] == day


def test_usual_visits_are_fewer_on_a_sunday(sound: Demo, out: Path) -> None:
    sunday = demo(out, "--share", "0.01", "--date", "2026-11-29")
    assert date(2026, 11, 29).weekday() == 6
    usual = [run.results["visits"] - run.results["planted"] for run in (sunday, sound)]
    assert usual[0] < usual[1]


def test_one_day_of_miyakonojo_exercises_every_duty_of_a_hub(sound: Demo) -> None:
    assert_complete(sound)
    assert sound.results["municipality"] == MIYAKONOJO
    # No day of the demo kills the hub; that is done on its own.
    assert set(sound.results["not_run"]) == {"DUR-001"}


@pytest.mark.parametrize("code", [MIYAKONOJO, VACCINATION_ONLY, CHECKUP_ONLY, SUBSIDY_ONLY])
def test_every_state_of_the_card_is_met(code: str, out: Path) -> None:
    run = demo(out, "--municipality", code)
    readings: dict[str, list[str]] = defaultdict(list)
    for event in run.table("events.csv"):
        if event["event_type"] == "card":
            readings[event["entity_id"]].append(event["outcome"])
    serves_grown_ups = bool(programs(code).intersection(SUBSIDIES))
    expected = {state for state in CardState if serves_grown_ups or state not in OF_GROWN_UPS}
    planted = {row["visit"] for row in run.results["planted_visits"]}
    for state in CardState:
        assert (f"plant-card-{state.value}" in planted) == (state in expected)
        assert readings[f"plant-card-{state.value}"][-4:] == (READINGS[state] if state in expected else [])


def test_planted_visits_are_marked_wherever_they_appear(sound: Demo) -> None:
    results = sound.results
    planted = {row["visit"] for row in results["planted_visits"]}
    assert len(planted) == results["planted"] == len(results["planted_visits"]) < results["visits"]
    assert all(row["why"]["ja"] and row["why"]["en"] for row in results["planted_visits"])
    events, evidence = sound.table("events.csv"), sound.table("evidence.csv")
    assert {event["entity_id"] for event in events if event["planted"]} == planted
    assert not any(event["planted"] for event in events if event["entity_id"] not in planted)
    asked = {row["visit_id"] for row in evidence}
    assert {row["visit_id"] for row in evidence if row["planted"]} == planted & asked
    report = sound.read("report.html")
    assert "うち仕込み" in report
    assert all(f">{visit}<" in report for visit in planted)


def test_a_deviation_in_a_planted_visit_says_that_it_was_planted(defective: Demo) -> None:
    planted = {row["visit"] for row in defective.results["planted_visits"]}
    deviations = defective.results["deviations"]
    assert deviations
    assert all(bool(row["planted"]) == (row["visit"] in planted) for row in deviations)
    assert "（仕込み）" in defective.told.stdout
    assert "<b>仕込み</b>" in defective.read("report.html")
    missed = {row["visit"] for row in deviations}
    shown = {row["visit"]: row for row in defective.results["planted_visits"]}
    assert {visit for visit, row in shown.items() if row["deviates"]} == missed & planted
    assert all(row["as_expected"] != row["deviates"] for row in shown.values())
