from collections import Counter
from datetime import date

import numpy as np
import pytest

from simulator.card import Standing, standing
from simulator.facts import assumption
from simulator.facts.bodies import municipality
from simulator.world import World, build
from simulator.world.cards import pin_from
from simulator.world.dates import ages_on

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def world() -> World:
    return build("452025", 0.25, DAY, 7)


@pytest.mark.parametrize("code", ["452025", "423238", "431001"])
def test_the_share_of_holders_is_near_the_municipality_s_estimate(code: str) -> None:
    world = build(code, 0.1 if code == "431001" else 1.0, DAY, 7)
    expected = municipality(code).card_rate_estimated
    assert world.cards.held.mean() == pytest.approx(expected, abs=0.012)


def test_newborns_rarely_hold_a_card(world: World) -> None:
    newborn = world.people.birth > np.datetime64("2026-09-01")
    assert newborn.sum() > 30
    assert world.cards.held[newborn].mean() < 0.3


def test_holding_follows_age(world: World) -> None:
    age = ages_on(world.people.birth, DAY)
    assert world.cards.held[age >= 90].mean() < world.cards.held[(age >= 60) & (age < 75)].mean()


def test_cards_are_issued_after_birth_and_by_the_day_and_most_are_valid(world: World) -> None:
    found = [world.card_of(index) for index in range(6000)]
    held = [(index, card) for index, card in enumerate(found) if card is not None]
    states: Counter[Standing] = Counter()
    for index, card in held:
        assert world.people.birth[index] < np.datetime64(card.issued_on)
        assert card.issued_on <= DAY
        assert card.valid_to <= card.card_valid_to
        states[standing(card.valid_to, DAY)] += 1
    total = sum(states.values())
    assert states[Standing.VALID] / total > 0.85
    for state in (Standing.EXPIRING_SOON, Standing.GRACE, Standing.EXPIRED):
        assert 0.002 < states[state] / total < 0.09


def test_serial_numbers_of_cards_and_links_agree_and_are_unique(world: World) -> None:
    links = world.card_links()
    assert len(links) == len(world)
    serials = [link.serial for link in links if link.serial is not None]
    assert len(set(serials)) == len(serials) == int(world.cards.held.sum())
    for index in range(0, len(world), 997):
        card = world.card_of(index)
        assert links[index].person_id == world.person_id(index)
        assert links[index].at_body == world.resident(index).at_body
        assert links[index].serial == (None if card is None else card.serial)


def test_pins_have_four_digits_never_the_birth_date_and_a_few_cards_have_none(world: World) -> None:
    pinless = 0
    held = np.flatnonzero(world.cards.held)[:8000]
    for index in held.tolist():
        card = world.card_of(index)
        assert card is not None
        birth = world.resident(index).birth if index % 50 == 0 else world.people.birth[index].item()
        pinless += card.pin is None
        assert card.pin not in {f"{birth:%m%d}", f"{birth:%d%m}", f"{birth:%Y}", f"{birth:%y%m}"}
    assert 0.005 < pinless / len(held) < 0.06


def test_no_seed_gives_a_pin_that_is_the_birth_date() -> None:
    birth = date(2001, 12, 31)
    pins = {pin_from(seed, "P452025-0000001", birth) for seed in range(40_000)}
    assert len(pins) > 9_500
    assert not pins & {"1231", "3112", "2001", "0112"}


def test_holders_registered_for_insurance_follow_the_published_share(world: World) -> None:
    share = world.cards.insurance_registered[world.cards.held].mean()
    assert share == pytest.approx(assumption("insurance_registered_share").value, abs=0.01)
