"""The user certificate of a card (利用者証明用電子証明書): its validity and its standing on a day.

Sources: expiry at the fifth birthday after the issue, and the three months of grace, are published by the
insurers' eligibility system; which of its days a border falls on is said at each function.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric import ec
from dateutil.relativedelta import relativedelta

from simulator.card.birthday import birthday_after

# Japan has had no summer time since 1951, so that a fixed offset is exact and needs no time zone database.
JST = timezone(timedelta(hours=9), "JST")
BIRTHDAYS_TO_EXPIRY = 5
WARNING = relativedelta(months=3)
GRACE = relativedelta(months=3, day=31)


class Standing(StrEnum):
    """What a user certificate is good for on a day."""

    VALID = "valid"
    EXPIRING_SOON = "expiring_soon"
    GRACE = "grace"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class UserCertificate:
    """An issued user certificate with the private key that the card would hold.

    `valid_from` and `valid_to` are the first and the last valid day in Japan. Equality looks at the
    certificate alone, since the key follows from it.
    """

    serial: int
    der: bytes = field(repr=False)
    valid_from: date
    valid_to: date
    private_key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)


def expires_on(issued_on: date, birth: date, *, card_valid_to: date | None = None) -> date:
    """The last valid day of a user certificate: the fifth birthday after its issue.

    A birthday on the day of issue does not count; 29 February falls on the 28th in common years. A
    certificate renewed late ends with its card, if the card's last day is given. Not modelled: the renewal
    in the last three months, which in reality is counted from the old expiry.

    Raises:
        ValueError: issued before the birth.
    """
    fifth = birthday_after(issued_on, birth, BIRTHDAYS_TO_EXPIRY)
    return fifth if card_valid_to is None else min(fifth, card_valid_to)


def warned_from(valid_to: date) -> date:
    """The first day on which the reader warns: three months before expiry, that day included.

    Where the month is too short, its last day: expiry on 31 May is warned of from 28 (29) February.
    """
    return valid_to - WARNING


def grace_until(valid_to: date) -> date:
    """The last day of grace: the end of the third month after the month of expiry."""
    return valid_to + GRACE


def standing(valid_to: date, on: date) -> Standing:
    """The standing on a day of a certificate that has been issued by then.

    In `grace` the qualification is still told, medical information is not; whether subsidy information is
    told then is unpublished, and so nothing here decides it.
    """
    if on > grace_until(valid_to):
        return Standing.EXPIRED
    if on > valid_to:
        return Standing.GRACE
    if on >= warned_from(valid_to):
        return Standing.EXPIRING_SOON
    return Standing.VALID


def start_of(day: date) -> datetime:
    """The first second of a day in Japan."""
    return datetime.combine(day, time.min, JST)


def end_of(day: date) -> datetime:
    """The last second of a day in Japan (X.509 times have whole seconds)."""
    return datetime.combine(day, time(23, 59, 59), JST)
