from typing import get_args

import pytest

from simulator.facts.requirements import requirements
from simulator.port import capabilities
from simulator.port import operations as ops
from simulator.rules import durability, history
from simulator.rules.catalogue import RULES, needs, rules_of

# Whether a hub is up, what it offers and which day it is, is for it to say.
FREE = {ops.CheckHealth, ops.FetchCapabilities, ops.SetClock}


def test_every_operation_that_bears_on_people_has_rules() -> None:
    assert set(get_args(ops.Operation)) - set(RULES) == FREE
    assert rules_of(ops.CheckHealth()) == ()
    assert all(RULES.values())


def test_every_duty_of_the_hub_is_in_some_rule_and_no_other_is() -> None:
    found = {rule.requirement for rules in RULES.values() for rule in rules}
    apart = (*history.NEXT_DAY, *durability.HISTORY, *durability.LOOK_UPS)
    found |= {rule.requirement for rule in apart}
    assert found == {each.id for each in requirements() if each.duty == "hub"}


@pytest.mark.parametrize(
    ("requirement", "capability"),
    [
        ("NTC-003", capabilities.NOTICES),
        ("CON-001", capabilities.CONSENT),
        ("SUB-017", capabilities.DEPARTURES),
        ("AMD-001", capabilities.AMENDMENT),
        ("AMD-002", capabilities.OPTIMISTIC_LOCK),
        ("REG-004", capabilities.DIFFERENCE_HISTORY),
        ("PRV-006", capabilities.OWN_CERTIFICATES),
        ("BOD-001", capabilities.BODY_RESULTS),
    ],
)
def test_what_needs_a_capability_says_which(requirement: str, capability: str) -> None:
    assert needs()[requirement] == {capability}


def test_what_every_hub_owes_needs_none() -> None:
    assert not {"SUB-001", "TCK-001", "VAC-001", "REG-001", "PAG-001", "PRV-004"} & set(needs())
    assert set().union(*needs().values()) <= capabilities.ALL
