"""Every command in a fenced `console` block of the documents is run, page by page, as its reader would.

Lines after a command are expected in this order in what it prints; `…` stands for anything. A command
succeeds unless `$ echo $?` after it says otherwise. A served hub runs to the end of its page.
"""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PMHSIM = shutil.which("pmhsim", path=str(Path(sys.executable).parent))
PORT_OF_THE_PAGES = "8765"
EXIT_CODE = "echo $?"
GIVEN_UP_SECONDS = 120


@dataclass(frozen=True)
class Step:
    """A command of a page, what its reader is to see, and the exit code."""

    command: str
    expected: tuple[str, ...]
    code: int = 0

    @property
    def serves(self) -> bool:
        """Whether it is the hub itself, and neither its list nor one of the verbs below it."""
        words = shlex.split(self.command)
        below = words[2:3] and not words[2].startswith("-")
        return words[:2] == ["pmhsim", "hub"] and not below and "--list-defects" not in words


def steps(text: str) -> list[Step]:
    """The commands of a page in order."""
    found: list[Step] = []
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *expected = part.strip().splitlines()
            if command == EXIT_CODE:
                found[-1] = Step(found[-1].command, found[-1].expected, int(expected[0]))
            else:
                found.append(Step(command, tuple(expected)))
    return found


def missing_line(expected: tuple[str, ...], shown: str) -> str | None:
    """The first expected line that is not shown after the one before it."""
    lines = iter(shown.splitlines())
    for line in expected:
        pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
        if not any(pattern.fullmatch(each) for each in lines):
            return line
    return None


@dataclass
class Reader:
    """Somebody who follows a page in an empty folder, with a free port in place of the page's."""

    folder: Path
    port: str
    servers: list[subprocess.Popen[str]] = field(default_factory=list)

    def follow(self, step: Step) -> None:
        program, *arguments = shlex.split(step.command.replace(PORT_OF_THE_PAGES, self.port))
        if program != "pmhsim":
            assert program == "python3.11", f"no reader can run this: {step.command}"
            assert (ROOT / arguments[0]).is_file()
            return
        assert PMHSIM is not None
        settings = {name: value for name, value in os.environ.items() if name != "PMHSIM_LANG"}
        process = subprocess.Popen(
            [PMHSIM, *arguments],
            cwd=self.folder,
            env={**settings, "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        expected = tuple(line.replace(PORT_OF_THE_PAGES, self.port) for line in step.expected)
        if step.serves:
            self.servers.append(process)
            shown = first_lines(process, len(expected))
        else:
            shown, _ = process.communicate(timeout=GIVEN_UP_SECONDS)
            assert process.returncode == step.code, f"{step.command}\n{shown}"
        missing = missing_line(expected, shown)
        assert missing is None, f"{step.command}\nexpected: {missing}\nshown:\n{shown}"

    def leave(self) -> None:
        for server in self.servers:
            server.terminate()
            server.communicate(timeout=GIVEN_UP_SECONDS)


def first_lines(process: subprocess.Popen[str], count: int) -> str:
    """The first lines of a process that goes on; it is killed if it keeps them back."""
    assert process.stdout is not None
    guard = Timer(GIVEN_UP_SECONDS, process.kill)
    guard.start()
    try:
        return "".join(process.stdout.readline() for _ in range(count))
    finally:
        guard.cancel()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    someone = Reader(tmp_path, port)
    yield someone
    someone.leave()


def pages_with_commands() -> list[Any]:
    pages = []
    for page in PAGES:
        found = steps(page.read_text(encoding="utf-8"))
        marks = [pytest.mark.served] if any(step.serves for step in found) else []
        if found:
            pages.append(pytest.param(found, id=str(page.relative_to(ROOT)), marks=marks))
    return pages


@pytest.mark.parametrize("page", pages_with_commands())
def test_the_commands_of_a_page_do_what_it_says(page: list[Step], reader: Reader) -> None:
    for step in page:
        reader.follow(step)


def test_a_page_is_read_with_its_outputs_and_exit_codes() -> None:
    text = "```console\n$ pmhsim a\none\n$ echo $?\n1\n```\n\n```text\n$ no command\n```\n"
    assert steps(text) == [Step("pmhsim a", ("one",), 1)]


def test_expected_lines_must_come_in_order_and_whole() -> None:
    assert missing_line(("a", "c…e"), "a\nb\ncde\n") is None
    assert missing_line(("c", "a"), "a\nb\nc\n") == "a"
    assert missing_line(("a",), "aa\n") == "a"
