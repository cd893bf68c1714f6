"""`pmhsim hub new-adapter`: a package to begin with, for a hub with an interface of its own."""

from pathlib import Path

import click

from simulator.cli.options import lang_option
from simulator.cli.speech import t
from simulator.hub.skeleton import class_name, write_skeleton


@click.command("new-adapter", help=t("独自の仕様のハブのため、アダプター（Python）の骨組みを書く。"))
@click.argument("name", metavar="NAME")
@click.option(
    "--out",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help=t("骨組みのフォルダを作る場所。省くと今のフォルダ"),
)
@lang_option
def new_adapter(name: str, out: Path) -> None:
    """Write the package and say how to go on."""
    folder = write_skeleton(name, out)
    click.echo(t("書きました: {path}（README.md に続きがあります）", path=folder))
    click.echo(t("試験する: cd {path} && python -m pytest", path=folder))
    command = f"PYTHONPATH={folder} pmhsim doctor --hub URL --adapter {name}.adapter:{class_name(name)}"
    click.echo(t("つないでみる: {command}", command=command))
