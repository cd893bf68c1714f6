"""What a reading at the card reader can come to, and what the staff do next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from simulator.card.card import Card
from simulator.language import Text, say


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

GUIDANCE: Mapping[ReadingResult, Text] = MappingProxyType(
    {
        ReadingResult.OK: say("同意画面へ進んでください。"),
        ReadingResult.OK_EXPIRING_SOON: say(
            "同意画面へ進み、電子証明書の更新(市区町村の窓口)を案内してください。"
        ),
        ReadingResult.QUALIFICATION_ONLY: say(
            "資格のみ確認できます。紙の受給者証を確かめ、電子証明書の更新を案内してください。"
        ),
        ReadingResult.FACE_MISMATCH: say(
            "本人のカードか確かめてください。本人なら、もう一度試すか別の方法に切り替えてください。"
        ),
        ReadingResult.FACE_LOCKED: say("顔認証は使えません。暗証番号または目視確認に切り替えてください。"),
        ReadingResult.PIN_WRONG: say(
            "暗証番号が違います(あと{pin_tries_left}回)。顔認証か目視確認も使えます。"
        ),
        ReadingResult.PIN_LOCKED: say(
            "暗証番号はロック中です。顔認証か目視確認に切り替え、解除は市区町村の窓口へ案内してください。"
        ),
        ReadingResult.PIN_NOT_OFFERED: say(
            "暗証番号のないカードです。顔認証か目視確認で受け付けてください。"
        ),
        ReadingResult.PIN_NOT_ENTERED: say(
            "暗証番号が入力されていません(回数には数えません)。顔認証か目視確認も使えます。"
        ),
        ReadingResult.CERTIFICATE_EXPIRED: say(
            "電子証明書が期限切れです。資格確認書などと紙の受給者証で受け付け、更新を案内してください。"
        ),
        ReadingResult.CARD_EXPIRED: say(
            "カードが期限切れです。資格確認書などと紙の受給者証で受け付け、再交付を案内してください。"
        ),
        ReadingResult.NOT_REGISTERED_FOR_INSURANCE: say(
            "健康保険証の利用登録がありません。この場で登録するか尋ねてください。"
        ),
        ReadingResult.NOT_MY_NUMBER_CARD: say(
            "マイナンバーカードではありません。カードを確かめて置き直してもらってください。"
        ),
        ReadingResult.UNREADABLE: say(
            "読み取れません。置き直しても同じなら、紙の受給者証で受け付けてください。"
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
    guidance: Text


def conclude(result: ReadingResult, method: Method, card: Card | None) -> Reading:
    """The reading that ends in this result, with its guidance filled in."""
    tries = card.pin_tries_left if card else None
    guidance = replace(GUIDANCE[result], values=(("pin_tries_left", tries),))
    return Reading(result, method, card, result in ASSERTING, tries, guidance)
