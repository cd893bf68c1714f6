"""The rollout verb: what it prints, what it leaves, and what it says to a mistake."""

import csv
import json
import re
import signal
import subprocess
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from demos import clean_environment, pmhsim, python, started

from simulator.rollout.planfile import SEED_PLAN
from simulator.runs import RunFolder

FILES = ["bodies.csv", "manifest.json", "plan.toml", "results.json"]
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from simulator.cli.entry import run
run()
"""


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What a run printed, and its folder."""
    folder = tmp_path_factory.mktemp("rollout") / "run"
    told = pmhsim("rollout", "run", "--replications", "60", "--out", str(folder))
    assert told.code == 0, told.stderr
    return told.stdout, folder


@pytest.fixture(scope="module")
def results(ran: tuple[str, Path]) -> dict[str, Any]:
    return RunFolder(ran[1]).json("results.json", "pmhsim/rollout-results/1")


def test_the_first_sentence_gives_number_interval_and_assumption(
    ran: tuple[str, Path], results: dict[str, Any]
) -> None:
    count = results["live_by"]["2025-04-01"]
    first = ran[0].splitlines()[0]
    assert first.startswith(
        f"2025-04-01までに稼働する見込みは {count['p50']}団体（80%区間 {count['p10']}〜{count['p90']}、仮定"
    )
    assert "合成データ" in first


def test_the_main_cause_the_folder_and_the_command_follow(ran: tuple[str, Path]) -> None:
    lines = ran[0].splitlines()
    assert lines[1].startswith("最大の要因は")
    assert lines[-2] == f"結果: {ran[1]}"
    assert lines[-1] == "再現: pmhsim rollout run --replications 60 --seed 42"
    assert "12〜24か月" in ran[0]


def test_the_folder_holds_results_bodies_plan_and_manifest(ran: tuple[str, Path]) -> None:
    assert sorted(path.name for path in ran[1].iterdir()) == FILES
    assert (ran[1] / "plan.toml").read_bytes() == SEED_PLAN.read_bytes()


def test_the_manifest_vouches_for_results_and_bodies(ran: tuple[str, Path]) -> None:
    manifest = RunFolder(ran[1]).manifest()
    assert manifest["verb"] == "rollout"
    assert (manifest["seed"], manifest["replications"], manifest["synthetic"]) == (42, 60, True)
    assert manifest["plan_sha256"] == sha256(SEED_PLAN.read_bytes()).hexdigest()
    content = b"".join((ran[1] / name).read_bytes() for name in ("results.json", "bodies.csv"))
    assert manifest["results_sha256"] == sha256(content).hexdigest()


def test_results_hold_what_their_readers_need(results: dict[str, Any]) -> None:
    assert (results["bodies"], results["replications"], results["seed"]) == (167, 60, 42)
    assert (results["dates"][0], results["dates"][-1]) == ("2024-01-01", "2028-04-01")
    assert list(results["live_by"]) == results["dates"]
    for area in results["by_area"].values():
        assert list(area["live_by"]) == results["dates"]
        assert area["live_by"]["2028-04-01"]["p90"] <= area["denominator"]
    assert results["by_scheme"]["shoni_mansei"]["denominator"] is None
    assert results["by_scheme"]["nanbyo"]["denominator"] == 67
    assert {each["cause"] for each in results["causes"]} >= {"own_work", "vendor_slot", "assembly"}
    assert results["back_test"]
    assert "seconds" not in json.dumps(results)


def test_every_assumption_has_a_level_and_a_source(results: dict[str, Any]) -> None:
    assert len(results["assumptions"]) > 30
    for each in results["assumptions"]:
        assert each["level"] in {"published", "estimated", "assumed"}
        assert each["source"]
        assert each["value"]
        assert set(each["name"]) == {"ja", "en"}


def test_the_table_of_bodies_has_a_row_for_each_body_and_area(ran: tuple[str, Path]) -> None:
    rows = RunFolder(ran[1]).table("bodies.csv")
    assert len(rows) == 174
    assert len({row["code"] for row in rows}) == 167
    for row in rows:
        assert date.fromisoformat(row["p10"]) <= date.fromisoformat(row["p50"])
        assert date.fromisoformat(row["p50"]) <= date.fromisoformat(row["p90"])
        assert re.fullmatch(r"\d{6}", row["code"])
        assert row["fiscal_year"] in {"2023", "2024"}


def test_json_is_one_object_with_bodies_counts_and_seconds(tmp_path: Path) -> None:
    told = pmhsim("rollout", "run", "--replications", "20", "--out", str(tmp_path / "run"), "--json")
    content = json.loads(told.stdout)
    assert (content["bodies"], content["replications"]) == (167, 20)
    assert set(content["live_by"]["2025-04-01"]) == {"p10", "p50", "p90"}
    assert content["seconds"] > 0
    assert told.stderr.splitlines()[-1].startswith("再現: ")


