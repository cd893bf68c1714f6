"""The platform's operations: institutions, card links, scheme masters, accounts."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from simulator.hub.adapters.fhir import organization, patient, person
from simulator.hub.adapters.fhir.bundle import Entry
from simulator.hub.adapters.fhir.element import Element, Resource
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.hub.adapters.fhir.systems import SCHEME, logical_id
from simulator.port.operations import LinkCards, OpenAccounts, PutInstitutions, PutSchemes
from simulator.port.outcomes import Ok, Outcome

ROWS_AT_ONCE = 50
Item = TypeVar("Item")


def portions(items: Sequence[Item]) -> Iterator[tuple[int, Sequence[Item]]]:
    """The items in portions that a server takes in one Bundle, each with the place of its first."""
    for begin in range(0, len(items), ROWS_AT_ONCE):
        yield begin, items[begin : begin + ROWS_AT_ONCE]


def put_institutions(session: Session, operation: PutInstitutions) -> Steps[Outcome]:
    """Put each institution."""
    return (yield from _put_all(session, [organization.institution(p) for p in operation.institutions]))


def put_schemes(session: Session, operation: PutSchemes) -> Steps[Outcome]:
    """Put the body, and its scheme master as a CodeSystem."""
    schemes = {
        "resourceType": "CodeSystem",
        "id": logical_id("CodeSystem", operation.body_code),
        "url": f"{SCHEME}:{operation.body_code}",
        "status": "active",
        "content": "complete",
        "concept": [{"code": code, "display": name} for code, name in operation.schemes],
    }
    return (yield from _put_all(session, [organization.body(operation.body_code), schemes]))


def open_accounts(session: Session, operation: OpenAccounts) -> Steps[Outcome]:
    """Put each account, in place of an earlier one."""
    last = dict(operation.accounts)
    return (yield from _put_all(session, [person.account(*each) for each in last.items()]))


def link_cards(session: Session, operation: LinkCards) -> Steps[Outcome]:
    """Write id and card of a person onto the Patient that a body knows; a later link replaces an earlier."""
    for _, links in portions(operation.links):
        ids = [patient.patient_id(link.at_body) for link in links]
        standing = yield from patient.existing(session, patient.KIND, ids)
        changed: dict[str, Resource] = {}
        for logical, link in zip(ids, links, strict=True):
            before = Element(changed[logical], patient.KIND) if logical in changed else standing.get(logical)
            changed[logical] = patient.linked(before, link)
        yield from session.transaction([Entry(resource) for resource in changed.values()])
    return Ok()


def _put_all(session: Session, resources: Sequence[Resource]) -> Steps[Outcome]:
    for _, some in portions(resources):
        unique = {str(resource["id"]): resource for resource in some}
        yield from session.transaction([Entry(resource) for resource in unique.values()])
    return Ok()
