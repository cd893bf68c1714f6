"""What a hub owes when a questionnaire is sent and when a result is recorded."""

from simulator.language import say
from simulator.port.book import Book
from simulator.port.book.records import result_of
from simulator.port.capabilities import AMENDMENT, GROUP_CHECKUP, QUESTIONNAIRE
from simulator.port.operations import (
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    SubmitQuestionnaire,
    WithdrawQuestionnaire,
)
from simulator.port.outcomes import AlreadyRegistered, Conflict, Invalid, Malformed, Ok, Outcome, Refused
from simulator.records.result import DoseClass, InterviewOnly
from simulator.rules.cards import shows_nothing
from simulator.rules.residents import ENDED, may_see
from simulator.rules.rule import Allowed, Rule

Record = RecordDose | RecordInterviewOnly | RecordCheckup | RecordGroupCheckup
LEAP_DAY = (2, 29)


def _taken(outcome: Outcome) -> bool:
    return isinstance(outcome, Ok | AlreadyRegistered)


def _is_right_person(operation: Record, book: Book) -> bool | None:
    holder, _ = book.tickets.get(result_of(operation).ticket_number, (None, None))
    registrant = book.registrants.get(holder) if holder else None
    return None if registrant is None else registrant.basic.date_of_birth == operation.date_of_birth


def _sent_before(operation: Record, book: Book) -> bool:
    return bool(book.results.get(result_of(operation).ticket_number))


def accepted(operation: Record, book: Book) -> Allowed | None:
    """VAC-001, VAC-012, CHK-001, CHK-002: the record of what took place is accepted."""
    if not _is_right_person(operation, book) or _sent_before(operation, book):
        return None
    return Allowed(say("記録を受け付ける"), lambda outcome: isinstance(outcome, Ok))


def of_leap_day(operation: Record, book: Book) -> Allowed | None:
    """VAC-015: who was born on 29 February is a person like others."""
    born = operation.date_of_birth
    if (born.month, born.day) != LEAP_DAY or accepted(operation, book) is None:
        return None
    return Allowed(say("2月29日生まれの人の記録を受け付ける"), lambda outcome: isinstance(outcome, Ok))


def _is_new_key(operation: Record, book: Book) -> bool:
    records = book.results.get(result_of(operation).ticket_number, ())
    return all(recorded.key != operation.key for recorded in records)


def second_use(operation: Record, book: Book) -> Allowed | None:
    """VAC-016: a ticket that is used up takes no second dose or checkup."""
    result = result_of(operation)
    used = book.used_up(result.ticket_number) and not isinstance(result, InterviewOnly)
    if not used or not _is_new_key(operation, book):
        return None
    return Allowed(
        say("使用済みの券なので、別の記録を受け付けない"),
        lambda outcome: isinstance(outcome, AlreadyRegistered | Conflict | Refused | Invalid),
    )


def use_after_cancellation(operation: Record, book: Book) -> Allowed | None:
    """AMD-003: the ticket of a cancelled record can be used again."""
    is_free = book.is_free_again(result_of(operation).ticket_number)
    if not is_free or not _is_new_key(operation, book) or not _is_right_person(operation, book):
        return None
    return Allowed(
        say("取り消した記録の券で、あらためて記録を受け付ける"), lambda outcome: isinstance(outcome, Ok)
    )


def bare_problem(operation: Record, book: Book) -> Allowed | None:
    """PRV-009: a refusal says what is wrong, and nothing of the person."""
    if _is_right_person(operation, book) is not False:
        return None
    return Allowed(
        say("拒否の回答に、本人の情報を載せない（約束した形だけで答える）"),
        lambda outcome: not isinstance(outcome, Malformed),
    )


def fact_accepted(operation: RecordDose, book: Book) -> Allowed | None:
    """VAC-005: a given dose is a fact, also when it was given against the rules."""
    if operation.dose.dose_class is not DoseClass.ERROR or not _is_right_person(operation, book):
        return None
    if book.used_up(operation.dose.ticket_number) and _is_new_key(operation, book):
        return None
    return Allowed(say("規則に合わない接種でも、起きた事実として記録を受け付ける"), _taken)


def sent_again(operation: RecordDose, book: Book) -> Allowed | None:
    """VAC-007: the same record sent again is the same record."""
    # What is not to be accepted the first time is not when it comes again either.
    if _is_new_key(operation, book) or _is_right_person(operation, book) is False:
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


ALL: tuple[Rule[Record], ...] = (
    Rule("VAC-010", wrong_birth_date),
    Rule("VAC-015", of_leap_day),
    Rule("PRV-009", bare_problem),
)
"""For records of every kind."""

USING: tuple[Rule[Record], ...] = (
    *ALL,
    Rule("VAC-016", second_use),
    Rule("AMD-003", use_after_cancellation, AMENDMENT),
)
"""For records that use a ticket up."""

DOSES: tuple[Rule[RecordDose], ...] = (
    Rule("VAC-001", accepted),
    Rule("VAC-005", fact_accepted),
    Rule("VAC-007", sent_again),
    *USING,
)
INTERVIEWS: tuple[Rule[RecordInterviewOnly], ...] = (Rule("VAC-012", accepted), *ALL)
CHECKUPS: tuple[Rule[RecordCheckup], ...] = (Rule("CHK-001", accepted), *USING)
GROUP_CHECKUPS: tuple[Rule[RecordGroupCheckup], ...] = (
    Rule("CHK-002", accepted, GROUP_CHECKUP),
    *(Rule(each.requirement, each.expect, each.needs or GROUP_CHECKUP) for each in USING),
)


def proxy_may_send(operation: SubmitQuestionnaire, book: Book) -> Allowed | None:
    """QST-004: residents send for themselves and for those they may act for."""
    may = may_see(operation, book)
    if may is None:
        return None
    if may:
        return Allowed(say("本人・保護者からの提出を受け付ける"), lambda outcome: isinstance(outcome, Ok))
    return Allowed(say("代理できない人からの提出なので、受け付けない"), shows_nothing)


def withdrawal_taken(operation: WithdrawQuestionnaire, book: Book) -> Allowed | None:
    """QST-007: the person, or who may act for him, takes a questionnaire back."""
    sent = book.questionnaires.get(operation.ticket_number)
    if not sent or not sent[-1][1] or may_see(operation, book) is not True:
        return None
    return Allowed(say("本人・保護者による問診の取下げを受け付ける"), lambda outcome: isinstance(outcome, Ok))


SUBMISSIONS: tuple[Rule[SubmitQuestionnaire], ...] = (Rule("QST-004", proxy_may_send, QUESTIONNAIRE), ENDED)
WITHDRAWALS: tuple[Rule[WithdrawQuestionnaire], ...] = (
    Rule("QST-007", withdrawal_taken, QUESTIONNAIRE),
    ENDED,
)
