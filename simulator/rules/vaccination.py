"""The enquiry before a dose: 接種可, 要確認 or 対象外. Recording a given dose is not its matter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from simulator.clock import Duration, earliest_after, fiscal_year, reached_on
from simulator.facts.vaccines import VaccinationRule, vaccination_rules
from simulator.language import Text, say
from simulator.rules.window import Window, legal_window, start_window

LIVE = "live_injected"
LIVE_DAYS = 27
CATCH_UP = (date(2022, 4, 1), date(2025, 3, 31))
# A change of product inside a series is lawful, and the doses of the other product count on.
COUNTS_FOR = {
    "dpt_ipv_hib": {"dpt_ipv"},
    "dpt_ipv": {"dpt_ipv_hib"},
    "ipv": {"dpt_ipv", "dpt_ipv_hib"},
    "hib": {"dpt_ipv_hib"},
}


class Answer(IntEnum):
    """What the enquiry says; the greater, the freer."""

    NOT_ELIGIBLE = 0
    TO_BE_CHECKED = 1
    MAY_BE_GIVEN = 2


LABELS = {
    Answer.MAY_BE_GIVEN: say("接種可"),
    Answer.TO_BE_CHECKED: say("要確認"),
    Answer.NOT_ELIGIBLE: say("対象外"),
}


@dataclass(frozen=True, slots=True)
class GivenDose:
    """A dose in the person's record, wherever it was given."""

    vaccine: str
    dose_number: int
    given_on: date


@dataclass(frozen=True, slots=True)
class Patient:
    """Whom the enquiry is about; `known` names conditions of the tables that are known to hold.

    For a dose in pregnancy, `birth` is the first day of the pregnancy.
    """

    birth: date
    sex: str
    doses: tuple[GivenDose, ...] = ()
    known: frozenset[str] = frozenset()

    def given(self, vaccine: str) -> tuple[GivenDose, ...]:
        """The doses that count in the series of a vaccine."""
        counting = {vaccine} | COUNTS_FOR.get(vaccine, set())
        return tuple(dose for dose in self.doses if dose.vaccine in counting)

    def dose(self, vaccine: str, number: int) -> date | None:
        """When a dose was given, or None."""
        return next((dose.given_on for dose in self.given(vaccine) if dose.dose_number == number), None)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """The answer, why, and by which row of the tables."""

    answer: Answer
    reason: Text
    row_id: str | None = None


def enquire(vaccine: str, course: str, dose_number: int, patient: Patient, day: date) -> Enquiry:
    """Whether a dose may be given on a day, by the freest of the rows that bear on it."""
    answers = [_by_row(rule, patient, day) for rule in _rows(vaccine, course, dose_number)]
    if not answers:
        return Enquiry(Answer.NOT_ELIGIBLE, say("定期接種の表にない接種"))
    return max(answers, key=lambda enquiry: enquiry.answer)


def _rows(vaccine: str, course: str, dose_number: int) -> Iterator[VaccinationRule]:
    of_dose = [r for r in vaccination_rules() if (r.vaccine, r.dose_number) == (vaccine, dose_number)]
    extended = {r.row_id for r in of_dose if r.course == course}
    return (r for r in of_dose if r.course == course or r.extends_row in extended)


def _by_row(rule: VaccinationRule, patient: Patient, day: date) -> Enquiry:
    for check in (_repeated, _sex, _cohort, _window, _excluded, _start, _live, _condition, _interval):
        enquiry = check(rule, patient, day)
        if enquiry is not None:
            return enquiry
    return Enquiry(Answer.MAY_BE_GIVEN, say("年齢・期間・間隔とも規則どおり"), rule.row_id)


def _no(rule: VaccinationRule, reason: Text) -> Enquiry:
    return Enquiry(Answer.NOT_ELIGIBLE, reason, rule.row_id)


def _check(rule: VaccinationRule, reason: Text) -> Enquiry:
    return Enquiry(Answer.TO_BE_CHECKED, reason, rule.row_id)


def _repeated(rule: VaccinationRule, patient: Patient, day: date) -> Enquiry | None:
    given = [d.given_on for d in patient.given(rule.vaccine) if d.dose_number == rule.dose_number]
    match rule.dose_label:
        case "yearly":
            given = [each for each in given if fiscal_year(each) == fiscal_year(day)]
        case "per_pregnancy":
            given = [each for each in given if each >= patient.birth]
    return _no(rule, say("この回はすでに接種済み")) if given else None


def _sex(rule: VaccinationRule, patient: Patient, _day: date) -> Enquiry | None:
    if rule.target_sex == "any" or patient.sex == "2":
        return None
    return _no(rule, say("対象の性別でない"))


