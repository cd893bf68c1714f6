"""The certificates registered for a person, as rows of the store and as values."""

from datetime import date

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions.residents import is_screened
from simulator.hub.reference.identity import person_by_id
from simulator.hub.reference.rowtext import further_fields
from simulator.port.operations import ListCertificates
from simulator.port.outcomes import Empty, Ok, Refused
from simulator.records.certificate import BeneficiaryCertificate

_OF_HOLDER = (
    "SELECT b.body_code, c.scheme, c.name, c.payer_number, c.recipient_number, c.valid_from, c.valid_to,"
    " c.income_class, c.monthly_ceiling, c.reimbursement, c.further"
    " FROM certificate c JOIN body_person b ON b.id = c.holder WHERE c.holder = ?"
)


def list_certificates(core: Core, operation: ListCertificates) -> Answer:
    """A resident's own certificates that have not ended, or those of one for whom he acts."""
    store, decide, day = core.store, core.decisions, core.clock.civil_date()
    person = person_by_id(store, operation.subject_id)
    people = () if person is None else (person,)
    if not decide.may_list_certificates(store, operation.person_id, operation.subject_id):
        return Answer(Refused("forbidden"), people)
    if person is None or is_screened(store, operation.person_id, operation.subject_id, person):
        return Answer(Empty(), people)
    lasting = [row for row in certificates_of(core, person, day) if row.valid_to >= day]
    shown = tuple(decide.shown(each) for each in decide.selection(lasting))
    return Answer(Ok(shown) if shown else Empty(), people)


def certificates_of(core: Core, person: int, day: date) -> list[BeneficiaryCertificate]:
    """All that is registered for a person, of bodies that still care for him on the day."""
    store, decide = core.store, core.decisions
    return [
        _certificate(row)
        for holder in decide.certificate_holders(store, person)
        if not decide.has_left_certificates(store, holder, day)
        for row in store.rows(_OF_HOLDER, holder)
    ]


def _certificate(row: tuple[object, ...]) -> BeneficiaryCertificate:
    body, scheme, name, payer, recipient, valid_from, valid_to, income, ceiling, reimbursement, further = row
    return BeneficiaryCertificate(
        body_code=str(body),
        scheme=str(scheme),
        name=str(name),
        payer_number=str(payer),
        recipient_number=str(recipient),
        valid_from=date.fromisoformat(str(valid_from)),
        valid_to=date.fromisoformat(str(valid_to)),
        income_class=str(income),
        monthly_ceiling_yen=ceiling if isinstance(ceiling, int) else None,
        is_always_reimbursement=bool(reimbursement),
        **further_fields(None if further is None else str(further)),
    )
