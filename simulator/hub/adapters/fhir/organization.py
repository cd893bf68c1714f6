"""Organization: medical institutions with their setting, and the bodies."""

from simulator.hub.adapters.fhir.element import Resource, concept, identifier
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import BODY, INSTITUTION, INSTITUTION_KIND, SETTING, logical_id
from simulator.records.institution import Institution

KIND = "Organization"
_USES_SUBSIDY_INFORMATION = "uses-subsidy-information"


def institution_id(code: str) -> str:
    """The id under which an institution is put."""
    return logical_id(KIND, INSTITUTION, code)


def body_id(code: str) -> str:
    """The id under which a body is put."""
    return logical_id(KIND, BODY, code)


def institution(place: Institution) -> Resource:
    """An institution; its setting is one of its types."""
    setting = _USES_SUBSIDY_INFORMATION if place.uses_subsidy_information else ""
    return {
        "resourceType": KIND,
        "id": institution_id(place.code),
        "identifier": [identifier(INSTITUTION, place.code)],
        "active": True,
        "type": [concept(INSTITUTION_KIND, place.kind.value), concept(SETTING, setting)],
        "name": place.name,
    }


def body(code: str) -> Resource:
    """A body that registers."""
    return {
        "resourceType": KIND,
        "id": body_id(code),
        "identifier": [identifier(BODY, code)],
        "active": True,
        "name": code,
    }


def uses_subsidy_information(session: Session, code: str) -> Steps[bool]:
    """Whether the hub holds an institution with the setting 「医療費助成情報: 利用する」."""
    found = yield from session.read(KIND, institution_id(code))
    if found is None or not found.identifies(INSTITUTION, code):
        return False
    return any(each.coded(SETTING) == _USES_SUBSIDY_INFORMATION for each in found.parts("type"))
