"""`pmhsim demo`: a day of a municipality, from card to verdict."""

import json
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import click

from simulator.cli.options import REHEARSAL_DAY, CivilDate, json_option, lang_option, seed_option
from simulator.cli.performance import DEFAULT_ADAPTER, Performance, Wish
from simulator.cli.progress import Progress
from simulator.cli.speech import language, t
from simulator.report.dayfolder import REPORTS
from simulator.report.dayreport import headline

SHOWN_DEVIATIONS = 10
JSON_FIELDS = (
    "run", "municipality", "seed", "date", "holders", "visits", "by_kind", "planted",
    "as_expected", "deviations", "not_run", "faults", "verdict", "results_sha256",
)  # fmt: skip


@click.command(help=t("市町村の1日を、カードの提示からハブの判定まで模擬する。"))
@click.option(
    "--municipality",
    metavar="CODE",
    default="452025",
    show_default=True,
    help=t("令和5年度の先行実施16市町の団体コード（6桁）"),
)
@click.option(
    "--date",
    "day",
    type=CivilDate(),
    help=t("模擬する日。省くと {day}（日付を設定できないハブでは今日）", day=REHEARSAL_DAY),
)
@seed_option
@click.option(
    "--share",
    metavar="X",
    type=float,
    default=0.25,
    show_default=True,
    help=t("人口のうち模擬する割合（0より大きく1以下）"),
)
@click.option("--hub", "url", metavar="URL", help=t("試すハブのアドレス。省くと内蔵の参照ハブ"))
@click.option(
    "--adapter",
    metavar="NAME",
    default=DEFAULT_ADAPTER,
    show_default=True,
    help=t("ハブのアダプターの名前、module:Class、または対応表の FILE.toml"),
)
@click.option(
    "--own-host",
    "own_hosts",
    multiple=True,
    metavar="NAME",
    help=t("自分のものと確かめた、手元以外のホスト名"),
)
@click.option(
    "--defect", metavar="NAME", help=t("内蔵の参照ハブにわざと入れる欠陥（一覧は pmhsim hub --list-defects）")
)
@click.option(
    "--faults",
    metavar="FILE",
    help=t("わざと入れる通信の障害の計画（TOML）か、同梱の計画の名前（bad-line、wrong-clock）"),
)
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help=t("実行フォルダ。省くと runs/ の下")
)
@json_option
@lang_option
def demo(
    municipality: str,
    day: date | None,
    seed: int,
    share: float,
    url: str | None,
    adapter: str,
    own_hosts: tuple[str, ...],
    defect: str | None,
    faults: str | None,
    out: Path | None,
    as_json: bool,
) -> int:
    """Play the day and give the exit code of its verdict."""
    wish = Wish(
        municipality=municipality,
        day=day,
        seed=seed,
        share=share,
        hub=url,
        adapter=adapter,
        defect=defect,
        own_hosts=frozenset(own_hosts),
        out=out,
        nonce=secrets.token_hex(4) if url else "",
        faults=faults,
    )
    performed = wish.perform(Progress())
    _print_json(performed) if as_json else _print(performed)
    return 0 if performed.results["verdict"] == "pass" else 1


def _print_json(performed: Performance) -> None:
    told = {"run": performed.run, **performed.results}
    told = {name: _in_words(told[name]) for name in JSON_FIELDS if name in told}
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    click.echo(_again(performed), err=True)


def _in_words(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The value with every pair of languages replaced by the words in the chosen one."""
    if isinstance(value, dict):
        if set(value) == {"ja", "en"}:
            return value[language()]
        return {name: _in_words(each) for name, each in value.items()}
    return [_in_words(each) for each in value] if isinstance(value, list) else value


def _print(performed: Performance) -> None:
    results = performed.results
    click.echo(headline(results, language()))
    click.echo(results["reason"][language()])
    if "faults" in results:
        click.echo(results["faults"]["text"][language()])
        click.echo(results["faults"]["kept_back_text"][language()])
    for row in results["deviations"][:SHOWN_DEVIATIONS]:
        click.echo(
            t(
                "■ {requirement} {visit}{planted}\n    許される回答: {allowed}\n    実際の回答: {observed}",
                requirement=row["requirement"],
                visit=row["visit"],
                planted=t("（仕込み）") if row["planted"] else "",
                allowed=row["allowed"][language()],
                observed=row["observed"][language()],
            )
        )
    _print_first_request(results["deviations"])
    more = len(results["deviations"]) - SHOWN_DEVIATIONS
    if more > 0:
        click.echo(t("  ほか {count}件（findings.json）", count=more))
    kept = sum(row["duty"] == "hub" and row["exercised"] > 0 for row in results["requirements"])
    numbers = t(
        "住民 {holders}人（合成）。受診などのうち仕込み {planted}件。"
        "確かめた要件 {kept}、実施せず {not_run}。",
        holders=f"{results['holders']:,}",
        planted=results["planted"],
        kept=kept,
        not_run=len(results["not_run"]),
    )
    click.echo(numbers)
    click.echo(t("報告書: {path}", path=performed.folder / REPORTS[language()]))
    click.echo(_again(performed))


def _print_first_request(deviations: list[dict[str, Any]]) -> None:
    first = next((row["curl"] for row in deviations if row["curl"]), None)
    if first is not None:
        click.echo(t("はじめの要求を送り直すには（ほかは findings.json）:\n{curl}", curl=first))
        click.echo(t("TOKEN は pmhsim trust token、ASSERTION は pmhsim card sign で作れます。"))


def _again(performed: Performance) -> str:
    return t("再現: {command}", command=performed.command)
