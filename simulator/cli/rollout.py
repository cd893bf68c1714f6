"""`pmhsim rollout`: when the selected bodies go live, month by month."""

import json
import shlex
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from platform import python_version
from typing import Any

import click

from simulator import __version__
from simulator.cli.options import json_option, lang_option, seed_option
from simulator.cli.performance import RUNS
from simulator.cli.progress import Progress
from simulator.cli.speech import language, t
from simulator.clock import JST
from simulator.report.rolloutfolder import write_rollout
from simulator.report.rolloutresults import rollout_results
from simulator.rollout.montecarlo import play, workers
from simulator.rollout.planfile import SEED_PLAN, read_plan
from simulator.runs import RunWriter

MOST_REPLICATIONS = 100_000
MOST_WORKERS = 64


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast that was made: its results, where they are, how to have them again, seconds of playing."""

    run: str
    results: dict[str, Any]
    folder: Path
    command: str
    seconds: float


@click.group(help=t("選ばれた団体がいつ稼働するかを見通す。"))
def rollout() -> None:
    """Hold the verbs of the rollout together."""


@rollout.command(help=t("稼働の時期を、計画からくり返し模擬して求める。"))
@click.option(
    "--plan",
    "plan_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=t("計画のファイル。省くと先行実施 167 団体の計画"),
)
@click.option(
    "--replications",
    metavar="N",
    type=click.IntRange(1, MOST_REPLICATIONS),
    default=500,
    show_default=True,
    help=t("くり返す回数"),
)
@seed_option
@click.option(
    "--workers",
    "processes",
    metavar="N",
    type=click.IntRange(1, MOST_WORKERS),
    default=1,
    show_default=True,
    help=t("使うプロセスの数。結果は変わらない"),
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help=t("実行フォルダ。省くと runs/ の下")
)
@json_option
@lang_option
def run(
    plan_file: Path | None, replications: int, seed: int, processes: int, out: Path | None, as_json: bool
) -> None:
    """Play the plan and write the run folder."""
    forecast = _forecast(plan_file, replications, seed, processes, out)
    if as_json:
        click.echo(json.dumps(_told(forecast), ensure_ascii=False, indent=1))
        click.echo(_again(forecast), err=True)
        return
    _print(forecast)


@rollout.command(help=t("先行実施 167 団体の計画を、手直しの手本として標準出力に書く。"))
@lang_option
def plan() -> None:
    """Print the shipped plan."""
    click.echo(SEED_PLAN.read_text(encoding="utf-8"), nl=False)


def _forecast(
    plan_file: Path | None, replications: int, seed: int, processes: int, out: Path | None
) -> Forecast:
    path = plan_file or SEED_PLAN
    checked = read_plan(path)
    progress = Progress()
    name = f"{datetime.now(JST):%Y%m%d-%H%M%S-%f}-rollout"
    with RunWriter(out or RUNS / name) as writer, workers(processes) as executor:
        progress.say(t("計画を {replications}回くり返しています…", replications=replications))
        begun = time.perf_counter()
        played = play(checked, replications, seed, executor, lambda done: progress.count(done, replications))
        seconds = time.perf_counter() - begun
        results = rollout_results(played)
        command = _command(plan_file, replications, seed)
        manifest = {
            "run": writer.directory.name,
            "verb": "rollout",
            "made_at": datetime.now(JST).isoformat(timespec="seconds"),
            "seed": seed,
            "replications": replications,
            "versions": {"pmhsim": __version__, "python": python_version()},
            "plan_sha256": checked.sha256,
            "command": command,
            "synthetic": True,
        }
        write_rollout(writer, played, path.read_text(encoding="utf-8-sig"), manifest, results)
    return Forecast(writer.directory.name, results, writer.directory, command, seconds)


def _command(plan_file: Path | None, replications: int, seed: int) -> str:
    parts = ["pmhsim", "rollout", "run", "--replications", str(replications), "--seed", str(seed)]
    return shlex.join(parts + (["--plan", str(plan_file)] if plan_file else []))


def _told(forecast: Forecast) -> dict[str, object]:
    fields = ("bodies", "replications", "live_by")
    told = {field: forecast.results[field] for field in fields}
    return {"run": forecast.run, **told, "seconds": round(forecast.seconds, 3)}


def _print(forecast: Forecast) -> None:
    results = forecast.results
    day = results["headline_date"]
    count = results["live_by"][day]
    click.echo(
        t(
            "{day}までに稼働する見込みは {p50}団体（80%区間 {p10}〜{p90}、仮定の所要日数による）。"
            "対象は {bodies}団体、{replications}回の模擬、合成データ。",
            day=day,
            bodies=results["bodies"],
            replications=results["replications"],
            **count,
        )
    )
    click.echo(_why(results))
    for area in results["by_area"].values():
        click.echo(
            t(
                "  {area}: {denominator}団体中 {p50}団体（{p10}〜{p90}）",
                area=area["name"][language()],
                denominator=area["denominator"],
                **area["live_by"][day],
            )
        )
    tested = results["back_test"]
    if tested:
        agreeing = sum(each["agrees"] for each in tested)
        fitted = sum(each["used_for_calibration"] for each in tested)
        click.echo(
            t(
                "公表された稼働の事実 {facts}件のうち {agreeing}件が見通しと合う"
                "（うち {fitted}件は日数合わせに使ったもの）。",
                facts=len(tested),
                agreeing=agreeing,
                fitted=fitted,
            )
        )
    click.echo(results["unknown"][0][language()])
    click.echo(t("結果: {path}", path=forecast.folder))
    click.echo(_again(forecast))


def _why(results: dict[str, Any]) -> str:
    causes = [each for each in results["causes"] if each["share_of_bodies"] is not None]
    first, second = sorted(causes, key=lambda each: -each["mean_days"])[:2]
    return t(
        "最大の要因は{first}（平均 {first_days}日）、次は{second}（平均 {second_days}日）。",
        first=first["name"][language()],
        first_days=first["mean_days"],
        second=second["name"][language()],
        second_days=second["mean_days"],
    )


def _again(forecast: Forecast) -> str:
    return t("再現: {command}", command=forecast.command)
