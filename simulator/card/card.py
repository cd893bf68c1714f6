"""A synthetic My Number Card as the reader meets it, and the states a rehearsal puts cards into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from simulator.card.birthday import birthday_after, birthday_in
from simulator.language import Text, say

PIN_TRIES = 3
FACE_TRIES = 10
PIN_DIGITS = 4
# Adults were those of 20 until the Civil Code's change of 1 April 2022.
_MAJORITY_CHANGE = date(2022, 4, 1)
_MAJORITY_BEFORE, _MAJORITY_SINCE = 20, 18
_ADULT_BIRTHDAYS, _MINOR_BIRTHDAYS = 10, 5


class CardState(StrEnum):
    """What can be the matter with a card at reception, one state a visit."""

    OK_FACE = "ok_face"
    OK_PIN = "ok_pin"
    OK_VISUAL = "ok_visual"
    FACE_MISMATCH = "face_mismatch"
    PIN_WRONG_ONCE = "pin_wrong_once"
    PIN_WRONG_TWICE = "pin_wrong_twice"
    PIN_LOCKED = "pin_locked"
    FACE_LOCKED = "face_locked"
    CERTIFICATE_EXPIRING = "certificate_expiring"
    CERTIFICATE_GRACE = "certificate_grace"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_REVOKED = "certificate_revoked"
    CARD_EXPIRED = "card_expired"
    PINLESS = "pinless"
    NOT_REGISTERED_FOR_INSURANCE = "not_registered_for_insurance"
    WRONG_CARD = "wrong_card"


LABELS: Mapping[CardState, Text] = MappingProxyType(
    {
        CardState.OK_FACE: say("顔認証で読取り"),
        CardState.OK_PIN: say("暗証番号で読取り"),
        CardState.OK_VISUAL: say("目視確認で読取り"),
        CardState.FACE_MISMATCH: say("顔認証の不一致"),
        CardState.PIN_WRONG_ONCE: say("暗証番号の誤り1回"),
        CardState.PIN_WRONG_TWICE: say("暗証番号の誤り2回"),
        CardState.PIN_LOCKED: say("暗証番号のロック(3回誤り)"),
        CardState.FACE_LOCKED: say("顔認証のロック(10回失敗)"),
        CardState.CERTIFICATE_EXPIRING: say("電子証明書の期限まで3か月以内"),
        CardState.CERTIFICATE_GRACE: say("電子証明書の期限切れ(3か月の猶予中、資格のみ)"),
        CardState.CERTIFICATE_EXPIRED: say("電子証明書の期限切れ(猶予後)"),
        CardState.CERTIFICATE_REVOKED: say("電子証明書の失効(紛失・一時停止)"),
        CardState.CARD_EXPIRED: say("カードの有効期限切れ"),
        CardState.PINLESS: say("暗証番号のないカード(顔認証マイナンバーカード)"),
        CardState.NOT_REGISTERED_FOR_INSURANCE: say("健康保険証の利用登録なし"),
        CardState.WRONG_CARD: say("別のカード(マイナンバーカード以外・他人のカード)"),
    }
)


@dataclass(frozen=True, slots=True)
class Card:
    """A card with what the reader and its chip know of it; the My Number is never part of it.

    `serial` is that of the user certificate, `valid_to` its last valid day, `card_valid_to` that of the card
    itself. `pin` is four digits, or None for a card without PIN. `revoked` is known to the authority and,
    through its list, to the hub, not to the reader.

    Raises:
        ValueError: the PIN is not four digits, or a counter is out of its range.
    """

    person_id: str
    serial: int
    issue_number: int
    issued_on: date
    valid_to: date
    card_valid_to: date
    pin: str | None = field(repr=False)
    insurance_registered: bool
    revoked: bool
    pin_tries_left: int = PIN_TRIES
    face_tries_left: int = FACE_TRIES

    def __post_init__(self) -> None:
        if self.pin is not None and not (
            len(self.pin) == PIN_DIGITS and self.pin.isascii() and self.pin.isdigit()
        ):
            raise ValueError(f"a PIN has {PIN_DIGITS} digits")
        if not 0 <= self.pin_tries_left <= PIN_TRIES:
            raise ValueError(f"PIN tries left must be 0 to {PIN_TRIES}, not {self.pin_tries_left}")
        if not 0 <= self.face_tries_left <= FACE_TRIES:
            raise ValueError(f"face tries left must be 0 to {FACE_TRIES}, not {self.face_tries_left}")


def card_expires_on(issued_on: date, birth: date) -> date:
    """The last valid day of a card: the tenth birthday after its issue, the fifth for a minor.

    Minors are those whose 18th birthday (20th until 31 March 2022) comes after the day of issue.

    Raises:
        ValueError: issued before the birth.
    """
    majority = _MAJORITY_SINCE if issued_on >= _MAJORITY_CHANGE else _MAJORITY_BEFORE
    adult = birthday_in(birth.year + majority, birth) <= issued_on
    return birthday_after(issued_on, birth, _ADULT_BIRTHDAYS if adult else _MINOR_BIRTHDAYS)
