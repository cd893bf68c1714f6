"""Consent: a resident's standing consent to an area; without one it counts as given."""

from simulator.hub.adapters.fhir.element import Element, Resource, concept, reference
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.patient import People
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import CONSENT_AREA, logical_id
from simulator.records.consent import Consent, ConsentArea
from simulator.records.ticket import TicketKind

KIND = "Consent"
AREA_OF = {
    TicketKind.VACCINATION: ConsentArea.VACCINATION,
    TicketKind.CHECKUP: ConsentArea.CHECKUP,
}
_SCOPES = "http://terminology.hl7.org/CodeSystem/consentscope"
_RULES = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_GIVEN, _WITHDRAWN = "OPTIN", "OPTOUT"


def _consent_id(person_id: str, area: ConsentArea) -> str:
    return logical_id(KIND, person_id, area.value)


def consent(person_id: str, people: People, area: ConsentArea, *, is_given: bool) -> Resource:
    """The standing consent of an area."""
    return {
        "resourceType": KIND,
        "id": _consent_id(person_id, area),
        "status": "active",
        "scope": concept(_SCOPES, "patient-privacy"),
        "category": [concept(CONSENT_AREA, area.value)],
        "patient": reference(PATIENT, min(people.patients)),
        "policyRule": concept(_RULES, _GIVEN if is_given else _WITHDRAWN),
    }


def is_withdrawn(session: Session, people: People, area: ConsentArea) -> Steps[bool]:
    """Whether the person has withdrawn the standing consent of an area."""
    for person_id in sorted(people.person_ids):
        found = yield from session.read(KIND, _consent_id(person_id, area))
        if found is not None and not _is_given(found):
            return True
    return False


def standing_consents(session: Session, people: People) -> Steps[tuple[Consent, ...]]:
    """The standing consents of a person, one for each area."""
    found = yield from session.search(KIND, ("patient", people.criterion), ("status", "active"))
    rows = people.own(found.matches, "patient")
    withdrawn = {_area_of(each) for each in rows if not _is_given(each)}
    return tuple(Consent(area, area.value not in withdrawn) for area in ConsentArea)


def _is_given(source: Element) -> bool:
    return source.part("policyRule").coded(_RULES) != _WITHDRAWN


def _area_of(source: Element) -> str:
    return "".join(each.coded(CONSENT_AREA) for each in source.parts("category"))
