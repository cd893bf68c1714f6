"""A transport over HTTP/1.1: keeps connections, repeats nothing, follows neither redirects nor proxies."""

import ssl
import time

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, SSLError

from simulator.hub.transports.target import Target, find_target
from simulator.port.exchange import Answer, NoAnswer, Request, Response

TIMEOUT_SECONDS = 5.0
LIMIT_BYTES = 16 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024
_CONNECTIONS = 32


class HttpTransport:
    """Sends requests to one hub, at the addresses that were checked; may be used by several threads.

    A URL stands for itself only if it is on loopback; for a hub elsewhere find its `Target` first.
    `timeout_seconds` bounds the connecting, each wait for the hub, and the reading of an answer's body.
    Environment variables for proxies are not looked at.
    """

    def __init__(self, base_url: str | Target, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._target = find_target(base_url) if isinstance(base_url, str) else base_url
        self._timeout_seconds = timeout_seconds
        self._pools = [_pool(self._target, address, timeout_seconds) for address in self._target.addresses]

    @property
    def base_url(self) -> str:
        """The normalised URL of the hub."""
        return self._target.base_url

    def send(self, request: Request) -> Answer:
        """Send a request once; where no connection is made, the host's next address is tried."""
        answer: Answer = NoAnswer("the host has no address", sent=False)
        for pool in tuple(self._pools):
            answer = self._send(pool, request)
            if not isinstance(answer, NoAnswer) or answer.sent:
                break
        return answer

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools:
            pool.close()

    def _send(self, pool: urllib3.HTTPConnectionPool, request: Request) -> Answer:
        started = time.perf_counter()
        try:
            answer = pool.urlopen(
                request.method,
                self._target.path + request.path,
                body=request.body or None,
                headers={**request.headers, "Host": self._target.authority},
                retries=False,
                redirect=False,
                assert_same_host=False,
                preload_content=False,
                decode_content=False,
            )
        except (HTTPError, OSError) as error:
            return NoAnswer(type(error).__name__, sent=not _before_sending(error))
        try:
            body = _read(answer, started + self._timeout_seconds)
        except (HTTPError, OSError) as error:
            answer.close()
            return NoAnswer(type(error).__name__)
        answer.release_conn()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(answer.status, headers, body, time.perf_counter() - started)


class AnswerTooLongError(HTTPError):
    """The hub's answer is longer than is read."""


class AnswerTooSlowError(HTTPError):
    """The hub's answer did not end in time."""


def _read(answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    body = bytearray()
    while chunk := answer.read1(_CHUNK_BYTES):
        body += chunk
        if len(body) > LIMIT_BYTES:
            raise AnswerTooLongError
        if time.perf_counter() > deadline:
            raise AnswerTooSlowError
    return bytes(body)


def _pool(target: Target, address: str, timeout_seconds: float) -> urllib3.HTTPConnectionPool:
    timeout = urllib3.Timeout(connect=timeout_seconds, read=timeout_seconds)
    if target.scheme == "http":
        return urllib3.HTTPConnectionPool(address, target.port, timeout=timeout, maxsize=_CONNECTIONS)
    return urllib3.HTTPSConnectionPool(
        address,
        target.port,
        timeout=timeout,
        maxsize=_CONNECTIONS,
        server_hostname=target.host,
        ssl_context=ssl.create_default_context(),
    )


def _before_sending(error: Exception) -> bool:
    """Whether the hub cannot have received anything: no connection, or a certificate that is not its own."""
    certificate = isinstance(error, SSLError) and isinstance(error.args[0], ssl.SSLCertVerificationError)
    return certificate or isinstance(error, NewConnectionError | ConnectTimeoutError)
