from datetime import date

import pytest

from simulator.facts import programs
from simulator.facts.selections import first_year_codes
from simulator.records.person import Sex
from simulator.world import Resident, build, make_card, make_resident, neighbour, usual_card
from simulator.world.decoys import neighbour_code
from simulator.world.keys import FIRST_EXTRA_ORDINAL, my_number_valid

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def planted() -> tuple[Resident, ...]:
    world = build("423238", 0.5, DAY, 7)
    return tuple(world.resident(index) for index in (0, 100, 1000))


def test_the_neighbour_is_the_next_body_of_the_first_year() -> None:
    codes = first_year_codes()
    for code in (*codes, "011002"):
        assert neighbour_code(code) in codes
        assert neighbour_code(code) != code
        assert programs(neighbour_code(code))
    assert neighbour_code("431001") == "432121"
    assert neighbour_code("452025") == "022080"


def test_doubles_at_the_neighbour_have_the_same_key_and_are_other_people(
    planted: tuple[Resident, ...],
) -> None:
    double = neighbour(7, "423238", planted)
    for mine, theirs in zip(planted, double.same_key, strict=True):
        assert theirs.at_body.person_key == mine.at_body.person_key
        assert theirs.at_body.body_code == double.municipality_code != "423238"
        assert theirs.person_id != mine.person_id
        assert theirs.registrant.my_number != mine.registrant.my_number


def test_namesakes_share_kana_and_birth_date_and_nothing_else(planted: tuple[Resident, ...]) -> None:
    for mine, theirs in zip(planted, neighbour(7, "423238", planted).namesakes, strict=True):
        assert theirs.registrant.basic.name_kana == mine.registrant.basic.name_kana
        assert (theirs.birth, theirs.sex) == (mine.birth, mine.sex)
        assert theirs.at_body.body_code == mine.at_body.body_code
        assert theirs.at_body.person_key != mine.at_body.person_key
        assert theirs.person_id != mine.person_id
        assert theirs.registrant.my_number != mine.registrant.my_number


def test_a_namesake_of_another_birth_date_is_refused(planted: tuple[Resident, ...]) -> None:
    with pytest.raises(ValueError, match="birth date"):
        make_resident(7, "423238", "x", date(2000, 1, 1), planted[0].sex, namesake_of=planted[0])


def test_an_extra_person_follows_from_seed_and_label() -> None:
    birth = date(2026, 4, 2)
    person = make_resident(7, "452025", "late mr", birth, Sex.FEMALE)
    assert person == make_resident(7, "452025", "late mr", birth, Sex.FEMALE)
    assert person.person_id != make_resident(7, "452025", "early mr", birth, Sex.FEMALE).person_id
    assert person.person_id != make_resident(8, "452025", "late mr", birth, Sex.FEMALE).person_id
    assert int(person.person_id.split("-")[1]) >= FIRST_EXTRA_ORDINAL
    assert not my_number_valid(person.registrant.my_number)
    assert person.registrant.basic.date_of_birth == birth
    assert person.card is None


def test_an_extra_child_bears_the_guardian_s_family_name_and_address() -> None:
    mother = make_resident(7, "452025", "mother", date(1994, 5, 1), Sex.FEMALE)
    child = make_resident(7, "452025", "child", date(2025, 5, 1), Sex.MALE, guardian=mother)
    assert child.guardian_id == mother.person_id
    for mine, theirs in (
        (child.registrant.basic.name, mother.registrant.basic.name),
        (child.registrant.basic.name_kana, mother.registrant.basic.name_kana),
    ):
        assert mine.split("　")[0] == theirs.split("　")[0]
    assert child.registrant.basic.address == mother.registrant.basic.address


def test_a_planted_key_is_kept() -> None:
    person = make_resident(7, "452025", "zeros", date(1990, 1, 1), Sex.MALE, person_key="0000000042")
    assert person.at_body.person_key == person.registrant.at_body.person_key == "0000000042"


def test_a_card_can_be_made_as_wanted() -> None:
    person = make_resident(7, "452025", "holder", date(1980, 6, 15), Sex.MALE)
    card = make_card(7, person, issued_on=date(2024, 1, 10))
    assert card.person_id == person.person_id
    assert card.pin is not None
    assert card == make_card(7, person, issued_on=date(2024, 1, 10))
    assert make_card(7, person, issued_on=date(2024, 1, 10), pin=None).pin is None
    assert make_card(7, person, issued_on=date(2024, 1, 10), pin="1234").pin == "1234"
    renewed = make_card(7, person, issued_on=date(2026, 1, 10), issue_number=2, revoked=True)
    assert renewed.serial != card.serial
    assert renewed.revoked
    assert not make_card(
        7, person, issued_on=date(2024, 1, 10), insurance_registered=False
    ).insurance_registered


def test_the_usual_card_is_valid_on_the_day() -> None:
    for birth in (date(1950, 2, 28), date(2026, 10, 1), date(2024, 2, 29)):
        person = make_resident(7, "452025", f"born {birth}", birth, Sex.MALE)
        card = usual_card(7, person, DAY)
        assert birth <= card.issued_on <= DAY <= card.valid_to
