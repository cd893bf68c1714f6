"""Decisions about cards: whose they are, and what their certificates are good for."""

from collections.abc import Set as AbstractSet
from datetime import date
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec
from dateutil.relativedelta import relativedelta

from simulator.hub.reference.assertions import CardCertificate, Claims, timely, verified_claims
from simulator.hub.reference.store import Store

# To the last day of the third month after the month of expiry.
GRACE = relativedelta(months=3, day=31)


class Standing(StrEnum):
    """What a user certificate is good for on a day."""

    VALID = "valid"
    GRACE = "grace"
    EXPIRED = "expired"


class CardDecisions:
    """Whether a card is what it seems, and whose it is."""

    def claims(self, assertion: str, key: ec.EllipticCurvePublicKey) -> Claims:
        """The claims that the card has signed; raises BadAssertion for any others."""
        return verified_claims(assertion, key)

    def is_for(self, claims: Claims, institution_code: str) -> bool:
        """Whether the card was read for this institution."""
        return claims.institution_code == institution_code

    def is_timely(self, claims: Claims, now: int) -> bool:
        """Whether the card was read lately; `now` is the hub's transport time."""
        return timely(claims, now)

    def is_first_use(self, store: Store, serial: str, claims: Claims) -> bool:
        """Whether this card has not used this `jti` before; from now on it has."""
        written = store.write(
            "INSERT OR IGNORE INTO used_assertion VALUES (?, ?, ?)", serial, claims.jti, claims.expires_at
        )
        return written == 1

    def is_revoked(self, serial: str, revoked: AbstractSet[str]) -> bool:
        """Whether the authority has revoked the certificate."""
        return serial in revoked

    def standing(self, certificate: CardCertificate, on: date) -> Standing:
        """What the certificate is good for on the civil date."""
        if on <= certificate.valid_to:
            return Standing.VALID
        return Standing.GRACE if on <= _end_of_grace(certificate.valid_to) else Standing.EXPIRED

    def retire_serials(self, store: Store, person: int) -> None:
        """A renewed card replaces the person's earlier ones."""
        store.write("DELETE FROM card WHERE person = ?", person)


def _end_of_grace(last_day: date) -> date:
    try:
        return last_day + GRACE
    except (OverflowError, ValueError):
        # Beyond the calendar: there is no end.
        return date.max
