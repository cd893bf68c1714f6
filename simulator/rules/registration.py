"""What a hub owes a body that registers, the operator who audits, and everybody who prepares the day."""

from collections import Counter
from collections.abc import Mapping

from simulator.language import say
from simulator.port.book import Book
from simulator.port.capabilities import AUDIT_TRAIL, DEPARTURES, DIFFERENCE_HISTORY
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
    RegisterDepartures,
    RegisterHistory,
    RegisterRecipients,
    RegisterTickets,
    TaskReport,
)
from simulator.port.outcomes import Accepted, Ok, Outcome
from simulator.records.certificate import HistoryRow, RecipientRow
from simulator.records.ticket import TicketRow
from simulator.rules import pages
from simulator.rules.residents import turned_down
from simulator.rules.rule import Allowed, Rule

PAYER_NUMBER_DIGITS = 8
LOOK_UPS = frozenset({"look-up-subsidy", "check-eligibility", "fetch-tickets"})


def is_right(row: RecipientRow | HistoryRow | TicketRow) -> bool:
    """Whether a row keeps the published rules of form: digits of the numbers, order of the period."""
    if isinstance(row, TicketRow):
        return row.ticket.valid_from <= row.ticket.valid_to
    number = row.certificate.payer_number
    return (
        row.certificate.valid_from <= row.certificate.valid_to
        and number.isdecimal()
        and len(number) == PAYER_NUMBER_DIGITS
    )


def taken_in(_operation: RegisterRecipients | RegisterHistory | RegisterTickets, _book: Book) -> Allowed:
    """REG-001: a registration is taken in."""
    return Allowed(say("登録を受け付ける"), lambda outcome: isinstance(outcome, Accepted))


def _errors(outcome: Outcome) -> dict[int, bool] | None:
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, TaskReport):
        return None
    return {row.row: bool(row.errors) for row in outcome.value.rows} if outcome.value.done else {}


def _is_own(operation: FetchTask, book: Book) -> bool:
    return book.task_bodies.get(operation.task, operation.body_code) == operation.body_code


def right_rows(operation: FetchTask, book: Book) -> Allowed | None:
    """REG-001: every right row is registered, also beside a wrong one."""
    if not _is_own(operation, book):
        return None
    right = [place for place, row in enumerate(book.task_rows(operation.task)) if is_right(row)]

    def admits(outcome: Outcome) -> bool:
        errors = _errors(outcome)
        return errors is not None and not any(errors.get(place) for place in right)

    return Allowed(say("正しい行 {count}件を登録する", count=len(right)), admits)


def wrong_rows(operation: FetchTask, book: Book) -> Allowed | None:
    """REG-002: every wrong row is turned down, by its place."""
    wrong = [place for place, row in enumerate(book.task_rows(operation.task)) if not is_right(row)]
    if not wrong or not _is_own(operation, book):
        return None

    def admits(outcome: Outcome) -> bool:
        errors = _errors(outcome)
        return errors is not None and (not errors or all(errors.get(place) for place in wrong))

    return Allowed(say("誤りのある行 {count}件を行ごとに退ける", count=len(wrong)), admits)


def foreign_task(operation: FetchTask, book: Book) -> Allowed | None:
    """PRV-008: of another body's registration nothing is said."""
    if _is_own(operation, book):
        return None
    return Allowed(say("他の自治体の登録の状況は示さない"), turned_down)


def departures_taken(operation: RegisterDepartures, book: Book) -> Allowed | None:
    """REG-001: departures of people whom the body registered are taken, also a second time."""
    if not all(each.person in book.registrants for each in operation.departures):
        return None
    return Allowed(say("異動の登録を受け付ける"), lambda outcome: isinstance(outcome, Ok))


def unknown_departure(operation: RegisterDepartures, book: Book) -> Allowed | None:
    """REG-002: a departure of somebody unknown to the body is turned down."""
    known = (
        each.person in book.registrants or each.person in book.person_ids for each in operation.departures
    )
    if all(known):
        return None
    return Allowed(say("知らない人の異動は受け付けない"), turned_down)


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
    says = say("照会 {count}件を監査記録に残す", count=sum(expected.values()))
    return Allowed(says, lambda outcome: _are_there(expected, outcome))


def _are_there(expected: Mapping[str, int], outcome: Outcome) -> bool:
    rows = outcome.value if isinstance(outcome, Ok) and isinstance(outcome.value, tuple) else ()
    entries = (row for row in rows if isinstance(row, AuditEntry))
    places = Counter(entry.organisation for entry in entries if entry.action in LOOK_UPS)
    return all(places[place] >= count for place, count in expected.items())


def fruitless_ones_audited(operation: FetchAuditTrail, book: Book) -> Allowed | None:
    """AUD-002: look-ups that showed nothing, or were refused, stand there as well."""
    fruitless = {
        institution: count
        for (person, institution), count in book.fruitless.items()
        if person == operation.person_id
    }
    if not fruitless:
        return None
    expected = {
        place: count + book.look_ups[operation.person_id, place] for place, count in fruitless.items()
    }
    says = say("何も示さなかった照会 {count}件も監査記録に残す", count=sum(fruitless.values()))
    return Allowed(says, lambda outcome: _are_there(expected, outcome))


def whole(operation: FetchAuditTrail, book: Book) -> Allowed | None:
    """PAG-001: over all pages of a long trail nothing is lost; no entry tells itself from another."""
    looks = book.look_ups + book.fruitless
    expected = {place: count for (person, place), count in looks.items() if person == operation.person_id}
    if sum(expected.values()) <= pages.ROWS_OF_A_PAGE:
        return None
    says = say("ページに分かれた監査記録の照会 {count}件を残らず示す", count=sum(expected.values()))
    return Allowed(says, lambda outcome: _are_there(expected, outcome))


RECIPIENTS: tuple[Rule[RegisterRecipients], ...] = (Rule("REG-001", taken_in),)
HISTORY: tuple[Rule[RegisterHistory], ...] = (Rule("REG-001", taken_in, DIFFERENCE_HISTORY),)
TICKETS: tuple[Rule[RegisterTickets], ...] = (Rule("REG-001", taken_in),)
GOING: tuple[Rule[RegisterDepartures], ...] = (
    Rule("REG-001", departures_taken, DEPARTURES),
    Rule("REG-002", unknown_departure, DEPARTURES),
)
TASKS: tuple[Rule[FetchTask], ...] = (
    Rule("REG-001", right_rows),
    Rule("REG-002", wrong_rows),
    Rule("PRV-008", foreign_task),
)
AUDIT: tuple[Rule[FetchAuditTrail], ...] = (
    Rule("AUD-001", look_ups_audited, AUDIT_TRAIL),
    Rule("AUD-002", fruitless_ones_audited, AUDIT_TRAIL),
    Rule("PAG-001", whole, AUDIT_TRAIL),
)
PLATFORM: tuple[Rule[LinkCards | PublishRevocations | PutInstitutions | PutSchemes | OpenAccounts], ...] = (
    Rule("GEN-001", done),
)
