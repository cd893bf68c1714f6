"""The command line speaks one language at a time: Japanese unless English is asked for."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest

from simulator.cli.main import pmhsim
from simulator.hub.adapters.registry import known_adapters
from simulator.hub.reference.journal import LEVELS
from simulator.port.operations import Role

START = "from simulator.cli.entry import run; run()"
# Many command lines in one process of one language, as starting a process takes its time.
START_MANY = """
import contextlib, io, json, sys
from simulator.cli.main import code_of
told = []
for arguments in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
        code = code_of(arguments.split())
    told.append((code, out.getvalue()))
json.dump(told, sys.__stdout__)
"""
Told = dict[str, tuple[int, str]]
Done = subprocess.CompletedProcess[str]
JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
# What is written the same in Japanese, besides the names of commands, options and their values.
SAME = frozenset(
    {"Public", "Medical", "Hub", "PMH", "JSON", "TOML", "toml", "Python", "curl", "module", "Class", "runs"}
    | set(get_args(Role))
    | set(LEVELS)
    | set(known_adapters())
)
MISTAKES = [
    "--nope",
    "nope",
    "demo --nope",
    "demo --share x",
    "demo --port",
    "demo --seed",
    "demo --seed -1",
    "demo --date tomorrow",
    "demo --json=1",
    "demo --lang de",
    "demo more arguments",
    "hub --port 65536",
    "trust init",
    "demo --municipality 131016",
    "demo --share 0",
    "demo --defect nope",
    "demo --hub http://pmh.example.go.jp",
    "demo --hub http://127.0.0.1:1 --adapter nope",
    "demo --hub http://127.0.0.1:1 --adapter nope.toml",
    "doctor",
    "doctor --hub http://127.0.0.1:1",
    "hub new-adapter 2x",
    "hub mapping",
    "hub mapping nope.toml",
    "hub mapping --template --out x",
    "trust token nobody",
    "hub --store nowhere",
    "hub --trust /nonexistent",
]


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from commands(each, (*path, name))


def names(command: click.Command) -> Iterator[str]:
    """Names of a command and its parameters, and of those below it."""
    yield command.name or ""
    for parameter in command.params:
        yield from re.findall(r"\w+", f"{parameter.metavar} {parameter.type.name} {parameter.default}")
    if isinstance(command, click.Group):
        for each in command.commands.values():
            yield from names(each)


PATHS = list(commands(pmhsim))
TYPES = frozenset({"text", "integer", "float", "range", "boolean", "choice", "None", "Sentinel"})
NAMES = (SAME | set(names(pmhsim)) | {"pmhsim", "ja", "en"}) - TYPES


def started(program: str, *arguments: str, language: str | None = None, given: str = "") -> Done:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PMHSIM_")}
    environment |= {"COLUMNS": "200", "PYTHONUTF8": "1"}
    environment |= {"PMHSIM_LANG": language} if language else {}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        input=given, check=False, capture_output=True, text=True, encoding="utf-8", env=environment,
    )  # fmt: skip


def all_told(language: str | None) -> Told:
    """Exit code and all that is shown of every help and every mistake."""
    lines = [*(" ".join((*path, "--help")) for path in PATHS), *MISTAKES]
    done = started(START_MANY, language=language, given=json.dumps(lines))
    return {line: (code, shown) for line, (code, shown) in zip(lines, json.loads(done.stdout), strict=True)}


@pytest.fixture(scope="module")
def by_default() -> Told:
    return all_told(None)


@pytest.fixture(scope="module")
def in_english() -> Told:
    return all_told("en")


def foreign_words(shown: str, arguments: str) -> list[str]:
    """English words in what is shown, without names and without what the user wrote himself."""
    shown = re.sub(
        r"--[a-z-]+|\bPMHSIM_\w+|`[^`]*`|https?:\S+|\b[a-z]+(-[a-z]+)+|\w+\.(json|pem|crl)\b", " ", shown
    )
    own = set(re.findall(r"\w+", arguments))
    return [word for word in re.findall(r"[A-Za-z_]{2,}", shown) if word not in NAMES | own]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_japanese_by_default(path: tuple[str, ...], by_default: Told) -> None:
    code, shown = by_default[" ".join((*path, "--help"))]
    assert code == 0
    assert shown.startswith("使い方: pmhsim")
    assert foreign_words(shown, "") == []


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_english_where_asked_for(path: tuple[str, ...], in_english: Told) -> None:
    code, shown = in_english[" ".join((*path, "--help"))]
    assert code == 0
    assert shown.startswith("Usage: pmhsim")
    assert JAPANESE.search(shown) is None


@pytest.mark.parametrize("arguments", MISTAKES)
def test_a_mistake_is_told_in_japanese_by_default(arguments: str, by_default: Told) -> None:
    code, shown = by_default[arguments]
    assert code == 2
    assert JAPANESE.search(shown)
    assert foreign_words(shown, arguments) == []


@pytest.mark.parametrize("arguments", MISTAKES)
def test_a_mistake_is_told_in_english_where_asked_for(arguments: str, in_english: Told) -> None:
    code, shown = in_english[arguments]
    assert code == 2
    assert shown
    assert JAPANESE.search(shown) is None


def test_the_flag_goes_before_the_environment() -> None:
    assert started(START, "--lang", "ja", "--help", language="en").stdout.startswith("使い方:")
    assert started(START, "--help", "--lang=en", language="ja").stdout.startswith("Usage:")


def test_an_unknown_language_is_refused_in_a_known_one() -> None:
    refused = started(START, "demo", "--lang", "de", language="en")
    assert refused.returncode == 2
    assert "'de' is not one of 'ja', 'en'" in refused.stderr


def test_a_day_is_told_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    day = ("demo", "--share", "0.002", "--defect", "leading-zeros-dropped", "--out")
    english = started(START, *day, str(tmp_path / "one"), "--lang", "en")
    japanese = started(START, *day, str(tmp_path / "other"))
    assert (english.returncode, japanese.returncode) == (1, 1), english.stderr + japanese.stderr
    # The name of a certificate is shown as it was registered.
    told = re.sub(r'certificate "[^"]*"', "", english.stdout)
    assert JAPANESE.search(told + english.stderr) is None
    assert "判定: 不適合" in japanese.stdout
    assert "Verdict on this hub: fail" in english.stdout
