"""The transport over HTTP, against real servers on loopback that behave in every way a hub might."""

import gzip
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from simulator.hub.transports.http import HttpTransport
from simulator.hub.transports.target import Target
from simulator.language import Complaint
from simulator.port.exchange import NoAnswer, Request, Response

Behaviour = Callable[[socket.socket, bytes], None]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
HEALTH = Request("GET", "/v1/health")
POST = Request("POST", "/v1/doses", {"Idempotency-Key": "k1"}, b'{"a":1}')


class RawServer:
    """A server that does with each request what it is told to; counts connections, keeps requests."""

    def __init__(
        self,
        behaviour: Behaviour,
        family: socket.AddressFamily = socket.AF_INET,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._behaviour = behaviour
        self._tls = tls
        self._listener = socket.socket(family, socket.SOCK_STREAM)
        self._listener.bind(("::1" if family is socket.AF_INET6 else "127.0.0.1", 0))
        self._listener.listen()
        self._open: list[socket.socket] = []
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.requests: list[bytes] = []
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.append(connection)
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with suppress(OSError):
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            while request := read_request(connection):
                self.requests.append(request)
                self._behaviour(connection, request)

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        for connection in self._open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()


def read_request(connection: socket.socket) -> bytes:
    """One request: its head, and as many bytes as its Content-Length says."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def answering(answer: bytes) -> Behaviour:
    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(answer)

    return behave


def answering_and_closing(answer: bytes) -> Behaviour:
    def behave(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_RDWR)

    return behave


def resetting(connection: socket.socket, _request: bytes) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def hanging(_connection: socket.socket, _request: bytes) -> None:
    return


@pytest.fixture
def serving() -> Iterator[Callable[..., RawServer]]:
    servers: list[RawServer] = []

    def start(behaviour: Behaviour, **options: Any) -> RawServer:
        servers.append(RawServer(behaviour, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


Serving = Callable[..., RawServer]


@pytest.fixture
def transport_to() -> Iterator[Callable[..., HttpTransport]]:
    transports: list[HttpTransport] = []

    def connect(server: RawServer, path: str = "", timeout_seconds: float = 5) -> HttpTransport:
        url = f"http://127.0.0.1:{server.port}{path}"
        transports.append(HttpTransport(url, timeout_seconds=timeout_seconds))
        return transports[-1]

    yield connect
    for transport in transports:
        transport.close()


Connecting = Callable[..., HttpTransport]


def test_a_request_arrives_as_it_is_and_is_answered(serving: Serving, transport_to: Connecting) -> None:
    server = serving(answering(b"HTTP/1.1 201 Created\r\nX-Kind: A\r\nContent-Length: 2\r\n\r\n{}"))
    answer = transport_to(server, "/hub/").send(POST)

    assert isinstance(answer, Response)
    assert (answer.status, answer.body) == (201, b"{}")
    assert answer.headers["x-kind"] == "A"
    assert answer.elapsed_seconds > 0
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /hub/v1/doses HTTP/1.1"
    assert b"Idempotency-Key: k1" in lines
    assert f"Host: 127.0.0.1:{server.port}".encode() in lines
    assert body == b'{"a":1}'


def test_an_encoded_path_stays_encoded(serving: Serving, transport_to: Connecting) -> None:
    server = serving(answering(OK))
    transport_to(server).send(Request("GET", "/v1/a%2Fb/%2E%2E/c?subject=%E5%8C%97"))

    assert server.requests[0].startswith(b"GET /v1/a%2Fb/%2E%2E/c?subject=%E5%8C%97 HTTP/1.1\r\n")


def test_one_connection_serves_many_requests(serving: Serving, transport_to: Connecting) -> None:
    server = serving(answering(OK))
    transport = transport_to(server)

    for request in (HEALTH, POST, HEALTH):
        assert isinstance(transport.send(request), Response)
    assert server.connections == 1


def test_a_connection_that_the_hub_closed_after_its_answer_is_made_anew(
    serving: Serving, transport_to: Connecting
) -> None:
    closing = OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    server = serving(answering_and_closing(closing))
    transport = transport_to(server)

    assert isinstance(transport.send(HEALTH), Response)
    assert isinstance(transport.send(HEALTH), Response)
    assert server.connections == 2


def test_a_page_in_html_is_an_answer_like_any_other(serving: Serving, transport_to: Connecting) -> None:
    page = b"<html>login</html>"
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(page)}\r\n\r\n"
    answer = transport_to(serving(answering(head.encode() + page))).send(HEALTH)

    assert isinstance(answer, Response)
    assert (answer.headers["content-type"], answer.body) == ("text/html", page)


def test_an_answer_in_chunks_is_put_together(serving: Serving, transport_to: Connecting) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n4\r\n two\r\n0\r\n\r\n"
    server = serving(answering(chunked))
    transport = transport_to(server)

    for _ in range(2):
        answer = transport.send(HEALTH)
        assert isinstance(answer, Response)
        assert answer.body == b"one two"
    assert server.connections == 1


def test_a_compressed_answer_is_not_unpacked(serving: Serving, transport_to: Connecting) -> None:
    packed = gzip.compress(b"0" * 10_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    answer = transport_to(serving(answering(head.encode() + packed))).send(HEALTH)

    assert isinstance(answer, Response)
    assert answer.body == packed


def test_a_redirect_is_an_answer_and_is_not_followed(serving: Serving, transport_to: Connecting) -> None:
    elsewhere = serving(answering(OK))
    moved = f"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:{elsewhere.port}/\r\nContent-Length: 0\r\n\r\n"
    answer = transport_to(serving(answering(moved.encode()))).send(POST)

    assert isinstance(answer, Response)
    assert answer.status == 307
    assert elsewhere.connections == 0


@pytest.mark.parametrize("status", [b"429 Slow down", b"503 Later"])
def test_a_hub_that_asks_to_come_back_is_asked_once(
    serving: Serving, transport_to: Connecting, status: bytes
) -> None:
    server = serving(answering(b"HTTP/1.1 " + status + b"\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"))
    answer = transport_to(server).send(HEALTH)

    assert isinstance(answer, Response)
    assert len(server.requests) == 1


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        transport = HttpTransport(f"http://127.0.0.1:{taken.getsockname()[1]}")

        assert transport.send(POST) == NoAnswer("NewConnectionError", sent=False)


def test_a_hub_that_hangs_may_have_received_the_request(serving: Serving, transport_to: Connecting) -> None:
    server = serving(hanging)
    answer = transport_to(server, timeout_seconds=0.5).send(POST)

    assert answer == NoAnswer("ReadTimeoutError", sent=True)
    assert len(server.requests) == 1


def test_a_hub_that_resets_may_have_received_the_request_and_is_not_asked_twice(
    serving: Serving, transport_to: Connecting
) -> None:
    server = serving(resetting)
    answer = transport_to(server).send(POST)

    assert answer == NoAnswer("ProtocolError", sent=True)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"220 mail.example ESMTP\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 100_000 + b"\r\n\r\n",
    ],
    ids=["nothing", "mail", "short", "bad chunk", "half chunk", "many headers", "long header"],
)
def test_an_answer_that_is_not_whole_http_is_no_answer(
    serving: Serving, transport_to: Connecting, answer: bytes
) -> None:
    got = transport_to(serving(answering_and_closing(answer))).send(POST)

    assert isinstance(got, NoAnswer)
    assert got.sent


def test_an_answer_without_end_is_cut_off_and_the_next_request_is_sound(
    serving: Serving, transport_to: Connecting
) -> None:
    def flood(connection: socket.socket, request: bytes) -> None:
        if not request.startswith(b"POST"):
            connection.sendall(OK)
            return
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b" " * 65536)

    transport = transport_to(serving(flood), timeout_seconds=60)

    assert transport.send(POST) == NoAnswer("AnswerTooLongError", sent=True)
    assert isinstance(transport.send(HEALTH), Response)


def test_an_answer_that_comes_drop_by_drop_is_given_up(serving: Serving, transport_to: Connecting) -> None:
    def drip(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stopped.wait(0.01):
            connection.sendall(b" ")

    stopped = threading.Event()
    try:
        answer = transport_to(serving(drip), timeout_seconds=0.5).send(HEALTH)
    finally:
        stopped.set()

    assert answer == NoAnswer("AnswerTooSlowError", sent=True)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"])
def test_proxies_of_the_environment_are_not_used(
    serving: Serving, transport_to: Connecting, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    proxy, server = serving(answering(OK)), serving(answering(OK))
    monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    assert isinstance(transport_to(server).send(HEALTH), Response)
    assert (proxy.connections, server.connections) == (0, 1)


def test_a_url_beyond_loopback_is_refused_without_a_checked_target() -> None:
    with pytest.raises(Complaint, match="外のホスト"):
        HttpTransport("http://192.0.2.1:8080")


def test_the_checked_address_is_used_whatever_the_name_stands_for_and_the_name_is_said(
    serving: Serving,
) -> None:
    server = serving(answering(OK))
    target = Target("http", "hub.invalid", server.port, "", ("127.0.0.1",))
    transport = HttpTransport(target)

    assert isinstance(transport.send(HEALTH), Response)
    assert f"\r\nHost: hub.invalid:{server.port}\r\n".encode() in server.requests[0]
    assert transport.base_url == f"http://hub.invalid:{server.port}"
    transport.close()


def test_the_next_address_of_a_host_is_tried_where_the_first_does_not_answer(serving: Serving) -> None:
    server = serving(answering(OK))
    transport = HttpTransport(Target("http", "localhost", server.port, "", ("127.0.0.2", "127.0.0.1")))

    assert isinstance(transport.send(POST), Response)
    assert len(server.requests) == 1
    transport.close()


def test_after_a_request_was_sent_no_other_address_is_tried(serving: Serving) -> None:
    server = serving(resetting)
    transport = HttpTransport(Target("http", "localhost", server.port, "", ("127.0.0.1", "127.0.0.1")))

    assert isinstance(transport.send(POST), NoAnswer)
    assert len(server.requests) == 1
    transport.close()


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_a_hub_on_ipv6_loopback_is_reached(serving: Serving) -> None:
    try:
        server = serving(answering(OK), family=socket.AF_INET6)
    except OSError:
        pytest.skip("no IPv6 loopback here")
    transport = HttpTransport(f"http://[::1]:{server.port}")

    assert isinstance(transport.send(HEALTH), Response)
    assert f"\r\nHost: [::1]:{server.port}\r\n".encode() in server.requests[0]
    transport.close()


def test_a_hub_that_speaks_no_tls_is_not_sent_anything_readable(serving: Serving) -> None:
    server = serving(answering(OK))
    transport = HttpTransport(f"https://127.0.0.1:{server.port}", timeout_seconds=0.2)

    assert isinstance(transport.send(POST), NoAnswer)
    assert server.requests == []
    transport.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for hub.example that nobody trusts unless told to, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hub.example")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hub.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "hub.pem"
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(written + made.public_bytes(Encoding.PEM))
    return path


def tls_context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_over_tls_the_certificate_is_that_of_the_name_while_the_address_is_the_checked_one(
    serving: Serving, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    server = serving(answering(OK), tls=tls_context(certificate))
    ours = HttpTransport(Target("https", "hub.example", server.port, "", ("127.0.0.1",)))
    other = HttpTransport(Target("https", "other.example", server.port, "", ("127.0.0.1",)))

    assert isinstance(ours.send(POST), Response)
    assert other.send(POST) == NoAnswer("SSLError", sent=False)
    assert len(server.requests) == 1
    ours.close()
    other.close()


def test_a_certificate_that_nobody_vouches_for_gets_no_request(serving: Serving, certificate: Path) -> None:
    server = serving(answering(OK), tls=tls_context(certificate))
    transport = HttpTransport(Target("https", "hub.example", server.port, "", ("127.0.0.1",)))

    assert transport.send(POST) == NoAnswer("SSLError", sent=False)
    assert server.requests == []
    transport.close()
