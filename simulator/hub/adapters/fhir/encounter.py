"""Encounter: that an institution has read a person's card on a day. The server has no such notion itself."""

from datetime import date

from simulator.hub.adapters.fhir.element import Element, Resource, reference
from simulator.hub.adapters.fhir.organization import institution_id
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.patient import People
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import INSTITUTION, logical_id

KIND = "Encounter"
_CLASSES = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


def _encounter_id(code: str, patient: str, day: date) -> str:
    return logical_id(KIND, code, patient, day.isoformat())


def _encounter(code: str, patient: str, day: date) -> Resource:
    return {
        "resourceType": KIND,
        "id": _encounter_id(code, patient, day),
        "status": "in-progress",
        "class": {"system": _CLASSES, "code": "AMB"},
        "subject": reference(PATIENT, patient),
        "period": {"start": day.isoformat()},
        "serviceProvider": reference("Organization", institution_id(code), INSTITUTION, code),
    }


def note_reading(session: Session, institution_code: str, people: People) -> Steps[None]:
    """Note that the institution has read the person's card today."""
    for patient in sorted(people.patients):
        yield from session.put(_encounter(institution_code, patient, session.today()))


def has_read(session: Session, institution_code: str, patient: str) -> Steps[bool]:
    """Whether the institution has read the card of this Patient today."""
    found: Element | None = yield from session.read(
        KIND, _encounter_id(institution_code, patient, session.today())
    )
    return found is not None
