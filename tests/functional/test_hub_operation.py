"""Operating a served hub: liveness, metrics, a journal that names nobody, limits, and an end in order."""

import json
import re
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builders import CLINIC, DAY
from crowd import crowd
from demos import played_at, started
from hubs import served_hub
from prometheus_client.parser import text_string_to_metric_families
from surgery import SEED, surgery_at

from simulator.hub.connection import Connection, by_address
from simulator.hub.transports.http import HttpTransport
from simulator.port import operations as ops
from simulator.port.exchange import Answer, Request, Response, Transport
from simulator.port.outcomes import Ok, Unavailable
from simulator.records.institution import Institution, InstitutionKind
from simulator.rules.verdict import Verdict

pytestmark = pytest.mark.served
OTHER_CLINIC = Institution("9910000002", "合成第二診療所", InstitutionKind.CLINIC, CLINIC.municipality_code)
# Whatever stands under one of these names in a request says who somebody is.
TELLING = re.compile(
    r"name|kana|address|birth|number|person|key|subject|assertion|doctor|lot|answers|serial|code$",
    re.IGNORECASE,
)


def get(address: str, path: str, **headers: str) -> Response:
    transport = HttpTransport(address)
    answer = transport.send(Request("GET", path, headers))
    transport.close()
    assert isinstance(answer, Response)
    return answer


def metrics_of(address: str) -> dict[tuple[str, tuple[str, ...]], float]:
    """The samples by name and the values of their labels."""
    text = get(address, "/metrics").body.decode()
    samples = (each for family in text_string_to_metric_families(text) for each in family.samples)
    return {(each.name, tuple(each.labels.values())): each.value for each in samples}


def test_liveness_takes_no_token_and_is_no_part_of_the_interface() -> None:
    with served_hub() as (address, _):
        alive = get(address, "/healthz")
        assert (alive.status, alive.body) == (200, b"ok\n")
        assert json.loads(get(address, "/v1/healthz").body)["type"] == "urn:pmh:problem:unsupported"


def test_metrics_count_requests_commits_and_what_waits() -> None:
    with (
        served_hub("--test-clock", "--card-lookups-per-second", "1") as (address, _),
        surgery_at(address) as surgery,
    ):
        surgery.furnish(tickets=3)
        for number in (0, 1, 2, 2):
            assert isinstance(surgery.ask(surgery.record(number)), Ok)
        before = metrics_of(address)
        for _ in range(25):
            surgery.ask(surgery.check())
        get(address, "/v1/nothing/of/p-child")
        after = metrics_of(address)
    requests, commits = "pmhsim_hub_requests_total", "pmhsim_hub_commit_operations_count"
    assert after[requests, ("RecordDose", "201")] == 3
    assert after[requests, ("RecordDose", "200")] == 1
    assert after[requests, ("none", "404")] == 1
    assert after["pmhsim_hub_request_seconds_count", ("RecordDose",)] == 4
    assert (
        after[requests, ("CheckEligibility", "429")]
        == after["pmhsim_hub_rate_limited_total", ("CheckEligibility",)]
    )
    # What is rejected is not committed; all else is, one after the other.
    assert after[commits, ()] - before[commits, ()] == after[requests, ("CheckEligibility", "200")]
    assert after["pmhsim_hub_commit_operations_sum", ()] == after[commits, ()]
    assert after["pmhsim_hub_waiting_operations", ()] == 0
    assert after["pmhsim_hub_intake_rows", ()] == 0


def test_no_metric_has_a_label_about_people_or_institutions() -> None:
    with served_hub("--test-clock") as (address, _), surgery_at(address) as surgery:
        surgery.furnish(tickets=1)
        surgery.ask(surgery.record(0))
        surgery.ask(surgery.check())
        families = list(text_string_to_metric_families(get(address, "/metrics").body.decode()))
    labels = {name for family in families for sample in family.samples for name in sample.labels}
    assert labels == {"operation", "status", "le"}


