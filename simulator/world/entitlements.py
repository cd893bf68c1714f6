"""Beneficiary certificates of the residents: registered with the hub, or on paper only.

Registered are exactly the schemes that the body runs. All others exist too, as in life, and no hub knows
them. Who is eligible follows the law as far as ages and households say it; who of them holds a certificate is
drawn so that the expected number equals the scheme's recipients per 1,000 inhabitants.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.clock import Duration
from simulator.records.certificate import BeneficiaryCertificate
from simulator.streams import Streams
from simulator.world import keys
from simulator.world.dates import (
    ADULT,
    Days,
    Mask,
    Whole,
    add_months,
    ages_on,
    as_date,
    as_day,
    birthday_in,
    child_scheme_end,
    reached_on,
    years_of,
)
from simulator.world.households import CHILD_BELOW, FEMALE
from simulator.world.population import People
from simulator.world.subsidy_terms import SCHEMES, SchemeTerms, terms

_LATE_ELDERLY = 75
_WIDOWS = (40, 69)
_DISABLED_FROM = Duration(3, "Y")
_OPEN = np.datetime64("2999-12-31", "D")
_LONG_AGO = np.datetime64("1900-01-01", "D")
_WHOLE_YEAR = 365
# One person has at most one of these (併給調整); the earlier takes the person.
_EXCLUSIVE = ("local_shogai", "local_hitorioya", "local_koki", "local_kafu", "local_seishin")
_LOCAL_AFTER_NATIONAL = {"local_seishin": "seishin_tsuin"}


@dataclass(frozen=True, slots=True)
class Certificates:
    """Certificates by owner; `scheme` is a place in `SCHEMES`, `rank` the place among its recipients."""

    owner: Whole
    scheme: NDArray[np.uint8]
    rank: Whole
    valid_from: Days
    valid_to: Days
    income: NDArray[np.uint8]
    terms: tuple[SchemeTerms, ...]

    def __len__(self) -> int:
        return len(self.owner)

    def of(self, owner: int) -> range:
        """The places of one person's certificates."""
        return range(*np.searchsorted(self.owner, (owner, owner + 1)).tolist())

    def about(self, place: int) -> SchemeTerms:
        """The terms of one certificate's scheme."""
        return self.terms[int(self.scheme[place])]

    def certificate(self, place: int, seed: int) -> BeneficiaryCertificate:
        """One certificate as it is printed."""
        about = self.about(place)
        number = keys.national_recipient_number if about.national else keys.local_recipient_number
        income = about.classes[self.income[place]]
        return BeneficiaryCertificate(
            body_code=about.body_code,
            scheme=about.code,
            name=about.name,
            payer_number=about.payer_number,
            recipient_number=number(seed, about.body_code, about.code, int(self.rank[place])),
            valid_from=as_date(self.valid_from[place]),
            valid_to=as_date(self.valid_to[place]),
            income_class=income.income_class,
            monthly_ceiling_yen=income.yen,
            is_always_reimbursement=about.is_always_reimbursement,
        )


