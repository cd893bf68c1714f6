"""One person, put together from the columns or made singly for a planted visit."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from simulator.card import Card
from simulator.facts.bodies import Municipality, municipality
from simulator.records.person import BasicFive, BodyPerson, Registrant, Sex
from simulator.streams import Streams
from simulator.world import keys
from simulator.world.cards import card_for, pin_from
from simulator.world.identity import SPACE, NameTable, address, given_names, surnames

PIN_FROM_SEED = "from the seed"
NO_INDEX = -1


@dataclass(frozen=True, slots=True)
class Resident:
    """A person; `index` and `guardian` are places in the columns, -1 for none or outside the columns."""

    index: int
    person_id: str
    at_body: BodyPerson
    registrant: Registrant
    birth: date
    sex: Sex
    guardian_id: str | None
    guardian: int
    card: Card | None


def basic_five(
    body: Municipality, *, family: int, given: int, household: int, birth: date, sex: Sex
) -> BasicFive:
    """The five basic items; `family` and `given` are places in the name tables."""
    table = given_names(sex)
    return BasicFive(
        name=f"{surnames().kanji[family]}{SPACE}{table.kanji[given]}",
        name_kana=f"{surnames().kana[family]}{SPACE}{table.kana[given]}",
        address=address(body, household),
        date_of_birth=birth,
        sex=sex,
    )


def make_resident(
    seed: int,
    municipality_code: str,
    label: str,
    birth: date,
    sex: Sex,
    *,
    guardian: Resident | None = None,
    namesake_of: Resident | None = None,
    person_key: str | None = None,
    nonce: str = "",
) -> Resident:
    """One extra person outside the columns, the same for the same seed and label.

    A child shares family name and address with the guardian. A namesake bears the same kana (and other kanji
    where there are any) and must have the same birth date and sex. `person_key` plants a key.

    Raises:
        ValueError: a namesake with another birth date or sex.
    """
    if namesake_of is not None and (namesake_of.birth, namesake_of.sex) != (birth, sex):
        raise ValueError("a namesake has the same birth date and sex")
    ordinal = keys.extra_ordinal(seed, municipality_code, label)
    key = person_key or keys.marked(keys.person_key(seed, municipality_code, ordinal), nonce)
    at_body = BodyPerson(municipality_code, key)
    number = keys.my_number(seed, municipality_code + nonce, ordinal)
    return Resident(
        index=NO_INDEX,
        person_id=keys.marked(keys.person_id(municipality_code, ordinal), nonce),
        at_body=at_body,
        registrant=Registrant(
            at_body,
            number,
            _basic(seed, municipality_code, label, birth, sex, guardian=guardian, namesake_of=namesake_of),
        ),
        birth=birth,
        sex=sex,
        guardian_id=None if guardian is None else guardian.person_id,
        guardian=NO_INDEX if guardian is None else guardian.index,
        card=None,
    )


def make_card(
    seed: int,
    resident: Resident,
    *,
    issued_on: date,
    pin: str | None = PIN_FROM_SEED,
    insurance_registered: bool = True,
    revoked: bool = False,
    issue_number: int = 1,
) -> Card:
    """A card for an extra person; without a word about the PIN, one that follows from the seed.

    Raises:
        ValueError: issued before the birth, or a PIN that is not four digits.
    """
    if pin == PIN_FROM_SEED:
        pin = pin_from(seed, resident.person_id, resident.birth)
    return card_for(
        seed,
        resident.person_id,
        resident.birth,
        issued_on=issued_on,
        pin=pin,
        insurance_registered=insurance_registered,
        revoked=revoked,
        issue_number=issue_number,
    )


def usual_card(seed: int, resident: Resident, day: date) -> Card:
    """A card in good order on a day: issued some months before it, or since the birth."""
    before = 60 + keys.number_from(600, "usual card", seed, resident.person_id)
    return make_card(seed, resident, issued_on=max(resident.birth, day - timedelta(days=before)))


def _basic(
    seed: int,
    municipality_code: str,
    label: str,
    birth: date,
    sex: Sex,
    *,
    guardian: Resident | None,
    namesake_of: Resident | None,
) -> BasicFive:
    draw = Streams(seed).generator("extra person", f"{municipality_code} {label}").random(3)
    family, given = int(surnames().pick(draw[:1])[0]), int(given_names(sex).pick(draw[1:2])[0])
    household = int(draw[2] * 10_000)
    basic = basic_five(
        municipality(municipality_code), family=family, given=given, household=household, birth=birth, sex=sex
    )
    if guardian is not None:
        theirs = guardian.registrant.basic
        basic = replace(
            basic,
            name=f"{theirs.name.split(SPACE)[0]}{SPACE}{basic.name.split(SPACE)[1]}",
            name_kana=f"{theirs.name_kana.split(SPACE)[0]}{SPACE}{basic.name_kana.split(SPACE)[1]}",
            address=theirs.address,
        )
    if namesake_of is not None:
        same = namesake_of.registrant.basic
        family_kanji, given_kanji = same.name.split(SPACE)
        family_kanji = _other_spelling(surnames(), family_kanji)
        given_kanji = _other_spelling(given_names(sex), given_kanji)
        basic = replace(basic, name=f"{family_kanji}{SPACE}{given_kanji}", name_kana=same.name_kana)
    return basic


def _other_spelling(table: NameTable, kanji: str) -> str:
    """Another spelling of the same kana, or the same where there is none or the name is not in the table."""
    if kanji not in table.kanji:
        return kanji
    others = table.same_kana(table.kanji.index(kanji))
    return table.kanji[others[0]] if others else kanji
