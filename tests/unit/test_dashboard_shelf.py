import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rollouts import rewrite, write_rollout

from simulator.dashboard.forecast import forecast_of
from simulator.dashboard.settings import RUNS_VARIABLE
from simulator.dashboard.shelf import look
from simulator.language import Complaint


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(RUNS_VARIABLE, str(tmp_path / "runs"))
    return tmp_path / "runs"


def said_of(name: str) -> str:
    with pytest.raises(Complaint) as complaint:
        look().find(name)
    return str(complaint.value)


def test_a_directory_that_does_not_exist_holds_no_runs(runs: Path) -> None:
    assert not runs.exists()
    assert look().runs == ()


def test_a_run_is_found_by_the_name_of_its_folder(runs: Path) -> None:
    write_rollout(runs / "20261123-rollout")
    found = look().find("20261123-rollout")
    assert (found.verb, found.seed, found.day) == ("rollout", "42", "2026-11-30")


def test_the_newest_name_stands_first(runs: Path) -> None:
    for name in ("20261122-a", "20261124-c", "20261123-b"):
        write_rollout(runs / name)
    assert [run.id for run in look().runs] == ["20261124-c", "20261123-b", "20261122-a"]


@pytest.mark.parametrize("name", ["nowhere", "../run", "/etc", "", "."])
def test_no_name_leads_out_of_the_directory(runs: Path, name: str) -> None:
    write_rollout(runs / "run")
    write_rollout(runs.parent / "outside")
    assert "この実行はありません" in said_of(name)


def _cut(path: Path) -> None:
    text = (path / "manifest.json").read_text(encoding="utf-8")
    (path / "manifest.json").write_text(text[:40], encoding="utf-8")


def _foreign(path: Path) -> None:
    (path / "manifest.json").write_text('{"name": "a web page", "icons": []}', encoding="utf-8")


def _newer(path: Path) -> None:
    rewrite(path / "manifest.json", schema="pmhsim/manifest/2")


def _no_verb(path: Path) -> None:
    content = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    del content["verb"]
    (path / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def _no_manifest(path: Path) -> None:
    (path / "manifest.json").unlink()


def _partial(path: Path) -> None:
    path.rename(path.with_name("bad.partial"))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_cut, "壊れて"),
        (_foreign, "このツールが書いたファイルではありません"),
        (_newer, "別の版の書式です: pmhsim/manifest/2"),
        (_no_verb, "内容が読めません（'verb'）"),
        (_no_manifest, "ファイルがありません"),
        (_partial, "書き込み中か、途中で終わった実行"),
    ],
)
def test_a_folder_that_is_no_readable_run_is_kept_apart_with_a_reason(
    runs: Path, spoil: Callable[[Path], None], told: str
) -> None:
    write_rollout(runs / "good")
    spoil(write_rollout(runs / "bad"))
    shelf = look()
    assert [run.id for run in shelf.runs] == ["good"]
    (unread,) = shelf.unread
    assert told in str(unread.complaint)
    assert "直し方" in str(unread.complaint)
    assert told in said_of(unread.name)


def test_a_file_among_the_folders_is_no_run(runs: Path) -> None:
    runs.mkdir()
    (runs / "notes.txt").write_text("x")
    assert look().unread == ()


@pytest.mark.parametrize("name", ["results.json", "bodies.csv"])
def test_a_file_that_is_missing_from_a_forecast_is_named(runs: Path, name: str) -> None:
    (write_rollout(runs / "run") / name).unlink()
    with pytest.raises(Complaint, match=name):
        forecast_of(look().find("run"))


def test_results_of_another_version_are_told_from_foreign_ones(runs: Path) -> None:
    rewrite(write_rollout(runs / "run") / "results.json", schema="pmhsim/rollout-results/2")
    with pytest.raises(Complaint, match="別の版の書式です"):
        forecast_of(look().find("run"))


@pytest.mark.parametrize(
    "changes",
    [
        {"live_by": {"2025-04-01": {"p10": 1}}},
        {"live_by": {"soon": {"p10": 1, "p50": 2, "p90": 3}}},
        {"live_by": {}},
        {"bodies": None},
        {"by_area": []},
        {"causes": [{"cause": "x"}]},
        {"assumptions": [1]},
    ],
)
def test_results_with_a_slip_of_the_hand_are_complained_about(runs: Path, changes: dict[str, object]) -> None:
    write_rollout(runs / "run", **changes)
    with pytest.raises(Complaint, match=r"results\.json"):
        forecast_of(look().find("run"))


def test_a_run_that_was_written_anew_is_read_anew(runs: Path) -> None:
    write_rollout(runs / "run")
    assert forecast_of(look().find("run")).bodies == 167
    shutil.rmtree(runs / "run")
    write_rollout(runs / "run", bodies=16)
    assert forecast_of(look().find("run")).bodies == 16
