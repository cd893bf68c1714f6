"""A day over a bad line: what was put in is told, comes again, and is never held against a sound hub."""

import json
import shlex
import time
from collections import Counter
from pathlib import Path

import pytest
from demos import TINY, Demo, demo, planned, pmhsim, started
from hubs import served_hub

from simulator.cli.options import REHEARSAL_DAY
from simulator.clinicday.play import PlayedDay, play
from simulator.hub.connection import embedded
from simulator.hub.transports.faultfile import PLANS, read_faults
from simulator.hub.transports.faults import RULE_FAULTS, Delay, FaultPlan, FaultRule, Jitter, Where
from simulator.hub.transports.faulty import FaultyTransport, Strikes
from simulator.port.outcomes import Ok
from simulator.records.mishap import Fault
from simulator.records.result import Dose
from simulator.rules.verdict import Verdict
from simulator.streams import Streams
from simulator.visits.carddesk import CardDesk
from simulator.visits.witness import Witness

SEED = 42
BAD_LINE = ("--faults", "bad-line")
RECORDS = Where(frozenset({"RecordDose", "RecordInterviewOnly", "RecordCheckup"}))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A day at a right hub, over the shipped bad line."""
    return demo(tmp_path_factory.mktemp("bad-line") / "run", *BAD_LINE)


@pytest.fixture(scope="module")
def skewed(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A day at a right hub, with institutions' clocks ten minutes fast."""
    return demo(tmp_path_factory.mktemp("clock") / "run", "--faults", "wrong-clock")


def played(plan: FaultPlan, defect: str | None = None, seed: int = SEED) -> PlayedDay:
    """The planned day of a seed, with faults, at the embedded hub."""
    world, day, authority = planned(seed)
    skew = plan.clock_skew_seconds
    with embedded(seed, REHEARSAL_DAY, defect, skew_seconds=skew) as hub:
        cards = CardDesk(authority, world.day, lambda: int(time.time()) + skew, "embedded")
        transport = FaultyTransport(hub.transport, Strikes(plan, Streams(seed)))
        return play(
            world, day, Witness(hub.adapter, transport, cards, hub.capabilities, wrong_clock=bool(skew))
        )


def only(fault: Fault, probability: float, where: Where = Where()) -> FaultPlan:  # noqa: B008 - frozen
    delay = Delay(2.0, Jitter.EXPONENTIAL, 30.0)
    return FaultPlan("", "", (FaultRule("only", fault, where, probability, delay=delay),))


@pytest.mark.parametrize("share", [0.1, 0.6])
@pytest.mark.parametrize("fault", RULE_FAULTS)
def test_a_sound_hub_conforms_under_every_kind_of_fault(fault: Fault, share: float) -> None:
    day = played(only(fault, share))
    assert day.judged.findings == ()
    assert (day.judged.verdict, day.judged.unanswered) == (Verdict.PASS, 0)
    put_in = Counter(each for evidence in day.evidence for each in evidence.mishap.faults)
    assert set(put_in) == {fault}
    assert put_in[fault] > share * len(day.evidence) / 2


@pytest.mark.parametrize("fault", [Fault.DROP_BEFORE, Fault.DROP_AFTER, Fault.TRUNCATE, Fault.STATUS])
def test_where_nothing_ever_comes_through_nothing_is_said_of_the_hub(fault: Fault) -> None:
    day = played(only(fault, 1.0))
    assert day.judged.findings == ()
    assert day.judged.verdict is Verdict.UNDECIDED
    visits = {plan.occasion.visit_id for plan in day.plan.visits}
    # A visit in which nobody asks the hub misses no answer.
    assert len(day.unanswered_visits() & visits) > len(visits) * 0.9


@pytest.mark.parametrize("skew", [-86_400, -600, -200, -30, 30, 200, 600, 86_400])
def test_no_clock_however_wrong_makes_a_sound_hub_deviate(skew: int) -> None:
    day = played(FaultPlan("", "", (), skew))
    assert day.judged.findings == ()
    assert day.judged.unanswered == 0


