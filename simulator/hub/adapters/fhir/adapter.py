"""The adapter of FHIR R4 servers: operations to interactions, resources to records, no input or output."""

import secrets
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from simulator.clock import today
from simulator.hub.adapters.fhir import (
    amendment,
    capability_statement,
    look_up,
    notices,
    platform,
    recording,
    registration,
    residents,
)
from simulator.hub.adapters.fhir.answers import Halted
from simulator.hub.adapters.fhir.element import Broken
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.credentials import Credentials
from simulator.port import operations as port
from simulator.port.exchange import Exchange
from simulator.port.outcomes import Malformed, Outcome, Unsupported

_SECRET_BYTES = 32
_PUBLIC = (port.CheckHealth, port.FetchCapabilities)

HANDLERS: Mapping[type[port.Operation], Callable[[Session, Any], Steps[Outcome]]] = MappingProxyType(
    {
        port.PutInstitutions: platform.put_institutions,
        port.PutSchemes: platform.put_schemes,
        port.OpenAccounts: platform.open_accounts,
        port.LinkCards: platform.link_cards,
        port.RegisterRecipients: registration.register_recipients,
        port.RegisterHistory: registration.register_history,
        port.RegisterTickets: registration.register_tickets,
        port.FetchTask: registration.fetch_task,
        port.SendNotice: notices.send_notice,
        port.WithdrawNotice: notices.withdraw_notice,
        port.FetchResults: amendment.fetch_results,
        port.LookUpSubsidy: look_up.look_up_subsidy,
        port.CheckEligibility: look_up.check_eligibility,
        port.FetchTickets: look_up.fetch_tickets,
        port.FetchQuestionnaire: look_up.fetch_questionnaire,
        port.RecordDose: recording.record_dose,
        port.RecordInterviewOnly: recording.record_interview_only,
        port.RecordCheckup: recording.record_checkup,
        port.RecordGroupCheckup: recording.record_group_checkup,
        port.FetchRecord: amendment.fetch_record,
        port.AmendResult: amendment.amend_result,
        port.CancelResult: amendment.cancel_result,
        port.SubmitQuestionnaire: residents.submit_questionnaire,
        port.WithdrawQuestionnaire: residents.withdraw_questionnaire,
        port.ListHistory: residents.list_history,
        port.ListNotices: notices.list_notices,
        port.ListCertificates: residents.list_certificates,
        port.ListConsents: residents.list_consents,
        port.SetConsent: residents.set_consent,
        port.CheckHealth: capability_statement.check_health,
        port.FetchCapabilities: capability_statement.fetch_capabilities,
    }
)
"""How each operation is carried out; the others a FHIR server does not offer."""


class FhirAdapter:
    """Speaks FHIR R4. `base_path` stands before every path, for servers below a path such as `/fhir`.

    A hub's address may hold that path as well. `day` gives today's civil date, as these servers have none.
    Digests in place of My Numbers are made with a secret that no other adapter shares.
    """

    def __init__(
        self, credentials: Credentials, base_path: str = "", day: Callable[[], date] = today
    ) -> None:
        self._credentials = credentials
        self._base_path = base_path.rstrip("/")
        self._day = day
        self._secret = secrets.token_bytes(_SECRET_BYTES)

    def perform(self, operation: port.Operation) -> Exchange:
        """As many requests as the operation takes, one after the other."""
        handler = HANDLERS.get(type(operation))
        if handler is None:
            return Unsupported()
        try:
            return (yield from handler(self._session(operation), operation))
        except Halted as halted:
            return halted.outcome
        except Broken as broken:
            return Malformed(f"not FHIR: {broken}")

    def _session(self, operation: port.Operation) -> Session:
        token = None if isinstance(operation, _PUBLIC) else self._token(operation)
        return Session(self._base_path, token, self._day, self._secret)

    def _token(self, operation: port.Operation) -> str:
        role = operation.role
        code = {"body": "body_code", "institution": "institution_code"}.get(role)
        person = "person_id" if role == "resident" else None
        organisation = getattr(operation, code) if code else None
        return self._credentials(role, organisation, getattr(operation, person) if person else None)
