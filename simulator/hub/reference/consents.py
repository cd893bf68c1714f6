"""Standing consents, which a resident gives and withdraws on MynaPortal."""

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions.residents import acts_for, is_screened
from simulator.hub.reference.identity import person_by_id
from simulator.port.operations import ListConsents, SetConsent
from simulator.port.outcomes import Ok, Refused
from simulator.records.consent import Consent, ConsentArea


def set_consent(core: Core, operation: SetConsent) -> Answer:
    """Give or withdraw the consent of an area; nothing is closed by it."""
    person = _person(core, operation)
    if isinstance(person, Answer):
        return person
    if operation.is_given:
        core.decisions.restore_consent(core.store, person, operation.area)
    else:
        core.store.write(
            "INSERT OR IGNORE INTO withdrawn_consent VALUES (?, ?)", person, operation.area.value
        )
    return Answer(Ok(), (person,))


def list_consents(core: Core, operation: ListConsents) -> Answer:
    """One row for every area."""
    person = _person(core, operation)
    if isinstance(person, Answer):
        return person
    rows = core.store.rows("SELECT area FROM withdrawn_consent WHERE person = ?", person)
    withdrawn = {area for (area,) in rows}
    consents = tuple(Consent(area, is_given=area.value not in withdrawn) for area in ConsentArea)
    return Answer(Ok(consents), (person,))


def _person(core: Core, operation: SetConsent | ListConsents) -> int | Answer:
    """The subject, where the resident may decide for him; else the answer that says why not."""
    store = core.store
    person = person_by_id(store, operation.subject_id)
    if not acts_for(store, operation.person_id, operation.subject_id):
        return Answer(Refused("forbidden"), () if person is None else (person,))
    if person is None:
        return Answer(Refused("person-unknown"))
    if is_screened(store, operation.person_id, operation.subject_id, person):
        return Answer(Refused("forbidden"), (person,))
    return person