def grant(everyone: People, count: int, municipality_code: str, day: date, seed: int) -> Certificates:
    """The certificates of the first `count` people."""
    about = terms(municipality_code, day)
    eligible = _Eligible.among(everyone, day)
    holders = _holders(eligible, count, about, municipality_code, seed)
    parts = [
        _period(
            eligible, place, each, holders=holders[each.code], municipality_code=municipality_code, seed=seed
        )
        for place, each in enumerate(about)
    ]
    owner, scheme, rank, start, end, income = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((scheme, owner))
    return Certificates(
        owner[order], scheme[order].astype(np.uint8), rank[order], start[order], end[order],
        income[order].astype(np.uint8), about,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Eligible:
    """For each scheme the first and last day on which each person may hold its certificate."""

    people: People
    day: date
    spans: dict[str, tuple[Days, Days]]

    @classmethod
    def among(cls, people: People, day: date) -> "_Eligible":
        birth, size = people.birth, len(people)
        age = ages_on(birth, day)
        since_birth, for_ever = birth, np.full(size, _OPEN)
        grown_up, adult = reached_on(birth, ADULT), birthday_in(birth, years_of(birth) + CHILD_BELOW)
        child_end = child_scheme_end(birth)
        widow = (people.sex == FEMALE) & (age >= _WIDOWS[0]) & (age <= _WIDOWS[1])
        widow &= np.bincount(people.household)[people.household] == 1
        spans = {
            "nanbyo": (adult, for_ever),
            "seishin_tsuin": (reached_on(birth, Duration(6, "Y")), for_ever),
            "kosei": (adult, for_ever),
            "ikusei": (since_birth, grown_up),
            "shoni_mansei": (since_birth, grown_up),
            "local_kodomo": (since_birth, child_end),
            "local_shogai": (reached_on(birth, _DISABLED_FROM), for_ever),
            "local_hitorioya": _one_parent(people, age, child_end),
            "local_koki": (birthday_in(birth, years_of(birth) + _LATE_ELDERLY), for_ever),
            "local_kafu": (np.where(widow, birth, _OPEN), for_ever),
            "local_seishin": (adult, for_ever),
        }
        return cls(people, day, spans)

    def mask(self, scheme: str) -> Mask:
        """Who may hold a certificate on the day."""
        first, last = self.spans[scheme]
        today = as_day(self.day)
        mask: Mask = (first <= today) & (last >= today)
        return mask


def _one_parent(people: People, age: Whole, child_end: Days) -> tuple[Days, Days]:
    """Children with a single grown-up, and that parent for as long as the youngest child is one."""
    homes = int(people.household.max(initial=-1)) + 1
    children = np.bincount(people.household[age < CHILD_BELOW], minlength=homes)
    grown_ups = np.bincount(people.household, minlength=homes) - children
    alone = ((children > 0) & (grown_ups == 1))[people.household]
    end = np.full(homes, _LONG_AGO)
    np.maximum.at(end, people.household[age < CHILD_BELOW], child_end[age < CHILD_BELOW])
    last = np.where(age < CHILD_BELOW, child_end, end[people.household])
    return people.birth, np.where(alone, last, _LONG_AGO)


def _holders(
    eligible: _Eligible, count: int, about: tuple[SchemeTerms, ...], municipality_code: str, seed: int
) -> dict[str, Mask]:
    """Who holds a certificate of each scheme, among the first `count` people."""
    people, streams = eligible.people, Streams(seed)
    taken = np.zeros(count, bool)
    holders: dict[str, Mask] = {}
    by_code = {each.code: each for each in about}
    for code in (*(each for each in SCHEMES if each not in _EXCLUSIVE), *_EXCLUSIVE):
        mask = eligible.mask(code)
        wanted = by_code[code].recipients_per_1000 * len(people) / 1000
        chance = 1.0 if code == "local_kodomo" else wanted / max(1, int(mask.sum()))
        draws = streams.generator(f"certificates: {code}", municipality_code).random(count)
        if code == "local_hitorioya":  # a family holds them together
            draws = draws[people.household[:count]]
        holding = mask[:count] & ~taken if code in _EXCLUSIVE else mask[:count]
        national = _LOCAL_AFTER_NATIONAL.get(code)
        if national is not None:
            chance = wanted / (by_code[national].recipients_per_1000 * len(people) / 1000)
            holding = holding & holders[national]
        holders[code] = holding & (draws < chance)
        if code in _EXCLUSIVE:
            taken |= holders[code]
    return holders


def _period(
    eligible: _Eligible, place: int, about: SchemeTerms, *, holders: Mask, municipality_code: str, seed: int
) -> tuple[Whole, Whole, Whole, Days, Days, Whole]:
    """Columns of one scheme: periods that cover the day, within the days of eligibility."""
    owner = np.flatnonzero(holders)
    draws = (
        Streams(seed).generator(f"periods: {about.code}", municipality_code).random((len(holders), 2))[owner]
    )
    first, last = (span[owner] for span in eligible.spans[about.code])
    if about.renewal is None:
        start = as_day(eligible.day) - np.floor(draws[:, 0] * _WHOLE_YEAR).astype("timedelta64[D]")
    else:
        start = np.full(len(owner), as_day(_latest(eligible.day, about.renewal)))
    end = add_months(start, 12)[0] - np.timedelta64(1, "D")
    income = np.floor(draws[:, 1] * len(about.classes)).astype(np.int64)
    limits = np.array([_OPEN if each.lawful_to is None else as_day(each.lawful_to) for each in about.classes])
    start = np.maximum(np.maximum(start, first), eligible.people.birth[owner])
    end = np.minimum(np.minimum(end, last), limits[income])
    return owner, np.full(len(owner), place), np.arange(len(owner)), start, end, income


def _latest(day: date, month_day: tuple[int, int]) -> date:
    """The latest such month and day on or before the day."""
    return date(day.year - ((day.month, day.day) < month_day), *month_day)
