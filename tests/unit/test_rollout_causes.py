"""What held a body back adds up to the days it took."""

from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rollout_plans import area, plan, session, step, vendor

from simulator.rollout.causes import Part
from simulator.rollout.montecarlo import Played, play
from simulator.rollout.plan import Plan, Postponement, Span, Wait
from simulator.rollout.planfile import SEED_PLAN, read_plan


def total_days(played: Played) -> np.ndarray:
    return played.live - np.array([each.call.decided.toordinal() for each in played.who.projects])


def parts(one: Plan) -> list[dict[str, int]]:
    played = play(one, 1, seed=1)
    return [{part.name.lower(): int(row[part]) for part in Part if row[part]} for row in played.parts[0]]


def test_the_second_at_one_slot_waited_for_the_slot() -> None:
    one_slot = plan(step("a", 10), step("work", 20, ("a",), Wait.VENDOR), bodies=2)
    assert sorted(parts(one_slot), key=len) == [{"usual_work": 30}, {"usual_work": 30, "vendor_slot": 20}]


def test_days_until_the_vote_are_put_down_to_the_assembly() -> None:
    voted = plan(step("bill", 60, (), Wait.ASSEMBLY), sessions=(session((8, 20), (9, 28)),))
    assert parts(voted) == [{"usual_work": 60, "assembly": 46}]


def test_only_the_path_that_was_finished_last_counts() -> None:
    voted = plan(
        step("bill", 60, (), Wait.ASSEMBLY),
        step("long", 200),
        step("c", 1, ("bill", "long")),
        sessions=(session((8, 20), (9, 28)),),
    )
    assert parts(voted) == [{"usual_work": 201}]


def test_waiting_for_the_hub_to_open_and_a_postponement_are_told_apart() -> None:
    late = plan(step("a", 10), areas=(area(opens=date(2024, 12, 2)),))
    late = replace(late, postponement=Postponement(1.0, Span(30, 30, 30), late.postponement.origin))
    assert parts(late) == [{"usual_work": 10, "hub_opening": 161, "postponement": 30}]


def test_the_parts_add_up_for_every_body_and_replication_of_the_seed_plan() -> None:
    played = play(read_plan(SEED_PLAN), 60, seed=42)
    assert (played.parts.sum(axis=-1) == total_days(played)).all()
    waits = played.parts[..., [Part.VENDOR_SLOT, Part.ASSEMBLY, Part.HUB_OPENING, Part.POSTPONEMENT]]
    assert (waits >= 0).all()
    assert (waits > 0).any(axis=(0, 1)).all()


spans = st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)).map(
    lambda days: tuple(sorted(days))
)


@settings(max_examples=30)
@given(st.lists(spans, min_size=4, max_size=4), st.integers(1, 3), st.integers(0, 2**63 - 1))
def test_the_parts_add_up_whatever_the_days(days: list[tuple[int, int, int]], slots: int, seed: int) -> None:
    branching = plan(
        step("a", days[0]),
        step("bill", days[1], ("a",), Wait.ASSEMBLY),
        step("work", days[2], ("a",), Wait.VENDOR),
        step("test", days[3], ("bill", "work"), Wait.VENDOR),
        bodies=5,
        vendors=(vendor(slots, steps=("work", "test")),),
        sessions=(session((8, 20), (9, 28)), session((11, 15), (12, 18))),
    )
    played = play(branching, 3, seed)
    assert (played.parts.sum(axis=-1) == total_days(played)).all()
