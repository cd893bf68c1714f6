"""The same seed gives the same replications, however they are cut and whoever plays them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from rollout_plans import call, plan, step

from simulator.language import Complaint
from simulator.rollout.montecarlo import Played, play, workers
from simulator.rollout.plan import Wait
from simulator.rollout.planfile import SEED_PLAN, read_plan

PLAN = read_plan(SEED_PLAN)


@pytest.fixture(scope="module")
def alone() -> Played:
    return play(PLAN, 120, seed=42)


def assert_same(one: Played, other: Played) -> None:
    assert (one.live == other.live).all()
    assert (one.parts == other.parts).all()


def test_two_processes_play_what_one_plays(alone: Played) -> None:
    with workers(2) as executor:
        assert executor is not None
        assert_same(alone, play(PLAN, 120, 42, executor))


def test_any_executor_will_do(alone: Played) -> None:
    with ThreadPoolExecutor(3) as executor:
        assert_same(alone, play(PLAN, 120, 42, executor))


@pytest.mark.parametrize("block", [1, 7, 120, 1000])
def test_replications_may_be_cut_into_any_blocks(block: int, alone: Played) -> None:
    assert_same(alone, play(PLAN, 120, 42, block=block))


def test_more_replications_begin_with_the_same_ones(alone: Played) -> None:
    assert (play(PLAN, 51, 42).live == alone.live[:51]).all()


def test_another_seed_gives_another_outcome(alone: Played) -> None:
    assert (play(PLAN, 120, 43).live != alone.live).any()


def test_progress_counts_up_to_all_replications() -> None:
    told: list[int] = []
    play(PLAN, 120, 42, progress=told.append)
    assert told == [50, 100, 120]


def test_one_worker_needs_no_pool() -> None:
    with workers(1) as executor:
        assert executor is None


def test_a_plan_without_end_is_complained_about_from_a_worker_too() -> None:
    endless = plan(step("work", 3650, (), Wait.VENDOR), calls=(call(6, pace=10),))
    with workers(2) as executor, pytest.raises(Complaint, match="2200") as caught:
        play(endless, 1, 1, executor)
    assert caught.value.where
    assert caught.value.mend
