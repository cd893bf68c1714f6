"""Cards: certificates, assertions of readings, revocations, and which holder was read where and when."""

import base64
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from dateutil.relativedelta import relativedelta

from . import jws
from .problems import Refusal

JAPAN = timezone(timedelta(hours=9))
LEEWAY = 300
LONGEST_CERTIFICATE = 8192
_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    InvalidSignature,
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.InvalidVersion,
)


@dataclass(frozen=True)
class Reading:
    """A good assertion: the serial of the card, its own id, the last day of the certificate."""

    serial: str
    jti: str
    last_day: date


class Cards:
    """The trusted authority with its current revocation list, and the memory of used assertions."""

    def __init__(self, authority: bytes, revocations: bytes) -> None:
        self._authority = x509.load_pem_x509_certificate(authority)
        self._revoked: frozenset[str] = frozenset()
        self._used: set[tuple[str, str]] = set()
        self._read: set[tuple[str, str, date]] = set()
        self.revoke(revocations)

    def revoke(self, revocations: bytes) -> None:
        """Takes a new list in the place of the earlier one; ValueError where it is none of the authority."""
        try:
            new = x509.load_der_x509_crl(revocations)
            by_us = new.issuer == self._authority.subject and new.is_signature_valid(self._key())
            self._revoked = frozenset(f"{entry.serial_number:x}" for entry in new) if by_us else self._revoked
        except _UNREADABLE:
            by_us = False
        if not by_us:
            raise ValueError("no list of the authority")

    def _key(self) -> EllipticCurvePublicKey:
        key = self._authority.public_key()
        assert isinstance(key, EllipticCurvePublicKey)
        return key

    def reading(self, assertion: str, institution: str, today: date, now: float) -> Reading:
        """The reading that the assertion proves to this institution."""
        try:
            signed = jws.take_apart(assertion)
            certificate = self._certificate(signed.header)
            key = certificate.public_key()
            assert isinstance(key, EllipticCurvePublicKey)
            good = signed.fits(key) and _fits(signed.claims, institution, now)
            first, last = _days(certificate)
        except _UNREADABLE:
            good = False
        if not good or first > today:
            raise Refusal("assertion-invalid")
        return Reading(f"{certificate.serial_number:x}", signed.claims["jti"], last)

    def use(self, reading: Reading) -> None:
        """Uses up a reading, whatever becomes of the request."""
        once = (reading.serial, reading.jti)
        if once in self._used:
            raise Refusal("assertion-replayed")
        self._used.add(once)

    def in_grace(self, reading: Reading, today: date) -> bool:
        """Whether the certificate ended not long ago; refused if it is revoked or ended too long ago."""
        if reading.serial in self._revoked:
            raise Refusal("card-revoked")
        if today > _end_of_grace(reading.last_day):
            raise Refusal("card-expired")
        return today > reading.last_day

    def was_read(self, person: str, institution: str, today: date) -> bool:
        """Whether this institution has read the person's card today."""
        return (person, institution, today) in self._read

    def note_reading(self, person: str, institution: str, today: date) -> None:
        """Opens the person's questionnaires to the institution for today."""
        self._read.add((person, institution, today))

    def _certificate(self, header: dict[str, Any]) -> x509.Certificate:
        chain = header.get("x5c")
        if header.get("typ") != "pmh-card+jwt" or not isinstance(chain, list) or len(chain) != 1:
            raise ValueError("no header of a card")
        if not isinstance(chain[0], str) or len(chain[0]) > LONGEST_CERTIFICATE:
            raise ValueError("no certificate")
        found = x509.load_der_x509_certificate(base64.b64decode(chain[0], validate=True))
        # Checks the issuer's name and the signature, with the algorithm that the certificate names.
        found.verify_directly_issued_by(self._authority)
        if not isinstance(found.signature_algorithm_parameters, ECDSA):
            raise TypeError("no ECDSA")
        hashed = found.signature_hash_algorithm
        key = found.public_key()
        if hashed is None or hashed.name != "sha256" or not isinstance(key, EllipticCurvePublicKey):
            raise ValueError("another algorithm")
        extensions = found.extensions
        is_authority = extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        signs = extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
        if not isinstance(key.curve, SECP256R1) or is_authority or not signs:
            raise ValueError("an unfit certificate")
        return found


def _fits(claims: dict[str, Any], institution: str, now: float) -> bool:
    begin, end = claims.get("iat"), claims.get("exp")
    if any(isinstance(time, bool) or not isinstance(time, int) for time in (begin, end)):
        return False
    assert isinstance(begin, int) and isinstance(end, int)
    return (
        claims.get("aud") == "pmh"
        and claims.get("institution") == institution
        and isinstance(claims.get("jti"), str)
        and begin - LEEWAY <= now < end + LEEWAY
    )


def _day(moment: datetime) -> date:
    try:
        return moment.replace(tzinfo=UTC).astimezone(JAPAN).date()
    except OverflowError:
        return date.max


def _days(certificate: x509.Certificate) -> tuple[date, date]:
    return _day(certificate.not_valid_before_utc), _day(certificate.not_valid_after_utc)


def _end_of_grace(last_day: date) -> date:
    """The end of the third month after the month of the day."""
    if last_day.year == date.max.year and last_day.month > 8:
        return date.max
    # relativedelta cuts day 31 to the length of the month it arrives at.
    return last_day + relativedelta(months=3, day=31)
