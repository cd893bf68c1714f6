"""A transport that carries everything as it is and remembers the latest exchanges, to show what was wrong."""

import time
from collections import deque
from dataclasses import dataclass, field

from simulator.port.exchange import Answer, Request, Transport


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A request and what came of it, and when (seconds since 1970).

    Both hold secrets and people's data: mask them before they are shown.
    """

    request: Request = field(repr=False)
    answer: Answer = field(repr=False)
    at: float


class RecordingTransport:
    """Carries requests over another transport; `kept` are the latest exchanges, `sent` how many."""

    def __init__(self, inner: Transport, most: int = 16) -> None:
        self._inner = inner
        self.kept: deque[Exchanged] = deque(maxlen=most)
        self.sent = 0

    def send(self, request: Request) -> Answer:
        """Send a request, and keep it with its answer."""
        self.sent += 1
        answer = self._inner.send(request)
        self.kept.append(Exchanged(request, answer, time.time()))
        return answer
