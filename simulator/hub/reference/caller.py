"""Who calls the hub, as the token said, and which operations are his."""

from dataclasses import dataclass

from simulator.port.operations import (
    CheckEligibility,
    FetchQuestionnaire,
    FetchTask,
    FetchTickets,
    ListHistory,
    Operation,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    RegisterRecipients,
    RegisterTickets,
    Role,
    SubmitQuestionnaire,
)


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
        case RegisterRecipients() | RegisterTickets() | FetchTask():
            named = (operation.body_code,)
        case RecordGroupCheckup():
            named = (operation.body_code, operation.result.recorder_code)
        case RecordDose():
            named = (operation.institution_code, operation.dose.institution_code)
        case RecordInterviewOnly():
            named = (operation.institution_code, operation.interview.institution_code)
        case RecordCheckup():
            named = (operation.institution_code, operation.result.recorder_code)
        case CheckEligibility() | FetchTickets() | FetchQuestionnaire():
            named = (operation.institution_code,)
        case SubmitQuestionnaire() | ListHistory():
            return ((operation.person_id, caller.person_id),)
        case _:
            return ()
    return tuple((name, caller.organisation) for name in named)
