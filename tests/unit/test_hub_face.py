"""The face of the reference hub: the same hub over HTTP, and problems for what is not of the interface."""

import json
import logging
import re
import signal
import subprocess
import sys
import textwrap
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import simulator.hub.contract
from simulator.card.tokens import TokenIssuer
from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.connection import WorkingTransport
from simulator.hub.contract.calls import CALLS
from simulator.hub.reference.caller import Caller
from simulator.hub.reference.face import hub_app
from simulator.hub.reference.serve import HOST, Server, bind, serve
from simulator.hub.transports.asgi import AsgiTransport
from simulator.hub.transports.http import HttpTransport
from simulator.language import Complaint
from simulator.port import operations as ops
from simulator.port.exchange import Answer, Request, Response, Transport, perform
from simulator.port.outcomes import (
    AlreadyRegistered,
    Conflict,
    Empty,
    Invalid,
    Malformed,
    Ok,
    Outcome,
    Refused,
    Unsupported,
)
from simulator.records.certificate import RecipientRow
from simulator.records.consent import ConsentArea
from simulator.records.departure import Departure, DepartureReason
from simulator.records.person import BodyPerson
from simulator.records.ticket import TicketKind

Town = Any
NOW = 1_796_000_000
ISSUER = TokenIssuer.from_seed(1)
JSON = "application/json"


def credentials(role: ops.Role, organisation: str | None, person_id: str | None) -> str:
    return ISSUER.issue(role, organisation, person_id, NOW)


def bearer(
    role: str,
    organisation: str | None = None,
    person_id: str | None = None,
    *,
    at: int = NOW,
    lasts: int = 3600,
) -> dict[str, str]:
    return {"Authorization": f"Bearer {ISSUER.issue(role, organisation, person_id, at, lasts)}"}


class Reached:
    """Stands where a town has its hub: reaches one over a transport and notes every outcome."""

    def __init__(self, transport: Transport) -> None:
        self._adapter, self._transport = PmhAdapter(credentials), transport
        self.outcomes: list[tuple[str, Outcome]] = []

    has_work = False
    """A hub that is reached from outside takes in registrations by itself."""

    def perform(self, operation: ops.Operation, _caller: Caller | None = None) -> Outcome:
        outcome, _ = perform(self._adapter, self._transport, operation)
        return self.note(operation, outcome)

    def note(self, operation: ops.Operation, outcome: Outcome) -> Outcome:
        """How often it takes to ask until a registration is done does not count."""
        if outcome != Ok(ops.TaskReport(done=False)):
            self.outcomes.append((type(operation).__name__, outcome))
        return outcome

    def close(self) -> None:
        """The hub itself is closed by whoever opened it."""


class Direct(Reached):
    """The hub itself, its outcomes noted in the same way."""

    def __init__(self, hub: Any) -> None:
        self._hub = hub
        self.outcomes = []

    def perform(self, operation: ops.Operation, caller: Caller | None = None) -> Outcome:
        return self.note(operation, self._hub.perform(operation, caller))

    @property
    def has_work(self) -> bool:  # type: ignore[override]
        return bool(self._hub.has_work)

    def work(self) -> None:
        self._hub.work()


