import base64
import json
from datetime import date
from typing import Any

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from simulator.card import CertificationAuthority, Method, sign_assertion, tamper

AUTHORITY = CertificationAuthority.from_seed(1)
CERTIFICATE = AUTHORITY.issue("p-1", 1, date(2024, 6, 1), date(1990, 8, 15))


def signed(method: Method = Method.FACE) -> str:
    return sign_assertion(
        CERTIFICATE,
        audience="hub",
        institution_code="1399999999",
        method=method,
        issued_at=1_700_000_000,
        token_id="reading-1",
    )


def holder(assertion: str) -> x509.Certificate:
    (encoded,) = jwt.get_unverified_header(assertion)["x5c"]
    return x509.load_der_x509_certificate(base64.b64decode(encoded))


def verified(assertion: str) -> dict[str, Any]:
    certificate = holder(assertion)
    certificate.verify_directly_issued_by(AUTHORITY.certificate)
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    # Whether it has run out is judged by the clock of the hub, not by that of this machine.
    return jwt.decode(assertion, key, algorithms=["ES256"], audience="hub", options={"verify_exp": False})


def unverified(assertion: str) -> dict[str, Any]:
    return jwt.decode(assertion, options={"verify_signature": False})


def test_an_assertion_says_which_card_was_read_where_when_and_how() -> None:
    assert verified(signed(Method.VISUAL)) == {
        "iss": "card",
        "sub": f"{CERTIFICATE.serial:x}",
        "aud": "hub",
        "iat": 1_700_000_000,
        "exp": 1_700_000_300,
        "jti": "reading-1",
        "amr": ["visual"],
        "institution": "1399999999",
    }


def test_the_header_names_the_kind_of_token_and_carries_the_certificate() -> None:
    header = jwt.get_unverified_header(signed())
    assert (header["alg"], header["typ"]) == ("ES256", "pmh-card+jwt")
    assert holder(signed()).serial_number == CERTIFICATE.serial == int(unverified(signed())["sub"], 16)


def test_the_same_reading_gives_the_same_bytes() -> None:
    assert signed() == signed()
    assert signed() != signed(Method.PIN)


def test_an_assertion_holds_nothing_of_the_person_but_the_serial_number() -> None:
    header, claims = jwt.get_unverified_header(signed()), unverified(signed())
    assert "p-1" not in json.dumps([header, claims])


def test_a_tampered_assertion_is_found_out_by_its_signature_alone() -> None:
    changed = tamper(signed())
    with pytest.raises(jwt.InvalidSignatureError):
        verified(changed)
    before, after = unverified(signed()), unverified(changed)
    assert {name for name in before if before[name] != after[name]} == {"jti"}
    assert jwt.get_unverified_header(changed) == jwt.get_unverified_header(signed())
