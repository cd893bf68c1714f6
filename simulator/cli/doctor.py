"""`pmhsim doctor`: what a hub can do and what it lacks, before a day is rehearsed at it."""

import json
import secrets
import shlex

import click

from simulator.cli.options import json_option, lang_option, seed_option
from simulator.cli.performance import DEFAULT_ADAPTER
from simulator.cli.progress import Progress
from simulator.cli.speech import language, t
from simulator.doctor.examination import Examination
from simulator.doctor.findings import LABELS, Diagnosis, Failure, Finding, State
from simulator.doctor.scene import Scene
from simulator.hub.transports.target import find_target
from simulator.language import Complaint, Text, say

MARKS = {State.WORKS: "○", State.ABSENT: "－", State.WRONG: "×", State.ADAPTER: "△", State.UNCHECKED: "？"}


@click.command(help=t("ハブにつなぎ、できることと足りないものを、操作ごとに1度ずつ確かめる。"))
@click.option("--hub", "url", metavar="URL", help=t("診断するハブのアドレス"))
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
@seed_option
@json_option
@lang_option
def doctor(url: str | None, adapter: str, own_hosts: tuple[str, ...], seed: int, as_json: bool) -> int:
    """Examine a hub; gives 1 if anything failed that it says it can do."""
    if url is None:
        raise Complaint(
            say("診断するハブが指定されていません。"),
            where=say("--hub"),
            mend=say("例: pmhsim doctor --hub http://127.0.0.1:8765（参照ハブは `pmhsim hub` で動きます）"),
        )
    progress, target = Progress(), find_target(url, frozenset(own_hosts))

    def tell(message: Text) -> None:
        progress.say(message.render(language()))

    found = Examination(target, adapter, Scene(seed, secrets.token_hex(4)), tell).examine()
    if as_json:
        click.echo(json.dumps(_as_json(found), ensure_ascii=False, indent=1))
    else:
        _print(found)
        parts = ["pmhsim", "doctor", "--hub", url, "--adapter", adapter, "--seed", str(seed)]
        parts += [part for host in sorted(own_hosts) for part in ("--own-host", host)]
        click.echo(t("再現: {command}", command=shlex.join(parts)))
    return 0 if found.works else 1


def _print(found: Diagnosis) -> None:
    click.echo(t("ハブ {hub}（版 {version}）", hub=found.hub, version=found.version))
    click.echo(t("アダプター {adapter}", adapter=found.adapter))
    offered = ", ".join(found.capabilities) or t("なし")
    click.echo(t("申告している機能: {names}", names=offered))
    for finding in found.findings:
        click.echo(_line(finding))
        if finding.detail is not None:
            click.echo(f"      {finding.detail.render(language())}")
    counts = t("、").join(f"{LABELS[state].render(language())} {found.count(state)}" for state in State)
    click.echo(counts)
    if found.failure is not None:
        _print_failure(found.failure)
    if found.works:
        click.echo(t("診断: ハブがあると言うことは、すべてできました（合成データ）。"))
    else:
        click.echo(t("診断: 誤りがあります。上から順に直してください（合成データ）。"))


def _line(finding: Finding) -> str:
    title, label = finding.title.render(language()), LABELS[finding.state].render(language())
    operation = f" [{finding.name}]" if finding.name[0].isupper() else ""
    spent = "" if finding.seconds is None else t("  {spent} ミリ秒", spent=f"{finding.seconds * 1000:.0f}")
    return f"{MARKS[finding.state]} {label}: {title}{operation}{spent}"


def _print_failure(failure: Failure) -> None:
    click.echo("")
    click.echo(t("最初の誤り: {name}（*** は隠した値）", name=failure.name))
    click.echo(t("送ったもの:"))
    click.echo(_indented(failure.request))
    click.echo(t("返ったもの:"))
    click.echo(_indented(failure.answer or t("答えがありません")))
    click.echo(t("同じものを送るには（*** は自分の値に直す）:"))
    if failure.token is not None:
        click.echo(_indented(failure.token))
    click.echo(_indented(failure.curl))
    click.echo("")


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _as_json(found: Diagnosis) -> dict[str, object]:
    failure = found.failure
    return {
        "where": found.where,
        "adapter": found.adapter,
        "hub": found.hub,
        "version": found.version,
        "capabilities": list(found.capabilities),
        "works": found.works,
        "counts": {state.value: found.count(state) for state in State},
        "findings": [
            {
                "name": finding.name,
                "title": finding.title.render(language()),
                "state": finding.state.value,
                "detail": None if finding.detail is None else finding.detail.render(language()),
                "seconds": finding.seconds,
            }
            for finding in found.findings
        ],
        "failure": None
        if failure is None
        else {
            "name": failure.name,
            "request": failure.request,
            "answer": failure.answer,
            "curl": failure.curl,
            "token": failure.token,
        },
        "synthetic": True,
    }