class Noting:
    """A transport that keeps what passed."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.passed: list[tuple[Request, Response]] = []

    def send(self, request: Request) -> Answer:
        answer = self._transport.send(request)
        assert isinstance(answer, Response)
        self.passed.append((request, answer))
        return answer


def live_through(town: Town, reached: Reached) -> list[tuple[str, Outcome]]:
    """Days in a town that need every operation and meet most of the outcomes."""
    town.hub = reached
    town.furnish()
    for step in (
        arrive,
        register_wrongly,
        see_a_doctor,
        be_vaccinated,
        be_examined,
        look_back,
        correct,
        decide,
        be_told,
        move_on,
    ):
        step(town)
    return reached.outcomes


def arrive(town: Town) -> None:
    hana = town.registrant("hana")
    town.settle("hana")
    town.settle("mother", date_of_birth=date(1990, 1, 1))
    town.issue_ticket(hana)
    town.issue_ticket(hana, "C-0001", kind=TicketKind.CHECKUP, subject="infant_18m", course="", dose_number=0)
    town.issue_ticket(hana, "C-0002", kind=TicketKind.CHECKUP, subject="infant_36m", course="", dose_number=0)
    assert town.act(ops.OpenAccounts((("mother", ("hana",)), ("北/..", ())))) == Ok()
    assert town.act(ops.CheckHealth()) == Ok()
    town.act(ops.FetchCapabilities())
    assert town.act(ops.LinkCards(())) == Ok()


def register_wrongly(town: Town) -> None:
    good = town.registrant("taro")
    rows = (
        RecipientRow(good, town.certificate(scheme="unheard-of")),
        RecipientRow(replace(good, my_number="12"), town.certificate(monthly_ceiling_yen=-1)),
        RecipientRow(good, town.certificate(valid_to=date(2020, 1, 1))),
        RecipientRow(good, town.certificate(monthly_ceiling_yen=None, is_always_reimbursement=True)),
    )
    assert [bool(report.errors) for report in town.report(ops.RegisterRecipients(town.city, rows))] == [
        True,
        True,
        True,
        False,
    ]
    assert town.report(ops.RegisterRecipients(town.city, ())) == ()
    for task in ("t99999999", "no task", "../..", "%2e"):
        assert town.act(ops.FetchTask(town.city, task)) == Refused("forbidden")
    assert town.act(ops.PublishRevocations(b"no list")) == Invalid(("revocationList",))


def see_a_doctor(town: Town) -> None:
    held = town.link(town.registrant("hana"), "hana")
    assert isinstance(town.check(held), Ok)
    assert town.check(held, consent=False) == Empty()
    assert town.check(held, day=date(2030, 1, 1)) == Empty()
    assert town.check(held, town.clinic_without_setting) == Refused("institution-not-enabled")
    used = town.assertion(held)
    for outcome in (Ok, Refused):
        assert isinstance(town.act(ops.CheckEligibility(town.clinic, used, True, town.today)), outcome)  # noqa: FBT003
    for assertion in ("", "a.b.c", "合成", town.assertion(held, audience="else")):
        asked = ops.CheckEligibility(town.clinic, assertion, consent=True, service_date=town.today)
        assert town.act(asked) == Refused("assertion-invalid")
    for person, outcome in (("hana", Ok), ("nobody", Refused)):
        asked_by_gateway = ops.LookUpSubsidy(person, town.clinic, consent=True, service_date=town.today)
        assert isinstance(town.act(asked_by_gateway), outcome)


def be_vaccinated(town: Town) -> None:
    held = town.link(town.registrant("hana"), "hana")
    form = ops.FetchQuestionnaire(town.clinic, "T-0001")
    assert town.act(replace(form, institution_code=town.other_clinic)) == Refused("forbidden")
    assert town.act(replace(form, ticket_number="T-none")) == Refused("ticket-unknown")
    assert isinstance(town.tickets(held), Ok)
    assert town.act(form) == Empty()
    assert town.submit("36.5", by="mother", key="q1") == Ok()
    assert town.submit("37.5", by="mother", key="q1") == Conflict()
    assert town.submit("36.5", by="taro") == Refused("forbidden")
    assert isinstance(town.act(form), Ok)
    assert isinstance(town.record(town.interview(), "i1"), Ok)
    assert isinstance(town.record(town.dose(amount_ml="0.50"), "d1"), Ok)
    assert isinstance(town.record(town.dose(amount_ml="0.50"), "d1"), Ok)
    assert town.record(town.dose(), "d1") == Conflict()
    assert town.record(town.dose(), "d2") == AlreadyRegistered()
    assert town.record(town.dose(lot_number=""), "d3", date(1999, 1, 1)) == Invalid(
        ("lotNumber", "dateOfBirth")
    )
    assert town.record(town.dose("T-9"), "d4") == Refused("ticket-unknown")
    assert isinstance(town.record(town.dose(), "no key, for its spaces"), Invalid)
    assert town.tickets(held) == Empty()


def be_examined(town: Town) -> None:
    assert isinstance(town.record(town.checkup(), "c1"), Ok)
    result = town.checkup("C-0002", recorder_code=town.city)
    group = ops.RecordGroupCheckup(town.city, result, town.born, "g1")
    elsewhere = replace(
        group, body_code=town.other_city, result=replace(result, recorder_code=town.other_city)
    )
    assert town.act(elsewhere) == Refused("forbidden")
    assert isinstance(town.act(group), Ok)


def look_back(town: Town) -> None:
    history = town.history(by="mother")
    assert isinstance(history, Ok)
    assert [type(result).__name__ for result in history.value] == [  # type: ignore[attr-defined]
        "InterviewOnly",
        "Dose",
        "CheckupResult",
        "CheckupResult",
    ]
    assert town.history("mother") == Empty()
    assert town.history(by="taro") == Refused("forbidden")
    assert "record-dose" in town.trail()
    assert town.act(ops.FetchAuditTrail("nobody / 北")) == Empty()


def correct(town: Town) -> None:
    town.issue_ticket(town.registrant("hana"), "T-0002")
    record = town.record_id("T-0002")
    fetched = town.fetch(record)
    assert isinstance(fetched, Ok)
    version = fetched.value.version  # type: ignore[attr-defined]
    amend = ops.AmendResult(town.clinic, record, version, town.dose("T-0002", lot_number="MR999Z"))
    assert isinstance(town.act(amend), Ok)
    assert town.act(amend) == Conflict()
    newest = town.fetch(record).value.version
    wrong = replace(amend, version=newest, result=town.dose("T-0001"))
    assert town.act(wrong) == Invalid(("result/ticketNumber",))
    assert town.act(ops.CancelResult(town.clinic, record, newest)) == Ok()
    assert town.act(ops.CancelResult(town.clinic, record, newest)) == Refused("record-cancelled")
    for unknown in ("r99999999", "r/0 ?", ".."):
        assert town.fetch(unknown) == Refused("forbidden")
    assert town.fetch(record, town.other_clinic) == Refused("forbidden")
    assert isinstance(town.act(ops.FetchResults(town.city)), Ok)
    assert town.act(ops.FetchResults(town.other_city)) == Empty()


def decide(town: Town) -> None:
    for is_given in (False, True):
        assert town.consent(ConsentArea.CHECKUP, is_given=is_given, by="mother") == Ok()
        assert isinstance(town.act(ops.ListConsents("mother", "hana")), Ok)
    assert town.consent(ConsentArea.CHECKUP, is_given=False, by="taro") == Refused("forbidden")
    assert town.act(ops.ListConsents("nobody", "nobody")) == Refused("person-unknown")
    assert town.act(ops.WithdrawQuestionnaire("mother", "hana", "T-0001")) == Ok()
    assert town.change(town.history_row(), town.history_row("h-2"), town.history_row("h 3")) == (
        ops.RowReport(0),
        ops.RowReport(1),
        ops.RowReport(2, ("history-key-form",)),
    )
    assert isinstance(town.act(ops.ListCertificates("mother", "hana")), Ok)
    assert town.act(ops.ListCertificates("taro", "hana")) == Refused("forbidden")


def be_told(town: Town) -> None:
    assert town.send("n-1") == town.send("n-1") == Ok()
    assert town.send("n-1", text="別の文") == Conflict()
    assert town.send("n-2", subject="influenza") == Refused("recommendation-not-allowed")
    assert town.send("n-3", about=town.registrant("nobody").at_body) == Refused("person-unknown")
    assert isinstance(town.notices(by="mother"), Ok)
    assert town.act(ops.WithdrawNotice(town.city, "n-1")) == Ok()
    assert town.act(ops.WithdrawNotice(town.city, "n-9")) == Refused("notice-unknown")
    assert town.notices(by="mother") == Empty()
    nobody = replace(town.registrant(), at_body=BodyPerson(town.city, "nobody"))
    gone = Departure(nobody.at_body, DepartureReason.DEATH, town.today)
    told = ops.RegisterDepartures(town.city, (gone,))
    assert town.act(told) == Invalid(("0/municipalityIdentityKey",))
    assert town.depart() == Ok()
    assert town.send("n-4") == Refused("person-departed")


def move_on(town: Town) -> None:
    held = town.link(town.registrant("hana"), "hana")
    assert town.revoke(held) == Ok()
    assert town.check(held) == Refused("card-revoked")
    assert town.act(ops.SetClock(date(2090, 1, 1))) == Ok()
    assert isinstance(town.check(held), Refused)


@pytest.fixture
def app(town: Town) -> Any:
    return hub_app(town.hub, ISSUER.jwks())


@contextmanager
def served(town: Town, path: Path) -> Iterator[HttpTransport]:
    """Another hub of the same kind, served by uvicorn in the thread that opens its store."""
    ready: SimpleQueue[int] = SimpleQueue()
    servers: list[Server] = []

    def run() -> None:
        hub = type(town)(path).hub
        with bind(0) as listener:
            server = Server(hub_app(hub, ISSUER.jwks()), lambda: ready.put(listener.getsockname()[1]))
            servers.append(server)
            server.run(sockets=[listener])
        hub.close()

    thread = threading.Thread(target=run)
    thread.start()
    transport = HttpTransport(f"http://{HOST}:{ready.get(timeout=30)}")
    try:
        yield transport
    finally:
        transport.close()
        servers[0].should_exit = True
        thread.join()


def same_town_elsewhere(town: Town, path: Path) -> Town:
    """A town with a hub of its own, on the same date and at the same time."""
    return type(town)(path)


def test_the_outcomes_are_the_same_directly_by_hand_and_over_http(town: Town, tmp_path: Path) -> None:
    first, second, third = (same_town_elsewhere(town, tmp_path / name) for name in "abc")
    hubs = [each.hub for each in (first, second, third)]
    directly = live_through(first, Direct(first.hub))
    app = AsgiTransport(hub_app(second.hub, ISSUER.jwks()))
    by_hand = live_through(second, Reached(WorkingTransport(app, second.hub)))
    with served(town, tmp_path / "d") as transport:
        over_http = live_through(third, Reached(transport))
    for hub in hubs:
        hub.close()

    assert by_hand == directly
    assert over_http == directly
    assert {name for name, _ in directly} == {kind.__name__ for kind in CALLS}


def test_every_answer_keeps_the_schema_of_the_contract(town: Town, app: Any, tmp_path: Path) -> None:
    contract = yaml.safe_load(files(simulator.hub.contract).joinpath("openapi.yaml").read_text("utf-8"))
    noting = Noting(WorkingTransport(AsgiTransport(app), town.hub))
    elsewhere = same_town_elsewhere(town, tmp_path / "unused")
    elsewhere.hub.close()
    live_through(elsewhere, Reached(noting))

    for request, answer in noting.passed:
        operation = operation_of(contract, request)
        told = operation["responses"][str(answer.status)]
        while "$ref" in told:
            told = at(contract, told["$ref"])
        for kind, content in told.get("content", {}).items():
            assert answer.headers["content-type"] == kind
            Draft202012Validator({**contract, **content["schema"]}).validate(json.loads(answer.body))
        assert answer.body or not told.get("content")


def operation_of(contract: dict[str, Any], request: Request) -> dict[str, Any]:
    path = request.path.partition("?")[0]
    for template, item in contract["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            operation: dict[str, Any] = item[request.method.lower()]
            return operation
    raise AssertionError(path)


def at(document: dict[str, Any], reference: str) -> dict[str, Any]:
    for name in reference.removeprefix("#/").split("/"):
        document = document[name]
    return document


def problem_of(answer: Answer) -> tuple[int, str]:
    """Status and code of a problem, which says nothing but what belongs to it."""
    assert isinstance(answer, Response)
    assert answer.headers["content-type"] == "application/problem+json"
    document = json.loads(answer.body)
    assert document["status"] == answer.status
    assert set(document) <= {"type", "title", "status", "errors"}
    return answer.status, document["type"].removeprefix("urn:pmh:problem:")


def ask(app: Any, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Answer:
    return AsgiTransport(app).send(Request(method, path, headers or {}, body))


OPERATOR = "/v1/audit?person=hana"
# The header of a token that is nested so deeply that it cannot be read.
DEEP = urlsafe_b64encode(b"[" * 9000).decode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Bearer a.b.c"},
        {"Authorization": "Basic b3BlcmF0b3I6"},
        bearer("operator", at=NOW - 4000),
        bearer("operator", at=NOW + 61),
        bearer("king"),
        {"Authorization": f"Bearer {TokenIssuer.from_seed(2).issue('operator', None, None, NOW)}"},
        {"Authorization": bearer("operator")["Authorization"][:-4] + "AAAA"},
        {"Authorization": bearer("operator")["Authorization"] + "."},
        {"Authorization": f"Bearer {DEEP}.e30.AAAA"},
    ],
)
def test_without_a_good_token_nothing_is_told(app: Any, headers: dict[str, str]) -> None:
    answer = ask(app, "GET", OPERATOR, headers)
    assert problem_of(answer) == (401, "unauthenticated")
    assert isinstance(answer, Response)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_without_signature_is_no_token(app: Any) -> None:
    header, payload, _ = bearer("operator")["Authorization"].removeprefix("Bearer ").split(".")
    for unsigned in ("eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9", header):
        answer = ask(app, "GET", OPERATOR, {"Authorization": f"Bearer {unsigned}.{payload}."})
        assert problem_of(answer) == (401, "unauthenticated")


@pytest.mark.parametrize(("late", "status"), [(59, 200), (60, 401), (10_000, 401)])
def test_a_token_runs_out_by_the_hubs_clock_also_when_it_was_used_before(
    town: Town, app: Any, late: int, status: int
) -> None:
    headers = bearer("operator", lasts=100)
    first = ask(app, "GET", OPERATOR, headers)
    town.now = NOW + 100 + late
    answer = ask(app, "GET", OPERATOR, headers)

    assert isinstance(first, Response)
    assert isinstance(answer, Response)
    assert (first.status, answer.status) == (200, status)


@pytest.mark.parametrize(
    ("operation", "headers"),
    [
        (ops.PutSchemes("990001", ()), bearer("body", "990001")),
        (ops.FetchTask("990001", "t1"), bearer("body", "990002")),
        (ops.FetchTask("990001", "t1"), bearer("body")),
        (ops.FetchQuestionnaire("9910000001", "T"), bearer("institution", "9910000002")),
        (ops.FetchQuestionnaire("9910000001", "T"), bearer("body", "9910000001")),
        (ops.ListHistory("hana", "hana"), bearer("resident", None, "taro")),
        (ops.FetchAuditTrail("hana"), bearer("platform")),
        (ops.SetClock(date(2027, 1, 1)), bearer("institution", "9910000001")),
    ],
)
def test_nobody_acts_for_another(app: Any, operation: ops.Operation, headers: dict[str, str]) -> None:
    call = CALLS[type(operation)]
    sent = {**call.write_headers(operation), **headers}
    answer = ask(app, call.method, call.write_path(operation), sent, call.write_body(operation))

    assert problem_of(answer) == (403, "forbidden")


def test_the_role_is_judged_before_the_body_is_read(app: Any) -> None:
    headers = {**bearer("resident", None, "hana"), "Content-Type": JSON}

    assert problem_of(ask(app, "PUT", "/v1/platform/accounts", headers, b"{")) == (403, "forbidden")


def test_health_and_capabilities_are_public(app: Any) -> None:
    for path in ("/v1/health", "/v1/capabilities"):
        answer = ask(app, "GET", path)
        assert isinstance(answer, Response)
        assert answer.status == 200


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/health/", "/v1//health", "/v1/nothing", "/docs", "/V1/health"]
)
def test_an_unknown_path_is_a_problem(app: Any, path: str) -> None:
    assert problem_of(ask(app, "GET", path)) == (404, "unsupported")


@pytest.mark.parametrize("method", ["POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_another_method_is_a_problem(app: Any, method: str) -> None:
    answer = ask(app, method, "/v1/health")
    assert problem_of(answer) == (405, "method-not-allowed")
    assert isinstance(answer, Response)
    assert answer.headers["allow"] == "GET, HEAD"


def test_all_methods_of_a_path_are_told(app: Any) -> None:
    answer = ask(app, "POST", "/v1/institutions/9910000001/records/r1")
    assert isinstance(answer, Response)
    assert answer.headers["allow"] == "DELETE, GET, HEAD, PUT"


PLATFORM = {**bearer("platform"), "Content-Type": JSON}


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "application/pkix-crl"]
)
def test_another_media_type_is_a_problem(app: Any, kind: str) -> None:
    headers = {**bearer("platform"), **({"Content-Type": kind} if kind else {})}

    assert problem_of(ask(app, "PUT", "/v1/platform/accounts", headers, b"{}")) == (
        415,
        "unsupported-media-type",
    )


def test_a_media_type_with_parameters_is_the_same(app: Any) -> None:
    headers = {**bearer("platform"), "Content-Type": "Application/JSON; charset=utf-8"}
    answer = ask(app, "PUT", "/v1/platform/accounts", headers, b'{"accounts":[]}')

    assert isinstance(answer, Response)
    assert answer.status == 204


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"<html>", b"[" * 60_000, b'{"accounts":[],"accounts":[]}']
)
def test_a_body_that_is_no_json_is_malformed(app: Any, body: bytes) -> None:
    assert problem_of(ask(app, "PUT", "/v1/platform/accounts", PLATFORM, body)) == (400, "malformed")


@pytest.mark.parametrize("path", ["/v1/bodies/%FF/tasks/t1", "/v1/bodies/990001/tasks/%C3"])
def test_a_path_that_is_no_utf8_is_malformed(app: Any, path: str) -> None:
    assert problem_of(ask(app, "GET", path, bearer("body", "990001"))) == (400, "malformed")


def test_wrong_fields_are_named_without_their_values(app: Any) -> None:
    body = json.dumps({"accounts": [{"personId": "p", "mayActFor": ["合成 花子", 7]}, {}]}).encode()
    answer = ask(app, "PUT", "/v1/platform/accounts", PLATFORM, body)

    assert problem_of(answer) == (422, "invalid-fields")
    assert isinstance(answer, Response)
    assert json.loads(answer.body)["errors"] == [
        {"pointer": "/accounts/0/mayActFor/1", "code": "type"},
        {"pointer": "/accounts/1/personId", "code": "required"},
        {"pointer": "/accounts/1/mayActFor", "code": "required"},
    ]


def test_a_cursor_of_nobody_s_is_told_only_to_who_may_see_the_list(town: Town, app: Any) -> None:
    town.settle()
    path = "/v1/residents/{}/history?subject=hana&cursor=zzz"
    told = {who: ask(app, "GET", path.format(who), bearer("resident", None, who)) for who in ("hana", "taro")}

    assert problem_of(told["taro"]) == (403, "forbidden")
    assert isinstance(told["hana"], Response)
    assert json.loads(told["hana"].body)["errors"] == [{"pointer": "/cursor", "code": "rejected"}]


def test_of_very_many_wrong_fields_the_first_hundred_are_named(app: Any) -> None:
    answer = ask(app, "PUT", "/v1/platform/accounts", PLATFORM, json.dumps({"accounts": [{}] * 500}).encode())

    assert isinstance(answer, Response)
    assert len(json.loads(answer.body)["errors"]) == 100


def test_a_missing_key_or_query_is_a_wrong_field(town: Town, app: Any) -> None:
    headers = {**bearer("institution", town.clinic), "Content-Type": JSON}
    without_key = ask(app, "POST", f"/v1/institutions/{town.clinic}/doses", headers, b"{}")
    without_query = ask(app, "GET", "/v1/residents/hana/history", bearer("resident", None, "hana"))

    for answer, pointer in ((without_key, "/Idempotency-Key"), (without_query, "/subject")):
        assert isinstance(answer, Response)
        assert json.loads(answer.body)["errors"] == [{"pointer": pointer, "code": "required"}]


@pytest.mark.parametrize(
    ("path", "role", "limit"),
    [
        ("/v1/bodies/990001/recipient-registration-tasks", "body", 16 * 1024 * 1024),
        ("/v1/bodies/990001/ticket-registration-tasks", "body", 16 * 1024 * 1024),
        ("/v1/gateway/subsidy-lookups", "gateway", 64 * 1024),
    ],
)
def test_a_body_over_the_limit_is_too_large(app: Any, path: str, role: str, limit: int) -> None:
    headers = {**bearer(role, "990001"), "Content-Type": JSON}

    assert problem_of(ask(app, "POST", path, headers, b" " * limit)) == (400, "malformed")
    assert problem_of(ask(app, "POST", path, headers, b" " * (limit + 1))) == (413, "too-large")


def test_a_repeated_record_is_the_same_and_said_so_by_its_status(town: Town, app: Any) -> None:
    town.issue_ticket(town.registrant())
    call = CALLS[ops.RecordDose]
    operation = ops.RecordDose(town.clinic, town.dose(), town.born, "k1")
    headers = {**bearer("institution", town.clinic), **call.write_headers(operation)}
    path, body = call.write_path(operation), call.write_body(operation)
    first, second = (ask(app, "POST", path, headers, body) for _ in range(2))

    assert isinstance(first, Response)
    assert isinstance(second, Response)
    assert (first.status, second.status) == (201, 200)
    assert first.body == second.body


def test_the_clock_is_there_only_under_test(found_town: Callable[..., Town]) -> None:
    town = found_town(test_clock=False)
    reached = Reached(AsgiTransport(hub_app(town.hub, ISSUER.jwks())))

    assert reached.perform(ops.SetClock(date(2027, 1, 1))) == Unsupported()


def test_a_failing_hub_tells_nothing_to_the_caller_and_nothing_personal_to_the_log(
    town: Town, app: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("合成 花子 2020-05-05")

    town.hub.perform = fail
    with caplog.at_level(logging.DEBUG):
        answer = ask(app, "GET", OPERATOR, bearer("operator"))

    assert problem_of(answer) == (500, "internal")
    assert "FetchAuditTrail failed: ValueError" in caplog.text
    assert "花子" not in caplog.text + str(answer)


def test_a_closed_store_is_a_failure_of_the_hub(tmp_path: Path, town: Town) -> None:
    elsewhere = same_town_elsewhere(town, tmp_path / "closed")
    reached = Reached(AsgiTransport(hub_app(elsewhere.hub, ISSUER.jwks())))
    elsewhere.hub.close()

    assert isinstance(reached.perform(ops.FetchAuditTrail("hana")), Malformed)


def test_a_served_hub_answers_problems_as_the_embedded_one_does(town: Town, app: Any, tmp_path: Path) -> None:
    large = Request(
        "POST", "/v1/gateway/subsidy-lookups", {**bearer("gateway"), "Content-Type": JSON}, b" " * 70_000
    )
    requests = [
        Request("GET", "/v1/nothing"),
        Request("DELETE", "/v1/health"),
        Request("GET", "/v1/bodies/a%2Fb/tasks/%2E%2E", bearer("body", "a/b")),
        Request("GET", "/v1/bodies/a/b/tasks/t", bearer("body", "a/b")),
        Request("PUT", "/v1/platform/accounts", PLATFORM, b"{"),
        Request("PUT", "/v1/platform/accounts", PLATFORM),
        large,
    ]
    embedded = AsgiTransport(app)
    with served(town, tmp_path / "served") as transport:
        for request in requests:
            assert problem_of(transport.send(request)) == problem_of(embedded.send(request))


SCRIPT = """
    from simulator.hub.reference.serve import serve

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    serve(app, 0, lambda port: print(port, flush=True))
    print("ended in order", flush=True)
"""


@pytest.mark.served
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_served_app_tells_its_port_and_ends_in_order_at_a_signal(ending: signal.Signals) -> None:
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(SCRIPT)]
    root = Path(simulator.hub.contract.__file__).parents[3]
    with subprocess.Popen(
        command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        transport = HttpTransport(f"http://127.0.0.1:{int(process.stdout.readline())}")
        answer = transport.send(Request("GET", "/"))
        transport.close()
        process.send_signal(ending)
        out, errors = process.communicate(timeout=30)

    assert isinstance(answer, Response)
    assert answer.status == 204
    assert out == "ended in order\n"
    assert errors == ""
    assert process.returncode == 0


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_that_is_none_is_a_complaint(app: Any, port: int) -> None:
    with pytest.raises(Complaint, match="待ち受けられません"):
        serve(app, port, lambda _: None)


def test_a_port_that_is_taken_is_a_complaint(app: Any) -> None:
    with bind(0) as taken, pytest.raises(Complaint) as caught:
        serve(app, taken.getsockname()[1], lambda _: None)

    assert "0 を指定" in str(caught.value.mend)
