"""People, and how the parties name one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Sex(StrEnum):
    """Sex, by the codes of the published registration interface."""

    MALE = "1"
    FEMALE = "2"


@dataclass(frozen=True, slots=True)
class BodyPerson:
    """A person as a body knows him: the body's code and its own person key (宛名番号)."""

    body_code: str
    person_key: str


@dataclass(frozen=True, slots=True)
class BasicFive:
    """The five basic items of the published registration interface."""

    name: str
    name_kana: str
    address: str
    date_of_birth: date
    sex: Sex


@dataclass(frozen=True, slots=True)
class Registrant:
    """A person as a body registers him; the only place where a My Number stands."""

    at_body: BodyPerson
    my_number: str
    basic: BasicFive
    is_not_disclosed: bool = False
