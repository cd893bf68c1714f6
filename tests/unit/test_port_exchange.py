from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from simulator.port.exchange import Answer, Carried, Exchange, NoAnswer, Request, Response, carry, perform
from simulator.port.operations import CheckHealth, Operation
from simulator.port.outcomes import Malformed, Ok, Outcome, Unknown
from simulator.records.mishap import Fault, Mishap

HEALTH = Request("GET", "/health")
VERSION = Request("GET", "/version")


class Script:
    """An adapter that sends requests one after the other and counts what it was told."""

    def __init__(self, *requests: Request) -> None:
        self.requests = requests
        self.told: list[Answer] = []

    def perform(self, operation: Operation) -> Exchange:
        assert isinstance(operation, CheckHealth)
        for request in self.requests:
            self.told.append((yield request))
        lost = [answer for answer in self.told if isinstance(answer, NoAnswer)]
        return Unknown(lost[0].detail) if lost else Ok(len(self.told))


class Line:
    """A transport that hands out prepared answers and keeps the requests."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers: Iterator[Answer] = iter(answers)
        self.sent: list[Request] = []

    def send(self, request: Request) -> Answer:
        self.sent.append(request)
        return next(self.answers)


def answered(seconds: float) -> Response:
    return Response(200, {}, b"{}", seconds)


def carried_out(adapter: Script, *answers: Answer) -> tuple[Outcome, float, Line]:
    line = Line(answers)
    outcome, waited = perform(adapter, line, CheckHealth())
    return outcome, waited, line


def test_each_request_is_sent_in_order_and_its_answer_handed_back() -> None:
    adapter = Script(HEALTH, VERSION)
    first, second = answered(0.1), answered(0.2)
    outcome, _, line = carried_out(adapter, first, second)
    assert (line.sent, adapter.told, outcome) == ([HEALTH, VERSION], [first, second], Ok(2))


def test_the_time_waited_is_that_of_all_answers_together() -> None:
    _, waited, _ = carried_out(Script(HEALTH, VERSION), answered(0.25), answered(0.5))
    assert waited == pytest.approx(0.75)


def test_a_missing_answer_reaches_the_adapter_as_a_value_and_costs_no_measured_time() -> None:
    outcome, waited, _ = carried_out(Script(HEALTH, VERSION), NoAnswer("timeout"), answered(0.5))
    assert (outcome, waited) == (Unknown("timeout"), 0.5)


def test_a_transport_is_told_the_errand_of_a_request() -> None:
    _, _, line = carried_out(Script(HEALTH, VERSION), answered(0.1), answered(0.1))
    assert [request.errand for request in line.sent] == [CheckHealth(), CheckHealth()]


def test_what_was_put_in_on_the_way_is_told_in_all_and_its_delay_is_none_of_the_time_waited() -> None:
    slow, lost = Mishap((Fault.LATENCY,), 2.0), Mishap((Fault.DROP_AFTER,), 5.0)
    answers = [replace(answered(0.25), mishap=slow), NoAnswer("broken", mishap=lost)]
    carried = carry(Script(HEALTH, VERSION), Line(answers), CheckHealth())
    assert carried == Carried(Unknown("broken"), 0.25, Mishap((Fault.LATENCY, Fault.DROP_AFTER), 7.0))


def test_an_adapter_may_decide_without_asking() -> None:
    outcome, waited, line = carried_out(Script())
    assert (outcome, waited, line.sent) == (Ok(0), 0.0, [])


class Silent(Script):
    """An adapter that forgets its outcome."""

    def perform(self, operation: Operation) -> Exchange:
        yield from super().perform(operation)
        return None  # type: ignore[return-value]  # the mistake under test


def test_an_adapter_without_an_outcome_is_malformed_not_a_crash() -> None:
    outcome, _, _ = carried_out(Silent(HEALTH), answered(0.1))
    assert isinstance(outcome, Malformed)


class Broken(Script):
    """An adapter with a fault of its own."""

    def perform(self, operation: Operation) -> Exchange:
        yield HEALTH
        raise KeyError(operation)


def test_a_fault_of_the_adapter_is_not_taken_for_an_answer_of_the_hub() -> None:
    with pytest.raises(KeyError):
        carried_out(Broken(), answered(0.1))
