"""The days of a schedule, worked out by hand."""

from datetime import date
from heapq import heapreplace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rollout_plans import DECIDED, area, call, plan, session, step, vendor

from simulator.language import Complaint
from simulator.rollout.montecarlo import play
from simulator.rollout.plan import Plan, Postponement, Span, Wait
from simulator.rollout.schedule import first_come, votes


def days_of(played_plan: Plan, replications: int = 1) -> list[list[int]]:
    """Days from decision to start, by replication and project."""
    played = play(played_plan, replications, seed=1)
    return [[int(day) - DECIDED.toordinal() for day in row] for row in played.live]


def test_one_body_takes_the_sum_of_its_steps() -> None:
    assert days_of(plan(step("a", 10), step("b", 5, ("a",)), step("c", 2, ("b",)))) == [[17]]


def test_steps_side_by_side_take_as_long_as_the_longer() -> None:
    assert days_of(plan(step("a", 10), step("b", 30), step("c", 1, ("a", "b")))) == [[31]]


def test_the_last_step_counts_even_if_nothing_comes_after_it() -> None:
    assert days_of(plan(step("a", 10), step("aside", 40), step("c", 1, ("a",)))) == [[40]]


def test_of_two_bodies_at_one_slot_the_second_begins_when_the_first_is_done() -> None:
    one_slot = plan(step("a", 10), step("work", 20, ("a",), Wait.VENDOR), step("c", 1, ("work",)), bodies=2)
    assert sorted(days_of(one_slot)[0]) == [31, 51]


def test_two_slots_serve_two_bodies_at_once_and_a_third_when_one_is_free() -> None:
    two_slots = plan(step("work", 20, (), Wait.VENDOR), bodies=3, vendors=(vendor(2),))
    assert sorted(days_of(two_slots)[0]) == [20, 20, 40]


def test_slots_of_one_step_are_not_taken_by_another() -> None:
    apart = plan(
        step("work", 20, (), Wait.VENDOR),
        step("test", 20, (), Wait.VENDOR),
        vendors=(vendor(1, steps=("work", "test")),),
    )
    assert days_of(apart) == [[20]]


def test_who_is_ready_first_is_served_first_whatever_its_place_in_the_list() -> None:
    late = call(("452025",), code="late", decided=date(2024, 7, 14))
    early = call(("322032",), code="early", decided=DECIDED)
    ordered = plan(step("work", 40, (), Wait.VENDOR), calls=(late, early))
    # Ready on day 0 and day 30: the second waits from 30 to 40.
    assert days_of(ordered) == [[40, 80]]


def test_bodies_ready_on_one_day_are_served_by_lot() -> None:
    tie = plan(step("work", 20, (), Wait.VENDOR), bodies=2)
    rows = days_of(tie, replications=60)
    assert [20, 40] in rows
    assert [40, 20] in rows


def test_work_for_the_assembly_is_finished_on_the_day_of_the_next_vote() -> None:
    # 14 June + 60 days = 13 August, in time for the vote of 28 September: 106 days.
    voted = plan(
        step("bill", 60, (), Wait.ASSEMBLY), step("c", 1, ("bill",)), sessions=(session((8, 20), (9, 28)),)
    )
    assert days_of(voted) == [[107]]


def test_work_done_on_the_last_day_to_submit_is_in_time_and_a_day_later_is_not() -> None:
    sessions = (session((2, 10), (3, 22)), session((8, 20), (9, 28)))
    done = np.array([[date(2024, 8, 20).toordinal(), date(2024, 8, 21).toordinal()]])
    assert [date.fromordinal(int(day)) for day in votes(done, sessions)[0]] == [
        date(2024, 9, 28),
        date(2025, 3, 22),
    ]


def test_no_body_starts_before_its_area_opens() -> None:
    opening = plan(step("a", 10), areas=(area(opens=date(2024, 12, 2)),))
    assert days_of(opening) == [[171]]


