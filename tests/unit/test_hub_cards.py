"""Cards and their assertions, on the sound hub."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from simulator.card.assertion import tamper
from simulator.card.authority import CertificationAuthority
from simulator.hub.reference.assertions import Authority
from simulator.hub.reference.decisions.cards import CardDecisions, Standing
from simulator.port import operations as ops
from simulator.port.outcomes import Empty, Invalid, Ok, Refused

INVALID = Refused("assertion-invalid")


def present(town: Any, assertion: str) -> object:
    return town.act(ops.CheckEligibility(town.clinic, assertion, consent=True, service_date=town.today))


def test_an_assertion_serves_once(town: Any) -> None:
    assertion = town.assertion(town.settle())
    assert isinstance(present(town, assertion), Ok)
    assert present(town, assertion) == Refused("assertion-replayed")


def test_two_cards_may_use_the_same_token_id(town: Any) -> None:
    for person in ("hana", "taro"):
        assert isinstance(present(town, town.assertion(town.settle(person), token_id="1")), Ok)


def test_an_assertion_changed_after_signing_is_refused(town: Any) -> None:
    assert present(town, tamper(town.assertion(town.settle()))) == INVALID


@pytest.mark.parametrize("change", [{"audience": "somebody"}, {"institution_code": "9910000002"}])
def test_an_assertion_made_for_another_is_refused(town: Any, change: dict[str, str]) -> None:
    assert present(town, town.assertion(town.settle(), **change)) == INVALID


@pytest.mark.parametrize(
    ("seconds", "accepted"), [(300, True), (301, False), (-599, True), (-600, False), (-86400, False)]
)
def test_clocks_may_differ_by_five_minutes(town: Any, seconds: int, *, accepted: bool) -> None:
    assertion = town.assertion(town.settle(), issued_at=town.now + seconds)
    assert (present(town, assertion) == INVALID) is not accepted


def test_a_certificate_of_another_authority_is_refused(town: Any) -> None:
    town.settle()
    forged = CertificationAuthority.from_seed(2).issue("hana", 1, date(2025, 1, 6), town.born)
    assert present(town, town.assertion(forged)) == INVALID


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "e30.e30.AA", "あ.い.う"])
def test_what_is_no_assertion_is_refused(town: Any, text: str) -> None:
    assert present(town, text) == INVALID


def test_a_revoked_card_is_refused_once_the_list_is_published(town: Any) -> None:
    held = town.settle()
    assert isinstance(town.check(held), Ok)
    assert town.revoke(held) == Ok()
    assert town.check(held) == Refused("card-revoked")


def test_a_list_that_is_not_the_authority_s_changes_nothing(town: Any) -> None:
    held = town.settle()
    foreign = CertificationAuthority.from_seed(2).revocation_list((held.serial,), town.today)
    for der in (foreign, b"no list"):
        assert town.act(ops.PublishRevocations(der)) == Invalid(("revocationList",))
    assert isinstance(town.check(held), Ok)


def test_a_card_that_nobody_linked_is_unknown(town: Any) -> None:
    stranger = town.link(town.registrant("taro"), "taro")
    town.link(town.registrant("taro"), "taro", issue_number=2)
    assert town.check(stranger) == Refused("card-unknown")


def test_after_a_renewal_only_the_new_card_answers(town: Any) -> None:
    old = town.settle()
    new = town.link(town.registrant(), issue_number=2)
    assert town.check(old) == Refused("card-unknown")
    assert isinstance(town.check(new), Ok)


def test_a_link_without_a_card_leaves_the_person_s_card(town: Any) -> None:
    held = town.settle()
    at_body = town.registrant(body=town.other_city).at_body
    assert town.act(ops.LinkCards((ops.CardLink("hana", at_body, None),))) == Ok()
    assert isinstance(town.check(held), Ok)


@pytest.mark.parametrize(
    ("civil_date", "outcome"),
    [
        (date(2029, 5, 5), None),
        (date(2029, 5, 6), Empty()),
        (date(2029, 8, 31), Empty()),
        (date(2029, 9, 1), Refused("card-expired")),
    ],
)
def test_a_certificate_is_good_to_its_last_day_and_tells_nothing_in_the_months_of_grace(
    town: Any, civil_date: date, outcome: object
) -> None:
    held = town.settle()
    town.issue_ticket(town.registrant())
    assert held.valid_to == date(2029, 5, 5)
    town.act(ops.SetClock(civil_date))
    expected_rows, expected_tickets = (outcome, outcome) if outcome else (Ok((town.certificate(),)), None)
    assert town.check(held) == expected_rows
    if expected_tickets is None:
        assert isinstance(town.tickets(held), Ok)
    else:
        assert town.tickets(held) == expected_tickets


def endless(issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    """A user certificate without an end, as RFC 5280 writes it, of an authority with this name and key."""
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"),
        False,
    )
    return (
        x509.CertificateBuilder()
        .issuer_name(issuer)
        .subject_name(x509.Name([]))
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(1)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, crl_sign=False, encipher_only=False, decipher_only=False, **usage
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )


def test_a_certificate_without_an_end_has_none() -> None:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = endless(name, key)
    root = (
        x509.CertificateBuilder(name, name, key.public_key(), 2)
        .not_valid_before(made.not_valid_before_utc)
        .not_valid_after(made.not_valid_after_utc)
        .sign(key, hashes.SHA256())
    )
    authority = Authority(root.public_bytes(Encoding.PEM))

    read = authority.certificate(b64encode(made.public_bytes(Encoding.DER)).decode())

    assert read.valid_to == date.max
    late = replace(read, valid_to=date(9999, 10, 31))
    assert CardDecisions().standing(read, date.max) is Standing.VALID
    assert CardDecisions().standing(late, date.max) is Standing.GRACE


def test_a_certificate_of_the_future_is_refused(town: Any) -> None:
    held = town.link(town.registrant(), issued_on=date(2026, 12, 1))
    assert town.check(held) == INVALID
