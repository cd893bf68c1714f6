"""Subsidy information for an institution, by the gateway or by a card."""

from datetime import date

from simulator.hub.reference.certificates import certificates_of
from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.identity import person_by_id
from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.port.outcomes import Empty, Ok, Outcome, Refused
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import ConsentArea


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
    decide = core.decisions
    if setting is None or not decide.may_show(uses_subsidy_information=bool(setting[0])):
        return Refused("institution-not-enabled")
    if not tells_more or not decide.has_consent(consent=operation.consent):
        return Empty()
    if not decide.stands_consent(core.store, person, ConsentArea.MEDICAL_SUBSIDY):
        return Empty()
    shown = _shown(core, person, operation.service_date)
    return Ok(shown) if shown else Empty()


def _shown(core: Core, person: int, day: date) -> tuple[BeneficiaryCertificate, ...]:
    decide = core.decisions
    valid = [each for each in certificates_of(core, person, day) if decide.is_covered(each, day)]
    return tuple(decide.shown(each) for each in decide.selection(valid))
