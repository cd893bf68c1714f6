"""Who lives with whom: siblings with a guardian of plausible age, couples, people alone.

Shares and spreads are assumptions; only the ages are data.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.facts import assumption
from simulator.world.dates import Days, Draws, Mask, Waits, Whole, add_months, ages_on, as_day

CHILD_BELOW = 18
_PARENT_FROM = round(assumption("guardian_age_from").value)
_PARENT_BELOW = round(assumption("guardian_age_to").value) + 1
_YEAR = 365.25
# Shares of sizes before births too close to one another are split; more than half of all stay alone.
_SIBLINGS = (0.25, 0.45, 0.24, 0.06)
_SIBLING_SPREAD_YEARS = 2.0
_SHORTEST_GAP_DAYS = 280
_READY_TO_BE_MOTHER = 0.8
_FATHER_OLDER = (1.8, 3.5)
_FATHER_WITHIN_YEARS = 15
_COUPLE_FROM = 25
MALE, FEMALE = 1, 2
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Households:
    """The household of each person, counted from 0 without gaps, and the guardian (-1 for adults)."""

    household: Whole
    guardian: Whole


@dataclass(frozen=True, slots=True)
class _Windows:
    """By family: the oldest child's birth, and when whoever had a parent's age at each birth was born."""

    oldest: Days
    earliest: Days
    latest: Days


def form(birth: Days, sex: Whole, day: date, rng: np.random.Generator) -> Households:
    """Put everyone into a household."""
    age = ages_on(birth, day)
    children = np.flatnonzero(age < CHILD_BELOW)
    household = np.full(len(birth), NOBODY, np.int64)
    guardian = np.full(len(birth), NOBODY, np.int64)
    if len(children):
        household[children] = _siblings(birth[children], rng)
        windows = _parent_windows(birth[children], household[children])
        mothers = _guardians(birth, sex, age, household, windows=windows, rng=rng)
        fathers = _partners(birth, sex, age, household, mothers=mothers, rng=rng)
        swap = (fathers >= 0) & (rng.random(len(fathers)) < assumption("father_guardian_share").value)
        swap &= (birth[fathers] >= windows.earliest) & (birth[fathers] <= windows.latest)
        guardian[children] = np.where(swap, fathers, mothers)[household[children]]
        # Where grown-ups are too few, two families share a guardian and so become one household.
        household[children] = household[guardian[children]]
    _adults(birth, sex, age, household, rng)
    return Households(np.unique(household, return_inverse=True)[1].astype(np.int64), guardian)


def _siblings(birth: Days, rng: np.random.Generator) -> Whole:
    """Group children of near age; births closer than nine months are split, unless twins."""
    by_birth = np.argsort(birth, kind="stable")
    noise = rng.normal(0, _SIBLING_SPREAD_YEARS * _YEAR, len(birth))
    twin = (np.diff(birth[by_birth]).astype(np.int64) == 0) & (
        rng.random(len(birth) - 1) < 2 * assumption("twin_share").value
    )
    noise[1:][twin] = noise[:-1][twin]
    order = by_birth[np.argsort(birth[by_birth].astype(np.int64) + noise, kind="stable")]
    sizes = rng.choice(len(_SIBLINGS), len(birth), p=_SIBLINGS) + 1
    ends = np.cumsum(sizes)
    chunk = np.searchsorted(ends, np.arange(len(birth)), side="right")
    # Within a group by birth, so that the gaps can be seen.
    order = order[np.lexsort((birth[order], chunk))]
    gap = np.diff(birth[order]).astype(np.int64)
    new = np.ones(len(birth), bool)
    new[1:] = (np.diff(chunk) > 0) | ((gap > 0) & (gap < _SHORTEST_GAP_DAYS))
    group = np.empty(len(birth), np.int64)
    group[order] = np.cumsum(new) - 1
    return group


def _parent_windows(birth: Days, family: Whole) -> _Windows:
    order = np.lexsort((birth, family))
    first = np.searchsorted(family[order], np.arange(int(family.max()) + 1))
    last = np.append(first[1:], len(order)) - 1
    oldest, youngest = birth[order[first]], birth[order[last]]
    earliest = add_months(youngest, -12 * _PARENT_BELOW)[0] + np.timedelta64(1, "D")
    return _Windows(oldest, earliest, add_months(oldest, -12 * _PARENT_FROM)[0])


def _guardians(
    birth: Days, sex: Whole, age: Whole, household: Whole, *, windows: _Windows, rng: np.random.Generator
) -> Whole:
    """One guardian for each family; mothers first, then anyone of a fitting age."""
    families = len(windows.oldest)
    low, high = windows.earliest, windows.latest
    mean, spread = assumption("age_at_first_birth").value, assumption("age_at_first_birth_spread").value
    target = np.clip(windows.oldest - _days(rng.normal(mean, spread, families)), low, high)
    found = np.full(families, NOBODY, np.int64)
    grown = (age >= _PARENT_FROM) & (household < 0)
    ready = rng.random(len(birth)) < _READY_TO_BE_MOTHER
    for who in ((sex == FEMALE) & ready, sex == FEMALE, sex == FEMALE, sex == MALE, sex == MALE):
        left = np.flatnonzero(found < 0)
        pool = np.flatnonzero(grown & who & (household < 0))
        found[left] = _match(target[left], low[left], high[left], birth, pool)
        given = found >= 0
        household[found[given]] = np.flatnonzero(given)
        # Whoever found nobody near the age looked for takes anyone of a possible age.
        target = low + ((high - low).astype(np.int64) * rng.random(families)).astype("timedelta64[D]")
    for family in np.flatnonzero(found < 0):
        adults = np.flatnonzero(age >= _PARENT_FROM)
        found[family] = adults[np.abs(birth[adults] - target[family]).argmin()]
        if household[found[family]] < 0:
            household[found[family]] = family
    return found


def _partners(
    birth: Days, sex: Whole, age: Whole, household: Whole, *, mothers: Whole, rng: np.random.Generator
) -> Whole:
    """A father for most families with a mother; he moves in."""
    found = np.full(len(mothers), NOBODY, np.int64)
    wanted = np.flatnonzero(
        (sex[mothers] == FEMALE) & (rng.random(len(mothers)) < assumption("two_parent_share").value)
    )
    mean, spread = _FATHER_OLDER
    hers = birth[mothers[wanted]]
    width = np.timedelta64(int(_FATHER_WITHIN_YEARS * _YEAR), "D")
    target = hers - _days(rng.normal(mean, spread, len(hers)))
    pool = np.flatnonzero((sex == MALE) & (age >= _PARENT_FROM) & (household < 0))
    found[wanted] = _match(
        np.clip(target, hers - width, hers + width), hers - width, hers + width, birth, pool
    )
    given = found >= 0
    household[found[given]] = household[mothers[given]]
    return found


def _match(target: Days, low: Days, high: Days, birth: Days, pool: Whole) -> Whole:
    """For each target someone of the pool born near it and within the window; nobody twice, -1 for none."""
    found = np.full(len(target), NOBODY, np.int64)
    if not len(pool) or not len(target):
        return found
    pool = pool[np.argsort(birth[pool], kind="stable")]
    order = np.argsort(target, kind="stable")
    steps = np.arange(len(order))
    place = np.searchsorted(birth[pool], target[order])
    place = np.maximum.accumulate(place - steps) + steps
    place = np.minimum(place, len(pool) - len(order) + steps)
    order, place = order[place >= 0], place[place >= 0]
    chosen = pool[place]
    fits: Mask = (birth[chosen] >= low[order]) & (birth[chosen] <= high[order])
    found[order[fits]] = chosen[fits]
    return found


def _adults(birth: Days, sex: Whole, age: Whole, household: Whole, rng: np.random.Generator) -> None:
    """Couples of like age, and the rest alone."""
    free = (household < 0) & (age >= _COUPLE_FROM)
    men, women = (rng.permutation(np.flatnonzero(free & (sex == each))) for each in (MALE, FEMALE))
    couples = int(assumption("couple_share").value * min(len(men), len(women)))
    start = int(household.max(initial=-1)) + 1
    for side in (men[:couples], women[:couples]):
        household[side[np.argsort(birth[side], kind="stable")]] = start + np.arange(couples)
    alone = np.flatnonzero(household < 0)
    household[alone] = start + couples + np.arange(len(alone))


def _days(
    years: Draws,
) -> Waits:
    return np.rint(years * _YEAR).astype("timedelta64[D]")


def born_by(day: date, years: int) -> np.datetime64:
    """The latest birth of someone who has that many completed years on a day."""
    return add_months(np.array([as_day(day)]), -12 * years)[0][0]  # type: ignore[no-any-return]
