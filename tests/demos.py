"""Runs of `pmhsim`, in this process or in one of its own, and what they leave."""

import csv
import json
import os
import re
import subprocess
import sys
import sysconfig
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from simulator.card import CertificationAuthority
from simulator.cli.main import code_of
from simulator.cli.options import REHEARSAL_DAY
from simulator.clinicday.play import PlayedDay, play
from simulator.hub.connection import Connection, embedded
from simulator.visits.carddesk import CardDesk
from simulator.visits.dayplan import DayPlan, plan_day
from simulator.visits.witness import Witness
from simulator.world.world import World, build

SCRIPT = Path(sysconfig.get_path("scripts")) / "pmhsim"
MIYAKONOJO = "452025"
"""The one body of the first year that runs subsidies, vaccinations and checkups."""
TINY = "0.002"
JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Told:
    """What a command line came to."""

    code: int
    stdout: str
    stderr: str


def pmhsim(*arguments: str) -> Told:
    """Run a command line in this process."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = code_of(list(arguments))
    return Told(code, out.getvalue(), err.getvalue())


def clean_environment(**more: str) -> dict[str, str]:
    """The environment for another process, without what the user set for this project."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PMHSIM_")}
    return {**inherited, "PYTHONUTF8": "1", **more}


def started(*arguments: str, folder: Path, **environment: str) -> Told:
    """Run a command line in a process of its own, as people start it."""
    done = subprocess.run(
        [str(SCRIPT), *arguments],
        check=False, capture_output=True, encoding="utf-8", cwd=folder, env=clean_environment(**environment),
    )  # fmt: skip
    return Told(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that was performed into a run folder."""

    told: Told
    folder: Path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def json(self, name: str) -> Any:
        return json.loads(self.read(name))

    @property
    def results(self) -> Any:
        return self.json("results.json")

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))


def demo(folder: Path, *arguments: str) -> Demo:
    """Perform a demo in this process, by default of a tiny share."""
    share = () if "--share" in arguments else ("--share", TINY)
    return Demo(pmhsim("demo", "--out", str(folder), *share, *arguments), folder)


@cache
def planned(seed: int, share: float = 0.002) -> tuple[World, DayPlan, CertificationAuthority]:
    """The world and the plan of a seed on the day of the rehearsal."""
    authority = CertificationAuthority.from_seed(seed)
    world = build(MIYAKONOJO, share, REHEARSAL_DAY, seed)
    return world, plan_day(world, authority), authority


def played(seed: int, defect: str | None = None, day: date = REHEARSAL_DAY) -> PlayedDay:
    """The planned day of a seed, played against the embedded hub."""
    with embedded(seed, day, defect) as connection:
        return played_at(connection, seed)


def played_at(connection: Connection, seed: int) -> PlayedDay:
    """The planned day of a seed, played against a hub."""
    world, plan, authority = planned(seed)
    cards = CardDesk(authority, world.day, lambda: int(time.time()), "embedded")
    return play(
        world, plan, Witness(connection.adapter, connection.transport, cards, connection.capabilities)
    )


def python(program: str) -> list[str]:
    """The command that runs a program of a few lines."""
    return [sys.executable, "-c", program]
