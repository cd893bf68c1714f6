"""The cards of a day: their counters go on from reading to reading, and good readings make an assertion."""

from collections.abc import Callable
from datetime import date

from simulator.card import (
    Card,
    CertificationAuthority,
    Reading,
    Standing,
    UserCertificate,
    read,
    sign_assertion,
    standing,
    tamper,
)
from simulator.port.book import PresentedCard
from simulator.visits.steps import CardRead, ReadCard

AUDIENCE = "pmh"


class CardDesk:
    """Reads cards on one civil date and signs assertions by transport time.

    `now` gives seconds since 1970; `nonce` keeps the ids of assertions apart between runs on the same hub.
    """

    def __init__(
        self, authority: CertificationAuthority, day: date, now: Callable[[], int], nonce: str
    ) -> None:
        self._authority = authority
        self.day = day
        self._now = now
        self._nonce = nonce
        self._cards: dict[int, Card] = {}
        self._certificates: dict[int, UserCertificate] = {}
        self._readings = 0

    def read(self, step: ReadCard) -> tuple[CardRead, PresentedCard | None]:
        """What the reader says; with an assertion also whose card stands behind it."""
        card = step.card and self._cards.get(step.card.serial, step.card)
        on = step.reader_date or self.day
        reading = read(card, step.presentation, on, device_fails=step.device_fails)
        if reading.card is not None:
            self._cards[reading.card.serial] = reading.card
        if card is None or not reading.may_assert:
            return CardRead(reading), None
        assertion = self._sign(card, step, reading)
        presented = PresentedCard(
            card.person_id,
            card.serial,
            is_grace=standing(card.valid_to, self.day) is Standing.GRACE,
            is_expired=standing(card.valid_to, self.day) is Standing.EXPIRED,
            is_revoked=card.revoked,
            is_tampered=step.tampered,
            is_for_another_place=step.made_for not in ("", step.place),
            is_untimely=step.clock_error_seconds != 0,
        )
        return CardRead(reading, assertion), presented

    def _sign(self, card: Card, step: ReadCard, reading: Reading) -> str:
        self._readings += 1
        certificate = self._certificates.get(card.serial)
        if certificate is None:
            certificate = self._authority.issue(
                card.person_id,
                card.issue_number,
                card.issued_on,
                step.birth,
                card_valid_to=card.card_valid_to,
            )
            self._certificates[card.serial] = certificate
        assertion = sign_assertion(
            certificate,
            audience=AUDIENCE,
            institution_code=step.made_for or step.place,
            method=reading.method,
            issued_at=self._now() + step.clock_error_seconds,
            token_id=f"{self._nonce}-{self._readings}",
        )
        return tamper(assertion) if step.tampered else assertion
