"""Regular courses of class A vaccines, as windows and intervals over columns of birth dates.

Which vaccines a child gets, and how many miss a dose, are assumptions; windows and intervals are the rule
table's. Only regular rows are used: late branches and special cohorts are left to planted people.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from simulator.clock import Duration
from simulator.facts.vaccines import VaccinationRule, vaccination_rules
from simulator.world.dates import Days, Mask, as_day, fiscal_year_end, fiscal_year_start, reached_on

FIVE_IN_ONE_FROM = date(2024, 2, 1)  # children two months old when the five-fold vaccine became routine
_EVER = (np.datetime64("1900-01-01", "D"), np.datetime64("2999-12-31", "D"))
_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True, slots=True)
class Course:
    """The doses of one course in order; `missing` is the share of children who leave out a dose."""

    vaccine: str
    course: str
    doses: tuple[VaccinationRule, ...]
    missing: float


# Live injected vaccines come first in the order of their ages, since each keeps 27 days from the others.
_USUAL = (
    ("bcg", "standard", 0.02),
    ("mr", "standard", 0.04),
    ("varicella", "standard", 0.06),
    ("rota", "rota1", 0.04),
    ("rota", "rota5", 0.04),
    ("pcv_child", "start_2_6m", 0.02),
    ("dpt_ipv_hib", "standard", 0.02),
    ("dpt_ipv", "standard", 0.02),
    ("hib", "start_2_6m", 0.02),
    ("hepb", "standard", 0.02),
    ("je", "standard", 0.10),
    ("dt", "term2", 0.25),
    ("hpv", "hpv9_2dose", 0.45),
)
# Where nothing was given yet, a later age has its own course.
_LATE = (
    ("pcv_child", "start_7_11m"),
    ("pcv_child", "start_12_23m"),
    ("pcv_child", "start_24_59m"),
    ("hib", "start_7_11m"),
    ("hib", "start_12_59m"),
    ("hpv", "hpv9_3dose"),
)


@cache
def usual_courses() -> tuple[Course, ...]:
    """The courses of the standard schedule."""
    return tuple(Course(vaccine, course, _doses(vaccine, course), share) for vaccine, course, share in _USUAL)


@cache
def late_courses() -> tuple[Course, ...]:
    """The courses begun late; only their first dose is asked for here."""
    return tuple(Course(vaccine, course, _doses(vaccine, course), 0.0) for vaccine, course in _LATE)


def legal_window(rule: VaccinationRule, birth: Days) -> tuple[Days, Days]:
    """First and last lawful day by age and by the days on which the rule is in force.

    A first dose must also lie within the ages that begin the course.
    """
    first = _start(rule.legal_from, rule.legal_from_day_rule, birth)
    last = _end(rule.legal_to, rule.legal_to_day_rule, birth)
    if rule.dose_number == 1 and rule.course_start_before is not None:
        last = np.minimum(last, reached_on(birth, Duration.parse(rule.course_start_before)))
    if rule.effective_from is not None:
        first = np.maximum(first, as_day(rule.effective_from))
    if rule.effective_to is not None:
        last = np.minimum(last, as_day(rule.effective_to))
    return first, last


def standard_start(rule: VaccinationRule, birth: Days) -> Days:
    """When the standard schedule begins with this dose, or its legal window where none is named."""
    first, _ = legal_window(rule, birth)
    if rule.standard_from is None:
        return first
    day_rule = rule.legal_from_day_rule
    day_rule = day_rule if day_rule == "fiscal_year_start" else "day_before_birthday"
    return np.maximum(first, _start(rule.standard_from, day_rule, birth))


def was_routine(rule: VaccinationRule, birth: Days) -> Mask:
    """Whether the vaccine was routine by the day on which a child's standard schedule would begin it."""
    if rule.effective_from is None:
        return np.ones(len(birth), bool)
    written = rule.standard_to or rule.legal_to
    late = _end(written, rule.legal_to_day_rule, birth) if written else np.full(len(birth), _EVER[1])
    routine: Mask = late >= as_day(rule.effective_from)
    return routine


def _doses(vaccine: str, course: str) -> tuple[VaccinationRule, ...]:
    rows = (each for each in vaccination_rules() if (each.vaccine, each.course) == (vaccine, course))
    return tuple(
        sorted((each for each in rows if each.row_kind == "regular"), key=lambda each: each.dose_number)
    )


def _start(written: str | None, day_rule: str, birth: Days) -> Days:
    if day_rule == "birth":
        return birth
    if written is None:
        return np.full(len(birth), _EVER[0])
    reached = reached_on(birth, Duration.parse(written))
    if day_rule == "fiscal_year_start":
        return fiscal_year_start(reached)
    return reached + _DAY if day_rule == "day_after_reached" else reached


def _end(written: str | None, day_rule: str, birth: Days) -> Days:
    if written is None:
        return np.full(len(birth), _EVER[1])
    reached = reached_on(birth, Duration.parse(written))
    return fiscal_year_end(reached) if day_rule == "fiscal_year_end" else reached
