"""A question for subsidy information: whom it is about, what is due, what an answer shows."""

from collections.abc import Callable, Iterable

from simulator.port.book import Book
from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.certificate import BeneficiaryCertificate
from simulator.rules.cards import card_bars, card_is_unclear

Question = LookUpSubsidy | CheckEligibility
Certificates = tuple[BeneficiaryCertificate, ...]


def shown(outcome: Outcome) -> Certificates | None:
    """The certificates that an answer shows; None where it is no such list."""
    if isinstance(outcome, Empty):
        return ()
    if not isinstance(outcome, Ok) or not isinstance(outcome.value, tuple):
        return None
    rows = tuple(row for row in outcome.value if isinstance(row, BeneficiaryCertificate))
    return rows if len(rows) == len(outcome.value) else None


def identity(certificate: BeneficiaryCertificate) -> tuple[object, ...]:
    """What tells a certificate apart when its numbers may have been damaged on the way."""
    return (certificate.body_code, certificate.scheme, certificate.valid_from, certificate.valid_to)


def person_asked(operation: Question, book: Book) -> str | None:
    """Whom the question is about."""
    if isinstance(operation, LookUpSubsidy):
        return operation.person_id
    card = book.cards.get(operation.assertion)
    return card.person_id if card else None


def setting_is_off(operation: Question, book: Book) -> bool:
    """Whether the institution lacks the setting for subsidy information."""
    place = book.institutions.get(operation.institution_code)
    return place is not None and not place.uses_subsidy_information


def barred(operation: Question, book: Book) -> bool:
    """Whether nothing may, or need, be shown: card, consent or setting stand against it."""
    by_card = isinstance(operation, CheckEligibility)
    if by_card and (card_bars(operation, book) or card_is_unclear(operation, book)):  # type: ignore[arg-type]
        return True
    return not operation.consent or setting_is_off(operation, book)


def registered(operation: Question, book: Book) -> Certificates:
    """All certificates registered for the person asked about."""
    person = person_asked(operation, book)
    return book.certificates_of(person) if person else ()


def due(operation: Question, book: Book) -> Certificates:
    """Those of them that are valid on the service date."""
    return tuple(row for row in registered(operation, book) if row.valid_on(operation.service_date))


def shows_all(wanted: Certificates) -> Callable[[Outcome], bool]:
    """A test for answers that show all the wanted certificates."""
    identities = {identity(row) for row in wanted}
    return lambda outcome: identities <= {identity(row) for row in shown(outcome) or ()}


def shows_none_of(unwanted: Iterable[BeneficiaryCertificate]) -> Callable[[Outcome], bool]:
    """A test for answers that show none of the unwanted; leading zeros play no part in telling them."""
    identities = {(*identity(row), _digits(row.recipient_number)) for row in unwanted}
    return lambda outcome: all(
        (*identity(row), _digits(row.recipient_number)) not in identities for row in shown(outcome) or ()
    )


def _digits(number: str) -> str:
    return number.lstrip("0")
