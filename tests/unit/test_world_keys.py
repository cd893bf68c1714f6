import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.facts.bodies import municipalities
from simulator.records.institution import InstitutionKind
from simulator.world import keys

SEEDS = st.integers(0, 2**31)
ORDINALS = st.integers(0, 4_000_000)


def test_published_payer_numbers_satisfy_the_check_digit() -> None:
    for number in ("81136244", "81137242", "88138243", "88131248", "89131247"):
        assert keys.luhn_valid(number)


def test_a_my_number_with_the_right_check_digit_is_recognised() -> None:
    # 123456789018 is the specimen used in public explanations of the rule.
    assert keys.my_number_digit("12345678901") == 8
    assert keys.my_number_valid("123456789018")
    assert not keys.my_number_valid("123456789010")


@given(SEEDS, ORDINALS)
def test_no_my_number_satisfies_its_check_digit(seed: int, ordinal: int) -> None:
    number = keys.my_number(seed, "452025", ordinal)
    assert len(number) == 12
    assert number.isdigit()
    assert not keys.my_number_valid(number)


@given(st.text("0123456789", min_size=7, max_size=7), st.integers(0, 6), st.integers(1, 9))
def test_a_mistyped_digit_breaks_the_check_digit(seven: str, place: int, added: int) -> None:
    number = f"{seven}{keys.luhn_digit(seven)}"
    wrong = f"{number[:place]}{(int(number[place]) + added) % 10}{number[place + 1 :]}"
    assert keys.luhn_valid(number)
    assert not keys.luhn_valid(wrong)


@given(st.integers(10, 99), st.integers(1, 47), st.integers(900, 999))
def test_payer_numbers_say_law_prefecture_and_body(law: int, prefecture: int, body: int) -> None:
    number = keys.payer_number(f"{law}", f"{prefecture:02d}", body)
    assert number[:7] == f"{law}{prefecture:02d}{body}"
    assert len(number) == 8
    assert keys.luhn_valid(number)


@given(SEEDS, st.integers(0, 999_999))
def test_national_recipient_numbers_have_seven_digits_and_a_check_digit(seed: int, rank: int) -> None:
    number = keys.national_recipient_number(seed, "450006", "nanbyo", rank)
    assert len(number) == 7
    assert keys.luhn_valid(number)


def test_national_recipient_numbers_are_unique_and_often_begin_with_zero() -> None:
    numbers = {keys.national_recipient_number(7, "450006", "nanbyo", rank) for rank in range(20_000)}
    assert len(numbers) == 20_000
    zeros = sum(number.startswith("0") for number in numbers)
    assert 0.25 < zeros / 20_000 < 0.45


@pytest.mark.parametrize("scheme", sorted(keys.SYNTHETIC_LOCAL_CODES))
def test_local_recipient_numbers_are_unique_and_at_most_thirty_characters(scheme: str) -> None:
    for code in ("452025", "232033", "431001", "052108"):
        numbers = {keys.local_recipient_number(7, code, scheme, rank) for rank in range(2_000)}
        assert len(numbers) == 2_000
        assert all(0 < len(number) <= 30 and number.isascii() for number in numbers)


def test_person_keys_are_ten_digits_unique_and_sometimes_begin_with_zero() -> None:
    person_keys = [keys.person_key(7, "452025", ordinal) for ordinal in range(50_000)]
    assert len(set(person_keys)) == 50_000
    assert all(len(key) == 10 and key.isdigit() for key in person_keys)
    assert any(key.startswith("0") for key in person_keys)


def test_my_numbers_are_unique_within_a_municipality() -> None:
    eleven = {keys.my_number(7, "452025", ordinal)[:11] for ordinal in range(50_000)}
    assert len(eleven) == 50_000


def test_extra_people_never_share_an_ordinal_with_the_columns() -> None:
    largest = max(each.population for each in municipalities())
    assert largest < keys.FIRST_EXTRA_ORDINAL
    ordinals = {keys.extra_ordinal(seed, "452025", "visitor") for seed in range(100)}
    assert min(ordinals) >= keys.FIRST_EXTRA_ORDINAL
    assert len(ordinals) == 100


def test_bodies_of_a_prefecture_have_numbers_of_their_own() -> None:
    miyazaki = [each.code for each in municipalities() if each.prefecture_code == "45"]
    numbers = {keys.body_number(code) for code in (*miyazaki, "450006")}
    assert len(numbers) == len(miyazaki) + 1
    assert min(numbers) >= 900


@pytest.mark.parametrize(
    ("kind", "digit"),
    [
        (InstitutionKind.HOSPITAL, "1"),
        (InstitutionKind.CLINIC, "1"),
        (InstitutionKind.DENTAL, "3"),
        (InstitutionKind.PHARMACY, "4"),
    ],
)
def test_institution_codes_say_prefecture_and_kind(kind: InstitutionKind, digit: str) -> None:
    code = keys.institution_code("45", kind, 2_020_001)
    assert code == f"45{digit}2020001"
