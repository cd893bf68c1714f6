"""Runs that several modules look at, in the language that people get without asking."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import Watched, launched
from demos import Demo, demo

from simulator.cli.speech import VARIABLE, language

DEFECT = "ended-certificate-shown"


@pytest.fixture(scope="session", autouse=True)
def in_japanese() -> None:
    """Settle the language of this process before anything is told, whatever the user has set."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(VARIABLE, raising=False)
        patch.setattr(sys, "argv", ["pmhsim"])
        language.cache_clear()
        assert language() == "ja"


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A day at a right hub."""
    return demo(tmp_path_factory.mktemp("sound") / "run", "--share", "0.01")


@pytest.fixture(scope="session")
def defective(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A day at a hub with one defect."""
    return demo(tmp_path_factory.mktemp("defective") / "run", "--defect", DEFECT)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where a run folder may come to stand."""
    return tmp_path / "run"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser for the pages of a module."""
    with launched() as opened:
        yield opened


@pytest.fixture
def watched(browser: Any) -> Iterator[Watched]:
    """A page in it."""
    opened = Watched(browser)
    yield opened
    opened.page.close()
