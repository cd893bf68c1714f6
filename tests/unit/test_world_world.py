import os
import pickle
import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from simulator.language import Complaint
from simulator.world import World, build
from simulator.world.keys import my_number_valid

DAY = date(2026, 11, 30)
TOWN = "423238"


@pytest.fixture(scope="module")
def whole() -> World:
    return build("452025", 0.25, DAY, 7)


@pytest.fixture(scope="module")
def part() -> World:
    return build("452025", 0.05, DAY, 7)


def test_the_default_world_has_about_forty_thousand_people(whole: World) -> None:
    assert len(whole) == pytest.approx(40_643, abs=8)


def test_people_of_a_smaller_share_are_the_same_in_a_larger(whole: World, part: World) -> None:
    assert 0 < len(part) < len(whole)
    for index in range(0, len(part), 37):
        assert part.resident(index) == whole.resident(index)
        assert part.certificates_of(index) == whole.certificates_of(index)
        assert part.tickets_of(index) == whole.tickets_of(index)
        assert part.past_doses_of(index) == whole.past_doses_of(index)


def test_what_a_smaller_share_registers_a_larger_registers_too(whole: World, part: World) -> None:
    assert set(part.recipient_rows()) <= set(whole.recipient_rows())
    assert set(part.ticket_rows()) <= set(whole.ticket_rows())
    assert set(part.card_links()) <= set(whole.card_links())
    assert set(part.accounts()) <= set(whole.accounts())


def test_another_process_builds_the_same_world() -> None:
    script = (
        "from datetime import date; from simulator.world import build;"
        f"print(build('{TOWN}', 0.5, date(2026, 11, 30), 7).digest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": "99", "PYTHONPATH": os.pathsep.join(sys.path)}
    printed = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert printed.strip() == build(TOWN, 0.5, DAY, 7).digest()


def test_the_digest_tells_worlds_apart() -> None:
    digests = {
        build(TOWN, 0.5, DAY, 7).digest(),
        build(TOWN, 0.5, DAY, 8).digest(),
        build(TOWN, 0.5, date(2026, 12, 1), 7).digest(),
        build(TOWN, 0.6, DAY, 7).digest(),
        build("452025", 0.05, DAY, 7).digest(),
    }
    assert len(digests) == 5


def test_a_world_can_be_handed_to_another_process() -> None:
    world = build(TOWN, 0.2, DAY, 7)
    again = pickle.loads(pickle.dumps(world))  # noqa: S301 - our own bytes
    assert again.digest() == world.digest()
    assert again.resident(3) == world.resident(3)


def test_no_my_number_of_the_world_is_valid_and_all_differ(part: World) -> None:
    numbers = [part.registrant(index).my_number for index in range(len(part))]
    assert not any(my_number_valid(number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_keys_of_people_are_unique(part: World) -> None:
    people = [part.resident(index) for index in range(0, len(part), 3)]
    assert len({each.at_body.person_key for each in people}) == len(people)
    assert len({each.person_id for each in people}) == len(people)


def test_every_resident_has_kanji_and_kana_of_two_parts(part: World) -> None:
    for index in range(0, len(part), 11):
        basic = part.registrant(index).basic
        assert len(basic.name.split("　")) == len(basic.name_kana.split("　")) == 2
        assert basic.address.startswith("宮崎県都城市架空町")


def test_a_child_is_named_after_the_family_and_lives_with_the_guardian(part: World) -> None:
    child = part.resident(int(np.flatnonzero(part.people.guardian >= 0)[0]))
    guardian = part.resident(child.guardian)
    mine, theirs = child.registrant.basic, guardian.registrant.basic
    assert child.guardian_id == guardian.person_id
    assert guardian.guardian_id is None
    assert mine.name.split("　")[0] == theirs.name.split("　")[0]
    assert mine.address == theirs.address


def test_accounts_belong_to_guardians_with_a_card_and_name_their_children(part: World) -> None:
    places = {part.person_id(index): index for index in range(len(part))}
    accounts = part.accounts()
    assert accounts
    for owner, children in accounts:
        assert part.card_of(places[owner]) is not None
        assert all(part.people.guardian[places[child]] == places[owner] for child in children)


def test_a_place_outside_the_columns_is_refused(part: World) -> None:
    for index in (-1, len(part)):
        with pytest.raises(IndexError):
            part.resident(index)


@pytest.mark.parametrize(
    ("code", "share", "day", "word"),
    [
        ("999999", 0.1, DAY, "999999"),
        ("45202", 0.1, DAY, "452025"),
        ("450006", 0.1, DAY, "450006"),
        (TOWN, 0.0, DAY, "0.0"),
        (TOWN, 1.1, DAY, "1.1"),
        (TOWN, float("nan"), DAY, "nan"),
        (TOWN, 0.1, date(2020, 3, 31), "2020-04-01"),
        (TOWN, 0.1, date(2035, 4, 1), "2035-03-31"),
    ],
)
def test_a_world_that_cannot_be_built_is_explained(code: str, share: float, day: date, word: str) -> None:
    with pytest.raises(Complaint) as complaint:
        build(code, share, day, 7)
    assert complaint.value.where is not None
    assert complaint.value.mend is not None
    assert word in complaint.value.render()


@pytest.mark.parametrize("day", [date(2020, 4, 1), date(2035, 3, 31), date(2028, 2, 29)])
def test_worlds_can_be_built_at_both_ends_of_the_calendar(day: date) -> None:
    world = build(TOWN, 0.3, day, 7)
    assert world.ticket_rows()
    held = [world.card_of(index) for index in range(len(world))]
    assert all(card.issued_on <= day for card in held if card is not None)
