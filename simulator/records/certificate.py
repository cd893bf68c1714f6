"""Beneficiary certificates (受給者証) and their registration; not the card's user certificate."""

from dataclasses import dataclass
from datetime import date

from simulator.records.person import Registrant


@dataclass(frozen=True, slots=True)
class BeneficiaryCertificate:
    """What a certificate says: issuer, scheme, numbers as text, period with both days included, ceiling.

    `segment` (区分), `sub_key`, `additional_conditions` (codes joined by `;`) and `designated_institutions`
    (codes) are passed on as registered; `details` are pairs of label and value on its face.
    """

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
    segment: str = ""
    sub_key: str = ""
    additional_conditions: str = ""
    designated_institutions: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()

    def valid_on(self, day: date) -> bool:
        """Whether the day lies within the period."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """One row of a recipient registration (受給者情報の登録)."""

    registrant: Registrant
    certificate: BeneficiaryCertificate


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One row of a difference history (差分履歴): the newest row of a `history_key` counts.

    `is_deleted` takes back what was registered under the key.
    """

    registrant: Registrant
    certificate: BeneficiaryCertificate
    history_key: str
    is_deleted: bool = False
