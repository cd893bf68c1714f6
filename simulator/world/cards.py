"""Who holds a My Number Card, and what each card says.

Holding follows the national curve by age and sex, scaled so that the municipality's expected number equals
its estimate. Issue days lie so that most certificates are valid, by the shares of the assumptions.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from dateutil.relativedelta import relativedelta
from numpy.typing import NDArray

from simulator.card import Card, CertificationAuthority, card_expires_on, expires_on
from simulator.facts import assumption
from simulator.facts.bodies import municipality
from simulator.facts.cards import issue_rate
from simulator.streams import Streams
from simulator.world.dates import Days, Draws, Mask, Whole, ages_on, as_date, as_day, birthday_in, years_of
from simulator.world.households import MALE
from simulator.world.keys import number_from
from simulator.world.population import People

MOST = 0.99
_NEWBORN_DAYS = 90
_FIRST_ISSUE = date(2016, 1, 4)  # the first cards were handed out in January 2016
_BIRTHDAYS = 5
_GRACE_MONTHS = 3
_RENEWED_FROM_AGE = 35
_OLD = 75
_PINS = 10_000
_NO_PIN = -1
_OLDEST = 130


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards by person; the rest means nothing where `held` is false; `pin` -1 is a card without PIN."""

    held: Mask
    issued_on: Days
    issue_number: NDArray[np.uint8]
    insurance_registered: Mask
    pin: NDArray[np.int16]


def issue(everyone: People, count: int, municipality_code: str, day: date, seed: int) -> Cards:
    """The cards of the first `count` people."""
    chance = _chances(everyone, municipality_code, day)[:count]
    people = everyone.first(count)
    streams = Streams(seed)

    def draw(purpose: str) -> Draws:
        return streams.generator(f"cards: {purpose}", municipality_code).random(count)

    age = ages_on(people.birth, day)
    issued_on, possible = _issue_days(people.birth, age, day, draw("state"), draw("issue day"))
    first_issue = as_day(_FIRST_ISSUE + relativedelta(years=_BIRTHDAYS))
    renewed = (
        (draw("renewed") < assumption("card_renewed_share").value)
        & (age >= _RENEWED_FROM_AGE)
        & (issued_on >= first_issue)
    )
    return Cards(
        held=(draw("held") < chance) & possible,
        issued_on=issued_on,
        issue_number=(1 + renewed).astype(np.uint8),
        insurance_registered=draw("insurance") < assumption("insurance_registered_share").value,
        pin=_pins(people.birth, age, draw("pin"), draw("pinless")),
    )


def card(cards: Cards, index: int, person_id: str, birth: date, seed: int) -> Card | None:
    """The card of one person."""
    if not cards.held[index]:
        return None
    pin = int(cards.pin[index])
    return card_for(
        seed,
        person_id,
        birth,
        issued_on=as_date(cards.issued_on[index]),
        pin=None if pin == _NO_PIN else f"{pin:04d}",
        insurance_registered=bool(cards.insurance_registered[index]),
        issue_number=int(cards.issue_number[index]),
    )


def card_for(
    seed: int,
    person_id: str,
    birth: date,
    *,
    issued_on: date,
    pin: str | None,
    insurance_registered: bool = True,
    revoked: bool = False,
    issue_number: int = 1,
) -> Card:
    """A card of any person; from the second certificate on the card itself is five years older each."""
    handed_over = issued_on - relativedelta(years=_BIRTHDAYS * (issue_number - 1))
    card_valid_to = card_expires_on(max(handed_over, birth), birth)
    return Card(
        person_id=person_id,
        serial=_authority(seed).serial_number(person_id, issue_number),
        issue_number=issue_number,
        issued_on=issued_on,
        valid_to=expires_on(issued_on, birth, card_valid_to=card_valid_to),
        card_valid_to=card_valid_to,
        pin=pin,
        insurance_registered=insurance_registered,
        revoked=revoked,
    )


def serial(cards: Cards, index: int, person_id: str, seed: int) -> int | None:
    """The serial number of the certificate of one person's card."""
    if not cards.held[index]:
        return None
    return _authority(seed).serial_number(person_id, int(cards.issue_number[index]))


