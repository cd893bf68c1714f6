"""Patient: a person as one body knows him, with the platform's id and card where they were tied to him.

The twelve digits of a My Number never stand in one; a keyed digest joins what several bodies registered.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from simulator.hub.adapters.fhir.answers import OTHERS_ROW, Halted
from simulator.hub.adapters.fhir.element import Element, Resource, either, identifier, refers_to
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import (
    CARD,
    PERSON,
    PSEUDONYM,
    logical_id,
    person_key_system,
    pseudonym,
    token,
)
from simulator.port.operations import CardLink
from simulator.port.outcomes import Malformed
from simulator.records.person import BodyPerson, Registrant, Sex

KIND = "Patient"
_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
_VERY_RESTRICTED = "V"
_REPRESENTATION = "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"
_GENDER: Mapping[Sex, str] = {Sex.MALE: "male", Sex.FEMALE: "female"}


@dataclass(frozen=True, slots=True)
class People:
    """All that one person is to the hub: the ids of his Patients, and the platform's ids of him."""

    patients: frozenset[str]
    person_ids: frozenset[str]
    is_not_disclosed: bool

    def own(self, rows: Iterable[Element], member: str) -> tuple[Element, ...]:
        """The rows, each of which must be this person's; a hub that sends another's has failed the search."""
        found = tuple(rows)
        if any(refers_to(row.part(member), KIND) not in self.patients for row in found):
            raise Halted(Malformed(OTHERS_ROW))
        return found

    @property
    def criterion(self) -> str:
        """The search value for what is this person's."""
        return either(self.patients)


def patient_id(at_body: BodyPerson) -> str:
    """The id under which a body's person is put."""
    return logical_id(KIND, at_body.body_code, at_body.person_key)


def linked(existing: Element | None, link: CardLink) -> Resource:
    """The Patient with the platform's id, and with the card in place of an earlier one."""
    replaced = {PERSON} if link.serial is None else {PERSON, CARD}
    card = "" if link.serial is None else f"{link.serial:x}"
    return {
        **(existing.members if existing else _bare(link.at_body)),
        "identifier": [
            *_others(existing, replaced, link.at_body),
            identifier(PERSON, link.person_id),
            identifier(CARD, card),
        ],
    }


def registered(existing: Element | None, registrant: Registrant, secret: bytes) -> Resource:
    """The Patient with the basic items as a body registered them."""
    basic = registrant.basic
    restricted = {"system": _CONFIDENTIALITY, "code": _VERY_RESTRICTED}
    return {
        **_bare(registrant.at_body),
        "meta": {"security": [restricted] if registrant.is_not_disclosed else []},
        "identifier": [
            *_others(existing, {PSEUDONYM}, registrant.at_body),
            identifier(PSEUDONYM, pseudonym(secret, registrant.my_number)),
        ],
        "name": [_name(basic.name, "IDE"), _name(basic.name_kana, "SYL")],
        "gender": _GENDER[basic.sex],
        "birthDate": basic.date_of_birth.isoformat(),
        "address": [{"text": basic.address}],
    }


def _bare(at_body: BodyPerson) -> Resource:
    return {"resourceType": KIND, "id": patient_id(at_body)}


def _others(existing: Element | None, replaced: set[str], at_body: BodyPerson) -> list[Resource]:
    key = identifier(person_key_system(at_body.body_code), at_body.person_key)
    kept = [each.members for each in existing.parts("identifier")] if existing else []
    return [key, *(each for each in kept if each.get("system") not in {*replaced, key["system"]})]


def _name(text: str, representation: str) -> Resource:
    extension = {"url": _REPRESENTATION, "valueCode": representation}
    return {"extension": [extension], "text": text}


def people(session: Session, system: str, value: str) -> Steps[People | None]:
    """The person who bears an identifier, as all bodies know him; None where there is nobody."""
    named = yield from _bearing(session, system, frozenset({value}))
    if not named:
        return None
    joined = frozenset(filter(None, (each.identified(PSEUDONYM) for each in named)))
    further = (yield from _bearing(session, PSEUDONYM, joined)) if joined else ()
    everyone = (*named, *further)
    return People(
        frozenset(each.id for each in everyone),
        frozenset(filter(None, (each.identified(PERSON) for each in everyone))),
        any(_is_not_disclosed(each) for each in everyone),
    )


def _bearing(session: Session, system: str, values: frozenset[str]) -> Steps[tuple[Element, ...]]:
    criterion = ("identifier", either(token(system, value) for value in values))
    found = (yield from session.search(KIND, criterion)).matches
    if not all(any(each.identifies(system, value) for value in values) for each in found):
        raise Halted(Malformed(OTHERS_ROW))
    return found


def _is_not_disclosed(patient: Element) -> bool:
    labels = patient.part("meta").parts("security")
    return any(
        (each.text("system"), each.text("code")) == (_CONFIDENTIALITY, _VERY_RESTRICTED) for each in labels
    )


def existing(session: Session, kind: str, ids: Iterable[str]) -> Steps[Mapping[str, Element]]:
    """The resources that stand already under some of these ids."""
    wanted = tuple(dict.fromkeys(ids))
    found = yield from session.search(kind, ("_id", ",".join(wanted)), rows=len(wanted))
    by_id = {each.id: each for each in found.matches}
    if not by_id.keys() <= set(wanted):
        raise Halted(Malformed("another resource than was asked for"))
    return by_id
