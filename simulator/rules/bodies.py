"""What a hub owes a body that fetches the results on its tickets."""

from simulator.language import Text, say
from simulator.port.book import Book, Recorded
from simulator.port.capabilities import BODY_RESULTS
from simulator.port.operations import FetchResults
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.result import BodyRecord, CheckupResult
from simulator.rules import pages
from simulator.rules.rule import Allowed, Rule
from simulator.rules.wording import outcome_text


def body_records(outcome: Outcome) -> tuple[BodyRecord, ...] | None:
    """The records that a body is shown; None where it is no such list."""
    if isinstance(outcome, Empty):
        return ()
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, tuple):
        return None
    rows = tuple(row for row in outcome.value if isinstance(row, BodyRecord))
    return rows if len(rows) == len(outcome.value) else None


def _ids(outcome: Outcome) -> tuple[str, ...]:
    return tuple(row.record.record_id for row in body_records(outcome) or ())


def _known(operation: FetchResults, book: Book) -> dict[str, Recorded]:
    """What stands recorded for certain on the body's tickets, by the hub's ids."""
    records = book.records_of_body(operation.body_code)
    return {each.record_id: each for each in records if each.certain and each.record_id}


def _found(known: dict[str, Recorded], outcome: Outcome) -> Text:
    # The hub may hold other runs' results as well, which are nobody's concern here.
    rows = body_records(outcome)
    if rows is None:
        return outcome_text(outcome)
    mine = [row for row in rows if row.record.record_id in known]
    cancelled = sum(row.record.is_cancelled for row in mine)
    return say(
        "この模擬の記録 {count}件のうち {found}件（うち取消し {cancelled}件）",
        count=len(known),
        found=len(mine),
        cancelled=cancelled,
    )


def all_results(operation: FetchResults, book: Book) -> Allowed | None:
    """BOD-001: all results on the body's tickets, in the order of recording, cancelled ones marked.

    Between vaccinations and checkups the order is left open: some interfaces keep them as two lists.
    """
    known = _known(operation, book)
    if not known:
        return None

    def admits(outcome: Outcome) -> bool:
        mine = [row for row in body_records(outcome) or () if row.record.record_id in known]
        shown = list(dict.fromkeys(row.record.record_id for row in mine))
        in_order = all(
            [key for key in shown if _is_checkup(known[key]) is checkups]
            == [key for key in known if _is_checkup(known[key]) is checkups]
            for checkups in (True, False)
        )
        return in_order and all(_is_as_recorded(row, known[row.record.record_id], book) for row in mine)

    says = say("自治体の券の記録 {count}件を、取消しの印も付けて順に示す", count=len(known))
    return Allowed(says, admits, lambda outcome: _found(known, outcome))


def _is_checkup(recorded: Recorded) -> bool:
    return isinstance(recorded.result, CheckupResult)


def _is_as_recorded(row: BodyRecord, recorded: Recorded, book: Book) -> bool:
    holder, _ = book.tickets[recorded.result.ticket_number]
    marked = recorded.is_cancelled in (None, row.record.is_cancelled)
    return row.holder == holder and marked and row.record.result in recorded.contents


def no_other_results(operation: FetchResults, book: Book) -> Allowed | None:
    """PRV-007: no results on other bodies' tickets."""
    if not book.has_records_of_others(operation.body_code):
        return None

    def admits(outcome: Outcome) -> bool:
        return not _foreign(outcome, operation, book)

    def observed(outcome: Outcome) -> Text:
        count = _foreign(outcome, operation, book)
        return say("他の自治体の券の記録 {count}件", count=count)

    return Allowed(say("他の自治体の券の記録は示さない"), admits, observed)


def _foreign(outcome: Outcome, operation: FetchResults, book: Book) -> int:
    issuers = (
        book.tickets.get(row.record.result.ticket_number, (row.holder, None))[0].body_code
        for row in body_records(outcome) or ()
    )
    return sum(issuer != operation.body_code for issuer in issuers)


def whole(operation: FetchResults, book: Book) -> Allowed | None:
    """PAG-001: over all pages of many results every one comes once."""
    known = _known(operation, book)
    allowed = pages.whole(dict.fromkeys(known, 1), _ids)
    return allowed and Allowed(allowed.says, allowed.admits, lambda outcome: _found(known, outcome))


RESULTS: tuple[Rule[FetchResults], ...] = (
    Rule("BOD-001", all_results, BODY_RESULTS),
    Rule("PRV-007", no_other_results, BODY_RESULTS),
    Rule("PAG-001", whole, BODY_RESULTS),
)
