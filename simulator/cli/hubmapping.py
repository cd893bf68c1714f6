"""`pmhsim hub mapping`: the template of a mapping, and the check of one."""

from pathlib import Path

import click

from simulator.cli.options import lang_option
from simulator.cli.speech import language, t
from simulator.hub.adapters.registry import MAPPING
from simulator.hub.contract.calls import CALLS
from simulator.hub.mapping.file import read_mapping
from simulator.hub.mapping.template import template
from simulator.language import Complaint, say
from simulator.language.system import reason_of


@click.command(help=t("ハブの対応表（TOML）の手本を書き出すか、FILE を確かめる。"))
@click.argument("file", metavar="FILE", required=False, type=click.Path(path_type=Path))
@click.option("--template", "as_template", is_flag=True, help=t("すべての操作、パス、項目の入った手本を出す"))
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help=t("手本を書くファイル。省くと標準出力")
)
@lang_option
def mapping(file: Path | None, as_template: bool, out: Path | None) -> None:
    """Write the template, or check a file."""
    if as_template == (file is not None) or (out is not None and not as_template):
        raise Complaint(
            say("手本を出すか、ファイルを確かめるかのどちらかです。"),
            mend=say("`pmhsim hub mapping --template` か `pmhsim hub mapping FILE.toml` を行ってください。"),
        )
    if file is not None:
        _check(file)
    elif out is not None:
        _write(out)
    else:
        click.echo(template(language()), nl=False)


def _check(file: Path) -> None:
    if not file.name.endswith(MAPPING):
        raise Complaint(
            say("対応表の名前が {ending} で終わっていません。", ending=MAPPING),
            where=say("ファイル: {file}", file=file),
            mend=say("--adapter は名前の終わりで対応表と分かります。名前を変えてください。"),
        )
    found = read_mapping(file)
    left_out = [operation.__name__ for operation in CALLS if operation not in found.calls]
    click.echo(
        t(
            "誤りはありません: {file}（操作 {count}、ハブにない操作: {left}）",
            file=file,
            count=len(found.calls),
            left=", ".join(left_out) or t("なし"),
        )
    )
    click.echo(t("使う: pmhsim demo --hub URL --adapter {file}", file=file))


def _write(out: Path) -> None:
    if not out.name.endswith(MAPPING):
        raise Complaint(
            say("対応表の名前が {ending} で終わっていません。", ending=MAPPING),
            where=say("--out"),
            mend=say("--adapter は名前の終わりで対応表と分かります。名前を変えてください。"),
        )
    try:
        with out.open("x", encoding="utf-8", newline="\n") as written:
            written.write(template(language()))
    except OSError as error:
        raise Complaint(
            say("書けません: {file}（{reason}）", file=out, reason=reason_of(error)),
            where=say("--out"),
            mend=say("まだないファイルの名前を指定してください。上書きはしません。"),
        ) from error
    click.echo(t("書きました: {file}", file=out))
    click.echo(t("違う行だけ直し、`pmhsim hub mapping {file}` で確かめてください。", file=out))
