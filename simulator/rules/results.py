"""What a hub owes when a questionnaire is sent and when a result is recorded."""

from simulator.language import say
from simulator.port.book import Book
from simulator.port.operations import (
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    SubmitQuestionnaire,
)
from simulator.port.outcomes import AlreadyRegistered, Invalid, Ok, Outcome, Refused
from simulator.records.result import DoseClass, Result
from simulator.rules.cards import shows_nothing
from simulator.rules.rule import Allowed, Rule

Record = RecordDose | RecordInterviewOnly | RecordCheckup | RecordGroupCheckup


def result_of(operation: Record) -> Result:
    """What the operation records."""
    match operation:
        case RecordDose():
            return operation.dose
        case RecordInterviewOnly():
            return operation.interview
        case _:
            return operation.result


def _taken(outcome: Outcome) -> bool:
    return isinstance(outcome, Ok | AlreadyRegistered)


def _is_right_person(operation: Record, book: Book) -> bool | None:
    holder, _ = book.tickets.get(result_of(operation).ticket_number, (None, None))
    registrant = book.registrants.get(holder) if holder else None
    return None if registrant is None else registrant.basic.date_of_birth == operation.date_of_birth


def _sent_before(operation: Record, book: Book) -> bool:
    return bool(book.results[result_of(operation).ticket_number])


def accepted(operation: Record, book: Book) -> Allowed | None:
    """VAC-001, VAC-012, CHK-001, CHK-002: the record of what took place is accepted."""
    if not _is_right_person(operation, book) or _sent_before(operation, book):
        return None
    return Allowed(say("記録を受け付ける"), lambda outcome: isinstance(outcome, Ok))


def fact_accepted(operation: RecordDose, book: Book) -> Allowed | None:
    """VAC-005: a given dose is a fact, also when it was given against the rules."""
    if operation.dose.dose_class is not DoseClass.ERROR or not _is_right_person(operation, book):
        return None
    return Allowed(say("規則に合わない接種でも、起きた事実として記録を受け付ける"), _taken)


def sent_again(operation: RecordDose, book: Book) -> Allowed | None:
    """VAC-007: the same record sent again is the same record."""
    keys = {recorded.key for recorded in book.results[operation.dose.ticket_number]}
    # What is not to be accepted the first time is not when it comes again either.
    if operation.key not in keys or _is_right_person(operation, book) is False:
        return None
    return Allowed(say("再送は同じ記録として受け付ける"), _taken)


def wrong_birth_date(operation: Record, book: Book) -> Allowed | None:
    """VAC-010: a record whose date of birth is not the ticket holder's is not accepted."""
    if _is_right_person(operation, book) is not False:
        return None
    return Allowed(
        say("生年月日が券の本人と合わないので、受け付けない"),
        lambda outcome: isinstance(outcome, Refused | Invalid),
    )


DOSES: tuple[Rule[RecordDose], ...] = (
    Rule("VAC-001", accepted),
    Rule("VAC-005", fact_accepted),
    Rule("VAC-007", sent_again),
    Rule("VAC-010", wrong_birth_date),
)
INTERVIEWS: tuple[Rule[RecordInterviewOnly], ...] = (Rule("VAC-012", accepted),)
CHECKUPS: tuple[Rule[RecordCheckup], ...] = (Rule("CHK-001", accepted), Rule("VAC-010", wrong_birth_date))
GROUP_CHECKUPS: tuple[Rule[RecordGroupCheckup], ...] = (Rule("CHK-002", accepted, "group_checkup"),)


def proxy_may_send(operation: SubmitQuestionnaire, book: Book) -> Allowed | None:
    """QST-004: residents send for themselves and for those they may act for."""
    may = operation.person_id == operation.subject_id or operation.subject_id in book.accounts.get(
        operation.person_id, frozenset()
    )
    if may:
        return Allowed(say("本人・保護者からの提出を受け付ける"), lambda outcome: isinstance(outcome, Ok))
    return Allowed(say("代理できない人からの提出なので、受け付けない"), shows_nothing)


SUBMISSIONS: tuple[Rule[SubmitQuestionnaire], ...] = (Rule("QST-004", proxy_may_send, "questionnaire"),)
