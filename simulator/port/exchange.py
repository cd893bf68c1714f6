"""Requests and answers, the two halves of reaching a hub (adapter, transport), and joining them."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from simulator.port.operations import Operation
from simulator.port.outcomes import Malformed, Outcome


@dataclass(frozen=True, slots=True)
class Request:
    """An HTTP request as a value; `path` begins with a slash and holds the query."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP answer; header names are lower case; `elapsed_seconds` is measured."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """No answer came. `sent` tells whether the hub may have received the request."""

    detail: str
    sent: bool = True


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


def perform(adapter: Adapter, transport: Transport, operation: Operation) -> tuple[Outcome, float]:
    """Carry an operation through; gives the outcome and the seconds spent waiting for answers."""
    exchange = adapter.perform(operation)
    waited = 0.0
    try:
        request = next(exchange)
        while True:
            answer = transport.send(request)
            if isinstance(answer, Response):
                waited += answer.elapsed_seconds
            request = exchange.send(answer)
    except StopIteration as end:
        outcome: Outcome = end.value if end.value is not None else Malformed("the adapter gave no outcome")
        return outcome, waited
