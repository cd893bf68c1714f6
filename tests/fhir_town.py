"""People at a FHIR server: what an adapter was told, and somebody else beside everybody (decoys)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from builders import BORN, CITY, CLINIC, CLINIC_WITHOUT_SETTING, OTHER_CITY, certificate, registrant, ticket

from simulator.card import CertificationAuthority, Method, UserCertificate, sign_assertion
from simulator.hub.adapters.fhir import FhirAdapter
from simulator.port import operations as ops
from simulator.port.exchange import Transport, perform
from simulator.port.outcomes import Accepted, Ok, Outcome
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.person import Registrant
from simulator.records.ticket import Ticket, TicketRow

DAY = date(2026, 11, 30)
HANA, DECOY, MOTHER = "P-hana", "P-decoy", "P-mother"


@cache
def authority() -> CertificationAuthority:
    return CertificationAuthority.from_seed(1)


@cache
def card(person: str) -> UserCertificate:
    return authority().issue(person, 1, date(2026, 6, 1), BORN)


def assertion(person: str) -> str:
    return sign_assertion(
        card(person),
        audience="pmh",
        institution_code=CLINIC.code,
        method=Method.FACE,
        issued_at=1_796_000_000,
        token_id="t",
    )


def token(role: ops.Role, organisation: str | None, person_id: str | None) -> str:
    return f"{role}|{organisation}|{person_id}"


@dataclass
class FhirTown:
    """Hana in one city; a namesake of hers, born the same day, with the same person key in another."""

    transport: Transport
    day: Callable[[], date] = lambda: DAY
    nonce: str = ""
    adapter: FhirAdapter = field(init=False)

    def __post_init__(self) -> None:
        self.adapter = FhirAdapter(token, day=self.day)
        self.hana = registrant(self.named(HANA))
        same = {"name_kana": self.hana.basic.name_kana, "person_key": self.hana.at_body.person_key}
        self.decoy = registrant(self.named(DECOY), OTHER_CITY, **same)

    def named(self, name: str) -> str:
        return f"{name}{self.nonce}"

    def act(self, operation: ops.Operation) -> Outcome:
        return perform(self.adapter, self.transport, operation)[0]

    def must(self, operation: ops.Operation) -> object:
        outcome = self.act(operation)
        assert isinstance(outcome, Ok), outcome
        return outcome.value

    def furnish(self) -> "FhirTown":
        self.must(ops.PutInstitutions((CLINIC, CLINIC_WITHOUT_SETTING)))
        self.must(ops.PutSchemes(CITY, (("child", "子ども"),)))
        links = ((HANA, self.hana), (DECOY, self.decoy))
        self.must(
            ops.LinkCards(
                tuple(
                    ops.CardLink(self.named(name), each.at_body, card(self.named(name)).serial)
                    for name, each in links
                )
            )
        )
        self.must(ops.OpenAccounts(((self.named(MOTHER), (self.named(HANA),)),)))
        return self

    def certify(self, known: Registrant, *rows: BeneficiaryCertificate) -> tuple[ops.RowReport, ...]:
        body = known.at_body.body_code
        fitted = tuple(RecipientRow(known, replace(row, body_code=body)) for row in rows)
        return self.report(ops.RegisterRecipients(body, fitted))

    def change(self, known: Registrant, *rows: tuple[str, BeneficiaryCertificate, bool]) -> Any:
        body = known.at_body.body_code
        history = tuple(HistoryRow(known, row, key, is_deleted) for key, row, is_deleted in rows)
        return self.report(ops.RegisterHistory(body, history))

    def issue(self, known: Registrant, *tickets: Ticket) -> tuple[ops.RowReport, ...]:
        body = known.at_body.body_code
        rows = tuple(TicketRow(known, replace(each, body_code=body)) for each in tickets)
        return self.report(ops.RegisterTickets(body, rows))

    def report(
        self, registration: ops.RegisterRecipients | ops.RegisterHistory | ops.RegisterTickets
    ) -> tuple[ops.RowReport, ...]:
        accepted = self.act(registration)
        assert isinstance(accepted, Accepted), accepted
        report = self.must(ops.FetchTask(registration.body_code, accepted.task))
        assert isinstance(report, ops.TaskReport)
        assert report.done
        return report.rows

    def look_up(self, name: str = HANA, day: date = DAY) -> Outcome:
        return self.act(ops.LookUpSubsidy(self.named(name), CLINIC.code, consent=True, service_date=day))

    def check(self, name: str = HANA, clinic: str = CLINIC.code, *, consent: bool = True) -> Outcome:
        return self.act(ops.CheckEligibility(clinic, assertion(self.named(name)), consent, DAY))

    def history(self, by: str = HANA, name: str = HANA) -> Outcome:
        return self.act(ops.ListHistory(self.named(by), self.named(name)))


__all__ = ["FhirTown", "certificate", "ticket"]
