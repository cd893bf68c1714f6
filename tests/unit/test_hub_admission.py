"""The limit on card look-ups: so many a second for each institution, and a burst after a pause."""

from simulator.hub.reference.admission import Admission
from simulator.hub.reference.caller import Caller
from simulator.port import operations as ops

ONE, OTHER = Caller("institution", "9910000001"), Caller("institution", "9910000002")


class Clock:
    """A clock that is set by hand, in seconds."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def admitted(admission: Admission, caller: Caller, times: int) -> int:
    return sum(admission.seconds_to_wait(ops.CheckEligibility, caller) == 0 for _ in range(times))


def test_a_burst_of_twenty_seconds_is_let_in_and_then_so_many_a_second() -> None:
    clock = Clock()
    admission = Admission(100, clock)
    assert admitted(admission, ONE, 2500) == 2000
    clock.now += 1
    assert admitted(admission, ONE, 500) == 100
    clock.now += 0.25
    assert admitted(admission, ONE, 500) == 25
    clock.now += 3600
    assert admitted(admission, ONE, 2500) == 2000


def test_who_is_turned_away_is_told_how_long_to_wait() -> None:
    clock = Clock()
    admission = Admission(4, clock)
    assert admitted(admission, ONE, 80) == 80
    wait = admission.seconds_to_wait(ops.FetchTickets, ONE)
    assert wait == 0.25
    clock.now += wait
    assert admission.seconds_to_wait(ops.FetchTickets, ONE) == 0


def test_institutions_are_counted_apart_and_other_operations_not_at_all() -> None:
    admission = Admission(1, Clock())
    assert admitted(admission, ONE, 30) == 20
    assert admitted(admission, OTHER, 30) == 20
    assert all(admission.seconds_to_wait(ops.RecordDose, ONE) == 0 for _ in range(100))
