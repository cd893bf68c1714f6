"""The same seed gives the same results: anywhere, at any hub that answers alike."""

from pathlib import Path

import pytest
from demos import Demo, demo, started
from hubs import served_hub

ALIKE = ("results_sha256", "world_sha256")


def marks(run: Demo) -> tuple[str, ...]:
    return tuple(run.results[name] for name in ALIKE)


def test_two_runs_leave_the_same_bytes(sound: Demo, out: Path) -> None:
    again = demo(out, "--share", "0.01")
    for name in ("results.json", "findings.json", "events.csv", "evidence.csv"):
        assert again.read(name) == sound.read(name)
    assert again.json("manifest.json")["results_sha256"] == sound.results["results_sha256"]


def test_another_process_in_another_place_gives_the_same(sound: Demo, tmp_path: Path) -> None:
    told = started(
        "demo", "--share", "0.01", "--out", "elsewhere",
        folder=tmp_path, PYTHONHASHSEED="12345", TZ="America/New_York", PMHSIM_LANG="en",
    )  # fmt: skip
    assert told.code == 0, told.stderr
    assert Demo(told, tmp_path / "elsewhere").read("results.json") == sound.read("results.json")


@pytest.mark.parametrize(
    "changed",
    [
        ("--seed", "43"),
        ("--date", "2026-12-01"),
        ("--share", "0.011"),
        ("--municipality", "052108"),
        ("--defect", "ended-certificate-shown"),
    ],
    ids=lambda changed: changed[0],
)
def test_other_wishes_give_other_results(changed: tuple[str, str], sound: Demo, out: Path) -> None:
    other = demo(out, *(() if "--share" in changed else ("--share", "0.01")), *changed)
    assert other.results["results_sha256"] != sound.results["results_sha256"]
    same_world = changed[0] == "--defect"
    assert (other.results["world_sha256"] == sound.results["world_sha256"]) == same_world


@pytest.mark.served
def test_a_served_hub_gives_the_same_even_when_it_is_full_of_earlier_runs(
    sound: Demo, tmp_path: Path
) -> None:
    with served_hub("--test-clock") as (address, _):
        runs = [demo(tmp_path / name, "--hub", address, "--share", "0.01") for name in ("one", "other")]
    assert [run.told.code for run in runs] == [0, 0], runs[0].told
    assert [marks(run) for run in runs] == [marks(sound)] * 2
    nonces = {run.json("manifest.json")["nonce"] for run in runs}
    assert len(nonces) == 2
    assert "" not in nonces


@pytest.mark.served
@pytest.mark.parametrize("defect", ["used-ticket-shown", "other-body-certificate-shown"])
def test_a_served_hub_with_a_defect_gives_the_same_as_the_embedded_one(defect: str, tmp_path: Path) -> None:
    embedded = demo(tmp_path / "embedded", "--defect", defect)
    with served_hub("--test-clock", "--defect", defect) as (address, _):
        served = demo(tmp_path / "served", "--hub", address)
    assert (embedded.told.code, served.told.code) == (1, 1)
    assert marks(served) == marks(embedded)
