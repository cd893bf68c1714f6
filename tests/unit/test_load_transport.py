"""The transport of the load test, against real servers on loopback that behave as hubs might."""

import os
import resource
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from simulator.hub.transports.target import Target, find_target
from simulator.port.exchange import NoAnswer, Request, Response

pytest.importorskip("geventhttpclient", reason="needs the extra `load` (Locust and its HTTP client)")

Behaviour = Callable[[socket.socket, bytes], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
LOOK = Request("GET", "/v1/health")
WRITE = Request("POST", "/v1/doses", {"Idempotency-Key": "k1"}, b'{"a":1}')


class Server:
    """Does with each request what it is told to; counts connections, keeps requests."""

    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.requests: list[bytes] = []
        self.received = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError):
            while request := read_request(connection):
                self.requests.append(request)
                self.received.set()
                self._behaviour(connection, request)

    def close(self) -> None:
        self._listener.close()
        for connection in self._open:
            connection.close()


def read_request(connection: socket.socket) -> bytes:
    message = b""
    while b"\r\n\r\n" not in message:
        if not (more := connection.recv(65536)):
            return b""
        message += more
    head, _, body = message.partition(b"\r\n\r\n")
    length = next(
        (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0"
    )
    while len(body) < int(length.partition(b":")[2]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answer(message: bytes) -> Behaviour:
    return lambda connection, _: connection.sendall(message)


def reset(connection: socket.socket, _request: bytes) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Behaviour], Server]]:
    with ExitStack() as stack:

        def start(behaviour: Behaviour) -> Server:
            server = Server(behaviour)
            stack.callback(server.close)
            return server

        yield start


@pytest.fixture
def reach(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2]))
    from loadtests.transport import LocustTransport  # noqa: PLC0415 - stands beside the package, not in it

    with ExitStack() as stack:

        def make(target: Target | str, timeout_seconds: float = 5.0) -> Any:
            found = find_target(target) if isinstance(target, str) else target
            transport = LocustTransport(found, timeout_seconds)
            stack.callback(transport.close)
            return transport

        yield make


def test_a_request_goes_out_as_it_is_and_the_answer_comes_back_as_it_is(serve: Any, reach: Any) -> None:
    hub = serve(
        answer(b'HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n{""}')
    )
    got = reach(hub.url + "/pmh/").send(WRITE)
    assert isinstance(got, Response)
    assert (got.status, got.headers["content-type"], got.body) == (201, "application/json", b'{""}')
    assert got.elapsed_seconds > 0
    head, _, body = hub.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "POST /pmh/v1/doses HTTP/1.1"
    assert {"Idempotency-Key: k1", "Content-Length: 7", f"Host: 127.0.0.1:{hub.port}"} <= set(lines)
    assert body == b'{"a":1}'


@pytest.mark.parametrize("status", [302, 307, 403, 404, 409, 422, 500, 503])
def test_every_status_is_an_answer_and_redirects_are_not_followed(
    serve: Any, reach: Any, status: int
) -> None:
    where = b"Location: /elsewhere\r\n"
    hub = serve(answer(b"HTTP/1.1 %d X\r\n%sContent-Length: 0\r\n\r\n" % (status, where)))
    got = reach(hub.url).send(LOOK)
    assert isinstance(got, Response)
    assert got.status == status
    assert len(hub.requests) == 1


def test_where_nobody_listens_nothing_was_sent(reach: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert reach(f"http://127.0.0.1:{port}").send(WRITE) == NoAnswer("ConnectionRefusedError", sent=False)


@pytest.mark.parametrize("request_", [LOOK, WRITE], ids=["look", "write"])
@pytest.mark.parametrize(
    "behaviour",
    [
        reset,
        lambda connection, _: connection.shutdown(socket.SHUT_RDWR),
        answer(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no"),
        answer(b"no HTTP at all\r\n\r\n"),
        lambda _connection, _request: None,
    ],
    ids=["reset", "closed", "half an answer", "no HTTP", "silence"],
)
def test_what_was_sent_and_not_answered_is_said_so_and_never_sent_again(
    serve: Any, reach: Any, behaviour: Behaviour, request_: Request
) -> None:
    hub = serve(behaviour)
    got = reach(hub.url, 0.3).send(request_)
    assert isinstance(got, NoAnswer)
    assert got.sent
    assert hub.received.wait(10)
    assert len(hub.requests) == 1


def test_an_answer_that_drips_is_not_waited_for_beyond_the_timeout(serve: Any, reach: Any) -> None:
    over = threading.Event()

    def drip(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not over.wait(0.05):
            connection.sendall(b"x")

    got = reach(serve(drip).url, 0.4).send(LOOK)
    over.set()
    assert got == NoAnswer("Timeout")


def test_a_connection_is_kept_and_one_that_the_hub_closed_is_replaced(serve: Any, reach: Any) -> None:
    closes = iter([False, False, True, False])

    def once_close(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(OK)
        if next(closes):
            connection.shutdown(socket.SHUT_RDWR)

    hub = serve(once_close)
    transport = reach(hub.url)
    assert [transport.send(LOOK).status for _ in range(3)] == [200, 200, 200]
    assert hub.connections == 1
    assert isinstance(transport.send(WRITE), Response)
    assert hub.connections == 2


def test_after_a_failure_the_next_request_goes_through(serve: Any, reach: Any) -> None:
    behaviours = iter([reset, answer(OK)])

    def first_fail(connection: socket.socket, request: bytes) -> None:
        next(behaviours)(connection, request)

    transport = reach(serve(first_fail).url)
    assert isinstance(transport.send(WRITE), NoAnswer)
    assert transport.send(WRITE).status == 200


def test_connections_are_kept_also_where_very_many_files_are_open(serve: Any, reach: Any) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(2500, hard), hard))
    hub = serve(answer(OK))
    with ExitStack() as stack:
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        for _ in range(1100):
            stack.callback(os.close, os.open(os.devnull, os.O_RDONLY))
        transport = reach(hub.url)
        assert [transport.send(LOOK).status for _ in range(3)] == [200, 200, 200]
        assert hub.connections == 1
        transport.close()


def test_connections_go_to_the_checked_address_and_bear_the_hubs_name(serve: Any, reach: Any) -> None:
    hub = serve(answer(OK))
    target = Target("http", "hub.example.test", hub.port, "", ("127.0.0.1",))
    assert reach(target).send(LOOK).status == 200
    assert f"Host: hub.example.test:{hub.port}".encode() in hub.requests[0]


def test_where_one_address_takes_no_connection_the_next_is_tried(serve: Any, reach: Any) -> None:
    hub = serve(answer(OK))
    target = Target("http", "hub.example.test", hub.port, "", ("127.0.0.2", "127.0.0.1"))
    assert reach(target).send(WRITE).status == 200


def test_every_request_is_measured_once(serve: Any, reach: Any) -> None:
    transport = reach(serve(answer(OK)).url)
    transport.send(LOOK)
    transport.send(WRITE)
    measured = transport.take_measured()
    assert [(each.method, each.length) for each in measured] == [("GET", 2), ("POST", 2)]
    assert all(each.seconds > 0 for each in measured)
    assert transport.take_measured() == ()


def test_a_line_break_in_a_header_is_not_sent(serve: Any, reach: Any) -> None:
    hub = serve(answer(OK))
    with pytest.raises(ValueError, match="line break"):
        reach(hub.url).send(Request("GET", "/v1/health", {"X": "a\r\nY: b"}))
    assert hub.requests == []
