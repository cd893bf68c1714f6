"""The checkups from pregnancy to five years of age."""

import pytest

from simulator.facts.checkups import checkup_kind, checkup_kinds
from simulator.facts.errors import UnknownFact


def test_there_are_28_checkups_nineteen_of_them_in_pregnancy() -> None:
    assert len(checkup_kinds()) == 28
    assert sum(each.anchor == "gestational_age" for each in checkup_kinds()) == 19
    assert sum(each.subject == "pregnant_woman" for each in checkup_kinds()) == 14


def test_the_two_checkups_that_are_a_duty_bound_by_age_are_at_18_months_and_3_years() -> None:
    duty = [each for each in checkup_kinds() if each.statutory == "art12"]
    assert [(each.timing_from, each.timing_to) for each in duty] == [("P18M", "P24M"), ("P36M", "P48M")]
    assert all(each.timing_use == "legal_window" and each.day_before_birthday for each in duty)
    assert all(each.setting == "group" for each in duty)


def test_antenatal_windows_only_remind() -> None:
    for each in checkup_kinds():
        if each.subject == "pregnant_woman":
            assert each.timing_use == "reminder_only"
            assert each.ticketed == "yes"


def test_a_checkup_without_timing_has_no_use_for_one() -> None:
    for each in checkup_kinds():
        assert (each.timing_from is None) == (each.timing_to is None) == (each.timing_use == "none")


def test_a_checkup_is_found_by_its_code() -> None:
    assert checkup_kind("chk3y").name_ja == "3歳児健康診査"
    with pytest.raises(UnknownFact, match="chk3y"):
        checkup_kind("chk3")
