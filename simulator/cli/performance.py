"""Performing a demo: what was wished for, the hub, the day, the run folder."""

import shlex
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from platform import python_version
from typing import Any

from simulator import __version__
from simulator.card import CertificationAuthority
from simulator.cli.options import REHEARSAL_DAY
from simulator.cli.progress import Progress
from simulator.cli.speech import language, t
from simulator.clinicday.play import PlayedDay, play
from simulator.clock import JST, today
from simulator.facts import UnknownBody
from simulator.facts.bodies import municipality
from simulator.facts.selections import first_year_codes
from simulator.hub.connection import Connection, by_address, embedded
from simulator.hub.transports.faultfile import read_faults
from simulator.hub.transports.faults import FaultPlan
from simulator.hub.transports.faulty import FaultyTransport, Strikes
from simulator.language import Complaint, Text, say
from simulator.port.capabilities import CLOCK
from simulator.report.dayfolder import write_day
from simulator.report.faults import fault_results, write_faults
from simulator.report.results import day_results
from simulator.runs import RunWriter
from simulator.streams import Streams
from simulator.visits.carddesk import CardDesk
from simulator.visits.dayplan import plan_day
from simulator.visits.witness import Witness
from simulator.world.world import World, build, check_bounds

RUNS = Path("runs")
DEFAULT_ADAPTER = "pmh"
NO_FAULTS = FaultPlan("", "")


@dataclass(frozen=True, slots=True)
class Performance:
    """A demo that was performed: its run, its results, where they are, and how to have them again."""

    run: str
    results: dict[str, Any]
    folder: Path
    command: str


def _not_playable(code: str) -> Text:
    try:
        return say("この団体の1日はまだ模擬できません: {body}", body=_called(code))
    except UnknownBody:
        return say("そのような市区町村はありません: 「{code}」", code=code)


def _choices() -> tuple[str, ...]:
    return tuple(_called(code) for code in first_year_codes())


def _called(code: str) -> str:
    body = municipality(code)
    return f"{code} {body.name if language() == 'ja' else body.romaji}"


def _no_wait(_seconds: float) -> None:
    """The embedded hub takes rows in before it is asked how they fared."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked to be played; `day` None leaves the day to the hub's clock."""

    municipality: str
    day: date | None
    seed: int
    share: float
    hub: str | None
    adapter: str
    defect: str | None
    own_hosts: frozenset[str]
    out: Path | None
    nonce: str
    faults: str | None = None

    def perform(self, progress: Progress) -> Performance:
        """Play the day and write the run folder; raises Complaint for what the user has to mend."""
        self._check()
        faults, text = read_faults(self.faults) if self.faults is not None else (NO_FAULTS, "")
        with (
            RunWriter(self.out or RUNS / self._run()) as writer,
            self._connection(faults.clock_skew_seconds) as connection,
        ):
            day = self._settled_day(connection)
            check_bounds(self.share, day)
            progress.say(t("{code} の住民を作っています（合成データ）…", code=self.municipality))
            world = build(self.municipality, self.share, day, self.seed, self.nonce)
            played = self._play(world, connection, faults, progress)
            results = day_results(played)
            if self.faults is not None:
                results["faults"] = fault_results(faults, played)
                write_faults(writer, text, played)
            run = writer.directory.name
            command = self._command(day)
            write_day(writer, played, self._manifest(run, command, connection, results), results)
        return Performance(run, results, writer.directory, command)

    def _check(self) -> None:
        if self.municipality not in first_year_codes():
            raise Complaint(
                _not_playable(self.municipality),
                where=say("--municipality"),
                mend=say(
                    "令和5年度の先行実施16市町の団体コードから選んでください: {codes}", codes=_choices()
                ),
            )
        if self.defect is not None and self.hub is not None:
            raise Complaint(
                say("欠陥を入れられるのは内蔵の参照ハブだけです。"),
                where=say("--defect"),
                mend=say(
                    "--hub を外すか、`pmhsim hub --defect NAME` で動かしたハブを --hub に指定してください。"
                ),
            )

    def _connection(self, skew_seconds: int) -> AbstractContextManager[Connection]:
        day = self.day or REHEARSAL_DAY
        if self.hub is None:
            return embedded(self.seed, day, self.defect, self.adapter, skew_seconds=skew_seconds)
        return by_address(self.hub, self.adapter, self.seed, day, self.own_hosts, skew_seconds=skew_seconds)

    def _settled_day(self, connection: Connection) -> date:
        if connection.capabilities.offers(CLOCK):
            return self.day or REHEARSAL_DAY
        if self.day is not None and self.day != today():
            raise Complaint(
                say("このハブの日付は設定できないので、{day} の模擬はできません。", day=self.day),
                where=say("--date"),
                mend=say("--date を省くと、今日（{today}）の日付で模擬します。", today=today()),
            )
        return today()

    def _play(self, world: World, connection: Connection, faults: FaultPlan, progress: Progress) -> PlayedDay:
        authority = CertificationAuthority.from_seed(self.seed)
        plan = plan_day(world, authority)
        total = len(plan.visits)
        progress.say(t("ハブに登録し、{total}件の受診・接種・健診・手続きを模擬しています…", total=total))
        skew = faults.clock_skew_seconds
        cards = CardDesk(authority, world.day, lambda: int(time.time()) + skew, self.nonce or "embedded")
        transport = connection.transport
        if faults.rules:
            mark = f"-{self.nonce}" if self.nonce else ""
            transport = FaultyTransport(transport, Strikes(faults, Streams(self.seed), mark))
        witness = Witness(
            connection.adapter,
            transport,
            cards,
            connection.capabilities,
            wrong_clock=bool(skew),
            wait=time.sleep if self.hub else _no_wait,
        )
        return play(world, plan, witness, lambda done: progress.count(done, total))

    def _run(self) -> str:
        return f"{datetime.now(JST):%Y%m%d-%H%M%S-%f}-demo-{self.municipality}"

    def _command(self, day: date) -> str:
        parts = ["pmhsim", "demo", "--municipality", self.municipality, "--date", str(day)]
        parts += ["--seed", str(self.seed), "--share", repr(self.share).removesuffix(".0")]
        parts += ["--defect", self.defect] if self.defect else []
        parts += ["--faults", self.faults] if self.faults is not None else []
        parts += ["--hub", self.hub] if self.hub else []
        parts += ["--adapter", self.adapter] if self.hub or self.adapter != DEFAULT_ADAPTER else []
        for host in sorted(self.own_hosts):
            parts += ["--own-host", host]
        return shlex.join(parts)

    def _manifest(
        self, run: str, command: str, connection: Connection, results: dict[str, Any]
    ) -> dict[str, object]:
        return {
            "run": run,
            "verb": "demo",
            "made_at": datetime.now(JST).isoformat(timespec="seconds"),
            "municipality": self.municipality,
            "date": results["date"],
            "seed": self.seed,
            "share": self.share,
            "versions": {"pmhsim": __version__, "python": python_version()},
            "world_sha256": results["world_sha256"],
            "results_sha256": results["results_sha256"],
            "adapter": self.adapter,
            "hub": {
                "name": connection.capabilities.hub,
                "version": connection.capabilities.version,
                "where": connection.where,
                "capabilities": sorted(connection.capabilities.names),
                "defect": self.defect,
            },
            "nonce": self.nonce,
            "command": command,
            "synthetic": True,
            **({"faults": results["faults"]["plan"]} if self.faults is not None else {}),
        }