def test_areas_of_one_track_start_together_on_the_later_opening() -> None:
    together = plan(
        step("a", 10, areas=("vaccination", "checkup")),
        areas=(
            area("vaccination", date(2024, 8, 1), "health"),
            area("checkup", date(2024, 9, 1), "health"),
        ),
        calls=(call(1, areas=("vaccination", "checkup")),),
    )
    played = play(together, 1, seed=1)
    assert [project.areas for project in played.who.projects] == [("vaccination", "checkup")]
    assert date.fromordinal(int(played.live[0, 0])) == date(2024, 9, 1)


def test_a_step_of_another_area_takes_no_time_but_keeps_the_order() -> None:
    mixed = plan(
        step("a", 10),
        step("forms", 50, ("a",), areas=("vaccination",)),
        step("c", 1, ("forms",)),
        areas=(area(), area("vaccination")),
    )
    assert days_of(mixed) == [[11]]


def test_a_quick_call_takes_a_share_of_the_days() -> None:
    assert days_of(plan(step("a", 100), calls=(call(1, pace=0.55),))) == [[55]]


def test_a_postponed_start_comes_later_by_the_days_of_the_plan() -> None:
    origin = plan(step("a", 1)).postponement.origin
    put_off = plan(step("a", 10), postponement=Postponement(1.0, Span(30, 30, 30), origin))
    assert days_of(put_off) == [[40]]


def test_a_plan_that_leads_beyond_all_bounds_is_complained_about() -> None:
    endless = plan(step("work", 3650, (), Wait.VENDOR), bodies=6, calls=(call(6, pace=10),))
    with pytest.raises(Complaint, match="2200") as complaint:
        play(endless, 1, seed=1)
    assert complaint.value.mend


jobs = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(0, 1)), min_size=1, max_size=25)


def begun(rows: list[tuple[int, int, int]], slots: list[int]) -> list[int]:
    ready, work, whose = (np.array([column]) for column in zip(*rows, strict=True))
    lots = np.linspace(0, 0.9, len(rows))[None, :]
    return [int(day) for day in first_come(ready, work, whose, lots, slots)[0]]


@given(jobs, st.integers(1, 3))
def test_one_more_slot_never_makes_anyone_begin_later(rows: list[tuple[int, int, int]], slots: int) -> None:
    few, more = begun(rows, [slots, 1]), begun(rows, [slots + 1, 1])
    assert all(later >= sooner for later, sooner in zip(few, more, strict=True))


@given(jobs, st.integers(1, 3), st.integers(1, 3))
def test_the_queue_keeps_its_order_fills_its_slots_and_never_idles(
    rows: list[tuple[int, int, int]], first: int, second: int
) -> None:
    slots = [first, second]
    begins = begun(rows, slots)
    for vendor_number in (0, 1):
        served = [
            (ready, place, begin, begin + work)
            for place, ((ready, work, whose), begin) in enumerate(zip(rows, begins, strict=True))
            if whose == vendor_number
        ]
        served.sort()
        assert [begin for _, _, begin, _ in served] == sorted(begin for _, _, begin, _ in served)
        for number, (ready, _, begin, _) in enumerate(served):
            before = served[:number]
            assert sum(end > begin for _, _, _, end in before) < slots[vendor_number]
            # Whoever waits begins on the day on which another is done.
            assert begin == ready or begin in {end for _, _, _, end in before}


@given(jobs)
def test_the_block_of_replications_agrees_with_one_queue_played_alone(
    rows: list[tuple[int, int, int]],
) -> None:
    free: list[list[int]] = [[0, 0], [0]]
    expected = [0] * len(rows)
    for place in sorted(range(len(rows)), key=lambda each: (rows[each][0], each)):
        ready, work, whose = rows[place]
        expected[place] = max(ready, free[whose][0])
        heapreplace(free[whose], expected[place] + work)
    assert begun(rows, [2, 1]) == expected


def test_more_slots_bring_the_last_body_live_no_later_on_average() -> None:
    def last(slots: int) -> float:
        busy = plan(
            step("work", (10, 30, 90), (), Wait.VENDOR),
            step("test", (5, 10, 40), ("work",), Wait.VENDOR),
            bodies=6,
            vendors=(vendor(slots, steps=("work", "test")),),
        )
        return float(play(busy, 100, seed=3).live.max(axis=1).mean())

    assert last(1) > last(2) > last(3)
