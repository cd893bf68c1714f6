"""Chance is a function of seed, purpose, body and replication alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rollout_plans import call, plan, step, vendor

from simulator.rollout.draws import Drawn, _mixed, draw, triangular, uniforms
from simulator.rollout.montecarlo import play
from simulator.rollout.plan import Plan, Span, Wait
from simulator.rollout.projects import participants

CHANCY = plan(step("a", (5, 20, 90)), step("work", (5, 20, 90), ("a",), Wait.VENDOR), bodies=3)


def drawn(of: Plan, block: range = range(20), seed: int = 7) -> Drawn:
    return draw(of, participants(of), seed, block)


def test_the_generator_is_splitmix64() -> None:
    # The published first words for the starting state 1234567.
    golden = 0x9E3779B97F4A7C15
    states = np.array([(1234567 + golden * number) % 2**64 for number in (1, 2, 3)], dtype=np.uint64)
    assert [int(word) for word in _mixed(states)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
    ]


def test_draws_fill_the_unit_interval_evenly_and_apart_from_each_other() -> None:
    codes = tuple(f"{number:06}" for number in range(40))
    found = uniforms(1, "work/a", codes, range(5000))
    other = uniforms(1, "work/b", codes, range(5000))
    assert 0 <= found.min() < 0.001
    assert 0.999 < found.max() < 1
    counts, _ = np.histogram(found, bins=10, range=(0, 1))
    assert np.abs(counts / found.size - 0.1).max() < 0.005
    assert np.abs(np.corrcoef(found.T) - np.eye(40)).max() < 0.08
    assert abs(np.corrcoef(found.ravel(), other.ravel())[0, 1]) < 0.01
    assert abs(np.corrcoef(found[:-1].ravel(), found[1:].ravel())[0, 1]) < 0.01


def test_a_body_more_changes_no_other_bodys_draws() -> None:
    fewer, more = drawn(CHANCY), drawn(replace(CHANCY, calls=(call(4),)))
    for code in ("a", "work"):
        assert (more.work[code][:, :3] == fewer.work[code]).all()
    assert (more.lot[:, :3] == fewer.lot).all()


def test_a_body_more_changes_no_others_start_where_slots_are_plenty() -> None:
    roomy = replace(CHANCY, vendors=(vendor(100),))
    fewer = play(roomy, 30, seed=7).live
    more = play(replace(roomy, calls=(call(6),)), 30, seed=7).live
    assert (more[:, :3] == fewer).all()


def test_replications_may_be_cut_anywhere() -> None:
    whole = drawn(CHANCY, range(20))
    first, second = drawn(CHANCY, range(7)), drawn(CHANCY, range(7, 20))
    assert (np.concatenate([first.work["a"], second.work["a"]]) == whole.work["a"]).all()


def test_compared_plans_share_the_draws_of_the_steps_they_share() -> None:
    longer = plan(step("new", (1, 2, 3)), *CHANCY.steps, bodies=3, vendors=(vendor(9),))
    assert (drawn(longer).work["a"] == drawn(CHANCY).work["a"]).all()


def test_another_seed_gives_other_draws() -> None:
    assert (drawn(CHANCY, seed=7).work["a"] != drawn(CHANCY, seed=8).work["a"]).any()


def test_bodies_are_shared_out_among_vendors_as_the_plan_says() -> None:
    shared = replace(CHANCY, vendors=(vendor(1, 0.7, "v"), vendor(1, 0.3, "w")))
    found = drawn(shared, range(4000)).vendor
    assert set(np.unique(found)) == {0, 1}
    assert abs((found == 0).mean() - 0.7) < 0.02


def test_a_shared_pace_makes_a_slow_body_slow_in_every_step() -> None:
    def correlation(share: float) -> float:
        found = drawn(replace(CHANCY, shared_pace=share), range(4000)).work
        return float(np.corrcoef(found["a"].ravel(), found["work"].ravel())[0, 1])

    assert correlation(1.0) > 0.999
    assert abs(correlation(0.0)) < 0.03
    # Both steps follow the pace in a quarter of the cases.
    assert correlation(0.5) == pytest.approx(0.25, abs=0.04)


def test_the_mean_of_the_days_is_that_of_the_triangle() -> None:
    found = drawn(CHANCY, range(8000)).work["a"]
    assert found.mean() == pytest.approx((5 + 20 + 90) / 3, rel=0.02)


ordered = st.lists(st.integers(0, 400), min_size=3, max_size=3).map(sorted)


@given(ordered, st.lists(st.floats(0, 1, exclude_max=True), min_size=2, max_size=8).map(sorted))
def test_days_stay_within_their_span_and_rise_with_the_draw(days: list[int], places: list[float]) -> None:
    span = Span(*days)
    found = triangular(span, np.array(places))
    assert (found >= span.least - 1e-6).all()
    assert (found <= span.most + 1e-6).all()
    assert (np.diff(found) >= -1e-6).all()
