"""Arrivals: who comes, on which day, at what time."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.arrivals import SLOT_MINUTES, arrival_shape, daily_visit_rate, patterns, weekday_factor
from simulator.facts.errors import UnknownFact

PATTERNS = ("clinic_general", "clinic_ent_paediatrics", "hospital_outpatient", "pharmacy")


def test_the_four_kinds_of_institution_have_a_shape() -> None:
    assert patterns() == PATTERNS


@given(st.sampled_from(PATTERNS), st.integers(0, 6))
def test_the_shares_of_a_day_sum_to_one_or_nobody_comes(pattern: str, weekday: int) -> None:
    shape = arrival_shape(pattern, weekday)
    if weekday_factor(pattern, weekday) == 0:
        assert shape == ()
    else:
        assert math.isclose(sum(share for _, share in shape), 1)


@given(st.sampled_from(PATTERNS), st.integers(0, 6))
def test_slots_are_half_hours_of_the_day_in_order(pattern: str, weekday: int) -> None:
    starts = [start for start, _ in arrival_shape(pattern, weekday)]
    assert starts == sorted(set(starts))
    assert all(start % SLOT_MINUTES == 0 and 8 * 60 <= start < 20 * 60 for start in starts)


def test_clinics_are_fullest_on_monday_thin_on_thursday_and_closed_on_sunday() -> None:
    week = [weekday_factor("clinic_general", weekday) for weekday in range(7)]
    assert week == [1.25, 1.0, 0.95, 0.6, 1.0, 1.0, 0.0]
    assert arrival_shape("clinic_general", 6) == ()


def test_small_children_and_the_old_visit_most() -> None:
    assert daily_visit_rate(0) == 0.0632
    assert daily_visit_rate(17) == 0.0192
    assert daily_visit_rate(65) == daily_visit_rate(110) == 0.1199


@given(st.integers(0, 130))
def test_every_age_has_a_rate(age: int) -> None:
    assert 0 < daily_visit_rate(age) < 0.2


def test_an_age_below_zero_and_an_unknown_pattern_are_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        daily_visit_rate(-1)
    with pytest.raises(UnknownFact, match="clinic_general"):
        arrival_shape("clinic", 0)
    with pytest.raises(UnknownFact, match="pharmacy"):
        weekday_factor("farmacy", 0)
