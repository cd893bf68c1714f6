"""The calls of the interface as one table: for each operation its method, path, documents and status.

Both sides read it: the adapter writes requests and reads answers, the face of the reference hub reads
requests and writes answers.
"""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.hub.contract.call import BytesForm, Call, RowsForm
from simulator.hub.contract.forms import Member, ObjectForm, Wrapped
from simulator.hub.contract.notices import AREA, CONSENTS, DEPARTURE_ROWS, NOTICE_BODY, NOTICES
from simulator.hub.contract.operator import AUDIT_TRAIL, CAPABILITIES, HEALTH
from simulator.hub.contract.platform import ACCOUNTS, CARD_LINKS, INSTITUTIONS, SCHEMES
from simulator.hub.contract.recording import (
    AMENDMENT_BODY,
    CHECKUP_BODY,
    DOSE_BODY,
    GROUP_CHECKUP_BODY,
    INTERVIEW_BODY,
    QUESTIONNAIRE_BODY,
)
from simulator.hub.contract.registration import (
    CERTIFICATES,
    HISTORY_ROWS,
    RECIPIENT_ROWS,
    TASK_REPORT,
    TICKET_ROWS,
    TICKETS,
)
from simulator.hub.contract.results import BODY_RECORDS, HISTORY, QUESTIONNAIRE, RECORD
from simulator.hub.contract.scalars import DAY, ENTITY_TAG, FLAG, TEXT, choice
from simulator.hub.contract.texts import BODY_CODE, HANDLE, INSTITUTION_CODE, PERSON_ID, TICKET_NUMBER
from simulator.port import operations as port
from simulator.port.outcomes import Accepted
from simulator.records.ticket import TicketKind

CRL_TYPE = "application/pkix-crl"
BULK_BYTES = 16 * 1024 * 1024
_BODY = Member("bodyCode", "body_code", BODY_CODE)
_INSTITUTION = Member("code", "institution_code", INSTITUTION_CODE)
_RESIDENT = Member("personId", "person_id", PERSON_ID)
_SUBJECT = (Member("subject", "subject_id", PERSON_ID),)
_RECORD_ID = Member("recordId", "record_id", HANDLE)
_UNCHANGED = (Member("If-Match", "version", ENTITY_TAG),)
_KEYED = (Member("Idempotency-Key", "key", TEXT),)
_CONSENT = Member("consent", "consent", FLAG)
_SERVICE_DATE = Member("serviceDate", "service_date", DAY)
_ASSERTION = Member("cardAssertion", "assertion", TEXT)
_TASK = ObjectForm(Accepted, (Member("taskId", "task", TEXT),))
_RECORD = Wrapped("recordId", TEXT)
_RECORDED = (201, 200)

_PLATFORM = (
    Call(
        port.LinkCards,
        "PUT",
        "/v1/platform/card-links",
        (204,),
        body=ObjectForm(port.LinkCards, (Member("links", "links", CARD_LINKS),)),
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.PublishRevocations,
        "PUT",
        "/v1/platform/revocation-list",
        (204,),
        body=BytesForm(port.PublishRevocations, "revocation_list"),
        media_type=CRL_TYPE,
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.PutInstitutions,
        "PUT",
        "/v1/platform/institutions",
        (204,),
        body=ObjectForm(port.PutInstitutions, (Member("institutions", "institutions", INSTITUTIONS),)),
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.PutSchemes,
        "PUT",
        "/v1/platform/schemes/{bodyCode}",
        (204,),
        body=ObjectForm(port.PutSchemes, (Member("schemes", "schemes", SCHEMES),)),
        members=(_BODY,),
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.OpenAccounts,
        "PUT",
        "/v1/platform/accounts",
        (204,),
        body=ObjectForm(port.OpenAccounts, (Member("accounts", "accounts", ACCOUNTS),)),
        limit_bytes=BULK_BYTES,
    ),
)