def test_one_and_two_workers_leave_the_same_bytes(tmp_path: Path) -> None:
    for number in ("1", "2"):
        told = started(
            "rollout", "run", "--replications", "120", "--workers", number, "--out", f"run-{number}",
            folder=tmp_path,
        )  # fmt: skip
        assert told.code == 0, told.stderr
    for name in ("results.json", "bodies.csv", "plan.toml"):
        assert (tmp_path / "run-1" / name).read_bytes() == (tmp_path / "run-2" / name).read_bytes()


def test_the_printed_command_gives_the_same_results_again(ran: tuple[str, Path], tmp_path: Path) -> None:
    command = ran[0].splitlines()[-1].removeprefix("再現: pmhsim ").split()
    assert pmhsim(*command, "--out", str(tmp_path / "again")).code == 0
    assert (tmp_path / "again" / "results.json").read_bytes() == (ran[1] / "results.json").read_bytes()


def test_a_plan_of_ones_own_is_played_and_kept(tmp_path: Path) -> None:
    copied = pmhsim("rollout", "plan")
    assert copied.stdout == SEED_PLAN.read_text(encoding="utf-8")
    own = tmp_path / "mine.toml"
    own.write_text(copied.stdout.replace("pace = 1.0", "pace = 2.0"), encoding="utf-8")
    counts = []
    for number, options in enumerate(([], ["--plan", str(own)])):
        folder = tmp_path / f"run-{number}"
        told = pmhsim("rollout", "run", "--replications", "20", "--out", str(folder), "--json", *options)
        counts.append(json.loads(told.stdout)["live_by"]["2025-04-01"]["p50"])
    assert counts[1] < counts[0]
    assert (tmp_path / "run-1" / "plan.toml").read_bytes() == own.read_bytes()
    assert RunFolder(tmp_path / "run-1").manifest()["command"].endswith(f"--plan {own}")


def test_a_small_plan_of_listed_bodies_runs_too(tmp_path: Path) -> None:
    text = SEED_PLAN.read_text(encoding="utf-8").replace("fiscal_year = 2023", 'bodies = ["011002"]')
    (tmp_path / "small.toml").write_text(text.replace("fiscal_year = 2024", 'bodies = ["450006"]'))
    told = pmhsim(
        "rollout", "run", "--replications", "5", "--plan", str(tmp_path / "small.toml"), "--out",
        str(tmp_path / "run"),
    )  # fmt: skip
    assert told.code == 0, told.stderr
    assert "2団体" in told.stdout
    with (tmp_path / "run" / "bodies.csv").open(encoding="utf-8") as file:
        assert {row["name"] for row in csv.DictReader(file)} == {"札幌市", "宮崎県"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--replications", "0"), ("--replications", "0")),
        (("--replications", "-5"), ("--replications",)),
        (("--replications", "many"), ("--replications", "many")),
        (("--workers", "0"), ("--workers",)),
        (("--seed", "-1"), ("--seed",)),
        (("--plan", "none.toml"), ("none.toml", "直し方: ", "pmhsim rollout plan")),
        (("--plan", "."), ("計画のファイルを読めません",)),
    ],
)
def test_a_mistake_is_told_and_leaves_nothing(
    options: tuple[str, ...], words: tuple[str, ...], tmp_path: Path
) -> None:
    told = pmhsim("rollout", "run", "--out", str(tmp_path / "run"), *options)
    assert told.code == 2
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
    for word in words:
        assert word in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_broken_plan_is_told_with_its_line_and_leaves_nothing(tmp_path: Path) -> None:
    plan = tmp_path / "broken.toml"
    plan.write_text('name_ja = "試し"\nname_en = \n', encoding="utf-8")
    told = pmhsim("rollout", "run", "--plan", str(plan), "--out", str(tmp_path / "run"))
    assert told.code == 2
    assert "2 行目" in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["broken.toml"]


@pytest.mark.parametrize("place", ["file/run", "there"])
def test_a_place_that_cannot_be_written_is_told(place: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "there").mkdir()
    told = pmhsim("rollout", "run", "--replications", "5", "--out", str(tmp_path / place))
    assert told.code == 2
    assert "--out" in told.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "there"]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_interrupted_run_leaves_nothing(workers: str, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*python(INTERRUPTIBLE), "rollout", "run", "--replications", "50000", "--workers", workers,
         "--out", "run"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env=clean_environment(), start_new_session=True,
    )  # fmt: skip
    with process:
        assert process.stderr is not None
        assert process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130
    assert out == ""
    assert err.strip() == "中断しました。途中の結果は残していません。"
    assert list(tmp_path.iterdir()) == []
