"""`pmhsim card`: card assertions, so that a hub can be tried by hand."""

import secrets
import time
from datetime import date
from difflib import get_close_matches

import click

from simulator.card import CertificationAuthority, Method, sign_assertion
from simulator.cli.hubsample import day_option, municipality_option, sample_of
from simulator.cli.options import lang_option, seed_option
from simulator.cli.speech import t
from simulator.language import Complaint, say
from simulator.visits.carddesk import AUDIENCE
from simulator.visits.sample import Sample, SamplePerson


@click.group(help=t("マイナンバーカード（合成）の提示を扱う。"))
@lang_option
def card() -> None:
    """Hold the verbs of cards together."""


@card.command(
    help=t("見本の人 PERSON（場合の名か本人の番号）のカードの提示を1つ作って書き出す。5分間、1回だけ使える。")
)
@click.argument("person", metavar="PERSON")
@click.option("--institution", metavar="CODE", help=t("カードを読み取る施設の番号。省くと見本の最初の施設"))
@municipality_option
@day_option
@seed_option
@lang_option
def sign(person: str, institution: str | None, municipality: str, day: date | None, seed: int) -> None:
    """Print an assertion of the person's card."""
    sample = sample_of(municipality, day, seed)
    found = _person(sample, person)
    if found.card is None:
        raise Complaint(
            say("この人はカードを持っていません: {person}", person=person),
            mend=say("`pmhsim hub people` で、カードのある人を選んでください。"),
        )
    certificate = CertificationAuthority.from_seed(seed).issue(
        found.card.person_id,
        found.card.issue_number,
        found.card.issued_on,
        found.birth,
        card_valid_to=found.card.card_valid_to,
    )
    click.echo(
        sign_assertion(
            certificate,
            audience=AUDIENCE,
            institution_code=institution or sample.institution_codes[0],
            method=Method.FACE,
            issued_at=int(time.time()),
            token_id=secrets.token_hex(16),
        )
    )


def _person(sample: Sample, name: str) -> SamplePerson:
    for each in sample.people:
        if name in (each.case, each.person_id):
            return each
    cases = [each.case for each in sample.people]
    nearest = get_close_matches(name, cases, n=1, cutoff=0.0)[0]
    raise Complaint(
        say("見本にこの人はいません: {person}", person=name),
        mend=say("近い名前は {nearest} です。一覧は `pmhsim hub people` で見られます。", nearest=nearest),
    )
