from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.card import Card, CardState, Method, Presentation, Reading, ReadingResult, read
from simulator.card.reading import GUIDANCE

ON = date(2026, 11, 30)
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
FACE = Presentation(Method.FACE)
OTHER_FACE = Presentation(Method.FACE, face_matches=False)
SIGHT = Presentation(Method.VISUAL)
PIN = Presentation(Method.PIN, pin_entered="4649")
WRONG_PIN = Presentation(Method.PIN, pin_entered="0000")
NO_PIN = Presentation(Method.PIN)

presentations = st.builds(
    Presentation, st.sampled_from(Method), st.booleans(), st.sampled_from([None, "4649", "0000", "9999"])
)


def attempt(card: Card, tries: Sequence[Presentation], on: date = ON) -> tuple[Card, list[ReadingResult]]:
    reached = []
    for presentation in tries:
        reading = read(card, presentation, on)
        assert reading.card is not None
        card = reading.card
        reached.append(reading.result)
    return card, reached


@pytest.mark.parametrize(
    ("state", "card", "presentation", "expected"),
    [
        (CardState.OK_FACE, CARD, FACE, ReadingResult.OK),
        (CardState.OK_PIN, CARD, PIN, ReadingResult.OK),
        (CardState.OK_VISUAL, CARD, SIGHT, ReadingResult.OK),
        (CardState.FACE_MISMATCH, CARD, OTHER_FACE, ReadingResult.FACE_MISMATCH),
        (CardState.PIN_WRONG_ONCE, CARD, WRONG_PIN, ReadingResult.PIN_WRONG),
        (CardState.PIN_WRONG_TWICE, replace(CARD, pin_tries_left=2), WRONG_PIN, ReadingResult.PIN_WRONG),
        (CardState.PIN_LOCKED, replace(CARD, pin_tries_left=1), WRONG_PIN, ReadingResult.PIN_LOCKED),
        (CardState.FACE_LOCKED, replace(CARD, face_tries_left=1), OTHER_FACE, ReadingResult.FACE_LOCKED),
        (
            CardState.CERTIFICATE_EXPIRING,
            replace(CARD, valid_to=date(2026, 12, 24)),
            FACE,
            ReadingResult.OK_EXPIRING_SOON,
        ),
        (
            CardState.CERTIFICATE_GRACE,
            replace(CARD, valid_to=date(2026, 8, 15)),
            FACE,
            ReadingResult.QUALIFICATION_ONLY,
        ),
        (
            CardState.CERTIFICATE_EXPIRED,
            replace(CARD, valid_to=date(2026, 7, 31)),
            FACE,
            ReadingResult.CERTIFICATE_EXPIRED,
        ),
        # The reader cannot know: the hub has to refuse it.
        (CardState.CERTIFICATE_REVOKED, replace(CARD, revoked=True), FACE, ReadingResult.OK),
        (
            CardState.CARD_EXPIRED,
            replace(CARD, valid_to=date(2026, 11, 29), card_valid_to=date(2026, 11, 29)),
            FACE,
            ReadingResult.CARD_EXPIRED,
        ),
        (CardState.PINLESS, replace(CARD, pin=None), NO_PIN, ReadingResult.PIN_NOT_OFFERED),
        (
            CardState.NOT_REGISTERED_FOR_INSURANCE,
            replace(CARD, insurance_registered=False),
            FACE,
            ReadingResult.NOT_REGISTERED_FOR_INSURANCE,
        ),
        (CardState.WRONG_CARD, None, FACE, ReadingResult.NOT_MY_NUMBER_CARD),
    ],
)
def test_the_reader_answers_each_state_of_a_card(
    state: CardState, card: Card | None, presentation: Presentation, expected: ReadingResult
) -> None:
    assert read(card, presentation, ON).result is expected, state


@given(st.lists(presentations, max_size=25))
def test_after_three_wrong_pins_the_face_and_the_visual_check_still_work(tries: list[Presentation]) -> None:
    pin_and_sight = [one for one in tries if one.method is not Method.FACE or one.face_matches]
    card, _ = attempt(CARD, [*pin_and_sight, WRONG_PIN, WRONG_PIN, WRONG_PIN])
    assert read(card, PIN, ON).result is ReadingResult.PIN_LOCKED
    assert read(card, FACE, ON).result is ReadingResult.OK
    assert read(card, SIGHT, ON).result is ReadingResult.OK


