"""What a reading at the card reader can come to, and what the staff do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from simulator.card.card import Card


class Method(StrEnum):
    """How the holder of a card is identified; the values are those of the assertion's `amr`."""

    FACE = "face"
    PIN = "pin"
    VISUAL = "visual"


class ReadingResult(StrEnum):
    """How a reading ended."""

    OK = "ok"
    OK_EXPIRING_SOON = "ok_expiring_soon"
    QUALIFICATION_ONLY = "qualification_only"
    FACE_MISMATCH = "face_mismatch"
    FACE_LOCKED = "face_locked"
    PIN_WRONG = "pin_wrong"
    PIN_LOCKED = "pin_locked"
    PIN_NOT_OFFERED = "pin_not_offered"
    PIN_NOT_ENTERED = "pin_not_entered"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CARD_EXPIRED = "card_expired"
    NOT_REGISTERED_FOR_INSURANCE = "not_registered_for_insurance"
    NOT_MY_NUMBER_CARD = "not_my_number_card"
    UNREADABLE = "unreadable"


# In grace the reader still vouches for the person; what is told then is the hub's to decide.
ASSERTING = frozenset({ReadingResult.OK, ReadingResult.OK_EXPIRING_SOON, ReadingResult.QUALIFICATION_ONLY})

GUIDANCE: Mapping[ReadingResult, tuple[str, str]] = MappingProxyType(
    {
        ReadingResult.OK: ("同意画面へ進んでください。", "Go on to the consent screens."),
        ReadingResult.OK_EXPIRING_SOON: (
            "同意画面へ進み、電子証明書の更新(市区町村の窓口)を案内してください。",
            "Go on to the consent screens; tell the patient to renew the certificate at the municipality.",
        ),
        ReadingResult.QUALIFICATION_ONLY: (
            "資格のみ確認できます。紙の受給者証を確かめ、電子証明書の更新を案内してください。",
            "Qualification only. Look at the paper beneficiary certificate; the certificate must be renewed.",
        ),
        ReadingResult.FACE_MISMATCH: (
            "本人のカードか確かめてください。本人なら、もう一度試すか別の方法に切り替えてください。",
            "Make sure that it is the patient's own card; if so, try again or in another way.",
        ),
        ReadingResult.FACE_LOCKED: (
            "顔認証は使えません。暗証番号または目視確認に切り替えてください。",
            "The face check is locked. Change to PIN or visual check.",
        ),
        ReadingResult.PIN_WRONG: (
            "暗証番号が違います(あと{pin_tries_left}回)。顔認証か目視確認も使えます。",
            "Wrong PIN ({pin_tries_left} left). Face or visual check can be used as well.",
        ),
        ReadingResult.PIN_LOCKED: (
            "暗証番号はロック中です。顔認証か目視確認に切り替え、解除は市区町村の窓口へ案内してください。",
            "The PIN is locked. Change to face or visual check; the municipal office unlocks it.",
        ),
        ReadingResult.PIN_NOT_OFFERED: (
            "暗証番号のないカードです。顔認証か目視確認で受け付けてください。",
            "This card has no PIN. Use the face or the visual check.",
        ),
        ReadingResult.PIN_NOT_ENTERED: (
            "暗証番号が入力されていません(回数には数えません)。顔認証か目視確認も使えます。",
            "No PIN was entered (not counted). Face or visual check can be used as well.",
        ),
        ReadingResult.CERTIFICATE_EXPIRED: (
            "電子証明書が期限切れです。資格確認書などと紙の受給者証で受け付け、更新を案内してください。",
            "The certificate has expired. Use other proof and the paper certificate; it must be renewed.",
        ),
        ReadingResult.CARD_EXPIRED: (
            "カードが期限切れです。資格確認書などと紙の受給者証で受け付け、再交付を案内してください。",
            "The card has expired. Use other proof and the paper certificate; a new card is needed.",
        ),
        ReadingResult.NOT_REGISTERED_FOR_INSURANCE: (
            "健康保険証の利用登録がありません。この場で登録するか尋ねてください。",
            "Not registered for health insurance. Offer to register it here on the reader.",
        ),
        ReadingResult.NOT_MY_NUMBER_CARD: (
            "マイナンバーカードではありません。カードを確かめて置き直してもらってください。",
            "This is not a My Number Card. Ask the patient for the right card.",
        ),
        ReadingResult.UNREADABLE: (
            "読み取れません。置き直しても同じなら、紙の受給者証で受け付けてください。",
            "The card cannot be read. If it fails again, use the paper certificate.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading: the result, the card with its counters as they are now, and what the staff do next.

    `card` and `pin_tries_left` are None where no My Number Card was there. `may_assert` says whether the
    reader vouches for the person towards the hub.
    """

    result: ReadingResult
    method: Method
    card: Card | None
    may_assert: bool
    pin_tries_left: int | None
    guidance_ja: str
    guidance_en: str


def conclude(result: ReadingResult, method: Method, card: Card | None) -> Reading:
    """The reading that ends in this result, with its guidance filled in."""
    tries = card.pin_tries_left if card else None
    guidance_ja, guidance_en = (text.format(pin_tries_left=tries) for text in GUIDANCE[result])
    return Reading(result, method, card, result in ASSERTING, tries, guidance_ja, guidance_en)
