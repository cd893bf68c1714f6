"""The bodies add up to the published national lines and are found by their codes."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.bodies import (
    AgeBand,
    Municipality,
    Prefecture,
    age_sex,
    municipalities,
    municipality,
    prefecture,
    prefectures,
)
from simulator.facts.errors import FactsError, UnknownBody
from simulator.facts.table import load

BODIES: tuple[Municipality | Prefecture, ...] = (*municipalities(), *prefectures())
CODES = [each.code for each in municipalities()]
POPULATION = 125_927_902
BIRTHS = 830_322


def check_digit(code: str) -> str:
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def test_there_are_1741_municipalities_and_47_prefectures() -> None:
    assert len(set(CODES)) == len(CODES) == 1741
    assert len({each.code for each in prefectures()}) == 47
    kinds = Counter(each.kind for each in municipalities())
    assert kinds == {"designated_city": 20, "city": 772, "special_ward": 23, "town": 743, "village": 183}


def test_check_digits_of_all_codes_are_valid() -> None:
    for each in BODIES:
        assert len(each.code) == 6
        assert check_digit(each.code) == each.code[5], each


def test_population_and_births_equal_the_published_national_lines() -> None:
    for bodies in (municipalities(), prefectures()):
        assert sum(each.population for each in bodies) == POPULATION
        assert sum(each.births for each in bodies) == BIRTHS


def test_each_prefecture_is_the_sum_of_its_municipalities() -> None:
    people = Counter[str]()
    bodies = Counter[str]()
    for each in municipalities():
        people[each.prefecture_code] += each.population
        bodies[each.prefecture_code] += 1
        assert each.code[:2] == each.prefecture_code
    for area in prefectures():
        assert people[area.prefecture_code] == area.population
        assert bodies[area.prefecture_code] == area.municipalities


def test_people_by_age_and_sex_add_up_to_the_population_but_for_undisclosed_ages() -> None:
    undisclosed = {
        row["code"]: row.whole("population_age_undisclosed") for row in load("municipalities").rows
    }
    for each in municipalities():
        people = age_sex(each.code)
        assert sum(people.male) + sum(people.female) + undisclosed[each.code] == each.population
    assert sum(undisclosed.values()) == 9_191


def test_age_bands_cover_every_age_once() -> None:
    bands = age_sex("452025").bands
    assert len(bands) == 21
    assert bands[0] == AgeBand(0, 4)
    assert bands[-1] == AgeBand(100, None)
    for younger, older in pairwise(bands):
        assert younger.age_to is not None
        assert older.age_from == younger.age_to + 1


def test_cards_issued_add_up_to_the_published_national_number() -> None:
    assert sum(row.whole("cards_issued_20221231") for row in load("municipalities").rows) == 71_905_789


def test_rates_are_shares_and_places_lie_in_japan() -> None:
    for each in BODIES:
        assert 0.2 < each.card_rate < 1
        assert 0.2 < each.card_rate_estimated < 1
        assert 20 < each.lat < 46
        assert 122 < each.lon < 154
    assert municipality("452025").card_rate > 0.8


def test_a_municipality_is_found_by_its_code() -> None:
    found = municipality("452025")
    assert (found.name, found.prefecture, found.kana, found.kind) == (
        "都城市",
        "宮崎県",
        "みやこのじょうし",
        "city",
    )
    assert prefecture("450006").name == "宮崎県"


def test_codes_that_begin_with_zero_keep_it() -> None:
    assert municipality("011002").name == "札幌市"


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("45202", "452025 宮崎県都城市"),
        ("452026", "452025 宮崎県都城市"),
        ("一宮市", "232033 愛知県一宮市"),
        ("450006", "宮崎県（都道府県）"),
        ("", "近いものはありません"),
    ],
)
def test_an_unknown_code_is_answered_with_the_nearest_bodies(asked: str, hint: str) -> None:
    with pytest.raises(UnknownBody) as caught:
        municipality(asked)
    assert hint in str(caught.value.mend)
    assert f"「{asked}」" in str(caught.value)


def test_an_unknown_body_can_be_caught_as_a_missing_key() -> None:
    with pytest.raises(KeyError):
        prefecture("452025")
    with pytest.raises(FactsError):
        age_sex("450006")


@given(st.sampled_from(CODES), st.integers(0, 9))
def test_a_code_with_a_wrong_check_digit_is_never_found(code: str, digit: int) -> None:
    wrong = code[:5] + str(digit)
    if wrong == code:
        assert municipality(wrong).code == code
    else:
        with pytest.raises(UnknownBody):
            municipality(wrong)
