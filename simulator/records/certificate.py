"""Beneficiary certificates (受給者証) and their registration; not the card's user certificate."""

from dataclasses import dataclass
from datetime import date

from simulator.records.person import Registrant


@dataclass(frozen=True, slots=True)
class BeneficiaryCertificate:
    """What a certificate says: issuer, scheme, numbers as text, period with both days included, ceiling."""

    body_code: str
    scheme: str
    name: str
    payer_number: str
    recipient_number: str
    valid_from: date
    valid_to: date
    income_class: str = ""
    monthly_ceiling_yen: int | None = None
    is_always_reimbursement: bool = False

    def valid_on(self, day: date) -> bool:
        """Whether the day lies within the period."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One row of a recipient registration (受給者情報の登録)."""

    registrant: Registrant
    certificate: BeneficiaryCertificate
