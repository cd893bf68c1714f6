from collections import Counter
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.clock import age_on, birthday
from simulator.facts.bodies import age_sex, municipality
from simulator.records.person import Sex
from simulator.world.dates import ages_on, as_date
from simulator.world.population import People, band_counts, everyone, sample_size

DAY = date(2026, 11, 30)
TOWN = "423238"


@pytest.fixture(scope="module")
def city() -> People:
    return everyone("452025", DAY, 7)


@pytest.fixture(scope="module")
def town() -> People:
    return everyone(TOWN, DAY, 7)


def counted(people: People, day: date) -> Counter[tuple[int, int]]:
    """People by five-year band and sex, ages counted one by one."""
    births = Counter(zip(people.birth.tolist(), people.sex.tolist(), strict=True))
    counts: Counter[tuple[int, int]] = Counter()
    for (birth, sex), number in births.items():
        counts[min(age_on(birth, day) // 5 * 5, 100), sex] += number
    return counts


def test_counts_by_band_and_sex_equal_the_table_of_miyakonojo(city: People) -> None:
    table, counts = age_sex("452025"), counted(city, DAY)
    assert len(city) == municipality("452025").population
    for band, male, female in zip(table.bands, table.male, table.female, strict=True):
        assert counts[band.age_from, 1] == male
        assert counts[band.age_from, 2] == female


def test_people_of_undisclosed_age_are_spread_over_the_bands_of_hasami(town: People) -> None:
    table, counts = age_sex(TOWN), counted(town, DAY)
    disclosed = sum(table.male) + sum(table.female)
    extra = municipality(TOWN).population - disclosed
    assert extra == 38
    assert len(town) == disclosed + extra
    for band, male, female in zip(table.bands, table.male, table.female, strict=True):
        for sex, number in ((1, male), (2, female)):
            share = extra * number / disclosed
            assert number + int(share) <= counts[band.age_from, sex] <= number + int(share) + 1


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 2, 28), date(2020, 4, 1), date(2035, 3, 31)])
def test_bands_hold_on_any_day_of_the_calendar(day: date) -> None:
    counts = counted(everyone(TOWN, day, 3), day)
    expected = {(low, sex): count for low, _, sex, count in band_counts(TOWN) if count}
    assert counts == expected


def test_births_at_month_ends_and_on_the_first_of_april_are_as_frequent_as_in_life(city: People) -> None:
    births = Counter((day.month, day.day) for day in city.birth.tolist())
    everyday = len(city) / 365.25
    for month_day in ((4, 1), (4, 2), (3, 31), (12, 31), (10, 30)):
        assert 0.75 * everyday < births[month_day] < 1.25 * everyday
    assert births[2, 29] > 0.1 * everyday


def test_every_child_has_a_grown_up_guardian_in_the_same_household(city: People, town: People) -> None:
    for people in (city, town):
        age = ages_on(people.birth, DAY)
        children = np.flatnonzero(age < 18)
        guardians = people.guardian[children]
        assert (guardians >= 0).all()
        assert (people.household[guardians] == people.household[children]).all()
        assert (age[guardians] >= 20).all()
        assert (people.guardian[age >= 18] == -1).all()


def test_guardians_were_twenty_to_forty_nine_at_the_birth(city: People, town: People) -> None:
    for people in (city, town):
        for child in np.flatnonzero(people.guardian >= 0)[:3000]:
            guardian = as_date(people.birth[people.guardian[child]])
            birth = as_date(people.birth[child])
            assert birthday(guardian, 20) <= birth < birthday(guardian, 50)


def test_siblings_share_a_guardian_and_no_two_births_are_impossibly_close(city: People) -> None:
    children = np.flatnonzero(city.guardian >= 0)
    order = children[np.lexsort((city.birth[children], city.household[children]))]
    together = np.diff(city.household[order]) == 0
    assert together.any()
    assert (np.diff(city.guardian[order])[together] == 0).all()
    gaps = np.diff(city.birth[order]).astype(int)[together]
    assert ((gaps == 0) | (gaps >= 280)).all()
    assert (gaps == 0).any(), "twins"


def test_a_household_has_one_family_name_and_its_people_stand_together(city: People) -> None:
    steps = np.diff(city.household)
    assert set(steps.tolist()) == {0, 1}
    assert (np.diff(city.family.astype(int))[steps == 0] == 0).all()


def test_some_families_have_one_parent_and_most_have_two(city: People) -> None:
    age = ages_on(city.birth, DAY)
    children = np.bincount(city.household, weights=age < 18)
    grown_ups = np.bincount(city.household, weights=age >= 18)
    alone = (grown_ups[children > 0] == 1).mean()
    assert 0.05 < alone < 0.25


@settings(deadline=None, max_examples=20)
@given(st.floats(0.001, 1.0))
def test_a_share_holds_whole_households_up_to_the_rounded_number(share: float) -> None:
    people = everyone(TOWN, DAY, 7)
    count = sample_size(people, share)
    wanted = max(1, round(share * len(people)))
    assert wanted <= count < wanted + 10
    assert count == len(people) or people.household[count] != people.household[count - 1]


def test_the_smallest_villages_can_be_built_too() -> None:
    for code in ("133825", "473545"):
        people = everyone(code, DAY, 1)
        children = people.guardian >= 0
        assert len(people) == municipality(code).population
        assert (people.household[people.guardian[children]] == people.household[children]).all()


def test_sexes_are_those_of_the_registration_interface(town: People) -> None:
    assert {str(sex) for sex in set(town.sex.tolist())} == {sex.value for sex in Sex}