def pin_from(seed: int, person_id: str, birth: date) -> str:
    """A PIN that follows from the seed and the person, and is not a writing of the birth date."""
    drawn = number_from(2**53, "pin", seed, person_id) / 2**53
    births = np.array([as_day(birth)])
    return f"{int(_not_birthdays(births, np.array([drawn]))[0]):04d}"


@cache
def _authority(seed: int) -> CertificationAuthority:
    return CertificationAuthority.from_seed(seed)


def _chances(everyone: People, municipality_code: str, day: date) -> Draws:
    """The chance of each person to hold a card, adding up to the municipality's estimate."""
    rates = np.array([[issue_rate(age, sex) for age in range(_OLDEST)] for sex in "MF"])
    newborn = everyone.birth > as_day(day) - np.timedelta64(_NEWBORN_DAYS, "D")
    age = ages_on(everyone.birth, day)
    newborn_factor = assumption("newborn_card_factor").value
    curve = rates[np.where(everyone.sex == MALE, 0, 1), age] * np.where(newborn, newborn_factor, 1.0)
    wanted = municipality(municipality_code).card_rate_estimated * len(everyone)
    values, kind = np.unique(curve, return_inverse=True)
    weights = np.bincount(kind)
    low, high = 0.0, 100.0
    for _ in range(60):  # halving the interval; more halvings change nothing
        middle = (low + high) / 2
        enough = (np.minimum(values * middle, MOST) * weights).sum() >= wanted
        low, high = (low, middle) if enough else (middle, high)
    chances: Draws = np.minimum(values * high, MOST)[kind]
    return chances


def _issue_days(birth: Days, age: Whole, day: date, state: Draws, within: Draws) -> tuple[Days, Mask]:
    """When certificates were issued, and whether that can have been after the birth.

    A certificate ends on the fifth birthday after its issue. First the birthday of its end is chosen: one of
    the next five, or for a small share the last one; then a day in the year that leads there.
    """
    today = as_day(day)
    last_year = years_of(birth) + age
    last_birthday = birthday_in(birth, last_year)
    grace_over = last_birthday.astype("datetime64[M]") + (_GRACE_MONTHS + 1)
    in_grace = today < grace_over.astype("datetime64[D]")
    shares = assumption("certificate_in_grace_share").value, assumption("certificate_expired_share").value
    overdue = state < np.where(in_grace, *shares)
    overdue &= (age > _BIRTHDAYS) & (last_birthday < today)
    earliest = np.maximum(0, _BIRTHDAYS - 1 - age)
    ahead = earliest + np.floor(within * (_BIRTHDAYS - earliest)).astype(np.int64)
    position = within * (_BIRTHDAYS - earliest) % 1
    end_year = last_year + np.where(overdue, 0, 1 + ahead)
    first = np.maximum(birthday_in(birth, end_year - _BIRTHDAYS), birth + _first_card_after())
    final = np.minimum(birthday_in(birth, end_year - _BIRTHDAYS + 1) - np.timedelta64(1, "D"), today)
    width = (final - first).astype(np.int64)
    issued = first + np.floor(position * (np.maximum(width, 0) + 1)).astype("timedelta64[D]")
    return np.minimum(np.maximum(issued, as_day(_FIRST_ISSUE)), today), width >= 0


def _first_card_after() -> np.timedelta64:
    return np.timedelta64(round(assumption("first_card_after_days").value), "D")


def _pins(birth: Days, age: Whole, pin: Draws, pinless: Draws) -> NDArray[np.int16]:
    shares = assumption("pinless_share_75").value, assumption("pinless_share").value
    without = pinless < np.where(age >= _OLD, *shares)
    return np.where(without, _NO_PIN, _not_birthdays(birth, pin)).astype(np.int16)


def _not_birthdays(birth: Days, draws: Draws) -> Whole:
    """Four digits that are no month and day, day and month, or year of the birth."""
    pins = np.floor(draws * _PINS).astype(np.int64)
    months = birth.astype("datetime64[M]")
    month = months.astype(np.int64) % 12 + 1
    day = (birth - months.astype("datetime64[D]")).astype(np.int64) + 1
    year = years_of(birth)
    forbidden = (month * 100 + day, day * 100 + month, year, year % 100 * 100 + month)
    for _ in forbidden:
        bad = np.any([pins == each for each in forbidden], axis=0)
        pins = np.where(bad, (pins + 1) % _PINS, pins)
    return pins
