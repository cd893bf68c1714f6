"""Standing consent that a resident gives or withdraws on MynaPortal, besides that asked at each visit."""

from dataclasses import dataclass
from enum import StrEnum


class ConsentArea(StrEnum):
    """What the consent is about."""

    MEDICAL_SUBSIDY = "medical_subsidy"
    VACCINATION = "vaccination"
    CHECKUP = "checkup"


@dataclass(frozen=True, slots=True)
class Consent:
    """Whether institutions may be shown the information of an area; given until it is withdrawn."""

    area: ConsentArea
    is_given: bool
