"""What the platform hands over: cards, revocations, institutions, scheme masters and accounts."""

from simulator.hub.reference.assertions import BadAssertion
from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.identity import tie
from simulator.port.operations import (
    LinkCards,
    OpenAccounts,
    PublishRevocations,
    PutInstitutions,
    PutSchemes,
)
from simulator.port.outcomes import Invalid, Ok


def link_cards(core: Core, operation: LinkCards) -> Answer:
    """Tie people and their cards; a link without a card leaves the person's cards as they are."""
    people = []
    for link in operation.links:
        person = tie(core.store, link.person_id, link.at_body)
        people.append(person)
        if link.serial is not None:
            core.decisions.retire_serials(core.store, person)
            core.store.write("INSERT OR REPLACE INTO card VALUES (?, ?)", f"{link.serial:x}", person)
    return Answer(Ok(), tuple(dict.fromkeys(people)))


def publish_revocations(core: Core, operation: PublishRevocations) -> Answer:
    """Take the authority's list in the place of the earlier one."""
    try:
        core.cards.take_revocations(operation.revocation_list)
    except BadAssertion:
        return Answer(Invalid(("revocationList",)))
    return Answer(Ok())


def put_institutions(core: Core, operation: PutInstitutions) -> Answer:
    """Take institutions, those known already with their new settings."""
    core.store.write_many(
        "INSERT OR REPLACE INTO institution VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                each.code,
                each.name,
                each.kind.value,
                each.municipality_code,
                each.claims_computer_vendor,
                each.uses_subsidy_information,
                each.has_reader,
            )
            for each in operation.institutions
        ),
    )
    return Answer(Ok())


def put_schemes(core: Core, operation: PutSchemes) -> Answer:
    """Take a body's scheme master in the place of the earlier one."""
    core.store.write("DELETE FROM scheme WHERE body_code = ?", operation.body_code)
    core.store.write_many(
        "INSERT OR REPLACE INTO scheme VALUES (?, ?, ?)",
        ((operation.body_code, scheme, name) for scheme, name in operation.schemes),
    )
    return Answer(Ok())


def open_accounts(core: Core, operation: OpenAccounts) -> Answer:
    """Take accounts, each with all for whom its owner may act from now on."""
    for person_id, subjects in operation.accounts:
        core.decisions.grant(core.store, person_id, subjects)
    return Answer(Ok())
