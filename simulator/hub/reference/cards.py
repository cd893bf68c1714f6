"""From a card assertion to the person who holds the card."""

from dataclasses import dataclass

from simulator.hub.reference.assertions import (
    Authority,
    BadAssertion,
    CardCertificate,
    Trust,
    certificate_in,
)
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.cards import Standing
from simulator.hub.reference.store import Store

# Kept as long as an assertion could still be taken for timely, and longer.
_FORGET_AFTER_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class CardReading:
    """What a card told: `refusal` is the contract's code, or None; `person` is known if the card is linked.

    In the months of grace after expiry the person is known, but `tells_more` is False.
    """

    refusal: str | None
    person: int | None = None
    tells_more: bool = False


class CardDesk:
    """Checks card assertions against the trusted authority and its latest revocation list."""

    def __init__(self, store: Store, trust: Trust, clock: HubClock, decisions: Decisions) -> None:
        self._store = store
        self._clock = clock
        self._decisions = decisions
        self._authority = Authority(trust.ca_certificate_pem)
        published = store.row("SELECT der FROM revocation_list")
        newest = trust.revocation_list_der if published is None else published[0]
        self._revoked = self._authority.revoked_serials(newest)

    def take_revocations(self, revocation_list: bytes) -> None:
        """Put the list (DER) in the place of the earlier one; raises BadAssertion if it is foreign."""
        revoked = self._authority.revoked_serials(revocation_list)
        self._store.write("INSERT OR REPLACE INTO revocation_list VALUES (1, ?)", revocation_list)
        earlier, self._revoked = self._revoked, revoked

        def put_back() -> None:
            self._revoked = earlier

        self._store.on_rollback(put_back)

    def read(self, assertion: str, institution_code: str) -> CardReading:
        """Check an assertion made for this institution, and note whose card it has read today."""
        try:
            certificate = self._authority.certificate(certificate_in(assertion))
            first = self._check_claims(assertion, certificate, institution_code)
        except BadAssertion:
            return CardReading("assertion-invalid")
        person = self._holder(certificate.serial)
        refusal = self._refusal(certificate, person, first=first)
        if refusal is not None or person is None:
            return CardReading(refusal, person)
        if self._decisions.standing(certificate, self._clock.civil_date()) is Standing.GRACE:
            return CardReading(None, person)
        self._note(institution_code, person)
        return CardReading(None, person, tells_more=True)

    def _check_claims(self, assertion: str, certificate: CardCertificate, institution_code: str) -> bool:
        claims = self._decisions.claims(assertion, certificate.key)
        now = self._clock.seconds()
        if not self._decisions.is_for(claims, institution_code) or not self._decisions.is_timely(claims, now):
            raise BadAssertion
        if certificate.valid_from > self._clock.civil_date():
            raise BadAssertion
        self._store.write("DELETE FROM used_assertion WHERE expires < ?", now - _FORGET_AFTER_SECONDS)
        return self._decisions.is_first_use(self._store, certificate.serial, claims)

    def _refusal(self, certificate: CardCertificate, person: int | None, *, first: bool) -> str | None:
        if not first:
            return "assertion-replayed"
        if self._decisions.is_revoked(certificate.serial, self._revoked):
            return "card-revoked"
        if self._decisions.standing(certificate, self._clock.civil_date()) is Standing.EXPIRED:
            return "card-expired"
        return "card-unknown" if person is None else None

    def _holder(self, serial: str) -> int | None:
        found = self._store.row("SELECT person FROM card WHERE serial = ?", serial)
        return None if found is None else int(found[0])

    def _note(self, institution_code: str, person: int) -> None:
        today = self._clock.civil_date().isoformat()
        self._store.write(
            "INSERT OR IGNORE INTO card_reading VALUES (?, ?, ?)", institution_code, person, today
        )
