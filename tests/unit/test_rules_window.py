from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.vaccines import VaccinationRule, vaccination_rules
from simulator.rules.vaccination import Answer, Patient, enquire
from simulator.rules.window import DAY_RULES, Window, legal_window

DAY = date(2026, 11, 30)
ONE_DAY = timedelta(days=1)
bounds = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31))
windows = st.builds(Window, bounds, bounds)
days = st.dates(date(2019, 1, 1), date(2031, 12, 31))


@pytest.mark.parametrize(
    ("window", "holds"),
    [
        (Window(DAY, DAY), True),
        (Window(DAY + ONE_DAY, None), False),
        (Window(None, DAY - ONE_DAY), False),
        (Window(None, None), True),
        (Window(DAY + ONE_DAY, DAY - ONE_DAY), False),
    ],
)
def test_both_ends_of_a_window_belong_to_it_and_none_is_open(window: Window, holds: bool) -> None:  # noqa: FBT001
    assert window.holds(DAY) is holds


@given(windows, windows, days)
def test_a_day_lies_within_two_windows_when_it_lies_within_each(
    one: Window, other: Window, day: date
) -> None:
    assert one.within(other).holds(day) is (one.holds(day) and other.holds(day))


@pytest.mark.parametrize("rule", vaccination_rules(), ids=lambda rule: rule.row_id)
def test_every_row_of_the_table_has_a_window_that_can_be_worked_out(rule: VaccinationRule) -> None:
    assert {rule.legal_from_day_rule, rule.legal_to_day_rule} <= set(DAY_RULES)
    for birth in (date(2024, 2, 29), date(2018, 12, 31), date(1961, 4, 1)):
        window = legal_window(rule, birth)
        assert window.first is None or isinstance(window.first, date)


REGULAR_FIRST_DOSES = [
    rule
    for rule in vaccination_rules()
    if rule.row_kind == "regular" and rule.dose_number == 1 and rule.legal_to
]


@pytest.mark.parametrize("rule", REGULAR_FIRST_DOSES, ids=lambda rule: rule.row_id)
@given(birth=st.dates(date(2025, 4, 1), date(2026, 11, 30)), passed=st.integers(-60, 6000))
def test_no_first_dose_is_given_outside_the_window_of_its_row(
    rule: VaccinationRule, birth: date, passed: int
) -> None:
    day = birth + timedelta(days=passed)
    answer = enquire(rule.vaccine, rule.course, 1, Patient(birth, "2"), day).answer
    if answer is Answer.MAY_BE_GIVEN:
        assert legal_window(rule, birth).holds(day)


STARTS = {
    "hib": ("start_2_6m", "start_7_11m", "start_12_59m"),
    "pcv_child": ("start_2_6m", "start_7_11m", "start_12_23m", "start_24_59m"),
}


@pytest.mark.parametrize("vaccine", STARTS)
@given(birth=st.dates(date(2019, 1, 1), date(2026, 11, 30)), passed=st.integers(59, 1900))
def test_each_day_of_a_first_dose_belongs_to_at_most_one_course(
    vaccine: str, birth: date, passed: int
) -> None:
    day = birth + timedelta(days=passed)
    may = [
        course
        for course in STARTS[vaccine]
        if enquire(vaccine, course, 1, Patient(birth, "1"), day).answer is Answer.MAY_BE_GIVEN
    ]
    assert len(may) <= 1


@pytest.mark.parametrize("vaccine", STARTS)
@given(birth=st.dates(date(2019, 1, 1), date(2022, 11, 30)), passed=st.integers(62, 1825))
def test_no_day_from_two_months_to_five_years_is_left_without_a_course(
    vaccine: str, birth: date, passed: int
) -> None:
    day = birth + timedelta(days=passed)
    may = [
        course
        for course in STARTS[vaccine]
        if enquire(vaccine, course, 1, Patient(birth, "1"), day).answer is Answer.MAY_BE_GIVEN
    ]
    assert len(may) == 1
