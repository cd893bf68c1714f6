"""Who calls the hub, as the token said, and which operations are his."""

from dataclasses import dataclass

from simulator.port.operations import (
    AmendResult,
    CancelResult,
    CheckEligibility,
    FetchQuestionnaire,
    FetchRecord,
    FetchResults,
    FetchTask,
    FetchTickets,
    ListCertificates,
    ListConsents,
    ListHistory,
    ListNotices,
    Operation,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    RegisterDepartures,
    RegisterHistory,
    RegisterRecipients,
    RegisterTickets,
    Role,
    SendNotice,
    SetConsent,
    SubmitQuestionnaire,
    WithdrawNotice,
    WithdrawQuestionnaire,
)
from simulator.records.result import CheckupResult, Result


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated actor: its role, a body's or institution's code, a resident's person id."""

    role: Role
    organisation: str | None = None
    person_id: str | None = None


def may_call(caller: Caller, operation: Operation) -> bool:
    """Whether the operation is one of the caller's role and names the caller as its actor.

    What is written in someone's name (the body of a registered row, the institution of a result) has to be
    the caller too.
    """
    return caller.role == operation.role and all(
        name is not None and name == own for name, own in _names(caller, operation)
    )


def _names(caller: Caller, operation: Operation) -> tuple[tuple[str, str | None], ...]:
    named: tuple[str, ...]
    match operation:
        case SendNotice():
            named = (operation.body_code, operation.notice.about.body_code)
        case RegisterDepartures():
            named = (operation.body_code, *(each.person.body_code for each in operation.departures))
        case RecordGroupCheckup():
            named = (operation.body_code, operation.result.recorder_code)
        case _ if isinstance(operation, _OF_BODIES):
            named = (operation.body_code,)
        case RecordDose():
            named = (operation.institution_code, operation.dose.institution_code)
        case RecordInterviewOnly():
            named = (operation.institution_code, operation.interview.institution_code)
        case RecordCheckup() | AmendResult():
            named = (operation.institution_code, _recorder(operation.result))
        case _ if isinstance(operation, _OF_INSTITUTIONS):
            named = (operation.institution_code,)
        case _ if isinstance(operation, _OF_RESIDENTS):
            return ((operation.person_id, caller.person_id),)
        case _:
            return ()
    return tuple((name, caller.organisation) for name in named)


def _recorder(result: Result) -> str:
    return result.recorder_code if isinstance(result, CheckupResult) else result.institution_code


_OF_BODIES = (RegisterRecipients, RegisterHistory, RegisterTickets, FetchTask, WithdrawNotice, FetchResults)
_OF_INSTITUTIONS = (CheckEligibility, FetchTickets, FetchQuestionnaire, FetchRecord, CancelResult)
_OF_RESIDENTS = (
    SubmitQuestionnaire,
    WithdrawQuestionnaire,
    ListHistory,
    ListNotices,
    ListCertificates,
    ListConsents,
    SetConsent,
)
