import hashlib
from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from simulator.card import CertificationAuthority, UserCertificate

AS_OF = date(2026, 11, 30)
AUTHORITY = CertificationAuthority.from_seed(1)


def issue(person_id: str = "p-1", issue_number: int = 1, seed: int = 1) -> UserCertificate:
    authority = CertificationAuthority.from_seed(seed)
    return authority.issue(person_id, issue_number, date(2024, 6, 1), date(1990, 8, 15))


def parsed(certificate: UserCertificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.der)


def revocations(serials: list[int]) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(AUTHORITY.revocation_list(serials, AS_OF))


def test_a_seed_gives_these_bytes_on_every_machine() -> None:
    content = AUTHORITY.certificate_pem + issue().der + AUTHORITY.revocation_list([3, 1], AS_OF)
    assert hashlib.sha256(content).hexdigest()[:32] == "7846b7f4868d627e59c4d79cfd395823"


@given(st.integers())
def test_any_whole_number_is_a_seed(seed: int) -> None:
    authority = CertificationAuthority.from_seed(seed)
    assert (authority == AUTHORITY) == (seed == 1)


def test_seeds_of_any_length_have_an_authority() -> None:
    assert CertificationAuthority.from_seed(10**60) != CertificationAuthority.from_seed(10**61)


def test_another_seed_person_or_issue_is_another_certificate() -> None:
    others = [issue(), issue(seed=2), issue(person_id="p-2"), issue(issue_number=2)]
    assert len({other.serial for other in others}) == 4
    assert len({parsed(other).public_key().public_numbers() for other in others}) == 4  # type: ignore[union-attr]


def test_the_authority_is_openly_fictional_and_may_sign_certificates_only() -> None:
    authority = AUTHORITY.certificate
    organisation = authority.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)[0].value
    assert organisation == "PMH Simulator (synthetic data)"
    assert authority.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = authority.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.key_cert_sign
    assert usage.crl_sign
    assert not usage.digital_signature
    authority.verify_directly_issued_by(authority)


def test_a_user_certificate_is_signed_by_its_authority_and_by_no_other() -> None:
    certificate = parsed(issue())
    certificate.verify_directly_issued_by(AUTHORITY.certificate)
    with pytest.raises(ValueError, match="does not match"):
        certificate.verify_directly_issued_by(CertificationAuthority.from_seed(2).certificate)


def test_a_user_certificate_holds_its_key_and_serial_number() -> None:
    issued = issue()
    certificate = parsed(issued)
    assert certificate.public_key() == issued.private_key.public_key()
    assert certificate.serial_number == issued.serial == AUTHORITY.serial_number("p-1", 1)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_a_user_certificate_does_not_say_whose_it_is() -> None:
    assert b"p-secret" not in issue(person_id="p-secret").der


def test_validity_runs_to_the_end_of_the_last_day_in_japan() -> None:
    issued = issue()
    assert (issued.valid_from, issued.valid_to) == (date(2024, 6, 1), date(2028, 8, 15))
    assert parsed(issued).not_valid_before_utc == datetime(2024, 5, 31, 15, 0, 0, tzinfo=UTC)
    assert parsed(issued).not_valid_after_utc == datetime(2028, 8, 15, 14, 59, 59, tzinfo=UTC)


@given(st.text(max_size=20), st.integers(1, 99))
def test_serial_numbers_are_positive_and_fit_a_64_bit_column(person_id: str, issue_number: int) -> None:
    assert 0 < AUTHORITY.serial_number(person_id, issue_number) < 2**63


@given(st.lists(st.integers(1, 2**63 - 1), max_size=20), st.randoms())
def test_a_revocation_list_holds_each_serial_number_once_and_sorted(
    serials: list[int], chance: object
) -> None:
    chance.shuffle(mixed := serials + serials[:3])  # type: ignore[attr-defined]
    assert [entry.serial_number for entry in revocations(mixed)] == sorted(set(serials))
    assert AUTHORITY.revocation_list(mixed, AS_OF) == AUTHORITY.revocation_list(serials, AS_OF)


def test_a_revocation_list_is_signed_and_begins_on_its_day() -> None:
    signed = revocations([7])
    key = AUTHORITY.certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert signed.is_signature_valid(key)
    assert signed.last_update_utc == datetime(2026, 11, 29, 15, 0, 0, tzinfo=UTC)
    assert signed.get_revoked_certificate_by_serial_number(7) is not None
    assert signed.get_revoked_certificate_by_serial_number(8) is None


def test_the_list_of_a_later_day_has_a_higher_number() -> None:
    def number(day: date) -> int:
        content = x509.load_der_x509_crl(AUTHORITY.revocation_list([], day))
        return content.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number

    assert number(date(2026, 12, 1)) > number(AS_OF)
