"""What a hub owes when a resident looks at the certificates of himself or of a child (MynaPortal)."""

from simulator.language import say
from simulator.port.book import Book
from simulator.port.capabilities import OWN_CERTIFICATES
from simulator.port.operations import ListCertificates
from simulator.port.outcomes import Outcome
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import ConsentArea
from simulator.rules.residents import ENDED, hidden, sees_all, stranger_sees_nothing
from simulator.rules.rule import Allowed, Rule
from simulator.rules.shown import identity, perhaps_registered, shown, shows_all
from simulator.rules.wording import list_text


def _is_due(operation: ListCertificates, row: BeneficiaryCertificate, book: Book) -> bool:
    holders = (each for each in book.same_person(operation.subject_id) if each.body_code == row.body_code)
    # Nobody says whether a move that is only reported yet ends the list.
    stays = all(book.departed(holder) is False for holder in holders)
    return book.today is not None and row.valid_to >= book.today and stays


def own_ones(operation: ListCertificates, book: Book) -> Allowed | None:
    """PRV-006: the person and those who act for him see all that has not ended, and nobody else's."""
    if not sees_all(operation, book):
        return None
    known = {identity(row) for row in perhaps_registered(operation, book)}
    # Nobody says whether a consent that institutions lost keeps the person from seeing his own.
    consents = book.consents(operation.subject_id, ConsentArea.MEDICAL_SUBSIDY)
    registered = book.certificates_of(operation.subject_id) if consents else ()
    wanted = tuple(row for row in registered if _is_due(operation, row, book))
    all_wanted = shows_all(wanted)

    def admits(outcome: Outcome) -> bool:
        rows = shown(outcome)
        return rows is not None and all_wanted(outcome) and all(identity(row) in known for row in rows)

    return Allowed(say("本人・保護者に、その人の受給者証だけを示す: {list}", list=list_text(wanted)), admits)


OWN: tuple[Rule[ListCertificates], ...] = (
    Rule("PRV-006", own_ones, OWN_CERTIFICATES),
    Rule(
        "PRV-006",
        stranger_sees_nothing(say("代理できない人には、受給者証を示さない")),
        OWN_CERTIFICATES,
    ),
    hidden(OWN_CERTIFICATES),
    ENDED,
)