@pytest.mark.parametrize("fault", [Fault.DUPLICATE, Fault.DUPLICATE_LATE, Fault.DROP_AFTER])
def test_a_hub_that_doubles_what_comes_twice_is_found_out_where_the_sound_one_is_not(fault: Fault) -> None:
    plan = only(fault, 0.5, RECORDS)
    assert played(plan).judged.findings == ()
    findings = played(plan, "dose-doubled-on-retry").judged.findings
    # What stands twice can neither be corrected nor cancelled as a whole.
    aftermath = {"VAC-009", "AMD-001", "AMD-003", "TCK-001", "BOD-001"}
    assert {finding.requirement for finding in findings} - aftermath == {"VAC-007"}
    # Not only by the visit that was planted for it.
    assert len({finding.visit_id for finding in findings}) > 1
    without = played(FaultPlan("", ""), "dose-doubled-on-retry").judged.findings
    assert len({finding.visit_id for finding in without}) == 1


@pytest.mark.parametrize("defect", ["ended-certificate-shown", "dose-lost", "used-ticket-shown"])
def test_defects_are_found_over_a_bad_line_too(defect: str) -> None:
    plan, _ = read_faults("bad-line")
    assert played(plan, defect).judged.verdict is Verdict.FAIL


def test_a_record_whose_answer_was_lost_is_sent_again_and_stands_once() -> None:
    first = FaultRule("first", Fault.DROP_AFTER, Where(frozenset({"RecordDose"})), nth=frozenset({1}))
    day = played(FaultPlan("", "", (first,)))
    (lost,) = (each for each in day.evidence if each.mishap.faults)
    visit = [each for each in day.evidence if each.visit_id == lost.visit_id]
    again, later = visit[visit.index(lost) + 1], visit[visit.index(lost) + 2]
    assert (again.operation, type(again.outcome)) == ("RecordDose", Ok)
    assert "VAC-007" in {each.requirement for each in again.judgements}
    assert (later.operation, [type(row) for row in later.outcome.value]) == ("ListHistory", [Dose])
    assert lost.visit_id not in day.unanswered_visits()


def test_the_shipped_bad_line_leaves_a_sound_hub_its_verdict(run: Demo) -> None:
    assert run.told.code == 0, run.told.stderr
    faults = run.results["faults"]
    assert faults["plan"]["name"] == {"ja": "回線の調子が悪い日", "en": "A day with a bad line"}
    assert set(faults["counts"]) >= {"latency", "drop_before", "drop_after", "duplicate"}
    assert faults["kept_back"] >= faults["counts"]["drop_before"] + faults["counts"]["drop_after"]
    assert run.results["deviations"] == []
    assert run.results["unanswered"] == 0


def test_the_terminal_says_that_it_was_on_purpose_and_how_much(run: Demo) -> None:
    lines = run.told.stdout.splitlines()
    counts = run.results["faults"]["counts"]
    (line,) = (line for line in lines if line.startswith("わざと入れた通信の障害: "))
    assert f"応答の遅れ {counts['latency']}件" in line
    assert any(f"照会は {run.results['faults']['kept_back']}件" in line for line in lines)


@pytest.mark.parametrize(
    ("page", "words"),
    [("report.html", "通信の障害をわざと入れた実行です"), ("report.en.html", "A day with a bad line")],
)
def test_the_report_says_so_beside_the_verdict_with_a_table_of_the_kinds(
    run: Demo, page: str, words: str
) -> None:
    text = run.read(page)
    assert words in text[: text.index("<h2>")]
    for kind, count in run.results["faults"]["counts"].items():
        name = run.results["faults"]["names"][kind]["en" if "en" in page else "ja"]
        assert f'<tr><td>{name}</td><td class="n">{count}</td></tr>' in text


def test_the_folder_keeps_the_plan_and_every_exchange_that_was_struck(run: Demo) -> None:
    assert run.read("faults.toml") == (PLANS / "bad-line.toml").read_text(encoding="utf-8")
    rows = run.table("faults.csv")
    told = Counter(fault for row in rows for fault in row["faults"].split())
    assert told == run.results["faults"]["counts"]
    manifest = run.json("manifest.json")
    assert manifest["faults"] == run.results["faults"]["plan"]
    assert shlex.split(manifest["command"])[-2:] == list(BAD_LINE)
    assert run.told.stdout.splitlines()[-1].endswith("--faults bad-line")


