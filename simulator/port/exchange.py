"""Requests and answers, the two halves of reaching a hub (adapter, transport), and joining them."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from simulator.port.operations import Operation
from simulator.port.outcomes import Malformed, Outcome
from simulator.records.mishap import NO_MISHAP, Mishap


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as a value; `path` begins with a slash and holds the query.

    `errand` is the operation that it is part of. It is not sent, and has no part in what requests are equal.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    errand: Operation | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; header names are lower case; `elapsed_seconds` is measured.

    `mishap` is what was done to the exchange on purpose, with a delay that is still to be spent.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed_seconds: float = 0.0
    mishap: Mishap = NO_MISHAP


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No answer came. `sent` tells whether the hub may have received the request."""

    detail: str
    sent: bool = True
    mishap: Mishap = NO_MISHAP


Answer = Response | NoAnswer
Exchange = Generator[Request, Answer, Outcome]


class Adapter(Protocol):
    """Turns an operation into requests and the answers into an outcome; does no input or output."""

    def perform(self, operation: Operation) -> Exchange:
        """Yield requests, be sent answers, return the outcome."""
        ...


class Transport(Protocol):
    """Carries one request to a hub."""

    def send(self, request: Request) -> Answer:
        """Send a request; failures come back as values."""
        ...


@dataclass(frozen=True, slots=True)
class Carried:
    """What carrying an operation through came to.

    `waited_seconds` were measured while waiting for answers; those in `mishap` are still to be spent.
    `request` is the last that was sent, None where nothing was.
    """

    outcome: Outcome
    waited_seconds: float = 0.0
    mishap: Mishap = NO_MISHAP
    request: Request | None = field(default=None, repr=False, compare=False)


def carry(adapter: Adapter, transport: Transport, operation: Operation) -> Carried:
    """Carry an operation through."""
    exchange = adapter.perform(operation)
    waited, mishap = 0.0, NO_MISHAP
    request: Request | None = None
    try:
        request = next(exchange)
        while True:
            answer = transport.send(replace(request, errand=operation))
            if answer.mishap is not NO_MISHAP:
                mishap += answer.mishap
            if isinstance(answer, Response):
                waited += answer.elapsed_seconds
            request = exchange.send(answer)
    except StopIteration as end:
        outcome: Outcome = end.value if end.value is not None else Malformed("the adapter gave no outcome")
        return Carried(outcome, waited, mishap, request)


def perform(adapter: Adapter, transport: Transport, operation: Operation) -> tuple[Outcome, float]:
    """Carry an operation through; gives the outcome and the seconds spent waiting for answers."""
    carried = carry(adapter, transport, operation)
    return carried.outcome, carried.waited_seconds
