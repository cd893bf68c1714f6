"""Cards issued by age and sex."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.cards import issue_rate
from simulator.facts.table import load


def test_rates_round_to_the_published_percentages() -> None:
    for row in load("card_issue_by_age_sex").rows:
        age = row.whole("age_from")
        assert round(issue_rate(age, "M") * 100, 1) == row.number("rate_male")
        assert round(issue_rate(age, "F") * 100, 1) == row.number("rate_female")


def test_cards_and_people_add_up_to_the_national_line() -> None:
    rows = load("card_issue_by_age_sex").rows
    assert sum(row.whole("issued_male") + row.whole("issued_female") for row in rows) == 71_905_789
    people = sum(row.whole("population_male") + row.whole("population_female") for row in rows)
    undisclosed_age = 55
    assert people + undisclosed_age == 125_927_902


@given(st.integers(0, 130), st.sampled_from(("M", "F")))
def test_every_age_and_sex_has_a_rate(age: int, sex: str) -> None:
    assert 0.2 < issue_rate(age, sex) < 0.8


def test_the_oldest_women_hold_far_fewer_cards_than_the_oldest_men() -> None:
    assert issue_rate(95, "F") < issue_rate(95, "M") / 2


def test_an_age_below_zero_or_another_sex_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        issue_rate(-1, "M")
    with pytest.raises(ValueError, match="male"):
        issue_rate(30, "male")
