"""Subsidy information for an institution, by the gateway or by a card."""

from datetime import date

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.identity import person_by_id
from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.port.outcomes import Empty, Ok, Outcome, Refused
from simulator.records.certificate import BeneficiaryCertificate

_CERTIFICATES = (
    "SELECT b.body_code, c.scheme, c.name, c.payer_number, c.recipient_number, c.valid_from, c.valid_to,"
    " c.income_class, c.monthly_ceiling, c.reimbursement"
    " FROM certificate c JOIN body_person b ON b.id = c.holder WHERE c.holder = ?"
)


def look_up_subsidy(core: Core, operation: LookUpSubsidy) -> Answer:
    """The gateway's look-up for a person whom it has authenticated."""
    person = person_by_id(core.store, operation.person_id)
    if person is None:
        return Answer(Refused("person-unknown"))
    return Answer(_certificates(core, operation, person, tells_more=True), (person,))


def check_eligibility(core: Core, operation: CheckEligibility) -> Answer:
    """The institution's check by a card assertion."""
    reading = core.cards.read(operation.assertion, operation.institution_code)
    people = () if reading.person is None else (reading.person,)
    if reading.refusal is not None or reading.person is None:
        return Answer(Refused(reading.refusal or "card-unknown"), people)
    return Answer(_certificates(core, operation, reading.person, tells_more=reading.tells_more), people)


def _certificates(
    core: Core, operation: LookUpSubsidy | CheckEligibility, person: int, *, tells_more: bool
) -> Outcome:
    setting = core.store.row(
        "SELECT uses_subsidy_information FROM institution WHERE code = ?", operation.institution_code
    )
    if setting is None or not core.decisions.may_show(uses_subsidy_information=bool(setting[0])):
        return Refused("institution-not-enabled")
    if not tells_more or not core.decisions.has_consent(consent=operation.consent):
        return Empty()
    shown = _shown(core, person, operation.service_date)
    return Ok(shown) if shown else Empty()


def _shown(core: Core, person: int, day: date) -> tuple[BeneficiaryCertificate, ...]:
    decide = core.decisions
    registered = [
        _certificate(row)
        for holder in decide.certificate_holders(core.store, person)
        for row in core.store.rows(_CERTIFICATES, holder)
    ]
    valid = [each for each in registered if decide.is_covered(each, day)]
    return tuple(decide.shown(each) for each in decide.selection(valid))


def _certificate(row: tuple[object, ...]) -> BeneficiaryCertificate:
    body, scheme, name, payer, recipient, valid_from, valid_to, income, ceiling, reimbursement = row
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
    )