@given(st.lists(presentations, max_size=40))
def test_each_path_locks_by_its_own_failures_in_a_row_alone(tries: list[Presentation]) -> None:
    def left(outcomes: list[bool], allowed: int) -> int:
        remaining = allowed
        for succeeded in outcomes:
            if remaining:
                remaining = allowed if succeeded else remaining - 1
        return remaining

    card, _ = attempt(CARD, tries)
    pins = [
        one.pin_entered == CARD.pin
        for one in tries
        if one.method is Method.PIN and one.pin_entered is not None
    ]
    faces = [one.face_matches for one in tries if one.method is Method.FACE]
    assert (card.pin_tries_left, card.face_tries_left) == (left(pins, 3), left(faces, 10))


def test_the_third_wrong_pin_locks_and_the_right_one_comes_too_late() -> None:
    _, reached = attempt(CARD, [WRONG_PIN, WRONG_PIN, WRONG_PIN, PIN])
    assert reached == [ReadingResult.PIN_WRONG] * 2 + [ReadingResult.PIN_LOCKED] * 2


def test_the_right_pin_gives_three_tries_again() -> None:
    card, reached = attempt(CARD, [WRONG_PIN, WRONG_PIN, PIN, WRONG_PIN])
    assert reached[-2:] == [ReadingResult.OK, ReadingResult.PIN_WRONG]
    assert card.pin_tries_left == 2


def test_ten_faces_that_do_not_match_lock_the_face_check_but_not_the_pin() -> None:
    card, reached = attempt(CARD, [OTHER_FACE] * 10)
    assert reached == [ReadingResult.FACE_MISMATCH] * 9 + [ReadingResult.FACE_LOCKED]
    assert read(card, FACE, ON).result is ReadingResult.FACE_LOCKED
    assert read(card, PIN, ON).result is ReadingResult.OK


def test_staff_who_see_another_person_refuse_the_card_without_counting() -> None:
    card, reached = attempt(CARD, [Presentation(Method.VISUAL, face_matches=False)])
    assert reached == [ReadingResult.FACE_MISMATCH]
    assert card == CARD


def test_a_patient_who_enters_no_pin_loses_no_try() -> None:
    assert attempt(CARD, [NO_PIN]) == (CARD, [ReadingResult.PIN_NOT_ENTERED])


@pytest.mark.parametrize("presentation", [FACE, SIGHT])
def test_a_card_without_pin_is_read_by_face_and_by_sight(presentation: Presentation) -> None:
    assert read(replace(CARD, pin=None), presentation, ON).result is ReadingResult.OK


@given(presentations)
def test_a_failing_device_or_an_expired_card_counts_no_attempt(presentation: Presentation) -> None:
    broken = read(CARD, presentation, ON, device_fails=True)
    assert (broken.result, broken.card) == (ReadingResult.UNREADABLE, CARD)
    late = read(CARD, presentation, date(2033, 8, 16))
    assert (late.result, late.card) == (ReadingResult.CARD_EXPIRED, CARD)


def test_a_card_is_good_on_its_last_day() -> None:
    card = replace(CARD, valid_to=ON, card_valid_to=ON)
    assert read(card, FACE, ON).result is ReadingResult.OK_EXPIRING_SOON


def test_registering_for_insurance_on_the_spot_makes_the_card_good() -> None:
    card = replace(CARD, insurance_registered=False)
    assert "Offer to register" in read(card, FACE, ON).guidance.render("en")
    assert read(replace(card, insurance_registered=True), FACE, ON).result is ReadingResult.OK


@given(presentations, st.sampled_from([True, False]), st.dates(date(2024, 6, 1), date(2034, 1, 1)))
def test_the_reader_vouches_only_for_someone_it_identified_with_a_usable_certificate(
    presentation: Presentation,
    registered: bool,  # noqa: FBT001 - hypothesis passes it
    on: date,
) -> None:
    by_pin = presentation.method is Method.PIN
    identified = presentation.pin_entered == CARD.pin if by_pin else presentation.face_matches
    usable = on <= date(2028, 11, 30)
    reading = read(replace(CARD, insurance_registered=registered), presentation, on)
    assert reading.may_assert == (identified and usable and registered)


@given(presentations)
def test_nothing_is_vouched_for_without_a_working_reader_and_a_my_number_card(
    presentation: Presentation,
) -> None:
    assert not read(CARD, presentation, ON, device_fails=True).may_assert
    assert not read(None, presentation, ON).may_assert


def test_the_staff_are_told_how_many_pin_tries_are_left() -> None:
    reading: Reading = read(CARD, WRONG_PIN, ON)
    assert reading.pin_tries_left == 2
    assert "あと2回" in reading.guidance.render("ja")
    assert "2 left" in reading.guidance.render("en")


def test_every_result_says_in_both_languages_what_to_do_next() -> None:
    assert set(GUIDANCE) == set(ReadingResult)
    for guidance in GUIDANCE.values():
        assert guidance.render("en").isascii()
        assert not guidance.render("ja").isascii()
