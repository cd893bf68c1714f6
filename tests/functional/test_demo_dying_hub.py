"""A hub that dies in the middle of a day gets no verdict, and keeps nobody waiting."""

import re
from pathlib import Path

from demos import Demo, demo, played_at
from hubs import FailingHub

from simulator.cli.options import REHEARSAL_DAY
from simulator.hub.connection import by_address
from simulator.port.outcomes import Unavailable, Unknown
from simulator.rules.verdict import Verdict
from simulator.visits.witness import PATIENCE

ANSWERS = 150  # of some 250 that a whole day takes; the preparation takes 40 at most
SEED = 42


def unanswered_rows(run: Demo) -> list[dict[str, str]]:
    return [row for row in run.table("evidence.csv") if row["outcome"] in ("Unavailable", "Unknown")]


def test_a_hub_that_breaks_off_leaves_the_verdict_open(tmp_path: Path) -> None:
    hub = FailingHub(tmp_path / "hub.sqlite", SEED, ANSWERS, "closes")
    with hub.serving() as address:
        run = demo(tmp_path / "run", "--hub", address)
    results = run.results
    assert run.told.code == 1
    assert results["verdict"] == "undecided"
    assert results["deviations"] == []
    assert results["unanswered"] == len(unanswered_rows(run)) > 0
    reason = f"回答のない照会が {results['unanswered']}件あり、判定できません。"
    assert results["reason"]["ja"] == reason
    lines = run.told.stdout.splitlines()
    assert lines[0].endswith("このハブの判定: 判定不能")
    assert lines[1] == reason
    assert lines[-1].startswith("再現: ")
    assert reason in run.read("report.html")
    assert hub.requests <= ANSWERS + PATIENCE


def test_visits_without_an_answer_do_not_count_as_expected(tmp_path: Path) -> None:
    with FailingHub(tmp_path / "hub.sqlite", SEED, ANSWERS, "closes").serving() as address:
        run = demo(tmp_path / "run", "--hub", address)
    results = run.results
    silent = {row["visit_id"] for row in unanswered_rows(run)}
    visits = {
        row["entity_id"]
        for row in run.table("events.csv")
        if row["pathway"] not in ("preparation", "evening")
    }
    assert silent & visits
    assert results["as_expected"] == len(visits - silent) < results["visits"]
    planted = {row["visit"]: row for row in results["planted_visits"]}
    assert {visit for visit, row in planted.items() if not row["as_expected"]} == silent & set(planted)
    assert not any(row["deviates"] for row in planted.values())
    page = run.read("report.html")
    assert len(re.findall("？ 回答のない照会", page)) == len(silent & set(planted))
    assert "■" not in page


def test_a_requirement_that_got_no_answer_says_so(tmp_path: Path) -> None:
    with FailingHub(tmp_path / "hub.sqlite", SEED, ANSWERS, "closes").serving() as address:
        run = demo(tmp_path / "run", "--hub", address)
    assert "回答がなく" in run.results["not_run"]["AUD-001"]["ja"]


def test_a_hub_that_hangs_is_asked_no_more_than_three_times(tmp_path: Path) -> None:
    hub = FailingHub(tmp_path / "hub.sqlite", SEED, ANSWERS, "hangs")
    with (
        hub.serving() as address,
        by_address(address, "pmh", SEED, REHEARSAL_DAY, frozenset(), timeout_seconds=1.5) as connection,
    ):
        day = played_at(connection, SEED)
    assert day.judged.verdict is Verdict.UNDECIDED
    assert hub.requests == ANSWERS + PATIENCE
    silent = [each.outcome for each in day.evidence if isinstance(each.outcome, Unavailable | Unknown)]
    assert len(silent) == day.judged.unanswered > PATIENCE
    assert sum(isinstance(outcome, Unknown) for outcome in silent) == PATIENCE


def test_a_hub_that_dies_in_the_preparation_leaves_the_verdict_open(tmp_path: Path) -> None:
    with FailingHub(tmp_path / "hub.sqlite", SEED, 8, "closes").serving() as address:
        run = demo(tmp_path / "run", "--hub", address)
    assert run.told.code == 1
    assert run.results["verdict"] == "undecided"
    assert run.results["as_expected"] < run.results["visits"]
