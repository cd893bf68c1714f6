"""Serving an ASGI app on loopback with uvicorn."""

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import h11
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from simulator.hub.contract.documents import PROBLEM_TYPE, dump
from simulator.hub.contract.problems import MALFORMED, problem_document
from simulator.language import Complaint, Text, say
from simulator.language.system import reason_of

HOST = "127.0.0.1"
_BACKLOG = 2048
_KEEP_ALIVE_SECONDS = 75
_SHUTDOWN_SECONDS = 5
# A head that has not ended by then is cut off; whole ones are judged by the app.
_HEAD_BYTES = 32 * 1024
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def serve(app: ASGIApp, port: int, ready: Callable[[int], None]) -> None:
    """Serve until SIGTERM or SIGINT; requests under way are answered before this returns.

    Port 0 takes a free port. `ready` is called with the port once connections are taken.

    Raises:
        Complaint: the port cannot be had.
    """
    with bind(port) as listener, _signals_kept():
        Server(app, lambda: ready(listener.getsockname()[1])).run(sockets=[listener])


class _Protocol(H11Protocol):
    """HTTP/1.1 that answers what is no HTTP with a problem as well, and closes the connection."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - it is the same for all
        """Say that the request could not be read, where nothing was said yet."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.write(self._malformed())
        self.transport.close()

    def _malformed(self) -> bytes:
        body = dump(problem_document(MALFORMED))
        headers = [
            (b"content-type", PROBLEM_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        told = (
            h11.Response(status_code=MALFORMED.status, headers=headers, reason=b"Bad Request"),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
        return b"".join(self.conn.send(event) or b"" for event in told)


class Server(uvicorn.Server):
    """A uvicorn server without access log, that says when it is ready; `should_exit` ends it."""

    def __init__(self, app: ASGIApp, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_Protocol,
                log_config=None,
                access_log=False,
                server_header=False,
                lifespan="off",
                ws="none",
                timeout_keep_alive=_KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
                h11_max_incomplete_event_size=_HEAD_BYTES,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        self._ready()


@contextmanager
def bind(port: int) -> Iterator[socket.socket]:
    """A socket that listens on loopback; 0 takes a free port. Complaint if the port cannot be had."""
    # asyncio sends small answers at once (TCP_NODELAY) only where the socket is named as TCP.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(_BACKLOG)
        except (OSError, OverflowError) as error:
            raise Complaint(
                say("ポート {port} で待ち受けられません: {error}", port=port, error=_reason(error)),
                mend=say("ほかのポートか、空きポートを選ぶ 0 を指定してください。"),
            ) from error
        yield listener


def _reason(error: OSError | OverflowError) -> Text:
    return reason_of(error) if isinstance(error, OSError) else say("0 から 65535 までの番号ではない")


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Let the server have the signals for itself: it raises them again after its end, which would end us."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    earlier = {each: signal.signal(each, _pass) for each in _SIGNALS}
    try:
        yield
    finally:
        for each, handler in earlier.items():
            signal.signal(each, handler)


def _pass(_signal: int, _frame: FrameType | None) -> None:
    """Nothing is left to do: the server has ended."""
