"""Each kind of fault over a transport of a few lines, and which requests are struck."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.hub.transports.faults import RULE_FAULTS, Delay, FaultPlan, FaultRule, Jitter, Where
from simulator.hub.transports.faulty import FaultyTransport, Strikes
from simulator.port.exchange import Answer, NoAnswer, Request, Response
from simulator.port.operations import FetchAuditTrail, LookUpSubsidy, Operation
from simulator.records.mishap import NO_MISHAP, Fault, Mishap
from simulator.streams import Streams

BODY = b'{"shown": ["a", "b"]}'
HEADERS = {"content-type": "application/json", "content-length": str(len(BODY))}
REQUEST = Request("POST", "/v1/institutions/1310000001/doses?x=1", body=b"{}")


@dataclass
class Line:
    """A hub that numbers its answers, or gives none, and remembers what it was asked."""

    answers: Callable[[int], Answer] = lambda number: Response(
        200, {**HEADERS, "x-number": str(number)}, BODY
    )
    asked: list[Request] = field(default_factory=list)

    def send(self, request: Request) -> Answer:
        self.asked.append(request)
        return self.answers(len(self.asked))


def faulty(line: Line, *rules: FaultRule, seed: int = 1, **more: str) -> FaultyTransport:
    return FaultyTransport(line, Strikes(FaultPlan("計画", "plan", rules), Streams(seed), **more))


def always(fault: Fault, **more: object) -> FaultRule:
    return FaultRule("always", fault, **more)  # type: ignore[arg-type]


def struck(fault: Fault, line: Line, **more: object) -> Answer:
    return faulty(line, always(fault, **more)).send(REQUEST)


def test_without_a_rule_that_strikes_nothing_is_changed() -> None:
    line = Line()
    assert faulty(line).send(REQUEST) == Line().send(REQUEST)
    never = FaultRule("never", Fault.DROP_BEFORE, probability=0.0)
    assert faulty(line, never).send(REQUEST).mishap == NO_MISHAP
    assert len(line.asked) == 2


def test_latency_is_put_on_the_answer_and_not_waited_for() -> None:
    answer = struck(Fault.LATENCY, line := Line(), delay=Delay(90.0))
    assert isinstance(answer, Response)
    assert (answer.body, len(line.asked)) == (BODY, 1)
    assert answer.mishap == Mishap((Fault.LATENCY,), 90.0)
    assert not answer.mishap.silences


def test_a_connection_that_breaks_before_reaches_no_hub_and_the_client_cannot_tell() -> None:
    before = struck(Fault.DROP_BEFORE, unreached := Line())
    after = struck(Fault.DROP_AFTER, reached := Line())
    assert (len(unreached.asked), len(reached.asked)) == (0, 1)
    for answer in (before, after):
        assert isinstance(answer, NoAnswer)
        assert answer.sent
        assert answer.mishap.silences
    assert isinstance(before, NoAnswer)
    assert isinstance(after, NoAnswer)
    assert before.detail == after.detail


def test_a_lost_answer_is_missed_after_its_delay() -> None:
    assert struck(Fault.DROP_AFTER, Line(), delay=Delay(5.0)).mishap.delay_seconds == 5.0


@pytest.mark.parametrize(("fault", "number"), [(Fault.DUPLICATE, "1"), (Fault.DUPLICATE_LATE, "2")])
def test_a_doubled_request_reaches_the_hub_twice_and_one_answer_comes(fault: Fault, number: str) -> None:
    answer = struck(fault, line := Line())
    assert line.asked == [REQUEST, REQUEST]
    assert isinstance(answer, Response)
    assert answer.headers["x-number"] == number
    assert (answer.mishap.doubles, answer.mishap.repeats) == (number == "1", number == "2")
    assert not answer.mishap.silences


def test_an_answer_cut_off_is_none_as_every_http_client_would_notice() -> None:
    answer = struck(Fault.TRUNCATE, line := Line())
    assert isinstance(answer, NoAnswer)
    assert answer.sent
    assert f"10 of {len(BODY)} bytes" in answer.detail
    assert len(line.asked) == 1


def test_an_answer_cut_off_unnoticed_is_half_an_answer_of_the_length_that_it_says() -> None:
    answer = struck(Fault.TRUNCATE_UNNOTICED, Line(), fraction=0.25)
    assert isinstance(answer, Response)
    assert answer.body == BODY[:5]
    assert answer.headers["content-length"] == "5"
    assert answer.mishap.garbles


@pytest.mark.parametrize("fault", [Fault.TRUNCATE, Fault.TRUNCATE_UNNOTICED])
def test_where_there_is_nothing_to_cut_off_nothing_was_done(fault: Fault) -> None:
    answer = struck(fault, Line(lambda _: Response(204, {}, b"")), delay=Delay(3.0))
    assert answer == Response(204, {}, b"")


@pytest.mark.parametrize(("after", "headers"), [(None, {}), (30, {"retry-after": "30"})])
def test_a_status_is_answered_in_the_hubs_stead(after: int | None, headers: dict[str, str]) -> None:
    answer = struck(Fault.STATUS, line := Line(), status=429, retry_after_seconds=after)
    assert line.asked == []
    assert isinstance(answer, Response)
    assert (answer.status, answer.headers, answer.body) == (429, headers, b"")
    assert answer.mishap.silences


@pytest.mark.parametrize("fault", [Fault.DROP_AFTER, Fault.TRUNCATE, Fault.TRUNCATE_UNNOTICED])
def test_a_silence_of_the_hubs_own_stays_the_hubs_own(fault: Fault) -> None:
    answer = struck(fault, Line(lambda _: NoAnswer("refused", sent=False)))
    assert answer == NoAnswer("refused", sent=False)


def test_delays_add_up_and_of_what_does_more_the_first_is_done() -> None:
    rules = (
        FaultRule("slow", Fault.LATENCY, delay=Delay(1.0)),
        FaultRule("lost", Fault.DROP_AFTER, delay=Delay(10.0)),
        FaultRule("busy", Fault.STATUS, delay=Delay(100.0)),
        FaultRule("slower", Fault.LATENCY, delay=Delay(1000.0)),
    )
    answer = faulty(line := Line(), *rules).send(REQUEST)
    assert answer.mishap == Mishap((Fault.DROP_AFTER, Fault.LATENCY, Fault.LATENCY), 1011.0)
    assert len(line.asked) == 1


def test_faults_over_faults_are_both_told() -> None:
    inner = faulty(Line(), always(Fault.LATENCY, delay=Delay(1.0)))
    outer = Strikes(FaultPlan("", "", (always(Fault.LATENCY, delay=Delay(2.0)),)), Streams(1))
    assert FaultyTransport(inner, outer).send(REQUEST).mishap.delay_seconds == 3.0


DOSES = "/v1/institutions/*/doses"


@pytest.mark.parametrize(
    ("where", "strikes"),
    [
        (Where(), True),
        (Where(methods=frozenset({"GET", "POST"})), True),
        (Where(methods=frozenset({"GET"})), False),
        (Where(path=DOSES), True),
        (Where(path="/v1/institutions/*"), True),
        (Where(path="/v1/institutions"), False),
        (Where(path="*x=1"), False),
        (Where(operations=frozenset({"LookUpSubsidy"})), True),
        (Where(operations=frozenset({"RecordDose"})), False),
        (Where(frozenset({"LookUpSubsidy"}), frozenset({"POST"}), DOSES), True),
        (Where(frozenset({"LookUpSubsidy"}), frozenset({"PUT"}), DOSES), False),
    ],
)
def test_a_rule_strikes_only_where_all_that_it_names_fits(where: Where, *, strikes: bool) -> None:
    request = Request(REQUEST.method, REQUEST.path, errand=look_up("1310000001"))
    answer = faulty(Line(), always(Fault.DROP_BEFORE, where=where)).send(request)
    assert isinstance(answer, NoAnswer) is strikes


def test_a_request_without_an_errand_is_part_of_no_named_operation() -> None:
    only = always(Fault.DROP_BEFORE, where=Where(operations=frozenset({"RecordDose"})))
    assert isinstance(faulty(Line(), only).send(REQUEST), Response)


def test_the_nth_request_of_a_rule_is_counted_over_those_that_fit() -> None:
    rule = FaultRule("n", Fault.DROP_BEFORE, Where(methods=frozenset({"POST"})), nth=frozenset({2, 3}))
    transport = faulty(Line(), rule)
    get = Request("GET", "/v1/health")
    lost = [
        isinstance(transport.send(each), NoAnswer) for each in (REQUEST, get, REQUEST, get, REQUEST, REQUEST)
    ]
    assert lost == [False, False, True, False, True, False]


def look_up(institution: str) -> Operation:
    return LookUpSubsidy("p-1", institution, consent=True, service_date=date(2026, 11, 30))


def request_of(operation: Operation) -> Request:
    return Request("POST", "/", errand=operation)


def fates(operations: Sequence[Operation], rule: FaultRule, seed: int = 1, **more: str) -> list[Mishap]:
    transport = faulty(Line(), rule, seed=seed, **more)
    return [transport.send(request_of(each)).mishap for each in operations]


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9])
def test_faults_come_as_often_as_the_plan_says(share: float) -> None:
    many = 4000
    told = fates([look_up("c")] * many, FaultRule("some", Fault.DROP_BEFORE, probability=share))
    hit = sum(each.silences for each in told)
    assert abs(hit - share * many) < 4 * sqrt(many * share * (1 - share))


actors = st.lists(st.sampled_from("abcd"), max_size=40)


@given(actors, st.integers(0, 2**63 - 1), st.sampled_from(RULE_FAULTS))
def test_the_same_seed_and_plan_strike_the_same(who: list[str], seed: int, fault: Fault) -> None:
    rule = FaultRule("r", fault, probability=0.4, delay=Delay(1.0, Jitter.EXPONENTIAL, 2.0))
    asked = [look_up(each) for each in who]
    assert fates(asked, rule, seed) == fates(asked, rule, seed)


@given(actors, st.randoms(use_true_random=False))
def test_what_others_ask_in_between_changes_nothing(who: list[str], chance: object) -> None:
    rule = FaultRule("r", Fault.DROP_AFTER, probability=0.4, delay=Delay(0.0, Jitter.UNIFORM, 9.0))
    alone = {each: fates([look_up(each)] * who.count(each), rule) for each in "abcd"}
    chance.shuffle(who)  # type: ignore[attr-defined]
    others = [FetchAuditTrail("p") for _ in who]
    mixed = [each for pair in zip([look_up(each) for each in who], others, strict=True) for each in pair]
    told = fates(mixed, rule)[::2]
    for each in "abcd":
        assert [fate for actor, fate in zip(who, told, strict=True) if actor == each] == alone[each]


def test_another_seed_rule_or_lot_strikes_others() -> None:
    asked = [look_up("c")] * 200
    rule = FaultRule("r", Fault.DROP_BEFORE, probability=0.5)
    first = fates(asked, rule)
    assert first != fates(asked, rule, seed=2)
    assert first != fates(asked, FaultRule("s", Fault.DROP_BEFORE, probability=0.5))
    assert first != fates(asked, rule, lot="other")


def test_the_mark_of_a_run_in_the_names_of_people_strikes_no_others() -> None:
    rule = FaultRule("r", Fault.DROP_BEFORE, probability=0.5)
    plain = fates([FetchAuditTrail("p-7")] * 50, rule)
    assert fates([FetchAuditTrail("p-7-cafe")] * 50, rule, mark="-cafe") == plain


@given(st.floats(0, 1, exclude_max=True), st.sampled_from(Jitter))
def test_a_delay_is_never_shorter_than_its_fixed_part_and_always_finite(draw: float, jitter: Jitter) -> None:
    seconds = Delay(1.5, jitter, 4.0).of(draw)
    assert 1.5 <= seconds < 1.5 + 4.0 * 40
    assert jitter is not Jitter.UNIFORM or seconds <= 5.5
    assert jitter is not Jitter.NONE or seconds == 1.5


def test_an_exponential_delay_has_the_mean_that_it_says() -> None:
    rule = FaultRule("r", Fault.LATENCY, delay=Delay(0.0, Jitter.EXPONENTIAL, 2.0))
    told = [each.delay_seconds for each in fates([look_up("c")] * 4000, rule)]
    assert sum(told) / len(told) == pytest.approx(2.0, abs=4 * 2.0 / sqrt(4000))
