"""Intervals and counts say what the replications hold."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from rollout_plans import DECIDED, area, call, plan, step, vendor

from simulator.rollout.causes import CAUSES, Part
from simulator.rollout.montecarlo import Played, play
from simulator.rollout.outcome import bodies_forecast, cause_shares, interval, live_by, live_on
from simulator.rollout.plan import Horizon, Wait
from simulator.rollout.planfile import SEED_PLAN, read_plan


@pytest.fixture(scope="module")
def seed() -> Played:
    return play(read_plan(SEED_PLAN), 100, seed=42)


def test_an_interval_holds_values_that_did_occur() -> None:
    found = interval(np.arange(1, 101))
    assert (found.p10, found.p50, found.p90) == (10, 50, 90)
    assert interval(np.array([3])) == interval(np.array([3, 3]))


def test_a_body_is_live_from_its_day_on() -> None:
    played = play(plan(step("a", 10), bodies=3), 1, seed=1)
    day = DECIDED + timedelta(days=10)
    assert live_on(played, range(3), day - timedelta(days=1)).tolist() == [0]
    assert live_on(played, range(3), day).tolist() == [3]


def test_a_body_with_two_areas_counts_once_from_its_first() -> None:
    two = plan(
        step("a", 10, areas=("subsidy", "vaccination")),
        areas=(area(), area("vaccination", date(2025, 1, 1))),
        calls=(call(2, areas=("subsidy", "vaccination")),),
    )
    played = play(two, 1, seed=1)
    assert live_on(played, range(4), date(2024, 12, 31)).tolist() == [2]
    assert live_on(played, played.who.with_area("vaccination"), date(2024, 12, 31)).tolist() == [0]
    assert live_on(played, range(4), date(2025, 1, 1)).tolist() == [2]


def test_nobody_is_counted_where_there_is_nobody() -> None:
    played = play(plan(step("a", 10)), 2, seed=1)
    assert live_on(played, (), date(2030, 1, 1)).tolist() == [0, 0]


def test_the_months_of_the_horizon_are_all_there() -> None:
    days = Horizon(date(2024, 1, 1), date(2028, 4, 1), date(2025, 4, 1)).days()
    assert (days[0], days[11], days[12], days[-1]) == (
        date(2024, 1, 1),
        date(2024, 12, 1),
        date(2025, 1, 1),
        date(2028, 4, 1),
    )
    assert len(days) == 52


def test_quantiles_are_ordered_and_curves_never_fall(seed: Played) -> None:
    curve = list(live_by(seed, range(len(seed.who.projects))).values())
    assert all(each.p10 <= each.p50 <= each.p90 for each in curve)
    for before, after in pairwise(curve):
        assert (before.p10 <= after.p10, before.p50 <= after.p50, before.p90 <= after.p90) == (True,) * 3
    assert curve[0].p90 == 0
    assert curve[-1].p10 == 167


def test_every_body_and_area_has_a_forecast_with_ordered_days(seed: Played) -> None:
    found = bodies_forecast(seed)
    assert len(found) == 156 + 9 + 9
    assert all(each.days.p10 <= each.days.p50 <= each.days.p90 for each in found)
    assert {each.main_cause for each in found} <= set(CAUSES)


def test_the_mean_parts_add_up_to_the_mean_days(seed: Played) -> None:
    decided = np.array([project.call.decided.toordinal() for project in seed.who.projects])
    total = sum(each.mean_days for each in cause_shares(seed))
    assert total == pytest.approx(float((seed.live - decided).mean()))


def test_shares_of_causes_are_shares_of_bodies(seed: Played) -> None:
    shares = {each.part: each.share_of_bodies for each in cause_shares(seed)}
    assert shares.pop(Part.USUAL_WORK) is None
    assert sum(share or 0 for share in shares.values()) == pytest.approx(1)


def test_a_body_that_nothing_held_back_has_no_cause() -> None:
    queue = play(plan(step("work", 20, (), Wait.VENDOR), bodies=2), 1, seed=1)
    first, second = sorted(bodies_forecast(queue), key=lambda each: each.days.p50)
    assert first.main_cause is None
    assert second.main_cause is Part.VENDOR_SLOT
    shares = {each.part: each.share_of_bodies for each in cause_shares(queue)}
    assert shares[Part.VENDOR_SLOT] == 0.5


def test_one_body_at_many_slots_never_waits() -> None:
    roomy = plan(step("work", (5, 20, 90), (), Wait.VENDOR), bodies=4, vendors=(vendor(4),))
    assert (play(roomy, 50, seed=1).parts[..., Part.VENDOR_SLOT] == 0).all()
