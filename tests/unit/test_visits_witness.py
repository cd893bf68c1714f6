"""The witness beside faults that were put in on purpose: nothing of them is held against the hub."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from builders import CLINIC, DAY, book, dose, ticket

from simulator.card import CertificationAuthority
from simulator.port.book import Book
from simulator.port.capabilities import VERIFIES_CARD, Capabilities
from simulator.port.exchange import Answer, Exchange, NoAnswer, Request, Response
from simulator.port.operations import (
    CheckEligibility,
    CheckHealth,
    FetchTask,
    LookUpSubsidy,
    Operation,
    RecordDose,
    SetClock,
    TaskReport,
)
from simulator.port.outcomes import Malformed, Ok, Outcome, Refused, Unavailable, Unknown
from simulator.records.mishap import NO_MISHAP, Fault, Mishap
from simulator.rules import results, subsidy
from simulator.visits.carddesk import CardDesk
from simulator.visits.steps import GIVEN_UP, Ask
from simulator.visits.witness import (
    LONGEST_TASK_SECONDS,
    LONGEST_WAIT_SECONDS,
    OF_A_WRONG_CLOCK,
    PATIENCE,
    Witness,
)

HEALTH = Ask(CheckHealth(), ())
TASK = Ask(FetchTask("990001", "t"), ())


@dataclass
class Hub:
    """An adapter and the transport below it, which come to prepared outcomes with prepared mishaps."""

    prepared: Iterable[tuple[Outcome, Mishap]]
    asked: list[Operation] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._prepared = iter(self.prepared)

    def perform(self, operation: Operation) -> Exchange:
        self.asked.append(operation)
        self._outcome, self._mishap = next(self._prepared)
        yield Request("GET", "/")
        return self._outcome

    def send(self, request: Request) -> Answer:
        assert request.errand is self.asked[-1]
        if isinstance(self._outcome, Unknown):
            return NoAnswer("lost", mishap=self._mishap)
        return Response(200, {}, b"", mishap=self._mishap)


def witness(*prepared: tuple[Outcome, Mishap], filled: Book | None = None, **more: bool) -> Witness:
    hub = Hub(prepared)
    desk = CardDesk(CertificationAuthority.from_seed(1), DAY, lambda: 0, "n")
    offered = Capabilities("hub", "1", frozenset({VERIFIES_CARD}))
    return Witness(hub, hub, desk, offered, filled or Book(), **more)  # type: ignore[arg-type]


LOST = (Unknown("lost"), NO_MISHAP)
KEPT_BACK = (Unknown("lost"), Mishap((Fault.DROP_AFTER,), 5.0))
BUSY = (Unavailable("HTTP 503", 3), Mishap((Fault.STATUS,)))
SLOW_AND_LOST = (Unknown("lost"), Mishap((Fault.LATENCY,), 1.0))
FINE = (Ok(), NO_MISHAP)


def outcomes(asking: Witness, times: int) -> list[Outcome]:
    return [asking.ask("v-1", float(number), HEALTH) for number in range(times)]


def test_a_hub_is_not_given_up_for_answers_that_were_kept_back() -> None:
    prepared = [KEPT_BACK, BUSY] * 5
    assert outcomes(witness(*prepared), 10) == [outcome for outcome, _ in prepared]


def test_a_hub_that_is_silent_itself_is_given_up_whatever_was_kept_back_in_between() -> None:
    told = outcomes(witness(LOST, KEPT_BACK, SLOW_AND_LOST, BUSY, LOST), 7)
    assert told[PATIENCE + 2 :] == [Unavailable(GIVEN_UP)] * 2


def test_an_answer_in_between_makes_patience_begin_anew() -> None:
    assert outcomes(witness(LOST, LOST, FINE, LOST, LOST, FINE), 6)[-1] == Ok()


def test_a_hub_that_was_given_up_on_is_asked_no_more() -> None:
    asking = witness()
    asking.give_up()
    assert outcomes(asking, 1) == [Unavailable(GIVEN_UP)]


def test_delays_are_owed_until_they_are_taken() -> None:
    asking = witness(KEPT_BACK, SLOW_AND_LOST, FINE)
    outcomes(asking, 2)
    assert asking.take_owed_seconds() == 6.0
    outcomes(asking, 1)
    assert asking.take_owed_seconds() == 0.0


def test_what_was_put_in_stands_in_the_evidence() -> None:
    asking = witness(KEPT_BACK, FINE)
    outcomes(asking, 2)
    assert [each.mishap for each in asking.evidence] == [KEPT_BACK[1], NO_MISHAP]


LOOK_UP = Ask(LookUpSubsidy("p-child", CLINIC.code, consent=True, service_date=DAY), subsidy.BY_GATEWAY)


@pytest.mark.parametrize(
    ("fault", "judged"), [(Fault.TRUNCATE_UNNOTICED, False), (Fault.LATENCY, True), (Fault.DUPLICATE, True)]
)
def test_half_an_answer_is_held_against_the_hub_only_if_nobody_cut_it(fault: Fault, *, judged: bool) -> None:
    asking = witness((Malformed("HTTP 200: no JSON"), Mishap((fault,))), filled=book())
    outcome = asking.ask("v-1", 0.0, LOOK_UP)
    assert isinstance(outcome, Malformed) is judged
    assert any(not each.as_expected for each in asking.evidence[0].judgements) is judged
    assert judged or isinstance(outcome, Unknown)


def by_card(assertion: str) -> Ask:
    return Ask(CheckEligibility(CLINIC.code, assertion, consent=True, service_date=DAY), subsidy.BY_CARD)


@pytest.mark.parametrize("reason", sorted(OF_A_WRONG_CLOCK))
def test_a_refusal_for_the_time_is_no_deviation_where_the_clocks_were_put_wrong(reason: str) -> None:
    refusals = [(Refused(reason), NO_MISHAP)]
    wrong, right = (witness(*refusals, filled=book(), wrong_clock=each) for each in (True, False))
    assert wrong.ask("v-1", 0.0, by_card("a-1")) == Unavailable(reason)
    assert wrong.evidence[0].judgements == ()
    assert wrong.evidence[0].mishap.faults == (Fault.CLOCK_SKEW,)
    assert right.ask("v-1", 0.0, by_card("a-1")) == Refused(reason)
    assert not all(each.as_expected for each in right.evidence[0].judgements)


def test_with_wrong_clocks_other_refusals_and_other_actors_are_judged_as_ever() -> None:
    replayed = (Refused("assertion-replayed"), NO_MISHAP)
    unknown_gateway = (Refused("unauthenticated"), NO_MISHAP)
    asking = witness(replayed, unknown_gateway, filled=book(), wrong_clock=True)
    for step in (by_card("a-1"), LOOK_UP):
        asking.ask("v-1", 0.0, step)
    assert [not all(each.as_expected for each in one.judgements) for one in asking.evidence] == [True, True]


REPEATED, DOUBLED = Mishap((Fault.DUPLICATE_LATE,)), Mishap((Fault.DUPLICATE,))


def judged_by_card(mishap: Mishap, outcome: Outcome) -> bool:
    asking = witness((outcome, mishap), filled=book())
    asking.ask("v-1", 0.0, by_card("a-1"))
    return all(each.as_expected for each in asking.evidence[0].judgements)


def test_a_hub_may_refuse_an_assertion_that_it_was_given_a_moment_before() -> None:
    refused = Refused("assertion-replayed")
    assert judged_by_card(REPEATED, refused)
    assert not judged_by_card(DOUBLED, refused)
    assert not judged_by_card(NO_MISHAP, refused)


@pytest.fixture
def record() -> Ask:
    filled = book(tickets=(ticket(),))
    holder, _ = filled.tickets["T-00001"]
    birth = filled.registrants[holder].basic.date_of_birth
    return Ask(RecordDose(CLINIC.code, dose(), birth, "k-1"), results.DOSES)


@pytest.mark.parametrize("mishap", [REPEATED, DOUBLED])
def test_a_record_that_reached_the_hub_twice_counts_as_sent_twice(mishap: Mishap, record: Ask) -> None:
    asking = witness((Ok("r-1"), mishap), filled=book(tickets=(ticket(),)))
    asking.ask("v-1", 0.0, record)
    (recorded,) = asking.book.results["T-00001"]
    assert (recorded.certain, recorded.times_sent) == (True, 2)
    assert all(each.as_expected for each in asking.evidence[0].judgements)


def test_a_refused_record_that_reached_the_hub_twice_leaves_nothing(record: Ask) -> None:
    asking = witness((Refused("x"), DOUBLED), filled=book(tickets=(ticket(),)))
    asking.ask("v-1", 0.0, record)
    assert asking.book.results["T-00001"] == []


def report(*, done: bool) -> tuple[Outcome, Mishap]:
    return Ok(TaskReport(done=done)), NO_MISHAP


def test_a_registration_under_way_is_asked_for_until_it_is_done_and_leaves_one_trace() -> None:
    waited: list[float] = []
    asking = witness(*[report(done=False)] * 7, report(done=True))
    asking.wait = waited.append
    assert asking.ask("v", 1.0, TASK) == Ok(TaskReport(done=True))
    assert [each.outcome for each in asking.evidence] == [Ok(TaskReport(done=True))]
    assert len(waited) == 7
    assert waited == sorted(waited)
    assert waited[-1] == LONGEST_WAIT_SECONDS


def test_a_registration_that_is_never_done_is_given_up_after_a_minute() -> None:
    waited: list[float] = []
    asking = witness(*[report(done=False)] * 1000)
    asking.wait = waited.append
    assert asking.ask("v", 1.0, TASK) == Ok(TaskReport(done=False))
    assert LONGEST_TASK_SECONDS <= sum(waited) <= LONGEST_TASK_SECONDS + LONGEST_WAIT_SECONDS
    assert len(asking.evidence) == 1


def test_a_lost_answer_ends_the_waiting_for_a_registration() -> None:
    asking = witness(report(done=False), (Unknown("lost"), NO_MISHAP))
    assert asking.ask("v", 1.0, TASK) == Unknown("lost")


def test_the_day_of_the_desk_is_the_first_day_of_the_book_until_the_clock_is_set() -> None:
    asking = witness((Ok(), NO_MISHAP))
    assert asking.book.today == DAY
    asking.ask("v", 1.0, Ask(SetClock(DAY + timedelta(days=1)), ()))
    assert asking.book.today == DAY + timedelta(days=1)
