"""All that a hub owes when subsidy information is looked up, by the gateway or by a card."""

from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.rules import cards
from simulator.rules.certificates import OF_SUBSIDY, good_card
from simulator.rules.changes import CHANGES
from simulator.rules.rule import Rule
from simulator.rules.shown import Question
from simulator.rules.uncommon import UNCOMMON

_ALWAYS: tuple[Rule[Question], ...] = (*OF_SUBSIDY, *UNCOMMON, *CHANGES)
BY_GATEWAY: tuple[Rule[LookUpSubsidy], ...] = _ALWAYS
BY_CARD: tuple[Rule[CheckEligibility], ...] = (*_ALWAYS, Rule("CARD-001", good_card), *cards.RULES)
