from hypothesis import given
from hypothesis import strategies as st

from simulator.clinicday.event import Event
from simulator.clinicday.waits import HourlyWait, waits_by_hour

NINE, TEN = 9 * 3600.0, 10 * 3600.0


def waited(
    entity: str, since: float, seconds: float, place: str = "991", resource: str = "doctor"
) -> list[Event]:
    name = f"{place}/{resource}"
    return [
        Event(entity, "queue", "interview", since, name),
        Event(entity, "resource_use", "interview", since + seconds, name),
    ]


def test_without_a_queue_there_are_no_waits() -> None:
    assert waits_by_hour([Event("v-1", "arrival_departure", "arrival", NINE)]) == ()


def test_waits_are_counted_in_the_hour_in_which_they_began() -> None:
    events = [*waited("v-1", TEN - 1, 600.0), *waited("v-2", TEN, 60.0)]
    assert waits_by_hour(events) == (
        HourlyWait(9, "doctor", 1, 600.0, 600.0),
        HourlyWait(10, "doctor", 1, 60.0, 60.0),
    )


def test_people_who_did_not_wait_count_in_the_mean() -> None:
    events = [*waited("v-1", NINE, 0.0), *waited("v-2", NINE, 90.0)]
    assert waits_by_hour(events) == (HourlyWait(9, "doctor", 2, 45.0, 90.0),)


def test_the_same_kind_of_resource_is_taken_together_over_all_places() -> None:
    events = [*waited("v-1", NINE, 10.0, "991"), *waited("v-2", NINE, 30.0, "992")]
    assert waits_by_hour(events) == (HourlyWait(9, "doctor", 2, 20.0, 30.0),)


def test_kinds_of_resource_are_kept_apart() -> None:
    events = [*waited("v-1", NINE, 10.0), *waited("v-2", NINE, 30.0, resource="reception_desk")]
    assert [(each.resource, each.mean_seconds) for each in waits_by_hour(events)] == [
        ("doctor", 10.0),
        ("reception_desk", 30.0),
    ]


def test_one_who_queues_twice_for_the_same_thing_waits_twice() -> None:
    events = [*waited("v-1", NINE, 10.0), *waited("v-1", NINE + 100, 20.0)]
    assert waits_by_hour(events) == (HourlyWait(9, "doctor", 2, 15.0, 20.0),)


def test_a_use_that_needed_no_queue_is_no_wait() -> None:
    assert waits_by_hour([Event("v-1", "resource_use", "writing", NINE, "991/waiting_room")]) == ()


def test_one_who_is_still_queueing_at_the_end_is_not_counted() -> None:
    assert waits_by_hour(waited("v-1", NINE, 10.0)[:1]) == ()


@given(st.lists(st.tuples(st.integers(8, 18), st.integers(0, 3599), st.integers(0, 5000)), max_size=20))
def test_no_wait_is_lost_and_no_mean_exceeds_the_longest(queue: list[tuple[int, int, int]]) -> None:
    events = [
        event
        for number, (hour, second, seconds) in enumerate(queue)
        for event in waited(f"v-{number}", hour * 3600.0 + second, float(seconds))
    ]
    found = waits_by_hour(events)
    assert sum(each.count for each in found) == len(queue)
    assert all(0 <= each.mean_seconds <= each.longest_seconds for each in found)
    assert [each.hour for each in found] == sorted({hour for hour, _, _ in queue})
