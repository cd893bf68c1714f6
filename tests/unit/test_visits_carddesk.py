from dataclasses import replace
from datetime import date, timedelta

import jwt
import pytest
from builders import BORN, CARD, CHILD, CLINIC, DAY, FACE, SERIAL, WRONG_PIN

from simulator.card import Card, CertificationAuthority, Method, Presentation, ReadingResult
from simulator.port.book import PresentedCard
from simulator.visits.carddesk import CardDesk
from simulator.visits.steps import ReadCard

READ = ReadCard(CLINIC.code, CARD, BORN, FACE)


def desk(day: date = DAY) -> CardDesk:
    return CardDesk(CertificationAuthority.from_seed(1), day, lambda: 1_796_000_000, "nonce")


def test_a_good_card_makes_an_assertion_and_tells_whose_card_it_is() -> None:
    read, presented = desk().read(READ)
    assert (read.reading.result, presented) == (ReadingResult.OK, PresentedCard(CHILD, SERIAL))
    assert read.assertion


def test_every_reading_makes_an_assertion_of_its_own() -> None:
    cards = desk()
    assert cards.read(READ)[0].assertion != cards.read(READ)[0].assertion


def test_three_wrong_pins_lock_the_pin_from_visit_to_visit_while_the_face_still_works() -> None:
    cards = desk()
    wrong = replace(READ, presentation=WRONG_PIN)
    results = [cards.read(wrong)[0].reading.result for _ in range(3)]
    assert results == [ReadingResult.PIN_WRONG, ReadingResult.PIN_WRONG, ReadingResult.PIN_LOCKED]
    right = replace(READ, presentation=Presentation(Method.PIN, pin_entered="4649"))
    assert cards.read(right)[0].reading.result is ReadingResult.PIN_LOCKED
    assert cards.read(READ)[0].assertion is not None


@pytest.mark.parametrize(
    "step",
    [
        replace(READ, card=None),
        replace(READ, device_fails=True),
        replace(READ, presentation=WRONG_PIN),
        replace(READ, card=replace(CARD, insurance_registered=False)),
    ],
    ids=["another card", "failing reader", "wrong PIN", "not registered for insurance"],
)
def test_a_reading_that_fails_makes_no_assertion(step: ReadCard) -> None:
    read, presented = desk().read(step)
    assert (read.assertion, presented) == (None, None)


def lasting_to(last: date) -> Card:
    return replace(CARD, valid_to=last)


def test_what_is_wrong_with_the_card_is_told_for_the_book() -> None:
    _, revoked = desk().read(replace(READ, card=replace(CARD, revoked=True)))
    _, tampered = desk().read(replace(READ, tampered=True))
    _, grace = desk().read(replace(READ, card=lasting_to(DAY - timedelta(days=10))))
    assert revoked == PresentedCard(CHILD, SERIAL, is_revoked=True)
    assert tampered == PresentedCard(CHILD, SERIAL, is_tampered=True)
    assert grace == PresentedCard(CHILD, SERIAL, is_grace=True)


def test_a_tampered_assertion_differs_from_the_true_one() -> None:
    true, spoilt = desk().read(READ)[0].assertion, desk().read(replace(READ, tampered=True))[0].assertion
    assert true != spoilt


def test_a_card_past_its_grace_period_is_turned_away_by_a_reader_that_knows_the_date() -> None:
    read, presented = desk().read(replace(READ, card=lasting_to(DAY - timedelta(days=200))))
    assert (read.reading.result, presented) == (ReadingResult.CERTIFICATE_EXPIRED, None)


def test_a_reader_with_a_wrong_date_lets_it_pass_and_the_book_knows_better() -> None:
    ended = DAY - timedelta(days=200)
    read, presented = desk().read(replace(READ, card=lasting_to(ended), reader_date=ended))
    assert read.assertion is not None
    assert presented == PresentedCard(CHILD, SERIAL, is_expired=True)


def test_an_assertion_for_another_place_or_another_hour_is_told_for_the_book() -> None:
    _, elsewhere = desk().read(replace(READ, made_for="9910000009"))
    _, stale = desk().read(replace(READ, clock_error_seconds=-3600))
    _, ahead = desk().read(replace(READ, clock_error_seconds=3600))
    _, here = desk().read(replace(READ, made_for=CLINIC.code))
    assert elsewhere == PresentedCard(CHILD, SERIAL, is_for_another_place=True)
    assert stale == ahead == PresentedCard(CHILD, SERIAL, is_untimely=True)
    assert here == PresentedCard(CHILD, SERIAL)


@pytest.mark.parametrize(
    ("step", "claim", "expected"),
    [
        (replace(READ, made_for="9910000009"), "institution", "9910000009"),
        (READ, "institution", CLINIC.code),
        (replace(READ, clock_error_seconds=-3600), "iat", 1_796_000_000 - 3600),
    ],
    ids=["for another place", "for this place", "stale"],
)
def test_the_assertion_says_what_the_step_wants(step: ReadCard, claim: str, expected: object) -> None:
    assertion = desk().read(step)[0].assertion
    assert assertion is not None
    assert jwt.decode(assertion, options={"verify_signature": False})[claim] == expected
