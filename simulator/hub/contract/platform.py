"""Documents of the platform: card links, institutions, schemes, accounts. All assumed, none is published."""

from simulator.hub.contract.forms import ListForm, Member, Nullable, ObjectForm, PairForm
from simulator.hub.contract.scalars import FLAG, SERIAL, TEXT, choice
from simulator.port.operations import CardLink
from simulator.records.institution import Institution, InstitutionKind
from simulator.records.person import BodyPerson


def _card_link(person_id: str, body_code: str, person_key: str, serial: int | None) -> CardLink:
    return CardLink(person_id, BodyPerson(body_code, person_key), serial)


CARD_LINKS = ListForm(
    ObjectForm(
        _card_link,
        (
            Member("personId", "person_id", TEXT),
            Member("bodyCode", "at_body.body_code", TEXT),
            Member("municipalityIdentityKey", "at_body.person_key", TEXT),
            Member("certificateSerial", "serial", Nullable(SERIAL)),
        ),
    )
)
"""Cards and the people who hold them; the serial as lower-case hexadecimal."""

INSTITUTIONS = ListForm(
    ObjectForm(
        Institution,
        (
            Member("code", "code", TEXT),
            Member("name", "name", TEXT),
            Member("kind", "kind", choice(InstitutionKind)),
            Member("municipalityCode", "municipality_code", TEXT),
            Member("usesSubsidyInformation", "uses_subsidy_information", FLAG),
            Member("hasReader", "has_reader", FLAG),
            Member("claimsComputerVendor", "claims_computer_vendor", TEXT),
        ),
    )
)
"""Institutions with their setting for subsidy information."""

SCHEMES = ListForm(PairForm("orgSpecificCertificateTypeId", "name", TEXT, TEXT))
"""The scheme master of a body."""

ACCOUNTS = ListForm(PairForm("personId", "mayActFor", TEXT, ListForm(TEXT)))
"""Residents' accounts, each with the people its owner may act for."""