_BODIES = (
    Call(
        port.RegisterRecipients,
        "POST",
        "/v1/bodies/{bodyCode}/recipient-registration-tasks",
        (202,),
        _TASK,
        RowsForm(port.RegisterRecipients, RECIPIENT_ROWS),
        (_BODY,),
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.RegisterTickets,
        "POST",
        "/v1/bodies/{bodyCode}/ticket-registration-tasks",
        (202,),
        _TASK,
        RowsForm(port.RegisterTickets, TICKET_ROWS),
        (_BODY,),
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.RegisterHistory,
        "POST",
        "/v1/bodies/{bodyCode}/history-registration-tasks",
        (202,),
        _TASK,
        RowsForm(port.RegisterHistory, HISTORY_ROWS),
        (_BODY,),
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.RegisterDepartures,
        "POST",
        "/v1/bodies/{bodyCode}/departures",
        (204,),
        body=RowsForm(port.RegisterDepartures, DEPARTURE_ROWS, "departures"),
        members=(_BODY,),
        limit_bytes=BULK_BYTES,
    ),
    Call(
        port.SendNotice,
        "PUT",
        "/v1/bodies/{bodyCode}/notices/{noticeId}",
        (204,),
        body=NOTICE_BODY,
        members=(_BODY, Member("noticeId", "notice.notice_id", HANDLE)),
    ),
    Call(
        port.WithdrawNotice,
        "DELETE",
        "/v1/bodies/{bodyCode}/notices/{noticeId}",
        (204,),
        members=(_BODY, Member("noticeId", "notice_id", HANDLE)),
    ),
    Call(
        port.FetchResults,
        "GET",
        "/v1/bodies/{bodyCode}/records",
        (200,),
        BODY_RECORDS,
        members=(_BODY,),
    ),
    Call(
        port.FetchTask,
        "GET",
        "/v1/bodies/{bodyCode}/tasks/{taskId}",
        (200,),
        TASK_REPORT,
        members=(_BODY, Member("taskId", "task", HANDLE)),
    ),
    Call(
        port.RecordGroupCheckup,
        "POST",
        "/v1/bodies/{bodyCode}/checkup-results",
        _RECORDED,
        _RECORD,
        GROUP_CHECKUP_BODY,
        (_BODY,),
        headers=_KEYED,
    ),
)

_INSTITUTIONS = (
    Call(
        port.LookUpSubsidy,
        "POST",
        "/v1/gateway/subsidy-lookups",
        (200,),
        CERTIFICATES,
        ObjectForm(
            port.LookUpSubsidy,
            (
                _RESIDENT,
                Member("institutionCode", "institution_code", INSTITUTION_CODE),
                _CONSENT,
                _SERVICE_DATE,
            ),
        ),
    ),
    Call(
        port.CheckEligibility,
        "POST",
        "/v1/institutions/{code}/eligibility-checks",
        (200,),
        CERTIFICATES,
        ObjectForm(port.CheckEligibility, (_ASSERTION, _CONSENT, _SERVICE_DATE)),
        (_INSTITUTION,),
    ),
    Call(
        port.FetchTickets,
        "POST",
        "/v1/institutions/{code}/ticket-searches",
        (200,),
        TICKETS,
        ObjectForm(
            port.FetchTickets, (_ASSERTION, Member("kind", "kind", choice(TicketKind)), _SERVICE_DATE)
        ),
        (_INSTITUTION,),
    ),
    Call(
        port.FetchQuestionnaire,
        "GET",
        "/v1/institutions/{code}/questionnaires/{ticketNumber}",
        (200,),
        QUESTIONNAIRE,
        members=(_INSTITUTION, Member("ticketNumber", "ticket_number", TICKET_NUMBER)),
    ),
    Call(
        port.RecordDose,
        "POST",
        "/v1/institutions/{code}/doses",
        _RECORDED,
        _RECORD,
        DOSE_BODY,
        (_INSTITUTION,),
        headers=_KEYED,
    ),
    Call(
        port.RecordInterviewOnly,
        "POST",
        "/v1/institutions/{code}/interviews",
        _RECORDED,
        _RECORD,
        INTERVIEW_BODY,
        (_INSTITUTION,),
        headers=_KEYED,
    ),
    Call(
        port.RecordCheckup,
        "POST",
        "/v1/institutions/{code}/checkup-results",
        _RECORDED,
        _RECORD,
        CHECKUP_BODY,
        (_INSTITUTION,),
        headers=_KEYED,
    ),
    Call(
        port.FetchRecord,
        "GET",
        "/v1/institutions/{code}/records/{recordId}",
        (200,),
        RECORD,
        members=(_INSTITUTION, _RECORD_ID),
    ),
    Call(
        port.AmendResult,
        "PUT",
        "/v1/institutions/{code}/records/{recordId}",
        (200,),
        Wrapped("version", TEXT),
        AMENDMENT_BODY,
        (_INSTITUTION, _RECORD_ID),
        headers=_UNCHANGED,
    ),
    Call(
        port.CancelResult,
        "DELETE",
        "/v1/institutions/{code}/records/{recordId}",
        (204,),
        members=(_INSTITUTION, _RECORD_ID),
        headers=_UNCHANGED,
    ),
)

