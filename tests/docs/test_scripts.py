"""The commands that set everything up: which Python, which versions, no skipped tests where none may be."""

import ast
import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

TESTS = Path(__file__).resolve().parents[1]
PIN = re.compile(r"([\w.-]+)==([\w.+!-]+)")


def test_a_wrong_python_is_told_in_both_languages_which_one_to_use(
    environment: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(sys, "argv", ["scripts/demo.py"])
    with pytest.raises(SystemExit) as ended:
        environment.ensure()
    assert ended.value.code == 2
    told = capsys.readouterr().err
    assert "Python 3.9.2" in told
    assert told.count("python3.11 scripts/demo.py") == 2


def test_the_scripts_can_be_read_by_an_older_python(root: Path) -> None:
    # Else its user would see a syntax error instead of the sentence on versions.
    for name in ("environment", "demo", "test", "check"):
        source = (root / "scripts" / f"{name}.py").read_text(encoding="utf-8")
        ast.parse(source, feature_version=(3, 8))


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt"])
def test_an_environment_is_not_used_again_once_its_making_has_changed(
    tmp_path: Path, root: Path, changed: str
) -> None:
    for name in ("pyproject.toml", "constraints.txt", "scripts/environment.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    before = stamp_of(tmp_path)
    assert stamp_of(tmp_path) == before
    with (tmp_path / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert stamp_of(tmp_path) != before


def stamp_of(project: Path) -> str:
    program = "import environment; print(environment._stamp())"
    asked = subprocess.run(
        [sys.executable, "-c", program],
        cwd=project / "scripts",
        check=True,
        capture_output=True,
        encoding="utf-8",
    )
    return asked.stdout


def pinned(root: Path) -> dict[str, str]:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [PIN.fullmatch(line) for line in lines if not line.startswith("#")]
    assert all(found), "only names with exact versions"
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


def needs_of(name: str) -> list[str]:
    """What an installed package requires; of an extra that is not installed only the name can be checked."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def test_everything_that_is_installed_is_pinned_also_what_others_need(root: Path) -> None:
    pins = pinned(root)
    extras_of_ours = metadata("pmhsim").get_all("Provides-Extra") or []
    seen: set[tuple[str, frozenset[str]]] = set()
    queue = [Requirement(f"pmhsim[{','.join(extras_of_ours)}]")]
    while queue:
        wanted = queue.pop()
        key = (canonicalize_name(wanted.name), frozenset(wanted.extras))
        if key in seen:
            continue
        seen.add(key)
        for text in needs_of(wanted.name):
            needed = Requirement(text)
            extras = wanted.extras or {""}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                queue.append(needed)
    names = {name for name, _ in seen} - {"pmhsim"}
    assert names <= pins.keys()
    assert len(names) > 20


def test_the_build_tool_is_pinned_exactly(root: Path) -> None:
    assert re.search(r'requires = \["setuptools==[\d.]+"\]', (root / "pyproject.toml").read_text())


SKIPPING = """
import pytest

def test_runs(): pass

def test_without_a_browser(): pytest.skip("no Chromium")

@pytest.mark.xfail(reason="known")
def test_known(): assert False
"""


@pytest.mark.parametrize(("no_skip", "code"), [("0", 0), ("1", 1)])
def test_a_skip_is_named_and_fails_only_where_none_may_be(tmp_path: Path, no_skip: str, code: int) -> None:
    (tmp_path / "test_some.py").write_text(SKIPPING)
    shutil.copy(TESTS / "conftest.py", tmp_path)
    command = [sys.executable, "-m", "pytest", "-ra", "--no-fold-skipped", "-p", "no:cacheprovider"]
    played = subprocess.run(
        command,
        cwd=tmp_path,
        check=False,
        env={"PMHSIM_NO_SKIP": no_skip, "PATH": ""},
        capture_output=True,
        encoding="utf-8",
    )
    assert played.returncode == code, played.stdout
    assert "test_some.py::test_without_a_browser" in played.stdout
    assert "no Chromium" in played.stdout


def test_a_module_that_skips_itself_fails_where_no_skip_may_be(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text("import pytest\npytest.skip('no map', allow_module_level=True)\n")
    shutil.copy(TESTS / "conftest.py", tmp_path)
    played = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        check=False,
        env={"PMHSIM_NO_SKIP": "1", "PATH": ""},
        capture_output=True,
        encoding="utf-8",
    )
    assert played.returncode != 0
    assert "no map" in played.stdout
