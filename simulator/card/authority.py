"""A simulated certification authority for the user certificates of synthetic card holders."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from simulator.card.keys import derive_key, derive_number
from simulator.card.user_certificate import UserCertificate, end_of, expires_on, start_of

ORGANISATION = "PMH Simulator (synthetic data)"
# One authority for every date a run may play; a real one is renewed every few years.
AUTHORITY_VALID = (date(2010, 1, 1), date(2099, 12, 31))
# Long, so that a run which moves the civil date ahead does not outlive the list it was given.
LIST_LIFETIME = timedelta(days=365)
# Serial numbers fit a signed 64-bit column.
_SERIAL_MODULUS = 2**63


@dataclass(frozen=True, slots=True)
class CertificationAuthority:
    """Issues and revokes user certificates; everything follows from the seed, byte for byte.

    Its name says openly that it is fictional. A user certificate names no person: its subject is its own
    serial number, and the hub has to be told who holds it.
    """

    seed: int
    certificate: x509.Certificate = field(repr=False)
    _key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)

    @classmethod
    def from_seed(cls, seed: int) -> Self:
        """The authority of a seed, with its self-signed certificate."""
        key = derive_key("certification authority", seed)
        return cls(seed, _authority_certificate(seed, key), key)

    @property
    def certificate_pem(self) -> bytes:
        """The authority's own certificate, as a hub is given it to trust."""
        return self.certificate.public_bytes(Encoding.PEM)

    def serial_number(self, person_id: str, issue_number: int) -> int:
        """The serial number of a person's n-th user certificate, without issuing it; 1 to 2**63 - 1.

        Two of a million certificates share one with a chance of about 1 in 20 million.
        """
        return derive_number(_SERIAL_MODULUS, "user certificate serial", self.seed, person_id, issue_number)

    def issue(
        self,
        person_id: str,
        issue_number: int,
        issued_on: date,
        birth: date,
        *,
        card_valid_to: date | None = None,
    ) -> UserCertificate:
        """Issue a person's n-th user certificate, valid from that day (JST) to `expires_on`.

        Raises:
            ValueError: issued before the birth.
        """
        serial = self.serial_number(person_id, issue_number)
        key = derive_key("user certificate key", self.seed, person_id, issue_number)
        valid_to = expires_on(issued_on, birth, card_valid_to=card_valid_to)
        certificate = (
            _builder(_name(f"{serial:x}"), self.certificate.subject, key.public_key(), serial)
            .not_valid_before(start_of(issued_on))
            .not_valid_after(end_of(valid_to))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_key_usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
            .add_extension(self._identifier(), critical=False)
            .sign(self._key, hashes.SHA256(), ecdsa_deterministic=True)
        )
        return UserCertificate(serial, certificate.public_bytes(Encoding.DER), issued_on, valid_to, key)

    def revocation_list(self, serials: Iterable[int], as_of: date) -> bytes:
        """The revocation list (DER) of a day; the order and repetition of the serial numbers do not matter.

        Each entry bears `as_of` as its day of revocation, since when a card was reported lost is no part of
        what a hub has to judge.
        """
        published = start_of(as_of)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(published)
            .next_update(published + LIST_LIFETIME)
            .add_extension(x509.CRLNumber(as_of.toordinal()), critical=False)
            .add_extension(self._identifier(), critical=False)
        )
        for serial in sorted(set(serials)):
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(published)
            builder = builder.add_revoked_certificate(entry.build())
        return builder.sign(self._key, hashes.SHA256(), ecdsa_deterministic=True).public_bytes(Encoding.DER)

    def _identifier(self) -> x509.AuthorityKeyIdentifier:
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())


def _authority_certificate(seed: int, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    serial = derive_number(_SERIAL_MODULUS, "certification authority serial", seed)
    # Not the seed itself: a common name ends at 64 characters, a seed need not.
    name = _name(f"Simulated user certificate authority {serial:x}")
    return (
        _builder(name, name, key.public_key(), serial)
        .not_valid_before(start_of(AUTHORITY_VALID[0]))
        .not_valid_after(end_of(AUTHORITY_VALID[1]))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, serial: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(serial)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "JP"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key_usage(
    *, digital_signature: bool = False, key_cert_sign: bool = False, crl_sign: bool = False
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
