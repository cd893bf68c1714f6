"""Visits planted into every day (仕込み), so that each state of card and data occurs at least once."""

from simulator.visits.planted.cards import card_states
from simulator.visits.planted.children import checkup_states, vaccination_states
from simulator.visits.planted.corrections import correction_states
from simulator.visits.planted.errands import errand_states
from simulator.visits.planted.notices import notice_states
from simulator.visits.planted.papers import paper_states
from simulator.visits.planted.stage import Planted, Stage
from simulator.visits.planted.subsidy import subsidy_states

__all__ = ["Planted", "Stage", "plant"]


def plant(stage: Stage) -> tuple[Planted, ...]:
    """All planted cases of a day, as far as the body's programs allow them."""
    return (
        *card_states(stage),
        *subsidy_states(stage),
        *vaccination_states(stage),
        *checkup_states(stage),
        *paper_states(stage),
        *correction_states(stage),
        *errand_states(stage),
        *notice_states(stage),
    )