def _cohort(rule: VaccinationRule, patient: Patient, day: date) -> Enquiry | None:
    if not Window(rule.birth_from, rule.birth_to).holds(patient.birth):
        return _no(rule, say("特例の対象となる生年月日でない"))
    turning = {
        age
        for age in rule.fiscal_year_ages
        if fiscal_year(reached_on(patient.birth, Duration(age, "Y"))) == fiscal_year(day)
    }
    if rule.fiscal_year_ages and not turning:
        return _no(rule, say("今年度の対象年齢でない"))
    return None


def _window(rule: VaccinationRule, patient: Patient, day: date) -> Enquiry | None:
    window = legal_window(rule, patient.birth)
    if window.holds(day):
        return None
    if window.first is not None and day < window.first:
        return _no(rule, say("{first} から対象", first=window.first))
    return _no(rule, say("対象は {last} まで", last=window.last))


def _excluded(rule: VaccinationRule, patient: Patient, _day: date) -> Enquiry | None:
    if not patient.known & set(rule.excluded_if):
        return None
    return _no(rule, say("対象から除かれる既往・接種歴がある"))


def _start(rule: VaccinationRule, patient: Patient, day: date) -> Enquiry | None:
    first = patient.dose(rule.vaccine, 1) or (day if rule.dose_number == 1 else None)
    if first is None:
        return None
    rules_of_first = (
        r
        for r in vaccination_rules()
        if (r.vaccine, r.course, r.dose_number) == (rule.vaccine, rule.course, 1)
    )
    day_rule = next(rules_of_first, rule).legal_from_day_rule
    if start_window(rule, patient.birth, day_rule).holds(first):
        return None
    return _no(rule, say("接種開始の時期が、この回数の組み合わせに合わない"))


def _live(rule: VaccinationRule, patient: Patient, day: date) -> Enquiry | None:
    if rule.vaccine_type != LIVE:
        return None
    live = {r.vaccine for r in vaccination_rules() if r.vaccine_type == LIVE} - {rule.vaccine}
    others = [dose.given_on for dose in patient.doses if dose.vaccine in live and dose.given_on < day]
    earliest = max((earliest_after(given, days=LIVE_DAYS) for given in others), default=day)
    return (
        None
        if day >= earliest
        else _no(rule, say("他の注射生ワクチンから27日以上あける（{day} から）", day=earliest))
    )


def _condition(rule: VaccinationRule, patient: Patient, _day: date) -> Enquiry | None:
    for name in rule.applies_if:
        holds = _holds(name, rule, patient)
        if holds is None:
            return _check(rule, say("特例に当たるかを自治体に確かめる"))
        if not holds:
            return _no(rule, say("この回の条件に当たらない"))
    return None


def _holds(name: str, rule: VaccinationRule, patient: Patient) -> bool | None:
    twelve_months = reached_on(patient.birth, Duration(12, "M"))
    second = patient.dose(rule.vaccine, 2)
    primary = [
        r
        for r in vaccination_rules()
        if (r.vaccine, r.course, r.dose_label) == (rule.vaccine, rule.course, "primary")
    ]
    missing = [r for r in primary if patient.dose(rule.vaccine, r.dose_number) is None]
    first = patient.dose(rule.vaccine, 1)
    match name:
        case "dose2_by_12m":
            return second is not None and second <= twelve_months
        case "primary_complete":
            return not missing
        case "primary_dropped_at_12m":
            return bool(missing)
        case "first_dose_before_15y":
            return first is not None and first <= reached_on(patient.birth, Duration(15, "Y"))
        case "dose_given_2022_04_to_2025_03":
            return any(CATCH_UP[0] <= d.given_on <= CATCH_UP[1] for d in patient.given(rule.vaccine))
        case _:
            return True if name in patient.known else None


def _interval(rule: VaccinationRule, patient: Patient, day: date) -> Enquiry | None:
    if rule.interval_from_dose is None:
        return None
    earlier = _earlier(rule, patient)
    if earlier is None:
        return _check(rule, say("前の回の接種歴を確かめる"))
    earliest = earliest_after(earlier, days=rule.min_interval_days, months=rule.min_interval_months)
    if day >= earliest:
        return None
    shorter = rule.min_interval_days_if_necessary
    if shorter is not None and day >= earliest_after(earlier, days=shorter):
        return _check(rule, say("医師が必要と認めるときだけの短い間隔（通常は {day} から）", day=earliest))
    return _no(rule, say("前の回からの間隔が足りない（{day} から）", day=earliest))


def _earlier(rule: VaccinationRule, patient: Patient) -> date | None:
    if rule.interval_from_dose != "last_primary":
        return patient.dose(rule.vaccine, int(rule.interval_from_dose or 0))
    earlier = [dose for dose in patient.given(rule.vaccine) if dose.dose_number < rule.dose_number]
    return max((dose.given_on for dose in earlier), default=None)
