"""`pmhsim hub new-adapter`: a package that works as written, and is a start."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from demos import JAPANESE, pmhsim

from simulator.hub.adapters.registry import load_adapter

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("skeleton")
    told = pmhsim("hub", "new-adapter", "city_hub", "--out", str(folder))
    assert told.code == 0, told
    assert str(folder / "city_hub") in told.stdout
    assert "city_hub.adapter:CityHubAdapter" in told.stdout
    return folder / "city_hub"


def test_its_own_tests_pass_at_once(skeleton: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=skeleton,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def test_its_tests_find_a_mistake_in_it(skeleton: Path, tmp_path: Path) -> None:
    for file in skeleton.rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            copy = tmp_path / file.relative_to(skeleton)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    adapter = tmp_path / "city_hub" / "adapter.py"
    code = adapter.read_text(encoding="utf-8")
    adapter.write_text(code.replace('"agreed": operation.consent', '"agreed": True'), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1


def test_it_is_found_by_its_entry_point_and_speaks_japanese_to_its_reader(
    skeleton: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tomllib.loads((skeleton / "pyproject.toml").read_text(encoding="utf-8"))
    target = project["project"]["entry-points"]["pmhsim.adapters"]["city_hub"]
    monkeypatch.syspath_prepend(skeleton)
    assert load_adapter(target).__name__ == "CityHubAdapter"  # type: ignore[attr-defined]
    assert JAPANESE.search((skeleton / "README.md").read_text(encoding="utf-8"))
    left = [file for file in skeleton.rglob("*") if file.is_file() and file.suffix in (".py", ".md", ".toml")]
    assert all("@" not in file.read_text(encoding="utf-8").replace("@pytest", "") for file in left)


def test_an_existing_folder_is_left_as_it_is(skeleton: Path) -> None:
    mine = skeleton / "README.md"
    before = mine.read_bytes()
    told = pmhsim("hub", "new-adapter", "city_hub", "--out", str(skeleton.parent))
    assert (told.code, told.stdout) == (2, "")
    assert str(skeleton) in told.stderr
    assert mine.read_bytes() == before


@pytest.mark.parametrize(
    "name", ["", "My-Hub", "2hub", "hub/x", "../x", "class", "json", "pmh", "simulator", "病院", "a b", "_x"]
)
def test_a_name_that_is_none_is_refused_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    told = pmhsim("hub", "new-adapter", name, "--out", str(tmp_path))
    assert told.code == 2
    assert "my_hub" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_a_complaint(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    told = pmhsim("hub", "new-adapter", "city_hub", "--out", str(file))
    assert told.code == 2
    assert "Traceback" not in told.stderr


def test_a_word_that_is_no_verb_of_the_hub_is_refused() -> None:
    told = pmhsim("hub", "new-adaptor")
    assert told.code == 2
    assert JAPANESE.search(told.stderr)
