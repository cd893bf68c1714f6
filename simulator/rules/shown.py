"""A question for subsidy information: whom it is about, what is due, what an answer shows."""

from collections.abc import Callable, Iterable

from simulator.port.book import Book
from simulator.port.operations import CheckEligibility, ListCertificates, LookUpSubsidy
from simulator.port.outcomes import Empty, Ok, Outcome
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import ConsentArea
from simulator.records.person import BodyPerson
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


def person_asked(operation: Question | ListCertificates, book: Book) -> str | None:
    """Whom the question is about."""
    match operation:
        case LookUpSubsidy():
            return operation.person_id
        case ListCertificates():
            return operation.subject_id
        case _:
            card = book.cards.get(operation.assertion)
            return card.person_id if card else None


def setting_is_off(operation: Question, book: Book) -> bool:
    """Whether the institution lacks the setting for subsidy information."""
    place = book.institutions.get(operation.institution_code)
    return place is not None and not place.uses_subsidy_information


def barred_at_desk(operation: Question, book: Book) -> bool:
    """Whether the card, the choice at the desk or the setting keeps the hub from showing anything."""
    by_card = isinstance(operation, CheckEligibility)
    if by_card and (card_bars(operation, book) or card_is_unclear(operation, book)):  # type: ignore[arg-type]
        return True
    return not operation.consent or setting_is_off(operation, book)


def standing_consent(operation: Question, book: Book) -> bool | None:
    """Whether the person lets institutions see subsidy information at all; None where nobody can say."""
    person = person_asked(operation, book)
    return person is None or book.consents(person, ConsentArea.MEDICAL_SUBSIDY)


def barred(operation: Question, book: Book) -> bool:
    """Whether nothing may, or need, be shown: card, consent or setting stand against it."""
    return barred_at_desk(operation, book) or standing_consent(operation, book) is not True


def registered(operation: Question, book: Book) -> Certificates:
    """All certificates registered for the person asked about, for certain."""
    person = person_asked(operation, book)
    return book.certificates_of(person) if person else ()


def perhaps_registered(operation: Question | ListCertificates, book: Book) -> Certificates:
    """Those, and the ones that may be registered."""
    person = person_asked(operation, book)
    return book.perhaps_certificates_of(person) if person else ()


def has_departed(operation: Question, row: BeneficiaryCertificate, book: Book) -> bool | None:
    """Whether the body that issued a certificate had no more to do with the person on the service date."""
    holder = _holder(operation, row, book)
    return False if holder is None else book.departed(holder, operation.service_date)


def _holder(operation: Question, row: BeneficiaryCertificate, book: Book) -> BodyPerson | None:
    person = person_asked(operation, book)
    holders = book.same_person(person) if person else ()
    return next((each for each in holders if each.body_code == row.body_code), None)


def nobody_departed(operation: Question, book: Book) -> bool:
    """Whether no body has let the person go, for certain."""
    person = person_asked(operation, book)
    return person is None or not any(book.departed(each) is not False for each in book.same_person(person))


def due(operation: Question, book: Book) -> Certificates:
    """Those registered that are valid on the service date, of bodies that still had to do with the person."""
    return tuple(
        row
        for row in registered(operation, book)
        if row.valid_on(operation.service_date) and has_departed(operation, row, book) is False
    )


def shows_all(wanted: Iterable[BeneficiaryCertificate]) -> Callable[[Outcome], bool]:
    """A test for answers that show all the wanted certificates."""
    identities = {identity(row) for row in wanted}
    return lambda outcome: identities <= {identity(row) for row in shown(outcome) or ()}


def shows_none_of(unwanted: Iterable[BeneficiaryCertificate]) -> Callable[[Outcome], bool]:
    """A test for answers that show none of the unwanted; leading zeros play no part in telling them."""
    identities = {numbered(row) for row in unwanted}
    return lambda outcome: all(numbered(row) not in identities for row in shown(outcome) or ())


def numbered(certificate: BeneficiaryCertificate) -> tuple[object, ...]:
    """What tells a certificate apart, its number without leading zeros among it."""
    return (*identity(certificate), certificate.recipient_number.lstrip("0"))
