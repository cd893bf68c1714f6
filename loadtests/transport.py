"""A transport over gevent sockets, which measures each request on the way."""

import re
import select
import time
from dataclasses import dataclass
from typing import Any

import gevent  # type: ignore[import-untyped]
from gevent.monkey import get_original  # type: ignore[import-untyped]
from geventhttpclient.connectionpool import ConnectionPool, SSLConnectionPool
from geventhttpclient.response import HTTPParseError, HTTPSocketPoolResponse

from simulator.hub.transports.http import LIMIT_BYTES, TIMEOUT_SECONDS
from simulator.hub.transports.target import Target
from simulator.port.exchange import Answer, NoAnswer, Request, Response

_CHUNK_BYTES = 64 * 1024
_BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
_LINE_BREAK = re.compile(r"[\r\n]")
_poll = get_original("select", "poll")


@dataclass(frozen=True, slots=True)
class Measured:
    """One request that was made: seconds until its answer or failure, and bytes of the answer's body."""

    method: str
    started_at: float
    seconds: float
    length: int


class LocustTransport:
    """Sends requests to one hub from one user, at the addresses that were checked.

    Statuses are values. It repeats nothing, follows no redirects and no proxies, and keeps no cookies; for
    this, and to tell what was sent from what was not, it stands on geventhttpclient's connections and parser
    and not on the user agent above them. `timeout_seconds` bounds the connecting, and then the answer.
    """

    def __init__(self, target: Target, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._target = target
        self._timeout_seconds = timeout_seconds
        self._pools = [_pool(target, address, timeout_seconds) for address in target.addresses]
        self._measured: list[Measured] = []

    def send(self, request: Request) -> Answer:
        """Send a request once; where no connection is made, the host's next address is tried."""
        at, started = time.time(), time.perf_counter()
        message = _message(self._target, request)
        answer: Answer = NoAnswer("the host has no address", sent=False)
        for pool in self._pools:
            answer = self._exchange(pool, request.method, message, started)
            if not isinstance(answer, NoAnswer) or answer.sent:
                break
        length = len(answer.body) if isinstance(answer, Response) else 0
        self._measured.append(Measured(request.method, at, time.perf_counter() - started, length))
        return answer

    def take_measured(self) -> tuple[Measured, ...]:
        """What was measured since this was last asked."""
        taken = tuple(self._measured)
        self._measured.clear()
        return taken

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            pool.close()

    def _exchange(self, pool: ConnectionPool, method: str, message: bytes, started: float) -> Answer:
        try:
            socket = pool.get_socket()
        except OSError as error:
            return NoAnswer(type(error).__name__, sent=False)
        late = gevent.Timeout.start_new(self._timeout_seconds)
        try:
            try:
                socket.sendall(message)
            except BaseException:
                pool.release_socket(socket)
                raise
            response = HTTPSocketPoolResponse(socket, pool, method=method)
            body = _read(response)
        except (OSError, HTTPParseError) as error:
            return NoAnswer(type(error).__name__)
        except gevent.Timeout as timeout:
            if timeout is not late:
                raise
            return NoAnswer("Timeout")
        finally:
            late.close()
        headers = {name.lower(): value for name, value in response.items()}
        return Response(response.status_code, headers, body, time.perf_counter() - started)


class AnswerTooLongError(HTTPParseError):
    """The hub's answer is longer than is read."""


def _read(response: HTTPSocketPoolResponse) -> bytes:
    if response.message_complete:
        return response.read()
    body = bytearray()
    while chunk := response.read(_CHUNK_BYTES):
        body += chunk
        if len(body) > LIMIT_BYTES:
            response.release()
            raise AnswerTooLongError
    return bytes(body)


def _message(target: Target, request: Request) -> bytes:
    headers = {"Host": target.authority, "User-Agent": "pmhsim", **request.headers}
    if request.body or request.method in _BODY_METHODS:
        headers["Content-Length"] = str(len(request.body))
    lines = [f"{request.method} {target.path}{request.path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if any(_LINE_BREAK.search(line) for line in lines):
        raise ValueError("a line break in a request's path or headers")
    return "\r\n".join((*lines, "", "")).encode("latin-1") + request.body


class _ForMany:
    """Looks whether a kept connection is still good, also where the process has more than 1,024 files open.

    The pool's own look fails there, and it would make a new connection for every request.
    """

    def _is_socket_alive(self, socket: Any) -> bool:  # noqa: ANN401 - gevent's sockets have no types
        look = _poll()
        try:
            look.register(socket.fileno(), select.POLLIN)
        except ValueError:
            return False
        # Nothing comes on an idle connection but its end.
        return not look.poll(0)


class _Pool(_ForMany, ConnectionPool):
    """Plain connections to one address."""


class _TlsPool(_ForMany, SSLConnectionPool):
    """TLS connections to one address, for the hub's name."""


def _pool(target: Target, address: str, timeout_seconds: float) -> ConnectionPool:
    if target.scheme == "http":
        return _Pool(
            address, target.port, target.host, target.port,
            size=1, connection_timeout=timeout_seconds, network_timeout=timeout_seconds,
        )  # fmt: skip
    return _TlsPool(
        address, target.port, target.host, target.port,
        size=1, connection_timeout=timeout_seconds, network_timeout=timeout_seconds,
        ssl_options={"server_hostname": target.host},
    )  # fmt: skip
