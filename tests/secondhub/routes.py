"""Which operation answers which request."""

from collections.abc import Callable
from dataclasses import dataclass

from . import bodies, forms, institutions, operators, platform, residents
from .hub import Ask
from .problems import Answer
from .shapes import Shape

SMALL = 65_536
LARGE = 16_777_216
JSON = "application/json"
LIST = "application/pkix-crl"


@dataclass(frozen=True)
class Operation:
    """Who may call it, what it takes, and what does the work. An empty action leaves no audit entry."""

    role: str
    work: Callable[[Ask], Answer]
    action: str = ""
    body: Shape | None = None
    subject: str = ""  # the query parameter that names a person
    header: str = ""
    paged: bool = False
    limit: int = SMALL
    media: str = JSON

    @property
    def takes_body(self) -> bool:
        """Whether the operation has a request body."""
        return self.body is not None or self.media != JSON


def _platform(
    work: Callable[[Ask], Answer], body: Shape | None, action: str = "", media: str = JSON
) -> Operation:
    return Operation("platform", work, action, body, limit=LARGE, media=media)


def _result(role: str, work: Callable[[Ask], Answer], action: str, body: Shape) -> Operation:
    return Operation(role, work, action, body, header="Idempotency-Key")


def _resident(
    work: Callable[[Ask], Answer], action: str, body: Shape | None = None, paged: bool = False
) -> Operation:
    return Operation("resident", work, action, body, subject="subject", paged=paged)


_BODY, _INSTITUTION, _RESIDENT = (
    "/v1/bodies/{bodyCode}",
    "/v1/institutions/{code}",
    "/v1/residents/{personId}",
)

# path template: method: operation
ROUTES: dict[str, dict[str, Operation]] = {
    "/v1/platform/institutions": {"PUT": _platform(platform.put_institutions, forms.INSTITUTIONS)},
    "/v1/platform/card-links": {"PUT": _platform(platform.link_cards, forms.LINKS, "link-cards")},
    "/v1/platform/accounts": {"PUT": _platform(platform.open_accounts, forms.ACCOUNTS)},
    "/v1/platform/revocation-list": {"PUT": _platform(platform.publish_revocations, None, media=LIST)},
    "/v1/platform/schemes/{bodyCode}": {"PUT": _platform(platform.put_schemes, forms.SCHEMES)},
    **{
        f"{_BODY}/{name}-registration-tasks": {
            "POST": Operation("body", bodies.register, f"register-{layout}", body, limit=LARGE)
        }
        for name, layout, body in (
            ("recipient", "recipients", forms.RECIPIENTS),
            ("history", "history", forms.HISTORY),
            ("ticket", "tickets", forms.TICKETS),
        )
    },
    f"{_BODY}/tasks/{{taskId}}": {"GET": Operation("body", bodies.fetch_task)},
    f"{_BODY}/departures": {
        "POST": Operation(
            "body", bodies.register_departures, "register-departures", forms.DEPARTURES, limit=LARGE
        )
    },
    f"{_BODY}/notices/{{noticeId}}": {
        "PUT": Operation("body", bodies.send_notice, "send-notice", forms.NOTICE),
        "DELETE": Operation("body", bodies.withdraw_notice, "withdraw-notice"),
    },
    f"{_BODY}/records": {"GET": Operation("body", bodies.fetch_results, "fetch-results", paged=True)},
    f"{_BODY}/checkup-results": {
        "POST": _result("body", bodies.record_group_checkup, "record-group-checkup", forms.CHECKUP)
    },
    "/v1/gateway/subsidy-lookups": {
        "POST": Operation("gateway", institutions.look_up_subsidy, "look-up-subsidy", forms.LOOKUP)
    },
    f"{_INSTITUTION}/eligibility-checks": {
        "POST": Operation(
            "institution", institutions.check_eligibility, "check-eligibility", forms.ELIGIBILITY
        )
    },
    f"{_INSTITUTION}/ticket-searches": {
        "POST": Operation("institution", institutions.fetch_tickets, "fetch-tickets", forms.SEARCH)
    },
    f"{_INSTITUTION}/questionnaires/{{ticketNumber}}": {
        "GET": Operation("institution", institutions.fetch_questionnaire, "fetch-questionnaire")
    },
    f"{_INSTITUTION}/doses": {
        "POST": _result("institution", institutions.record_dose, "record-dose", forms.DOSE)
    },
    f"{_INSTITUTION}/interviews": {
        "POST": _result(
            "institution", institutions.record_interview_only, "record-interview-only", forms.INTERVIEW
        )
    },
    f"{_INSTITUTION}/checkup-results": {
        "POST": _result("institution", institutions.record_checkup, "record-checkup", forms.CHECKUP)
    },
    f"{_INSTITUTION}/records/{{recordId}}": {
        "GET": Operation("institution", institutions.fetch_record, "fetch-record"),
        "PUT": Operation(
            "institution", institutions.amend_result, "amend-result", forms.AMENDMENT, header="If-Match"
        ),
        "DELETE": Operation("institution", institutions.cancel_result, "cancel-result", header="If-Match"),
    },
    f"{_RESIDENT}/questionnaires/{{ticketNumber}}": {
        "PUT": _result(
            "resident", residents.submit_questionnaire, "submit-questionnaire", forms.QUESTIONNAIRE
        ),
        "DELETE": _resident(residents.withdraw_questionnaire, "withdraw-questionnaire"),
    },
    f"{_RESIDENT}/history": {"GET": _resident(residents.list_history, "list-history", paged=True)},
    f"{_RESIDENT}/notices": {"GET": _resident(residents.list_notices, "list-notices", paged=True)},
    f"{_RESIDENT}/certificates": {"GET": _resident(residents.list_certificates, "list-certificates")},
    f"{_RESIDENT}/consents": {"GET": _resident(residents.list_consents, "list-consents")},
    f"{_RESIDENT}/consents/{{area}}": {"PUT": _resident(residents.set_consent, "set-consent", forms.CONSENT)},
    "/v1/audit": {"GET": Operation("operator", operators.fetch_audit_trail, subject="person", paged=True)},
    "/test/clock": {"PUT": Operation("operator", operators.set_clock, body=forms.CLOCK)},
}
# The member of the path that names the caller himself.
ACTOR = {"body": "bodyCode", "institution": "code", "resident": "personId"}
