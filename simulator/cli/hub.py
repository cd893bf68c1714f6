"""`pmhsim hub`: the reference hub as a server on loopback, its defects, and verbs for other hubs."""

import json
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import click

from simulator.card import read_trust
from simulator.cli.hubadapter import new_adapter
from simulator.cli.hubmapping import mapping
from simulator.cli.hubsample import day_option, municipality_option, people, sample, sample_of
from simulator.cli.options import json_option, lang_option, seed_option
from simulator.cli.speech import language, t
from simulator.facts.requirements import requirement
from simulator.hub.connection import trust_of
from simulator.hub.filling import read_filling
from simulator.hub.reference.admission import LOOKUPS_PER_SECOND
from simulator.hub.reference.defects import DEFECTS
from simulator.hub.reference.filling import fill
from simulator.hub.reference.hub import open_hub
from simulator.hub.reference.journal import LEVELS, write_journal
from simulator.hub.reference.serve import HOST, serve
from simulator.hub.reference.served import served_app
from simulator.language import Complaint, say

SQLITE = "sqlite:///"


@click.group(
    help=t("参照ハブを 127.0.0.1 で動かす。コマンドを付けると、自分のハブをつなぐ準備をする。"),
    invoke_without_command=True,
)
@click.pass_context
@click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help=t("ポート。0 は空きポート"),
)
@click.option("--store", metavar="sqlite:///FILE", help=t("保存先。省くと終了時に消える一時ファイル"))
@click.option(
    "--trust",
    "trust_folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=t("`pmhsim trust init` が書いたフォルダ。省くと --seed から作る"),
)
@click.option("--sample", "with_sample", is_flag=True, help=t("見本の人（合成）を登録してから始める"))
@click.option(
    "--world",
    "world_folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=t("登録の要求のフォルダ（`pmhsim hub sample DIR` が書く形）を読み込んでから始める"),
)
@municipality_option
@day_option
@click.option("--defect", metavar="NAME", help=t("わざと入れる欠陥を1つ"))
@click.option("--test-clock", is_flag=True, help=t("試験のため、日付を外から設定できるようにする"))
@click.option(
    "--card-lookups-per-second",
    metavar="N",
    type=click.IntRange(1),
    default=LOOKUPS_PER_SECOND,
    show_default=True,
    help=t("1つの施設がカードで照会できる毎秒の回数。20秒分までは続けて照会できる"),
)
@click.option(
    "--log-level",
    type=click.Choice(tuple(LEVELS)),
    default="warning",
    show_default=True,
    help=t("標準エラー出力に書くログ（JSON）の水準。個人の情報は書かない"),
)
@click.option("--single-commits", is_flag=True, hidden=True)  # the peer that group commit is measured against
@click.option("--list-defects", is_flag=True, help=t("欠陥の一覧を出して終わる"))
@seed_option
@json_option
@lang_option
def hub(
    context: click.Context,
    port: int,
    store: str | None,
    trust_folder: Path | None,
    with_sample: bool,
    world_folder: Path | None,
    municipality: str,
    day: date | None,
    defect: str | None,
    test_clock: bool,
    card_lookups_per_second: int,
    log_level: str,
    single_commits: bool,
    list_defects: bool,
    seed: int,
    as_json: bool,
) -> None:
    """Serve until interrupted, or list the defects, or leave it to a verb below."""
    if context.invoked_subcommand is not None:
        return
    if list_defects:
        click.echo(_catalogue(as_json))
        return
    trust = read_trust(trust_folder) if trust_folder else trust_of(seed)
    with ExitStack() as stack:
        path = (
            _store_path(store)
            if store
            else Path(stack.enter_context(tempfile.TemporaryDirectory())) / "hub.sqlite"
        )
        reference = open_hub(path, trust, day, test_clock=test_clock, defect=defect)
        stack.callback(reference.close)
        if with_sample:
            fill(reference, sample_of(municipality, day, seed).operations())
        if world_folder is not None:
            fill(reference, read_filling(world_folder))
        app = served_app(
            reference,
            trust.jwks,
            lookups_per_second=card_lookups_per_second,
            single_commits=single_commits,
        )
        write_journal(log_level, sys.stderr)
        serve(app, port, lambda chosen: _ready(chosen, defect))


for verb in (people, sample, mapping, new_adapter):
    hub.add_command(verb)


def _ready(port: int, defect: str | None) -> None:
    click.echo(f"http://{HOST}:{port}")
    if defect:
        click.echo(t("わざと入れた欠陥: {name}", name=defect), err=True)
    click.echo(t("止めるには Ctrl-C を押してください。"), err=True)


def _store_path(store: str) -> Path:
    name = store.removeprefix(SQLITE)
    path = Path(name)
    if not store.startswith(SQLITE) or not name or not path.parent.is_dir():
        raise _unopened(store)
    return path


def _unopened(store: str) -> Complaint:
    return Complaint(
        say("保存先を開けません: {store}", store=store),
        where=say("--store"),
        mend=say("既にあるフォルダの中のファイルを sqlite:///FILE の形で指定してください。"),
    )


def _catalogue(as_json: bool) -> str:
    if as_json:
        rows = [
            {"name": d.name, "ja": d.ja, "en": d.en, "requirement": d.requirement, "kind": d.kind}
            for d in DEFECTS.values()
        ]
        return json.dumps({"defects": rows}, ensure_ascii=False, indent=1)
    lines = []
    for each in DEFECTS.values():
        violated = requirement(each.requirement)
        sentence, kept = (each.ja, violated.ja) if language() == "ja" else (each.en, violated.en)
        lines.append(f"{each.name}\n  {sentence}\n  {each.requirement}: {kept}")
    return "\n".join(lines)
