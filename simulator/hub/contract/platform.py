"""Documents of the platform: card links, institutions, schemes, accounts. All assumed, none is published."""

from simulator.hub.contract.forms import ListForm, Member, Nullable, ObjectForm, PairForm
from simulator.hub.contract.scalars import FLAG, SERIAL, choice, text
from simulator.hub.contract.texts import (
    BODY_CODE,
    IDENTITY_KEY,
    INSTITUTION_CODE,
    NAME,
    PERSON_ID,
    SCHEME,
    SHORT,
)
from simulator.port.operations import CardLink
from simulator.records.institution import Institution, InstitutionKind
from simulator.records.person import BodyPerson


def _card_link(person_id: str, body_code: str, person_key: str, serial: int | None) -> CardLink:
    return CardLink(person_id, BodyPerson(body_code, person_key), serial)


CARD_LINKS = ListForm(
    ObjectForm(
        _card_link,
        (
            Member("personId", "person_id", PERSON_ID),
            Member("bodyCode", "at_body.body_code", BODY_CODE),
            Member("municipalityIdentityKey", "at_body.person_key", IDENTITY_KEY),
            Member("certificateSerial", "serial", Nullable(SERIAL)),
        ),
    ),
    100_000,
)
"""Cards and the people who hold them; the serial as lower-case hexadecimal."""

INSTITUTIONS = ListForm(
    ObjectForm(
        Institution,
        (
            Member("code", "code", INSTITUTION_CODE),
            Member("name", "name", NAME),
            Member("kind", "kind", choice(InstitutionKind)),
            Member("municipalityCode", "municipality_code", text(0, 20)),
            Member("usesSubsidyInformation", "uses_subsidy_information", FLAG),
            Member("hasReader", "has_reader", FLAG),
            Member("claimsComputerVendor", "claims_computer_vendor", SHORT),
        ),
    ),
    300_000,
)
"""Institutions with their setting for subsidy information."""

SCHEMES = ListForm(PairForm("orgSpecificCertificateTypeId", "name", SCHEME, NAME), 1000)
"""The scheme master of a body."""

ACCOUNTS = ListForm(PairForm("personId", "mayActFor", PERSON_ID, ListForm(PERSON_ID, 100)), 100_000)
"""Residents' accounts, each with the people its owner may act for."""