_RESIDENTS = (
    Call(
        port.SubmitQuestionnaire,
        "PUT",
        "/v1/residents/{personId}/questionnaires/{ticketNumber}",
        (204,),
        body=QUESTIONNAIRE_BODY,
        members=(_RESIDENT, Member("ticketNumber", "questionnaire.ticket_number", TICKET_NUMBER)),
        headers=_KEYED,
    ),
    Call(
        port.ListHistory,
        "GET",
        "/v1/residents/{personId}/history",
        (200,),
        HISTORY,
        members=(_RESIDENT,),
        query=_SUBJECT,
    ),
    Call(
        port.WithdrawQuestionnaire,
        "DELETE",
        "/v1/residents/{personId}/questionnaires/{ticketNumber}",
        (204,),
        members=(_RESIDENT, Member("ticketNumber", "ticket_number", TICKET_NUMBER)),
        query=_SUBJECT,
    ),
    Call(
        port.ListNotices,
        "GET",
        "/v1/residents/{personId}/notices",
        (200,),
        NOTICES,
        members=(_RESIDENT,),
        query=_SUBJECT,
    ),
    Call(
        port.ListCertificates,
        "GET",
        "/v1/residents/{personId}/certificates",
        (200,),
        CERTIFICATES,
        members=(_RESIDENT,),
        query=_SUBJECT,
    ),
    Call(
        port.ListConsents,
        "GET",
        "/v1/residents/{personId}/consents",
        (200,),
        CONSENTS,
        members=(_RESIDENT,),
        query=_SUBJECT,
    ),
    Call(
        port.SetConsent,
        "PUT",
        "/v1/residents/{personId}/consents/{area}",
        (204,),
        body=ObjectForm(port.SetConsent, (Member("isGiven", "is_given", FLAG),)),
        members=(_RESIDENT, Member("area", "area", AREA)),
        query=_SUBJECT,
    ),
)

_OPERATOR = (
    Call(port.CheckHealth, "GET", "/v1/health", (200,), HEALTH, is_public=True),
    Call(port.FetchCapabilities, "GET", "/v1/capabilities", (200,), CAPABILITIES, is_public=True),
    Call(
        port.FetchAuditTrail,
        "GET",
        "/v1/audit",
        (200,),
        AUDIT_TRAIL,
        query=(Member("person", "person_id", PERSON_ID),),
    ),
    Call(
        port.SetClock,
        "PUT",
        "/test/clock",
        (204,),
        body=ObjectForm(port.SetClock, (Member("civilDate", "civil_date", DAY),)),
    ),
)

CALLS: Mapping[type[port.Operation], Call] = MappingProxyType(
    {call.operation: call for call in (*_PLATFORM, *_BODIES, *_INSTITUTIONS, *_RESIDENTS, *_OPERATOR)}
)
"""Every call of the interface, by its operation."""
