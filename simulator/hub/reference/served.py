"""The app of a hub that is served: its face, with group commit, limits, liveness, metrics and a journal."""

from collections.abc import Mapping
from itertools import count
from secrets import token_hex
from time import perf_counter
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.hub.contract.problems import HEADERS_TOO_LARGE
from simulator.hub.reference.admission import LOOKUPS_PER_SECOND, Admission
from simulator.hub.reference.answered import Answered, left
from simulator.hub.reference.face import hub_app
from simulator.hub.reference.group_commit import GroupCommit
from simulator.hub.reference.hub import ReferenceHub
from simulator.hub.reference.journal import note_answer
from simulator.hub.reference.metrics import CONTENT_TYPE, Metrics
from simulator.hub.reference.replies import problem

LIVENESS, METRICS = "/healthz", "/metrics"
MOST_HEADERS = 64
HEADER_BYTES = 16 * 1024


def served_app(
    hub: ReferenceHub,
    jwks: Mapping[str, Any],
    *,
    lookups_per_second: float = LOOKUPS_PER_SECOND,
    single_commits: bool = False,
) -> ASGIApp:
    """The app of a hub that is served by an event loop.

    `lookups_per_second` limits each institution's card look-ups. With `single_commits` every operation has a
    commit of its own, to measure what groups are good for.
    """
    metrics = Metrics()
    group = GroupCommit(hub, metrics.note_commit)
    metrics.watch("waiting_operations", "Operations that wait for their commit", lambda: group.waiting)
    metrics.watch("intake_rows", "Accepted rows that wait to be taken in", hub.count_waiting_rows)
    perform = None if single_commits else group.perform
    return _Served(hub_app(hub, jwks, perform, Admission(lookups_per_second)), metrics)


class _Served:
    """Answers what the operator asks, and lets everything else through, limited and told of."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app, self._metrics = app, metrics
        self._run, self._numbers = token_hex(4), count(1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == LIVENESS:
            await Response("ok\n", media_type="text/plain")(scope, receive, send)
        elif scope["path"] == METRICS:
            await Response(self._metrics.text(), media_type=CONTENT_TYPE)(scope, receive, send)
        else:
            await self._tell(scope, receive, send)

    async def _tell(self, scope: Scope, receive: Receive, send: Send) -> None:
        number, began, status = f"{self._run}-{next(self._numbers)}", perf_counter(), 0

        async def numbered(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"].append((b"x-request-id", number.encode()))
            await send(message)

        scope.setdefault("state", {})
        app = self._app if _are_few(scope) else problem(HEADERS_TOO_LARGE)
        try:
            await app(scope, receive, numbered)
        finally:
            answered = Answered(number, *left(scope), status, perf_counter() - began)
            self._metrics.note_answer(answered)
            note_answer(answered)


def _are_few(scope: Scope) -> bool:
    """Whether the headers, with the path, are no more than a request of the interface needs."""
    headers = scope["headers"]
    size = len(scope["raw_path"]) + len(scope["query_string"])
    return len(headers) <= MOST_HEADERS and size + sum(len(a) + len(b) for a, b in headers) <= HEADER_BYTES
