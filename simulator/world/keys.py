"""Numbers by which people, payers and institutions are known; all pure functions.

Check digits: those of the My Number Act and of the payer and recipient numbers. A My Number made here never
satisfies its check digit, so that it can be nobody's.
"""

from functools import cache, lru_cache
from hashlib import blake2b
from math import gcd

from simulator.facts.bodies import municipalities, prefectures
from simulator.records.institution import InstitutionKind

_MY_NUMBER_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_SPACE_OF_KEYS = 10**10
_SPACE_OF_MY_NUMBERS = 10**11
# National recipient numbers are given out from the lower third, so that a third of them begin with a zero.
_SPACE_OF_RECIPIENTS = 300_000
_KIND_DIGIT = {InstitutionKind.DENTAL: 3, InstitutionKind.PHARMACY: 4}
_MEDICAL = 1
# No published body number lies in this range, as far as the sources show.
_UNASSIGNED_BODY = 900
# Synthetic: local schemes have two digits that differ by prefecture, and these are nobody's in particular.
SYNTHETIC_LOCAL_CODES = {
    "local_kodomo": "90",
    "local_shogai": "91",
    "local_hitorioya": "92",
    "local_koki": "93",
    "local_kafu": "94",
    "local_seishin": "95",
}
FIRST_EXTRA_ORDINAL = 10**7  # the largest municipality has fewer than four million people


def luhn_digit(digits: str) -> int:
    """The check digit of payer and recipient numbers: from the tail twice, once, ...; sums of digits."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return -total % 10


def luhn_valid(number: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    return luhn_digit(number[:-1]) == int(number[-1])


def my_number_digit(eleven: str) -> int:
    """The check digit that a true My Number would have."""
    total = sum(weight * int(digit) for weight, digit in zip(_MY_NUMBER_WEIGHTS, eleven, strict=True))
    remainder = total % 11
    return 0 if remainder <= 1 else 11 - remainder


def my_number_valid(number: str) -> bool:
    """Whether twelve digits satisfy the check digit; no number made here does."""
    return my_number_digit(number[:11]) == int(number[11])


def my_number(seed: int, municipality_code: str, ordinal: int) -> str:
    """Twelve digits, never valid, unique within the municipality."""
    eleven = f"{_shuffled(_SPACE_OF_MY_NUMBERS, ordinal, 'my number', seed, municipality_code):011d}"
    wrong = 1 + number_from(9, "my number check", seed, municipality_code, ordinal)
    return f"{eleven}{(my_number_digit(eleven) + wrong) % 10}"


def person_key(seed: int, municipality_code: str, ordinal: int) -> str:
    """The municipality's own key of a person (宛名番号): ten digits, unique there, maybe zeros in front."""
    return f"{_shuffled(_SPACE_OF_KEYS, ordinal, 'person key', seed, municipality_code):010d}"


def person_id(municipality_code: str, ordinal: int) -> str:
    """The platform's opaque id of a person."""
    return f"P{municipality_code}-{ordinal:07d}"


def marked(key: str, nonce: str) -> str:
    """A key with the nonce of a run, which keeps runs apart on a hub that was not started for them."""
    return f"{key}-{nonce}" if nonce else key


def extra_ordinal(seed: int, municipality_code: str, label: str) -> int:
    """An ordinal for a person outside the columns, the same for the same label."""
    return FIRST_EXTRA_ORDINAL + number_from(9 * 10**9, "extra person", seed, municipality_code, label)


def payer_number(law_code: str, prefecture_code: str, body_number: int) -> str:
    """公費負担者番号: law 2, prefecture 2, body 3, check digit 1."""
    seven = f"{law_code}{prefecture_code}{body_number:03d}"
    return f"{seven}{luhn_digit(seven)}"


@cache
def body_number(body_code: str) -> int:
    """A body's invented number within its prefecture, from 900; Hokkaido's bodies outnumber the range."""
    if body_code in {each.code for each in prefectures()}:
        return _UNASSIGNED_BODY
    mine = [each.code for each in municipalities() if each.code[:2] == body_code[:2]]
    return _UNASSIGNED_BODY + 1 + mine.index(body_code) % 99


def national_recipient_number(seed: int, body_code: str, scheme: str, rank: int) -> str:
    """Seven digits: six and a check digit, unique in the scheme."""
    six = rank
    if rank < _SPACE_OF_RECIPIENTS:
        six = _shuffled(_SPACE_OF_RECIPIENTS, rank, "recipient", seed, body_code, scheme)
    return f"{six:06d}{luhn_digit(f'{six:06d}')}"


def local_recipient_number(seed: int, body_code: str, scheme: str, rank: int) -> str:
    """A local scheme's number in one of the forms bodies use, up to 30 characters, unique in the scheme."""
    # The commonest scheme keeps to digits; the long forms are left to the others.
    form = number_from(2 if scheme == "local_kodomo" else 4, "form of recipient number", body_code, scheme)
    if form == 0:
        return national_recipient_number(seed, body_code, scheme, rank)
    if form == 1:
        return f"{_shuffled(10**8, rank, 'recipient', seed, body_code, scheme):08d}"
    if form == 2:  # noqa: PLR2004 - the third of the forms
        return f"{scheme[6].upper()}{rank + 1:07d}-01"
    return f"{body_code}{SYNTHETIC_LOCAL_CODES[scheme]}{rank + 1:022d}"


def institution_code(prefecture_code: str, kind: InstitutionKind, number: int) -> str:
    """Ten digits: prefecture 2, kind 1 (medical, dental, pharmacy), number 7."""
    return f"{prefecture_code}{_KIND_DIGIT.get(kind, _MEDICAL)}{number:07d}"


def ticket_number(municipality_code: str, subject_number: int, dose_number: int, ordinal: int) -> str:
    """Fifteen digits: body 5, subject 2, dose 1, person 7; `ordinal` is the person's place in the columns."""
    return f"{municipality_code[:5]}{subject_number:02d}{dose_number}{ordinal:07d}"


def number_from(count: int, *parts: str | int) -> int:
    """A number from 0 to `count - 1` that follows from the parts alone."""
    text = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) % count


def _shuffled(space: int, ordinal: int, *parts: str | int) -> int:
    """A place for an ordinal in a space, no place taken twice."""
    factor, offset = _shuffle(space, *parts)
    return (factor * ordinal + offset) % space


@lru_cache(maxsize=1024)
def _shuffle(space: int, *parts: str | int) -> tuple[int, int]:
    least = space // 10  # a small factor would leave neighbours in a row
    factor = least + number_from(space - least, "factor", *parts)
    while gcd(factor, space) != 1:
        factor += 1
    return factor, number_from(space, "offset", *parts)
