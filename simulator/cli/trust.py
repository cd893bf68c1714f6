"""`pmhsim trust`: what a hub has to trust to take part in a rehearsal."""

import time
from pathlib import Path

import click

from simulator.card import TokenIssuer, write_trust
from simulator.cli.options import lang_option, seed_option
from simulator.cli.speech import t
from simulator.hub.connection import trust_of
from simulator.hub.credentials import ROLES
from simulator.port.operations import Role


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


@trust.command(help=t("役割 ROLE のトークンを1つ作って書き出す。curl などで自分のハブを試すために使う。"))
@click.argument("role", metavar="ROLE", type=click.Choice(ROLES))
@click.option("--org", metavar="CODE", help=t("実施機関か医療機関の番号（body と institution で使う）"))
@click.option("--sub", metavar="ID", help=t("本人の番号（resident で使う）"))
@seed_option
@lang_option
def token(role: Role, org: str | None, sub: str | None, seed: int) -> None:
    """Issue a token of a seed, good for an hour; it opens nothing but hubs that trust the simulator."""
    click.echo(TokenIssuer.from_seed(seed).issue(role, org, sub, int(time.time())))
