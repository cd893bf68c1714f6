"""`pmhsim trust`: what a hub has to trust to take part in a rehearsal."""

from pathlib import Path

import click

from simulator.card import write_trust
from simulator.cli.options import lang_option, seed_option
from simulator.cli.speech import t
from simulator.hub.connection import trust_of


@click.group(help=t("ハブが信頼すべきもの（認証局、失効リスト、トークンの鍵）を扱う。"))
@lang_option
def trust() -> None:
    """Hold the verbs of trust together."""


@trust.command(help=t("DIR に認証局の証明書、失効リスト、トークンの公開鍵を書く。秘密鍵は書かない。"))
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@seed_option
@lang_option
def init(directory: Path, seed: int) -> None:
    """Write the trust folder of a seed."""
    write_trust(directory, trust_of(seed))
    click.echo(t("書きました: {path}（ca.pem、revocations.crl、jwks.json）", path=directory))
    click.echo(t("再現: pmhsim trust init {path} --seed {seed}", path=directory, seed=seed))
