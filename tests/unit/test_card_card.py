import dataclasses
from datetime import date
from typing import Any

import pytest

from simulator.card import LABELS, Card, CardState, card_expires_on
from simulator.language import LANGUAGES

CARD = Card(
    person_id="p-1",
    serial=1,
    issue_number=1,
    issued_on=date(2024, 6, 1),
    valid_to=date(2028, 8, 15),
    card_valid_to=date(2033, 8, 15),
    pin="4649",
    insurance_registered=True,
    revoked=False,
)


def test_every_state_has_a_japanese_and_an_english_label_of_its_own() -> None:
    assert set(LABELS) == set(CardState)
    for language in LANGUAGES:
        assert len({label.render(language) for label in LABELS.values()}) == len(CardState)
    assert all(label.render("en").isascii() for label in LABELS.values())
    assert not any(label.render("ja").isascii() for label in LABELS.values())


def test_a_card_starts_with_three_pin_tries_and_ten_face_tries() -> None:
    assert (CARD.pin_tries_left, CARD.face_tries_left) == (3, 10)


def test_a_card_never_holds_the_my_number_and_never_shows_its_pin() -> None:
    assert not [
        field.name for field in dataclasses.fields(Card) if "number" in field.name and "my" in field.name
    ]
    assert "4649" not in repr(CARD)


@pytest.mark.parametrize(
    "change",
    [
        {"pin": "12345"},
        {"pin": "12a4"},
        {"pin": "\uff11\uff12\uff13\uff14"},
        {"pin_tries_left": 4},
        {"pin_tries_left": -1},
        {"face_tries_left": 11},
    ],
)
def test_an_impossible_card_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"PIN|face tries"):
        dataclasses.replace(CARD, **change)


@pytest.mark.parametrize(
    ("issued_on", "birth", "expected"),
    [
        (date(2024, 6, 1), date(1990, 8, 15), date(2033, 8, 15)),
        (date(2024, 6, 1), date(2020, 8, 15), date(2028, 8, 15)),
        # The 18th birthday itself makes an adult, the day before does not.
        (date(2024, 8, 14), date(2006, 8, 15), date(2028, 8, 15)),
        (date(2024, 8, 15), date(2006, 8, 15), date(2034, 8, 15)),
        # Until March 2022 adults were those of 20.
        (date(2022, 3, 31), date(2003, 8, 15), date(2026, 8, 15)),
        (date(2022, 4, 1), date(2003, 8, 15), date(2031, 8, 15)),
    ],
)
def test_a_card_lives_to_the_tenth_birthday_a_minors_to_the_fifth(
    issued_on: date, birth: date, expected: date
) -> None:
    assert card_expires_on(issued_on, birth) == expected
