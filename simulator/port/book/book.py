"""The book of a run, and how it takes down an operation."""

from simulator.port.book.readings import Readings
from simulator.port.operations import (
    AmendResult,
    CancelResult,
    CheckEligibility,
    FetchRecord,
    FetchTask,
    FetchTickets,
    LinkCards,
    LookUpSubsidy,
    OpenAccounts,
    Operation,
    PutInstitutions,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    RegisterDepartures,
    RegisterHistory,
    RegisterRecipients,
    RegisterTickets,
    SendNotice,
    SetClock,
    SetConsent,
    SubmitQuestionnaire,
    TaskReport,
    WithdrawNotice,
    WithdrawQuestionnaire,
)
from simulator.port.outcomes import Accepted, Malformed, Ok, Outcome, Unknown


class Book(Readings):
    """What one driver sent and what was acknowledged, as far as rules need it.

    What brought no answer of the interface may have been done or not: it is kept as such, so that no rule
    takes either for wrong.
    """

    def note(self, operation: Operation, outcome: Outcome) -> None:
        """Take down one operation and what came of it."""
        self._note_look(operation, outcome)
        self._note_registration(operation, outcome)
        if isinstance(operation, AmendResult):
            self._amend(operation, outcome, perhaps=isinstance(outcome, Unknown | Malformed))
        elif isinstance(operation, CancelResult):
            self._cancel(operation, outcome, perhaps=isinstance(outcome, Unknown | Malformed))
        elif isinstance(outcome, Ok | Unknown | Malformed):
            self._note_change(operation, certain=isinstance(outcome, Ok))

    def _note_look(self, operation: Operation, outcome: Outcome) -> None:
        match operation:
            case LookUpSubsidy():
                self._looked_up(operation, outcome)
            case CheckEligibility() | FetchTickets():
                self._asked_by_card(operation, outcome)
            case FetchRecord():
                self._fetched(operation, outcome)
            case RecordDose() | RecordInterviewOnly() | RecordCheckup() | RecordGroupCheckup():
                self._record(operation, outcome)
            case _:
                pass

    def _note_registration(self, operation: Operation, outcome: Outcome) -> None:
        match operation, outcome:
            case ((RegisterRecipients() | RegisterHistory() | RegisterTickets()), Accepted(task=task)):
                self._begin(operation, task)
            case ((RegisterRecipients() | RegisterHistory() | RegisterTickets()), (Unknown() | Malformed())):
                self._begin(operation, None)
            case FetchTask(), Ok(value=TaskReport() as report):
                self._take_in(operation.task, operation.body_code, report)
            case LinkCards(), Ok():
                self._link(operation)
            case PutInstitutions(), Ok():
                self.institutions |= {place.code: place for place in operation.institutions}
            case _:
                pass

    def _note_change(self, operation: Operation, *, certain: bool) -> None:
        match operation:
            case OpenAccounts():
                self._open_accounts(operation, certain=certain)
            case SetClock():
                self.today = operation.civil_date if certain else None
            case RegisterDepartures():
                self._depart(operation, certain=certain)
            case SetConsent():
                self._set_consent(operation, certain=certain)
            case SendNotice():
                self._send(operation, certain=certain)
            case WithdrawNotice():
                self._withdraw(operation, certain=certain)
            case SubmitQuestionnaire():
                form = operation.questionnaire
                self._submit(form.ticket_number, form, certain=certain)
            case WithdrawQuestionnaire():
                self._submit(operation.ticket_number, None, certain=certain)
            case _:
                pass
