"""What a hub owes a body that registers, the operator who audits, and everybody who prepares the day."""

from simulator.language import say
from simulator.port.book import Book
from simulator.port.capabilities import AUDIT_TRAIL
from simulator.port.operations import (
    AuditEntry,
    FetchAuditTrail,
    FetchTask,
    LinkCards,
    OpenAccounts,
    Operation,
    PublishRevocations,
    PutInstitutions,
    PutSchemes,
    RegisterRecipients,
    RegisterTickets,
    TaskReport,
)
from simulator.port.outcomes import Accepted, Ok, Outcome
from simulator.records.certificate import RecipientRow
from simulator.records.ticket import TicketRow
from simulator.rules.rule import Allowed, Rule

PAYER_NUMBER_DIGITS = 8
LOOK_UPS = frozenset({"look-up-subsidy", "check-eligibility", "fetch-tickets"})


def is_right(row: RecipientRow | TicketRow) -> bool:
    """Whether a row keeps the published rules of form: digits of the numbers, order of the period."""
    if isinstance(row, TicketRow):
        return row.ticket.valid_from <= row.ticket.valid_to
    number = row.certificate.payer_number
    return (
        row.certificate.valid_from <= row.certificate.valid_to
        and number.isdecimal()
        and len(number) == PAYER_NUMBER_DIGITS
    )


def taken_in(_operation: RegisterRecipients | RegisterTickets, _book: Book) -> Allowed:
    """REG-001: a registration is taken in."""
    return Allowed(say("登録を受け付ける"), lambda outcome: isinstance(outcome, Accepted))


def _errors(outcome: Outcome) -> dict[int, bool] | None:
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, TaskReport):
        return None
    return {row.row: bool(row.errors) for row in outcome.value.rows} if outcome.value.done else {}


def right_rows(operation: FetchTask, book: Book) -> Allowed | None:
    """REG-001: every right row is registered, also beside a wrong one."""
    right = [place for place, row in enumerate(book.task_rows(operation.task)) if is_right(row)]

    def admits(outcome: Outcome) -> bool:
        errors = _errors(outcome)
        return errors is not None and not any(errors.get(place) for place in right)

    return Allowed(say("正しい行 {count}件を登録する", count=len(right)), admits)


def wrong_rows(operation: FetchTask, book: Book) -> Allowed | None:
    """REG-002: every wrong row is turned down, by its place."""
    wrong = [place for place, row in enumerate(book.task_rows(operation.task)) if not is_right(row)]
    if not wrong:
        return None

    def admits(outcome: Outcome) -> bool:
        errors = _errors(outcome)
        return errors is not None and (not errors or all(errors.get(place) for place in wrong))

    return Allowed(say("誤りのある行 {count}件を行ごとに退ける", count=len(wrong)), admits)


def done(_operation: Operation, _book: Book) -> Allowed:
    """GEN-001: what the platform prepares is taken over."""
    return Allowed(say("設定を受け入れる"), lambda outcome: isinstance(outcome, Ok))


def look_ups_audited(operation: FetchAuditTrail, book: Book) -> Allowed | None:
    """AUD-001: every look-up stands in the audit trail, by institution."""
    expected = {
        institution: count
        for (person, institution), count in book.look_ups.items()
        if person == operation.person_id
    }
    if not expected:
        return None

    def admits(outcome: Outcome) -> bool:
        rows = outcome.value if isinstance(outcome, Ok) and isinstance(outcome.value, tuple) else ()
        entries = (row for row in rows if isinstance(row, AuditEntry))
        places = [entry.organisation for entry in entries if entry.action in LOOK_UPS]
        return all(places.count(place) >= count for place, count in expected.items())

    return Allowed(say("照会 {count}件を監査記録に残す", count=sum(expected.values())), admits)


RECIPIENTS: tuple[Rule[RegisterRecipients], ...] = (Rule("REG-001", taken_in),)
TICKETS: tuple[Rule[RegisterTickets], ...] = (Rule("REG-001", taken_in),)
TASKS: tuple[Rule[FetchTask], ...] = (Rule("REG-001", right_rows), Rule("REG-002", wrong_rows))
AUDIT: tuple[Rule[FetchAuditTrail], ...] = (Rule("AUD-001", look_ups_audited, AUDIT_TRAIL),)
PLATFORM: tuple[Rule[LinkCards | PublishRevocations | PutInstitutions | PutSchemes | OpenAccounts], ...] = (
    Rule("GEN-001", done),
)
