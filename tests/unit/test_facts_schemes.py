"""Schemes carry the shares, ceilings and order of the law."""

from datetime import date

import pytest

from simulator.facts.errors import UnknownFact
from simulator.facts.schemes import Ceiling, scheme, schemes
from simulator.facts.selections import Program


def ceiling(code: str, income_class: str) -> Ceiling:
    return next(each for each in scheme(code).ceilings if each.income_class == income_class)


def test_every_subsidy_program_has_its_scheme_under_the_same_code() -> None:
    for program in Program:
        if program not in {Program.VACCINATION, Program.CHECKUP}:
            assert scheme(program).program is program
    assert sum(each.program is not None for each in schemes()) == 11


def test_law_codes_are_two_digits_and_belong_to_one_national_scheme_each() -> None:
    codes = [each.law_code for each in schemes() if each.national]
    assert len(set(codes)) == len(codes) == 26
    assert all(code is not None and len(code) == 2 and code.isdecimal() for code in codes)
    assert scheme("nanbyo").law_code == "54"
    assert scheme("shoni_mansei").law_code == "52"


def test_local_schemes_have_no_law_code_and_come_after_every_national_one() -> None:
    national = [each.priority for each in schemes() if each.national and each.priority is not None]
    for each in schemes():
        if not each.national:
            assert each.law_code is None
            assert each.priority is not None
            assert each.priority > max(national)
            assert each.issuer == "municipality"


def test_the_published_order_of_the_first_eight_is_kept() -> None:
    ranked = {each.law_code: each.priority for each in schemes() if each.priority is not None}
    order = [ranked[code] for code in ("13", "14", "18", "30", "10", "21", "15", "16")]
    assert order == sorted(order)
    assert ranked["12"] == max(p for code, p in ranked.items() if code is not None)


@pytest.mark.parametrize(
    ("code", "yen"),
    [
        ("nanbyo", [0, 2500, 5000, 10000, 20000, 30000, 1000]),
        ("shoni_mansei", [0, 1250, 2500, 5000, 10000, 15000, 500]),
    ],
)
def test_ceilings_of_the_two_disease_schemes_are_those_published(code: str, yen: list[int]) -> None:
    assert [each.ceiling_yen for each in scheme(code).ceilings] == yen
    assert {each.level for each in scheme(code).ceilings} == {"published"}


def test_long_term_high_cost_patients_pay_less() -> None:
    assert ceiling("nanbyo", "upper").ceiling_long_high_yen == 20000
    assert ceiling("shoni_mansei", "general_1").ceiling_long_high_yen == 2500


def test_transitional_specials_end_with_fiscal_year_2026() -> None:
    upper = ceiling("seishin_tsuin", "upper")
    assert upper.ceiling_yen is None
    assert upper.ceiling_severe_continued_yen == 20000
    assert upper.severe_continued_transitional_to == date(2027, 3, 31)
    assert ceiling("ikusei", "middle_1").transitional_to == date(2027, 3, 31)
    assert ceiling("kosei", "middle_1").ceiling_yen is None


def test_a_scheme_is_not_surer_than_its_weakest_figure() -> None:
    assert scheme("nanbyo").level == "assumed"
    assert scheme("nanbyo").patient_share == "0.20"


def test_an_unknown_scheme_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownFact, match="nanbyo"):
        scheme("nambyo")
