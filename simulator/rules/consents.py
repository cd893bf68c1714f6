"""What a hub owes for standing consents: they are kept as they were set."""

from simulator.language import say
from simulator.port.book import Book
from simulator.port.capabilities import CONSENT
from simulator.port.operations import ListConsents, SetConsent
from simulator.port.outcomes import Ok, Outcome
from simulator.records.consent import Consent, ConsentArea
from simulator.rules.residents import ENDED, hidden, sees_all
from simulator.rules.rule import Allowed, Rule


def as_set(operation: ListConsents, book: Book) -> Allowed | None:
    """CON-001: one row for each area, given until it is withdrawn."""
    if not sees_all(operation, book):
        return None
    standing = {area: book.consents(operation.subject_id, area) for area in ConsentArea}

    def admits(outcome: Outcome) -> bool:
        rows = outcome.value if isinstance(outcome, Ok) and isinstance(outcome.value, tuple) else ()
        found = {row.area: row.is_given for row in rows if isinstance(row, Consent)}
        one_each = len(rows) == len(found) == len(standing)
        return one_each and all(given in (None, found[area]) for area, given in standing.items())

    return Allowed(say("分野ごとの同意を、選んだとおりに示す"), admits)


def set_by_the_right_one(operation: SetConsent, book: Book) -> Allowed | None:
    """CON-001: the person, or who may act for him, gives and withdraws consent."""
    if not sees_all(operation, book):
        return None
    return Allowed(say("本人・保護者の同意の変更を受け付ける"), lambda outcome: isinstance(outcome, Ok))


LISTS: tuple[Rule[ListConsents], ...] = (Rule("CON-001", as_set, CONSENT), hidden(CONSENT), ENDED)
SETTING: tuple[Rule[SetConsent], ...] = (
    Rule("CON-001", set_by_the_right_one, CONSENT),
    hidden(CONSENT),
    ENDED,
)
