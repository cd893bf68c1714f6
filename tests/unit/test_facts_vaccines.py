"""The vaccination rules are complete and refer to each other rightly."""

import re
from collections import Counter
from datetime import date

from simulator.facts.vaccines import VaccinationRule, vaccination_rules

DURATION = re.compile(r"P\d+[YMWD]")
RULES = {each.row_id: each for each in vaccination_rules()}


def rule(vaccine: str, course: str, dose: int, kind: str = "regular") -> VaccinationRule:
    found = [
        each
        for each in vaccination_rules()
        if (each.vaccine, each.course, each.dose_number, each.row_kind) == (vaccine, course, dose, kind)
    ]
    assert len(found) == 1
    return found[0]


def test_there_are_89_rules_of_six_kinds() -> None:
    assert len(RULES) == len(vaccination_rules()) == 89
    assert Counter(each.row_kind for each in vaccination_rules()) == {
        "regular": 62,
        "branch": 2,
        "exception": 2,
        "cohort": 16,
        "transitional": 4,
        "transitional_fy2025": 3,
    }


def test_rows_beside_the_regular_ones_name_a_regular_row_of_the_same_vaccine_and_dose() -> None:
    for each in vaccination_rules():
        assert (each.extends_row is None) == (each.row_kind == "regular")
        if each.extends_row is not None:
            regular = RULES[each.extends_row]
            assert regular.row_kind == "regular"
            assert (regular.vaccine, regular.dose_number) == (each.vaccine, each.dose_number)


def test_ages_are_durations() -> None:
    for each in vaccination_rules():
        ages = (
            each.legal_from,
            each.legal_to,
            each.standard_from,
            each.standard_to,
            each.course_start_from,
            each.course_start_before,
            each.standard_interval_from,
            each.standard_interval_to,
        )
        assert all(DURATION.fullmatch(age) for age in ages if age is not None), each


def test_an_interval_has_one_starting_dose_and_one_length() -> None:
    for each in vaccination_rules():
        lengths = [each.min_interval_days, each.min_interval_months]
        if each.interval_from_dose is None:
            assert lengths == [None, None]
            assert each.level_intervals is None
        else:
            assert lengths.count(None) == 1, each
            assert each.level_intervals is not None


def test_an_interval_starts_from_an_earlier_dose() -> None:
    for each in vaccination_rules():
        if each.interval_from_dose not in {None, "last_primary"}:
            assert int(str(each.interval_from_dose)) < each.dose_number


def test_doses_of_a_regular_course_are_numbered_without_gap() -> None:
    doses: dict[tuple[str, str], list[int]] = {}
    for each in vaccination_rules():
        if each.row_kind == "regular":
            doses.setdefault((each.vaccine, each.course), []).append(each.dose_number)
    for course, numbers in doses.items():
        if course != ("mr", "standard"):
            assert numbers == list(range(1, len(numbers) + 1)), course


def test_windows_by_date_alone_have_dates() -> None:
    for each in vaccination_rules():
        if each.legal_to_day_rule == "date_window":
            assert each.effective_to is not None


def test_hepatitis_b_counts_its_third_dose_from_the_first() -> None:
    third = rule("hepb", "standard", 3)
    assert (third.interval_from_dose, third.min_interval_days) == ("1", 139)
    assert third.level == third.level_intervals == "published"


def test_pneumococcal_booster_counts_from_the_last_primary_dose_given() -> None:
    assert rule("pcv_child", "start_2_6m", 4).interval_from_dose == "last_primary"
    assert rule("pcv_child", "start_2_6m", 3).applies_if == ("dose2_by_12m",)


def test_zoster_reaches_further_ages_only_until_fiscal_year_2029() -> None:
    extra = rule("zoster", "live", 1, "transitional")
    assert extra.fiscal_year_ages == (70, 75, 80, 85, 90, 95, 100)
    assert extra.effective_to == date(2030, 3, 31)
    assert rule("zoster", "live", 1).effective_to is None
    assert rule("zoster", "live", 1).vaccine_class == "B"


def test_remaining_hpv_doses_name_both_conditions() -> None:
    rest = rule("hpv", "catchup_remaining_2dose", 2, "cohort")
    assert rest.applies_if == ("dose_given_2022_04_to_2025_03", "first_dose_before_15y")
    assert (rest.birth_from, rest.birth_to) == (date(1997, 4, 2), date(2009, 4, 1))
    assert rest.target_sex == "female"


def test_maternal_rsv_is_counted_by_weeks_of_pregnancy() -> None:
    rsv = rule("rsv_maternal", "per_pregnancy", 1)
    assert (rsv.legal_from, rsv.legal_to) == ("P28W", "P258D")
    assert rsv.legal_to_day_rule == "gestational_day"
    assert rsv.effective_from == date(2026, 4, 1)
