"""What ends a body's care for a person: death, moving out, the end of a pregnancy."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from simulator.records.person import BodyPerson


class DepartureReason(StrEnum):
    """Why a body's care ends; the end of a pregnancy (birth, 流産, 死産) ends what concerns it alone."""

    DEATH = "death"
    MOVE_OUT = "move_out"
    PREGNANCY_END = "pregnancy_end"


@dataclass(frozen=True, slots=True)
class Departure:
    """A person's departure; `departed_on` is the day of the fact (異動日), not of its report (届出日)."""

    person: BodyPerson
    reason: DepartureReason
    departed_on: date
