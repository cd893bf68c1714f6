"""Doses given before the day, as the 母子健康手帳 of each child shows them; the hub does not know them."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.clock import Duration
from simulator.facts.assumptions import assumption
from simulator.facts.vaccines import VaccinationRule
from simulator.records.person import Sex
from simulator.streams import Streams
from simulator.world.dates import Days, Draws, Mask, Waits, Whole, as_date, as_day, earliest_after, reached_on
from simulator.world.immunisation import (
    FIVE_IN_ONE_FROM,
    Course,
    legal_window,
    standard_start,
    usual_courses,
    was_routine,
)
from simulator.world.population import People

_INFANT_DAYS = 730
_LIVE_APART_DAYS = 27
_ROTA1_SHARE = 0.6
_NEVER = np.datetime64("NaT", "D")
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class PastDose:
    """A dose given before the day, from the paper record."""

    vaccine: str
    course: str
    dose_number: int
    given_on: date


@dataclass(frozen=True, slots=True)
class Doses:
    """Past doses by owner; `course` is a place in the usual courses."""

    owner: Whole
    course: Whole
    dose_number: Whole
    given_on: Days

    def of(self, owner: int) -> tuple[PastDose, ...]:
        """One person's doses, earliest first."""
        found = [
            self._dose(place) for place in range(*np.searchsorted(self.owner, (owner, owner + 1)).tolist())
        ]
        return tuple(sorted(found, key=lambda dose: dose.given_on))

    def _dose(self, place: int) -> PastDose:
        course = usual_courses()[self.course[place]]
        number = int(self.dose_number[place])
        return PastDose(course.vaccine, course.course, number, as_date(self.given_on[place]))


@dataclass(frozen=True, slots=True)
class Series:
    """One course over all children: who follows it, and the day of each dose (NaT = not given)."""

    course: Course
    follows: Mask
    given: tuple[Days, ...]


def history(
    people: People, children: Whole, municipality_code: str, day: date, seed: int
) -> tuple[Series, ...]:
    """Every usual course over the children, in the order of the courses."""
    birth, female = people.birth[children], people.sex[children] == int(Sex.FEMALE.value)
    streams = Streams(seed)
    rota1 = streams.generator("rota product", municipality_code).random(len(children)) < _ROTA1_SHARE
    live: list[Days] = []
    found = []
    for course in usual_courses():
        purpose = f"doses: {course.vaccine} {course.course}"
        shape = (len(children), len(course.doses), 3)
        draws = streams.generator(purpose, municipality_code).random(shape)
        follows = _follows(course, birth, female, rota1)
        found.append(
            Series(
                course, follows, _series(course, birth, follows, today=as_day(day), draws=draws, live=live)
            )
        )
    return tuple(found)


def columns(series: tuple[Series, ...], children: Whole) -> Doses:
    """All doses that were given, by owner."""
    owners, courses, numbers, days = [], [], [], []
    for place, each in enumerate(series):
        for rule, given in zip(each.course.doses, each.given, strict=True):
            done = np.flatnonzero(~np.isnat(given))
            owners.append(children[done])
            courses.append(np.full(len(done), place))
            numbers.append(np.full(len(done), rule.dose_number))
            days.append(given[done])
    if not owners:
        return none()
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return Doses(*(np.concatenate(each)[order] for each in (owners, courses, numbers, days)))


def none() -> Doses:
    """No doses, where the body does not run vaccination."""
    empty = np.empty(0, np.int64)
    return Doses(empty, empty, empty, np.empty(0, "datetime64[D]"))


def _follows(course: Course, birth: Days, female: Mask, rota1: Mask) -> Mask:
    follows = was_routine(course.doses[0], birth)
    five = birth >= as_day(FIVE_IN_ONE_FROM)
    if course.vaccine == "dpt_ipv_hib":
        follows &= five
    elif course.vaccine in {"dpt_ipv", "hib"}:
        follows &= ~five
    elif course.vaccine == "rota":
        follows &= rota1 if course.course == "rota1" else ~rota1
    elif course.vaccine == "hpv":
        follows &= female
    return follows


def _series(
    course: Course,
    birth: Days,
    follows: Mask,
    *,
    today: np.datetime64,
    draws: Draws,
    live: list[Days],
) -> tuple[Days, ...]:
    """Dose after dose: not before the standard age or the interval, some late, some left out."""
    given: list[Days] = []
    going_on = follows
    for place, rule in enumerate(course.doses):
        first, last = legal_window(rule, birth)
        due = standard_start(rule, birth)
        for earlier in earliest_after_doses(rule, given):
            due = np.where(np.isnat(earlier), due, np.maximum(due, earlier))
        due = due + _delays(due, birth, draws[:, place])
        if rule.vaccine_type == "live_injected":
            due = _apart(due, live)
        if rule.interval_from_dose is None:  # a term of its own: doses left out before do not matter
            going_on = follows.copy()
        going_on &= (draws[:, place, 2] >= course.missing) & (due >= first) & (due <= last) & (due < today)
        if "dose2_by_12m" in rule.applies_if:
            going_on &= given[1] <= reached_on(birth, Duration(12, "M"))
        given.append(np.where(going_on, due, _NEVER))
        if rule.vaccine_type == "live_injected":
            live.append(given[-1])
    return tuple(given)


def earliest_after_doses(rule: VaccinationRule, given: list[Days], *, standard: bool = True) -> list[Days]:
    """The days from which the earlier doses of a course allow the next one; `standard` waits as is usual."""
    if not given:
        return []
    allowed = [given[-1] + _DAY]
    if rule.interval_from_dose is not None:
        place = len(given) if rule.interval_from_dose == "last_primary" else int(rule.interval_from_dose)
        earlier = given[place - 1]
        allowed.append(earliest_after(earlier, rule.min_interval_days, rule.min_interval_months))
        if standard and rule.standard_interval_from is not None:
            wait = Duration.parse(rule.standard_interval_from)
            months = wait.months
            allowed.append(earliest_after(earlier, None if months else wait.days, months))
    return [np.where(np.isnat(given[-1]), _NEVER, each) for each in allowed]


def _delays(due: Days, birth: Days, draws: Draws) -> Waits:
    """A few days for infants, some weeks for older children, and for a small share months more."""
    infant = (due - birth).astype(np.int64) < _INFANT_DAYS
    means = assumption("delay_days_infant").value, assumption("delay_days_older").value
    days = -np.log1p(-draws[:, 0]) * np.where(infant, *means)
    late_share = assumption("late_series_share").value
    late = draws[:, 1] < late_share
    days += np.where(late, draws[:, 1] / late_share * assumption("late_series_days").value, 0)
    waits: Waits = np.floor(days).astype("timedelta64[D]")
    return waits


def _apart(due: Days, live: list[Days]) -> Days:
    """Injected live vaccines on the same day or more than 27 days apart."""
    for _ in live:  # a day moved away from one dose may come near another
        for other in live:
            distance = np.where(np.isnat(other), 0, (due - other).astype(np.int64))
            near = (distance != 0) & (np.abs(distance) <= _LIVE_APART_DAYS)
            after = earliest_after(other, _LIVE_APART_DAYS, None)
            due = np.where(near, np.where(distance < 0, other, after), due)
    return due