class Listening:
    """A transport that remembers what was said in requests about people."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.said: set[str] = set()

    def send(self, request: Request) -> Answer:
        self.said.add(request.headers.get("Authorization", "").removeprefix("Bearer "))
        self.said.add(request.headers.get("Idempotency-Key", ""))
        self.said |= set(re.split(r"[/?&=]", request.path)) - {"v1"}
        if request.body.startswith((b"{", b"[")):
            self._note(json.loads(request.body), "")
        return self._transport.send(request)

    def _note(self, value: Any, name: str) -> None:
        if isinstance(value, Mapping):
            for inner, member in value.items():
                self._note(member, inner)
        elif isinstance(value, list):
            for member in value:
                self._note(member, name)
        elif isinstance(value, str) and TELLING.search(name):
            self.said.add(value)


def test_the_journal_of_a_whole_day_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with (
        path.open("w", encoding="utf-8") as file,
        served_hub("--test-clock", "--log-level", "info", "--seed", str(SEED), journal=file) as (address, _),
        by_address(address, "pmh", SEED, DAY, frozenset()) as reached,
    ):
        listening = Listening(reached.transport)
        day = played_at(Connection(reached.adapter, listening, reached.capabilities, reached.where), SEED)
    assert day.judged.verdict is Verdict.PASS
    journal = path.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in journal.splitlines() if line.startswith("{")]
    assert {"CheckEligibility", "RecordDose", "LinkCards"} <= {line["operation"] for line in lines}
    assert len({line["request"] for line in lines}) == len(lines)
    told = {"time", "level", "logger", "event", "request", "operation", "role", "status", "milliseconds"}
    assert all(set(line) == told for line in lines)
    # A word of the interface, such as a role, tells nothing; a person, a ticket or a token does.
    telling = {each for each in listening.said if len(each) >= 5 and not each.isalpha()} | {
        each for each in listening.said if not each.isascii()
    }
    assert len(telling) > 1000
    assert [each for each in telling if each in journal] == []


def test_an_institution_that_looks_up_too_many_cards_is_told_when_to_come_again() -> None:
    with (
        served_hub("--test-clock", "--card-lookups-per-second", "2") as (address, _),
        surgery_at(address) as surgery,
    ):
        surgery.clinics = (CLINIC, OTHER_CLINIC)
        surgery.furnish()
        replies = crowd(surgery.port, [[surgery.raw(surgery.check()) for _ in range(200)]]).replies[0]
        assert {reply.status for reply in replies} == {200, 429}
        assert [reply.status for reply in replies[:40]] == [200] * 40
        assert json.loads(replies[-1].body)["type"] == "urn:pmh:problem:too-many-requests"
        check = surgery.check()
        request = next(surgery.connection.adapter.perform(check))
        limited = surgery.connection.transport.send(request)
        assert isinstance(limited, Response)
        assert (limited.status, limited.headers["retry-after"]) == (429, "1")
        assert isinstance(surgery.ask(check), Unavailable)
        # Others are not kept waiting, nor is anything else that the institution does.
        assert isinstance(surgery.ask(surgery.check(OTHER_CLINIC)), Ok)
        assert isinstance(surgery.ask(ops.FetchAuditTrail("p-child")), Ok)


@contextmanager
def connected(address: str) -> Iterator[socket.socket]:
    host, _, port = address.removeprefix("http://").rpartition(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        yield connection


def status_line(connection: socket.socket) -> str:
    with connection.makefile("rb") as lines:
        return lines.readline().decode().strip()


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent() -> None:
    with served_hub("--test-clock") as (address, _), surgery_at(address) as surgery:
        head, _, _ = surgery.raw(surgery.record(0)).partition(b"\r\n\r\n")
        large = re.sub(rb"Content-Length: \d+", b"Content-Length: 999999999", head)
        with connected(address) as connection:
            connection.sendall(large + b"\r\n\r\n")
            assert status_line(connection).startswith("HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({f"X-{number}": "x" for number in range(55)}, 200),
        ({f"X-{number}": "x" for number in range(65)}, 431),
        ({"X-Long": "x" * 15_000}, 200),
        ({"X-Long": "x" * 17_000}, 431),
    ],
)
def test_headers_are_limited_in_number_and_size(headers: dict[str, str], status: int) -> None:
    with served_hub() as (address, _):
        assert get(address, "/v1/health", **headers).status == status


def test_a_head_without_an_end_is_cut_off() -> None:
    with served_hub() as (address, _), connected(address) as connection:
        connection.sendall(b"GET /v1/health HTTP/1.1\r\nX-Long: " + b"x" * 100_000)
        assert status_line(connection).startswith("HTTP/1.1 400 ")


def test_requests_under_way_are_answered_and_kept_when_the_hub_is_told_to_stop(tmp_path: Path) -> None:
    arguments = ("--store", f"sqlite:///{tmp_path / 'hub.sqlite'}", "--test-clock")
    with served_hub(*arguments) as (address, process):
        with surgery_at(address) as surgery:
            surgery.furnish(tickets=2)
            first, second = (surgery.raw(surgery.record(number)) for number in range(2))
        with connected(address) as one, connected(address) as other:
            for connection, request in ((one, first), (other, second)):
                connection.sendall(request[:-10])
            # Both heads are read once a later request is answered.
            assert get(address, "/v1/health").status == 200
            process.send_signal(signal.SIGTERM)
            until_nobody_listens(address)
            for connection, request in ((one, first), (other, second)):
                connection.sendall(request[-10:])
            assert {status_line(one), status_line(other)} == {"HTTP/1.1 201 Created"}
        _, journal = process.communicate()
        assert process.returncode == 0
        assert "Traceback" not in journal
    with served_hub(*arguments) as (address, _), surgery_at(address) as surgery:
        assert len(surgery.history()) == 2


def until_nobody_listens(address: str) -> None:
    while True:
        try:
            with connected(address):
                pass
        except (ConnectionRefusedError, ConnectionResetError):
            return


def test_a_store_in_use_is_refused_and_the_hub_that_has_it_goes_on(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    with served_hub("--store", store, "--test-clock") as (address, _), surgery_at(address) as surgery:
        surgery.furnish(tickets=1)
        second = started("hub", "--port", "0", "--store", store, folder=tmp_path)
        assert second.code == 2
        assert second.stdout == ""
        assert "使っています" in second.stderr
        assert "hub.sqlite" in second.stderr
        assert "Traceback" not in second.stderr
        assert isinstance(surgery.ask(surgery.record(0)), Ok)
