"""What is recorded after a visit: a dose, an interview without a dose, a checkup."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from simulator.records.person import BodyPerson


class DoseClass(StrEnum):
    """The class of a given dose: 定期・任意・間違い接種."""

    ROUTINE = "routine"
    VOLUNTARY = "voluntary"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose that was given: a fact, whatever the rules say of it."""

    ticket_number: str
    vaccine: str
    dose_number: int
    given_on: date
    lot_number: str
    amount_ml: str
    site: str
    doctor: str
    institution_code: str
    dose_class: DoseClass = DoseClass.ROUTINE


@dataclass(frozen=True, slots=True)
class InterviewOnly:
    """見合わせ (予診のみ): the interview took place, no dose was given."""

    ticket_number: str
    vaccine: str
    dose_number: int
    interviewed_on: date
    reason: str
    doctor: str
    institution_code: str


@dataclass(frozen=True, slots=True)
class CheckupResult:
    """The result of a checkup; `recorder_code` is the institution, or the body for a group checkup."""

    ticket_number: str
    checkup: str
    examined_on: date
    height_cm: str
    weight_kg: str
    needs_closer_examination: bool
    recorder_code: str


Result = Dose | InterviewOnly | CheckupResult


@dataclass(frozen=True, slots=True)
class Record:
    """A result as a hub keeps it; `version` is opaque and changes with every change."""

    record_id: str
    version: str
    result: Result
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class BodyRecord:
    """A record on a ticket of a body, and the person at that body who holds the ticket."""

    holder: BodyPerson
    record: Record
