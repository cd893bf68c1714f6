"""How many institutions a body has, and what claims computers they use."""

from dataclasses import dataclass
from functools import cache

from simulator.facts.bodies import municipality, prefecture
from simulator.facts.row import Row
from simulator.facts.table import load


@dataclass(frozen=True, slots=True)
class InstitutionCounts:
    """Institutions by kind."""

    hospital: int
    clinic: int
    dental: int
    pharmacy: int


@dataclass(frozen=True, slots=True)
class ClaimsComputerVendor:
    """An invented vendor of claims computers.

    `share` of the institutions, from 0 to 1; `subsidy_ready` = its claims computer can take in subsidy
    information from the eligibility check.
    """

    name: str
    share: float
    subsidy_ready: bool


def institution_counts(code: str) -> InstitutionCounts:
    """Synthetic counts of a municipality, adding up to those of its prefecture; raises `UnknownBody`."""
    return _by_municipality()[municipality(code).code]


def prefecture_institution_counts(code: str) -> InstitutionCounts:
    """Counts of a prefecture by its 6-digit code, published but for some clinics and the pharmacies.

    Raises `UnknownBody`.
    """
    return _by_prefecture()[prefecture(code).code]


@cache
def claims_computer_vendors() -> tuple[ClaimsComputerVendor, ...]:
    """The invented vendors, largest share first."""
    return tuple(
        ClaimsComputerVendor(row.text("name_ja"), row.number("share"), row.yes("subsidy_ready"))
        for row in load("claims_computer_vendors").rows
    )


@cache
def _by_municipality() -> dict[str, InstitutionCounts]:
    return {row["code"]: _counts(row) for row in load("institution_counts").rows}


@cache
def _by_prefecture() -> dict[str, InstitutionCounts]:
    return {row["code"]: _counts(row) for row in load("prefectures").rows}


def _counts(row: Row) -> InstitutionCounts:
    return InstitutionCounts(*(row.whole(kind) for kind in ("hospital", "clinic", "dental", "pharmacy")))
