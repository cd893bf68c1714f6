"""The face-authentication card reader at reception, as a pure function of the card and of what is done.

The reader does not know of revocation: a revoked card reads well here, and it is the hub that must refuse it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from simulator.card.card import FACE_TRIES, PIN_TRIES, Card
from simulator.card.reading import ASSERTING, Method, Reading, ReadingResult, conclude
from simulator.card.user_certificate import Standing, standing


@dataclass(frozen=True, slots=True)
class Presentation:
    """What is done at the reader.

    `face_matches` says whether the face is that of the card: as the reader sees it (face) or as the staff
    see it (visual). `pin_entered` counts for the PIN alone; None is a patient who enters nothing.
    """

    method: Method
    face_matches: bool = True
    pin_entered: str | None = field(default=None, repr=False)


def read(card: Card | None, presentation: Presentation, on: date, *, device_fails: bool = False) -> Reading:
    """Read a card on a day; None stands for something that is not a My Number Card.

    The first that applies is the result: the device, the card, the holder's identity, the certificate, the
    insurance. Only an attempt to identify the holder changes the counters.
    """
    method = presentation.method
    if device_fails:
        return conclude(ReadingResult.UNREADABLE, method, card)
    if card is None:
        return conclude(ReadingResult.NOT_MY_NUMBER_CARD, method, card)
    if on > card.card_valid_to:
        return conclude(ReadingResult.CARD_EXPIRED, method, card)
    refusal, card = _IDENTIFY[method](card, presentation)
    return conclude(refusal or _qualify(card, on), method, card)


def _by_face(card: Card, presentation: Presentation) -> tuple[ReadingResult | None, Card]:
    if card.face_tries_left == 0:
        return ReadingResult.FACE_LOCKED, card
    if presentation.face_matches:
        return None, replace(card, face_tries_left=FACE_TRIES)
    card = replace(card, face_tries_left=card.face_tries_left - 1)
    return ReadingResult.FACE_MISMATCH if card.face_tries_left else ReadingResult.FACE_LOCKED, card


def _by_pin(card: Card, presentation: Presentation) -> tuple[ReadingResult | None, Card]:
    if card.pin is None:
        return ReadingResult.PIN_NOT_OFFERED, card
    if card.pin_tries_left == 0:
        return ReadingResult.PIN_LOCKED, card
    if presentation.pin_entered is None:
        return ReadingResult.PIN_NOT_ENTERED, card
    if presentation.pin_entered == card.pin:
        return None, replace(card, pin_tries_left=PIN_TRIES)
    card = replace(card, pin_tries_left=card.pin_tries_left - 1)
    return ReadingResult.PIN_WRONG if card.pin_tries_left else ReadingResult.PIN_LOCKED, card


def _by_sight(card: Card, presentation: Presentation) -> tuple[ReadingResult | None, Card]:
    # The counter belongs to the machine; the eyes of the staff have none.
    return None if presentation.face_matches else ReadingResult.FACE_MISMATCH, card


_IDENTIFY: Mapping[Method, Callable[[Card, Presentation], tuple[ReadingResult | None, Card]]] = {
    Method.FACE: _by_face,
    Method.PIN: _by_pin,
    Method.VISUAL: _by_sight,
}

_BY_STANDING: Mapping[Standing, ReadingResult] = {
    Standing.VALID: ReadingResult.OK,
    Standing.EXPIRING_SOON: ReadingResult.OK_EXPIRING_SOON,
    Standing.GRACE: ReadingResult.QUALIFICATION_ONLY,
    Standing.EXPIRED: ReadingResult.CERTIFICATE_EXPIRED,
}


def _qualify(card: Card, on: date) -> ReadingResult:
    result = _BY_STANDING[standing(card.valid_to, on)]
    if result in ASSERTING and not card.insurance_registered:
        return ReadingResult.NOT_REGISTERED_FOR_INSURANCE
    return result