def test_without_faults_nothing_is_said_of_them(sound: Demo) -> None:
    assert "faults" not in sound.results
    assert "faults" not in sound.json("manifest.json")
    assert not (sound.folder / "faults.csv").exists()
    assert "障害" not in sound.told.stdout + sound.read("report.html")


def test_the_same_seed_and_plan_leave_the_same_bytes(run: Demo, tmp_path: Path) -> None:
    again = demo(tmp_path / "again", *BAD_LINE)
    told = started(
        "demo", "--share", TINY, "--out", "elsewhere", *BAD_LINE,
        folder=tmp_path, PYTHONHASHSEED="12345", TZ="America/New_York", PMHSIM_LANG="en",
    )  # fmt: skip
    assert told.code == 0, told.stderr
    elsewhere = Demo(told, tmp_path / "elsewhere")
    for name in ("results.json", "findings.json", "events.csv", "evidence.csv", "faults.csv"):
        assert again.read(name) == elsewhere.read(name) == run.read(name)


def test_another_seed_strikes_others(run: Demo, tmp_path: Path) -> None:
    other = demo(tmp_path / "other", *BAD_LINE, "--seed", "43")
    assert other.results["faults"]["counts"] != run.results["faults"]["counts"]
    assert other.told.code == 0


@pytest.mark.served
def test_a_served_hub_has_the_same_day_over_the_same_line(run: Demo, tmp_path: Path) -> None:
    with served_hub("--test-clock") as (address, _):
        served = demo(tmp_path / "served", "--hub", address, *BAD_LINE)
    assert served.results["results_sha256"] == run.results["results_sha256"]
    assert served.results["faults"] == run.results["faults"]


def test_json_tells_the_counts_in_the_chosen_language(tmp_path: Path) -> None:
    told = pmhsim("demo", "--share", TINY, "--out", str(tmp_path / "run"), "--json", *BAD_LINE)
    faults = json.loads(told.stdout)["faults"]
    assert faults["counts"]["latency"] > 0
    assert faults["plan"]["name"] == "回線の調子が悪い日"


def test_with_wrong_clocks_what_the_hub_refuses_for_the_time_is_not_judged(skewed: Demo) -> None:
    assert skewed.told.code == 0, skewed.told.stdout
    results = skewed.results
    assert results["deviations"] == []
    assert results["faults"]["counts"]["clock_skew"] == results["faults"]["kept_back"] > 20
    assert results["as_expected"] < results["visits"]
    assert "VAC-001" in results["not_run"]
    assert "時計のずれ 600秒" in skewed.read("report.html")


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text(
        'name_ja = "私の計画"\nname_en = "Mine"\nlevel = "assumed"\nsource = "試験"\n'
        '[[rules]]\nname = "third"\nfault = "drop_after"\noperations = ["LookUpSubsidy"]\nnth = 3\n',
        encoding="utf-8",
    )
    mined = demo(tmp_path / "run", "--faults", str(mine))
    assert mined.results["faults"]["counts"] == {"drop_after": 1}
    (row,) = mined.table("faults.csv")
    assert (row["operation"], row["outcome"]) == ("LookUpSubsidy", "Unknown")


def test_a_mistake_in_a_plan_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    text = (PLANS / "bad-line.toml").read_text(encoding="utf-8")
    mine.write_text(text.replace('fault = "latency"', 'fault = "late"'), encoding="utf-8")
    told = pmhsim("demo", "--share", TINY, "--out", str(tmp_path / "run"), "--faults", str(mine))
    assert told.code == 2
    assert told.stdout == ""
    for words in ("late", str(mine), "行目", "rules[1].fault", "直し方: ", "latency"):
        assert words in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]


@pytest.mark.parametrize("named", ["no-such-plan", "nowhere.toml", ""])
def test_a_plan_that_is_not_there_is_told_with_those_that_are(named: str, tmp_path: Path) -> None:
    told = pmhsim("demo", "--share", TINY, "--out", str(tmp_path / "run"), "--faults", named)
    assert told.code == 2
    assert "bad-line、wrong-clock" in told.stderr
    assert list(tmp_path.iterdir()) == []
