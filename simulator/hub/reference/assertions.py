"""Checking card assertions: a compact JWS with the user certificate in `x5c` (an assumed form)."""

from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import jwt
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.utils import base64url_decode

from simulator.hub.contract.documents import NotJson, parse

if TYPE_CHECKING:
    from jwt.types import Options

ALGORITHM = "ES256"
AUDIENCE = "pmh"
TYPE = "pmh-card+jwt"
LEEWAY_SECONDS = 300
JST = timezone(timedelta(hours=9))
# Times are judged by the hub's own clock, not by that of the library.
DECODING: "Options" = {
    "verify_iat": False,
    "verify_exp": False,
    "verify_nbf": False,
    "require": ["iat", "exp"],
}
_CERTIFICATES_KEPT = 65536
_LONGEST_CERTIFICATE = 8192
_FAULTS = (ValueError, TypeError, KeyError, Base64Error, InvalidSignature, UnsupportedAlgorithm)


class BadAssertion(Exception):  # noqa: N818 - it is the caller's fault, not an error of the hub
    """An assertion, certificate or revocation list that is not to be trusted; says no more on purpose."""


class Trust(Protocol):
    """What the hub trusts: the authority's certificate (PEM) and its revocation list (DER)."""

    @property
    def ca_certificate_pem(self) -> bytes:
        """The authority's certificate."""
        ...

    @property
    def revocation_list_der(self) -> bytes:
        """The authority's revocation list."""
        ...


@dataclass(frozen=True, slots=True)
class CardCertificate:
    """A user certificate issued by the trusted authority: serial as lower-case hex, both days valid (JST)."""

    serial: str
    valid_from: date
    valid_to: date
    key: ec.EllipticCurvePublicKey


@dataclass(frozen=True, slots=True)
class Claims:
    """What an assertion says beside its certificate; times in seconds since 1970."""

    institution_code: str
    jti: str
    issued_at: int
    expires_at: int


class Authority:
    """The certification authority, as the hub knows it; certificates once checked are remembered."""

    def __init__(self, certificate_pem: bytes) -> None:
        self._certificate = x509.load_pem_x509_certificate(certificate_pem)
        self.certificate = lru_cache(_CERTIFICATES_KEPT)(self._read_certificate)

    def revoked_serials(self, revocation_list: bytes) -> frozenset[str]:
        """The serials on a list (DER); raises BadAssertion if it is not the authority's."""
        try:
            listed = x509.load_der_x509_crl(revocation_list)
            key = self._certificate.public_key()
            genuine = (
                isinstance(key, ec.EllipticCurvePublicKey)
                and listed.issuer == self._certificate.subject
                and listed.is_signature_valid(key)
            )
        except _FAULTS as fault:
            raise BadAssertion from fault
        if not genuine:
            raise BadAssertion
        return frozenset(f"{entry.serial_number:x}" for entry in listed)

    def _read_certificate(self, written: str) -> CardCertificate:
        """A certificate as it stands in `x5c` (base64 of DER); raises BadAssertion for a foreign one."""
        try:
            certificate = x509.load_der_x509_certificate(b64decode(written, validate=True))
            certificate.verify_directly_issued_by(self._certificate)
            key = certificate.public_key()
            usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
            limits = certificate.extensions.get_extension_for_class(x509.BasicConstraints).value
        except (*_FAULTS, x509.ExtensionNotFound, x509.DuplicateExtension) as fault:
            raise BadAssertion from fault
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            raise BadAssertion
        if limits.ca or not usage.digital_signature:
            raise BadAssertion
        return CardCertificate(
            f"{certificate.serial_number:x}",
            _day(certificate.not_valid_before_utc),
            _day(certificate.not_valid_after_utc),
            key,
        )


def _day(moment: datetime) -> date:
    """The day in Japan; the last one of the calendar for a moment beyond."""
    try:
        return moment.astimezone(JST).date()
    except OverflowError:
        return date.max


def certificate_in(assertion: str) -> str:
    """The one certificate in the header, still to be checked; raises BadAssertion for any other form."""
    # Read without the library, which would decode the whole assertion for it; its own reading comes later.
    try:
        header = parse(base64url_decode(assertion.partition(".")[0]))
    except (ValueError, NotJson) as fault:
        raise BadAssertion from fault
    match header:
        case {"typ": kind, "x5c": [str(written)]} if kind == TYPE and len(written) <= _LONGEST_CERTIFICATE:
            return written
        case _:
            raise BadAssertion


def verified_claims(assertion: str, key: ec.EllipticCurvePublicKey) -> Claims:
    """The claims, with signature and audience checked; times and institution are still to be judged."""
    try:
        return claims_of(
            jwt.decode(assertion, key, algorithms=[ALGORITHM], audience=AUDIENCE, options=DECODING)
        )
    except jwt.InvalidTokenError as fault:
        raise BadAssertion from fault


def timely(claims: Claims, now: int) -> bool:
    """Whether the assertion was issued by now and has not run out, clocks differing by the leeway at most."""
    return claims.issued_at - LEEWAY_SECONDS <= now < claims.expires_at + LEEWAY_SECONDS


def claims_of(claims: Mapping[str, Any]) -> Claims:
    """The claims of a decoded assertion; raises BadAssertion where one is missing or of the wrong type."""
    match claims:
        case {"institution": str(code), "jti": str(jti), "iat": int(issued), "exp": int(expires)}:
            return Claims(code, jti, issued, expires)
        case _:
            raise BadAssertion
