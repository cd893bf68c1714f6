"""10,000 requests gone wrong at the reference hub, and 1,000 that are no HTTP at a served one."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from badanswers import Secrets, is_listed, people_in, problem
from examples import OpenHub, Reader, open_filled
from fuzzer import broken_framings, fuzzed, texts_of
from hubs import served_hub

from simulator.port import operations as ops
from simulator.port.exchange import Request, Response

SEEDS = range(10)
AT_ONCE = 1_000
BAD, INTERNAL = 400, 500


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHub]:
    with open_filled(tmp_path_factory.mktemp("fuzz") / "hub.sqlite") as opened:
        yield opened


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_comes_is_met_with_an_answer_of_the_contract(hub: OpenHub, seed: int) -> None:
    secrets = Secrets(people_in(hub.rows))
    refused = 0
    for example, request in fuzzed(seed, AT_ONCE, hub.reader):
        answer = hub.send(request)
        assert isinstance(answer, Response), request
        assert answer.status < INTERNAL, request
        if answer.status < BAD:
            continue
        refused += 1
        if request.method != "HEAD":
            problem(answer)
        if (request.method, request.path) == (example.call.method, example.path()):
            assert is_listed(answer, example.call), (request, answer)
        assert secrets.told(answer.body, texts_of(request)) == [], (request, answer)
    assert refused > AT_ONCE / 2
    sound = hub.ask(ops.CheckHealth)
    assert isinstance(sound, Response)
    assert sound.status == 200


def test_the_same_seed_gives_the_same_requests() -> None:
    def unsigned() -> list[tuple[str, str, int]]:
        made = fuzzed(3, 200, Reader("same"))
        return [(request.method, request.path, len(example.parts)) for example, request in made]

    assert unsigned() == unsigned()


@pytest.mark.served
def test_what_is_no_http_is_refused_or_cut_off_and_the_hub_goes_on() -> None:
    # A line for each would fill the pipe, which nobody reads before the end.
    with served_hub("--test-clock", "--log-level", "error") as (address, process):
        for framing in broken_framings(1, AT_ONCE):
            answer = _said_to(address, framing)
            assert answer == b"" or answer.startswith(b"HTTP/1."), framing
            assert b" 500 " not in answer.split(b"\r\n", 1)[0], framing
        assert _said_to(address, b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n").startswith(b"HTTP/1.1 200")
        process.terminate()
        assert "Traceback" not in process.communicate()[1]


def _said_to(address: str, framing: bytes) -> bytes:
    """The first of what comes back; whoever sends half a request says that no more will come."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=10) as connection:
        try:
            connection.sendall(framing)
            connection.shutdown(socket.SHUT_WR)
            return connection.recv(4096)
        except (ConnectionResetError, BrokenPipeError):
            return b""


def test_a_request_of_the_fuzzer_is_one_that_can_be_sent() -> None:
    for _, request in fuzzed(5, 200, Reader("sent")):
        assert isinstance(request, Request)
        assert request.path.isascii()
