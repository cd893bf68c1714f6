"""Decisions about subsidies: who is told of which beneficiary certificate."""

from collections.abc import Sequence
from datetime import date

from simulator.hub.reference.store import Store
from simulator.records.certificate import BeneficiaryCertificate

Certificates = Sequence[BeneficiaryCertificate]


class SubsidyDecisions:
    """Which beneficiary certificates an institution is shown, and how."""

    def may_show(self, *, uses_subsidy_information: bool) -> bool:
        """Whether the institution's setting lets it have subsidy information."""
        return uses_subsidy_information

    def has_consent(self, *, consent: bool) -> bool:
        """Whether the patient agreed (利用する)."""
        return consent

    def certificate_holders(self, store: Store, person: int) -> list[int]:
        """The people at bodies whose certificates are this person's."""
        return [row[0] for row in store.rows("SELECT id FROM body_person WHERE person = ?", person)]

    def is_covered(self, certificate: BeneficiaryCertificate, day: date) -> bool:
        """Whether the day lies in the period, both ends included."""
        return certificate.valid_from <= day <= certificate.valid_to

    def selection(self, certificates: Certificates) -> Certificates:
        """All certificates that are valid are shown, by payer number; the claim needs each of them."""
        return sorted(certificates, key=lambda each: (each.payer_number, each.scheme, each.recipient_number))

    def shown(self, certificate: BeneficiaryCertificate) -> BeneficiaryCertificate:
        """A certificate as it is shown: as it was registered."""
        return certificate
