"""What may be shown of the questionnaires that were sent for a ticket."""

from simulator.language import say
from simulator.port.book import Book
from simulator.port.capabilities import QUESTIONNAIRE
from simulator.port.operations import FetchQuestionnaire
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.person import BodyPerson
from simulator.records.questionnaire import Questionnaire
from simulator.rules.cards import shows_nothing
from simulator.rules.rule import Allowed, Rule
from simulator.rules.tickets import AREAS


def _sent(operation: FetchQuestionnaire, book: Book) -> list[tuple[Questionnaire | None, bool]]:
    """What was sent for the ticket, None for a withdrawal, each with whether it is certain."""
    return book.questionnaires.get(operation.ticket_number, [])


def _holder(operation: FetchQuestionnaire, book: Book) -> BodyPerson | None:
    holder, _ = book.tickets.get(operation.ticket_number, (None, None))
    return holder


def _is_open(operation: FetchQuestionnaire, book: Book) -> bool:
    """Whether answers may be shown: the card was read, consent stands, the person has not departed."""
    holder = _holder(operation, book)
    person = book.person_ids.get(holder) if holder else None
    if holder is None or person is None or not _was_read(operation, book):
        return False
    _, ticket = book.tickets[operation.ticket_number]
    return book.consents(person, AREAS[ticket.kind]) is True and book.departed(holder) is False


def _reading(operation: FetchQuestionnaire, book: Book) -> tuple[str, str] | None:
    holder = _holder(operation, book)
    person = book.person_ids.get(holder) if holder else None
    return None if person is None else (operation.institution_code, person)


def _was_read(operation: FetchQuestionnaire, book: Book) -> bool:
    return _reading(operation, book) in book.cards_read


def submitted(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-001: what was sent beforehand stands ready; what was not sent is not there."""
    sent = _sent(operation, book)
    if not _is_open(operation, book):
        return None
    if not sent:
        return Allowed(say("提出がないので、該当なし"), lambda outcome: isinstance(outcome, Empty))
    latest, certain = sent[-1]
    if latest is None or not certain:
        return None
    return Allowed(
        say("提出された問診への回答を示す"),
        lambda outcome: isinstance(outcome, Ok) and isinstance(outcome.value, Questionnaire),
    )


def of_this_ticket(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-002: the answers are those sent for this ticket, not another child's."""
    own = [questionnaire for questionnaire, _ in _sent(operation, book)]
    if not own or not _is_open(operation, book) or not _siblings_sent(operation, book):
        return None

    def admits(outcome: Outcome) -> bool:
        return not isinstance(outcome, Ok) or outcome.value in own

    return Allowed(say("この券のために提出された回答だけを示す（他の子のものではない）"), admits)


def _siblings_sent(operation: FetchQuestionnaire, book: Book) -> bool:
    """Whether questionnaires were sent for another child of the same guardian."""
    holder = _holder(operation, book)
    child = book.person_ids.get(holder) if holder else None
    families = (children for each in book.accounts.values() for children in each.values if child in children)
    siblings = {each for children in families for each in children} - {child}
    tickets = (ticket for sibling in siblings if sibling for ticket in book.tickets_for(sibling))
    return any(book.questionnaires.get(ticket.ticket_number) for ticket in tickets)


def latest_version(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-003: after a change the last version is shown."""
    own = _sent(operation, book)
    if len({questionnaire for questionnaire, _ in own}) <= 1 or not _is_open(operation, book):
        return None
    last, certain = own[-1]
    if last is None or not certain:
        return None
    return Allowed(
        say("変更後の最新の回答を示す"), lambda outcome: isinstance(outcome, Ok) and outcome.value == last
    )


def only_after_reading(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-005: an institution that has not read the card sees no answers."""
    perhaps_read = _reading(operation, book) in book.cards_perhaps_read
    if perhaps_read or not _sent(operation, book):
        return None
    return Allowed(say("カードを読んでいない施設なので、何も示さない"), shows_nothing)


def not_withdrawn(operation: FetchQuestionnaire, book: Book) -> Allowed | None:
    """QST-007: what was withdrawn is not shown."""
    sent = _sent(operation, book)
    if not sent or sent[-1] != (None, True):
        return None
    return Allowed(say("取り下げられた回答は示さない"), shows_nothing)


QUESTIONNAIRES: tuple[Rule[FetchQuestionnaire], ...] = (
    Rule("QST-001", submitted, QUESTIONNAIRE),
    Rule("QST-002", of_this_ticket, QUESTIONNAIRE),
    Rule("QST-003", latest_version, QUESTIONNAIRE),
    Rule("QST-005", only_after_reading, QUESTIONNAIRE),
    Rule("QST-007", not_withdrawn, QUESTIONNAIRE),
)
