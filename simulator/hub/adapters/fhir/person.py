"""Person: a resident's account, with those for whom its owner may act."""

from simulator.hub.adapters.fhir.answers import Halted
from simulator.hub.adapters.fhir.element import Resource, identifier
from simulator.hub.adapters.fhir.patient import People, people
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import PERSON, logical_id
from simulator.port.outcomes import Refused

KIND = "Person"
FORBIDDEN = Refused("forbidden")


def account(owner: str, subjects: tuple[str, ...]) -> Resource:
    """The account of a resident; the whole list of those he may act for, in place of an earlier one."""
    return {
        "resourceType": KIND,
        "id": logical_id(KIND, owner),
        "identifier": [identifier(PERSON, owner)],
        "active": True,
        "link": [
            {"target": {"type": "Patient", "identifier": identifier(PERSON, each)}} for each in subjects
        ],
    }


def acts_for(session: Session, person_id: str, subject_id: str) -> Steps[bool]:
    """Whether the two are one, or the account of the one lets him act for the other."""
    if person_id == subject_id:
        return True
    found = yield from session.read(KIND, logical_id(KIND, person_id))
    if found is None or not found.identifies(PERSON, person_id):
        return False
    named = (link.part("target").part("identifier") for link in found.parts("link"))
    return any((each.text("system"), each.text("value")) == (PERSON, subject_id) for each in named)


def subject_of(session: Session, person_id: str, subject_id: str) -> Steps[People | None]:
    """The person whom a resident may see or act for; refuses everybody else."""
    if not (yield from acts_for(session, person_id, subject_id)):
        raise Halted(FORBIDDEN)
    return (yield from people(session, PERSON, subject_id))
