"""A transport that steps an ASGI app by hand, in the caller's own thread and without an event loop."""

import time
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any
from urllib.parse import unquote

from simulator.port.exchange import Answer, NoAnswer, Request, Response

Message = MutableMapping[str, Any]
App = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]
_HOST = "hub.invalid"


class AppSuspendedError(Exception):
    """The app waits for something that only an event loop could bring, so it cannot be stepped by hand."""


class AsgiTransport:
    """Sends requests to an app in this process; what the app raises comes through as it is."""

    def __init__(self, app: App) -> None:
        self._app = app

    def send(self, request: Request) -> Answer:
        """Send a request; an app that ends without a whole answer gave none.

        Raises:
            AppSuspendedError: the app waits for something else than this request.
        """
        started = time.perf_counter()
        messages = _Messages(request.body)
        _step(self._app(_scope(request), messages.receive, messages.send))
        return messages.answer(time.perf_counter() - started)


class _Messages:
    """The two ends of one exchange: what the app receives, and what it has sent."""

    def __init__(self, body: bytes) -> None:
        self._incoming: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        self._status: int | None = None
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._is_whole = False

    async def receive(self) -> Message:
        return self._incoming.pop() if self._incoming else {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            for name, value in message.get("headers", ()):
                _add(self._headers, name.decode("latin-1").lower(), value.decode("latin-1"))
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            self._is_whole = not message.get("more_body", False)

    def answer(self, elapsed_seconds: float) -> Answer:
        if self._status is None or not self._is_whole:
            return NoAnswer("the app ended without an answer")
        return Response(self._status, self._headers, bytes(self._body), elapsed_seconds)


def _step(awaitable: Awaitable[None]) -> None:
    if not isinstance(awaitable, Coroutine):
        raise TypeError("the app is no coroutine function")
    try:
        awaitable.send(None)
    except StopIteration:
        return
    awaitable.close()
    raise AppSuspendedError("the ASGI app waits for an event loop; serve it and use HTTP instead")


def _scope(request: Request) -> dict[str, Any]:
    path, _, query = request.path.partition("?")
    headers = [(b"host", _HOST.encode()), (b"content-length", str(len(request.body)).encode())]
    headers += [
        (name.lower().encode("latin-1"), text.encode("latin-1")) for name, text in request.headers.items()
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 0),
        "server": (_HOST, 80),
    }


def _add(headers: dict[str, str], name: str, value: str) -> None:
    headers[name] = f"{headers[name]}, {value}" if name in headers else value
