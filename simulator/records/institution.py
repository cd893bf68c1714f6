"""Medical institutions, pharmacies and health centres."""

from dataclasses import dataclass
from enum import StrEnum


class InstitutionKind(StrEnum):
    """Kinds of institution that a holder visits."""

    HOSPITAL = "hospital"
    CLINIC = "clinic"
    DENTAL = "dental"
    PHARMACY = "pharmacy"
    HEALTH_CENTRE = "health_centre"


@dataclass(frozen=True, slots=True)
class Institution:
    """An institution; `uses_subsidy_information` is its setting 「医療費助成情報: 利用する」."""

    code: str
    name: str
    kind: InstitutionKind
    municipality_code: str
    claims_computer_vendor: str = ""
    uses_subsidy_information: bool = True
    has_reader: bool = True
