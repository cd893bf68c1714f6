"""The adapter of FHIR servers: what it asks, what it makes of any answer, and never anybody else's rows."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from builders import BORN, CITY, CLINIC, certificate, dose, questionnaire, registrant, ticket
from fhir_scenarios import SCENARIOS
from fhir_server import FhirServer
from fhir_town import DAY, HANA, FhirTown, assertion, token
from hypothesis import given
from hypothesis import strategies as st

from simulator.hub.adapters.fhir import FhirAdapter
from simulator.hub.credentials import ApiKey
from simulator.port import operations as ops
from simulator.port.capabilities import STRICT_SEARCH, VERIFIES_CARD, Capabilities
from simulator.port.exchange import Answer, NoAnswer, Request, Response
from simulator.port.outcomes import (
    Empty,
    Malformed,
    Ok,
    Outcome,
    Refused,
    Unavailable,
    Unknown,
    Unsupported,
)
from simulator.records.certificate import RecipientRow

FHIR = {"content-type": "application/fhir+json"}
LOOK_UP = ops.LookUpSubsidy(HANA, CLINIC.code, consent=True, service_date=DAY)
HISTORY = ops.ListHistory(HANA, HANA)
RECORD = ops.RecordDose(CLINIC.code, dose(), BORN, "k")
OTHERS = Malformed("a row of another person")


def told(operation: ops.Operation, answer: Answer) -> Outcome:
    """The outcome where every request is answered alike."""
    exchange = FhirAdapter(token, day=lambda: DAY).perform(operation)
    try:
        next(exchange)
        for _ in range(100):
            exchange.send(answer)
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    raise AssertionError("it asks without end")


def answered(operation: ops.Operation, status: int, document: object) -> Outcome:
    return told(operation, Response(status, FHIR, json.dumps(document).encode()))


def issue(code: str) -> dict[str, Any]:
    text = "合成 花子"
    return {"resourceType": "OperationOutcome", "issue": [{"code": code, "diagnostics": text}]}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_a_sound_server(scenario: Callable[[FhirTown], None]) -> None:
    scenario(FhirTown(FhirServer()).furnish())


def test_every_search_asks_to_be_handled_strictly() -> None:
    server = FhirServer()
    town = FhirTown(server).furnish()
    town.certify(town.hana, certificate())
    town.look_up()
    assert server.requests
    assert all("handling=strict" in request.headers["Prefer"] for request in server.requests)


@pytest.mark.parametrize(
    ("operation", "bearer"),
    [
        (ops.LinkCards((ops.CardLink(HANA, registrant().at_body, 1),)), "platform|None|None"),
        (ops.FetchTask(CITY, "t1"), f"body|{CITY}|None"),
        (LOOK_UP, "gateway|None|None"),
        (RECORD, f"institution|{CLINIC.code}|None"),
        (HISTORY, f"resident|None|{HANA}"),
    ],
)
def test_each_actor_shows_a_token_of_his_own(operation: ops.Operation, bearer: str) -> None:
    request = next(FhirAdapter(token).perform(operation))
    assert request.headers["Authorization"] == f"Bearer {bearer}"


def test_a_key_of_the_hubs_own_is_shown_in_its_own_header() -> None:
    adapter = FhirAdapter(lambda *_actor: ApiKey.shown_in("X-Key", "secret"))
    headers = next(adapter.perform(HISTORY)).headers
    assert (headers["X-Key"], "Authorization" in headers) == ("secret", False)


@pytest.mark.parametrize("operation", [ops.CheckHealth(), ops.FetchCapabilities()])
def test_what_is_public_is_asked_without_a_token_below_the_base_path(operation: ops.Operation) -> None:
    request = next(FhirAdapter(token, "/fhir/").perform(operation))
    assert (request.path, "Authorization" in request.headers) == ("/fhir/metadata", False)


def test_no_my_number_reaches_the_server_and_no_digest_that_others_could_make() -> None:
    servers = (FhirServer(), FhirServer())
    known = registrant(my_number="123456789018")
    for server in servers:
        FhirTown(server).furnish().certify(known, certificate())
        sent = b"".join(request.path.encode() + request.body for request in server.requests)
        assert known.my_number.encode() not in sent
    digests = [_identifiers(server) for server in servers]
    assert digests[0]
    assert digests[0].isdisjoint(digests[1])


def _identifiers(server: FhirServer) -> set[str]:
    return {
        each["value"]
        for (kind, _), row in server.rows.items()
        if kind == "Patient"
        for each in row["identifier"]
        if each["system"].endswith(":pseudonym")
    }


@pytest.mark.parametrize(
    "operation",
    [
        ops.PublishRevocations(b""),
        ops.RegisterDepartures(CITY, ()),
        ops.SetClock(DAY),
        ops.FetchAuditTrail(HANA),
    ],
)
def test_what_a_fhir_server_has_no_place_for_is_unsupported(operation: ops.Operation) -> None:
    exchange = FhirAdapter(token).perform(operation)
    with pytest.raises(StopIteration) as end:
        next(exchange)
    assert end.value.value == Unsupported()


def test_capabilities_are_what_the_server_declares_and_shows_never_the_card() -> None:
    found = FhirTown(FhirServer()).must(ops.FetchCapabilities())
    assert isinstance(found, Capabilities)
    assert (found.hub, found.version) == ("small", "1")
    assert found.offers(STRICT_SEARCH)
    assert not found.offers(VERIFIES_CARD)
    assert {"SUB-004", "SUB-009", "SUB-014", "VAC-010"} <= found.decided_by_adapter
    assert not {"SUB-001", "SUB-008", "TCK-003", "VAC-007", "AMD-002"} & found.decided_by_adapter


def test_a_server_that_drops_unknown_parameters_is_not_strict() -> None:
    found = FhirTown(FhirServer(is_strict=False)).must(ops.FetchCapabilities())
    assert isinstance(found, Capabilities)
    assert not found.offers(STRICT_SEARCH)


def _with_decoys(server: FhirServer) -> FhirTown:
    town = FhirTown(server).furnish()
    for known, number in ((town.hana, "T-hana"), (town.decoy, "T-decoy")):
        town.certify(known, certificate())
        town.issue(known, ticket(number))
        town.issue(known, ticket(f"{number}-2"))
        assert isinstance(town.act(ops.RecordDose(CLINIC.code, dose(number), BORN, number)), Ok)
    return town


def _asking(town: FhirTown) -> list[Outcome]:
    hana = town.named(HANA)
    tickets = ops.FetchTickets(CLINIC.code, assertion(hana), ticket().kind, DAY)
    own = ops.ListCertificates(hana, hana)
    return [town.look_up(), town.check(), town.history(), town.act(tickets), town.act(own)]


def test_rows_of_somebody_else_are_a_failed_search_not_an_answer() -> None:
    server = FhirServer()
    town = _with_decoys(server)
    assert all(isinstance(outcome, Ok) for outcome in _asking(town))
    server.ignores = frozenset({"patient", "beneficiary"})
    assert _asking(town) == [OTHERS] * 5
    server.ignores = frozenset({"identifier"})
    assert _asking(town) == [OTHERS] * 5


def test_a_parameter_that_the_server_does_not_have_is_unsupported_never_everybodys_rows() -> None:
    server = FhirServer()
    town = _with_decoys(server)
    server.unknown = frozenset({"patient", "beneficiary"})
    assert _asking(town) == [Unsupported()] * 5
    server.is_strict = False
    assert _asking(town) == [OTHERS] * 5


def test_a_server_that_says_what_it_left_out_is_not_believed() -> None:
    outcome = {"resource": issue("not-supported"), "search": {"mode": "outcome"}}
    page = {"resourceType": "Bundle", "type": "searchset", "entry": [outcome]}
    assert answered(HISTORY, 200, page) == Unsupported()


def test_a_page_that_leads_back_is_malformed() -> None:
    link = {"relation": "next", "url": "http://h/fhir/Patient?page=2"}
    page = {"resourceType": "Bundle", "type": "searchset", "link": [link]}
    assert isinstance(answered(HISTORY, 200, page), Malformed)


@pytest.mark.parametrize(
    ("links", "path"),
    [
        ({"next": "http://h/fhir/Patient?identifier=x&_offset=50"}, "/Patient?identifier=x&_offset=50"),
        ({"next": "Patient?page=2"}, "/Patient?page=2"),
        (
            {"self": "http://h/fhir/Patient?identifier=x", "next": "http://h/fhir?_getpages=1"},
            "/?_getpages=1",
        ),
        ({"next": "http://elsewhere.example/Patient?page=2"}, "/Patient?page=2"),
    ],
)
def test_the_next_page_is_asked_of_the_same_server(links: dict[str, str], path: str) -> None:
    exchange = FhirAdapter(token).perform(HISTORY)
    next(exchange)
    listed = [{"relation": relation, "url": url} for relation, url in links.items()]
    page = {"resourceType": "Bundle", "type": "searchset", "link": listed}
    request: Request = exchange.send(Response(200, FHIR, json.dumps(page).encode()))
    assert request.path == path


def test_without_an_answer_it_matters_whether_anything_can_have_been_written() -> None:
    assert told(LOOK_UP, NoAnswer("reset")) == Unknown("reset")
    assert told(LOOK_UP, NoAnswer("refused", sent=False)) == Unavailable("refused")
    assert told(RECORD, NoAnswer("reset")) == Unavailable("reset")


def test_a_record_that_brought_no_answer_may_stand_there() -> None:
    server = FhirServer()
    town = FhirTown(server).furnish()
    town.issue(town.hana, ticket())
    exchange = town.adapter.perform(RECORD)
    request = next(exchange)
    while request.method == "GET":
        request = exchange.send(server.send(request))
    with pytest.raises(StopIteration) as end:
        exchange.send(NoAnswer("reset"))
    assert end.value.value == Unknown("reset")


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (400, "not-supported", Unsupported()),
        (401, "login", Refused("unauthenticated")),
        (403, "forbidden", Refused("forbidden")),
        (404, "not-supported", Unsupported()),
        (405, "not-supported", Unsupported()),
        (429, "throttled", Unavailable("HTTP 429")),
        (503, "transient", Unavailable("HTTP 503")),
        (500, "exception", Malformed("HTTP 500")),
    ],
)
def test_a_failed_search_is_told_by_its_status(status: int, code: str, outcome: Outcome) -> None:
    assert answered(HISTORY, status, issue(code)) == outcome


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"resourceType": "Patient", "id": "x"},
        {"resourceType": "Bundle", "type": "searchset", "entry": {}},
        {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": {"resourceType": "Group"}}]},
        {"resourceType": "Bundle", "type": "history"},
        {"resourceType": "Bundle", "type": "searchset\ud800"},
    ],
)
def test_what_is_no_search_result_is_malformed(document: object) -> None:
    assert isinstance(answered(HISTORY, 200, document), Malformed)


@pytest.mark.parametrize(
    ("document", "detail"),
    [
        ({"resourceType": "CapabilityStatement", "fhirVersion": "5.0.0"}, "R4"),
        ({"resourceType": "Bundle"}, "CapabilityStatement"),
    ],
)
def test_a_server_that_does_not_speak_r4_is_told_so(document: object, detail: str) -> None:
    outcome = answered(ops.FetchCapabilities(), 200, document)
    assert isinstance(outcome, Malformed)
    assert detail in outcome.detail


def test_an_address_without_a_fhir_server_is_told_so() -> None:
    page = Response(404, {"content-type": "text/html"}, b"<html>")
    assert isinstance(told(ops.CheckHealth(), page), Malformed)


def test_rows_that_the_server_turns_down_are_reported_and_the_others_stand() -> None:
    server = FhirServer()
    town = FhirTown(server).furnish()
    server.refuses = lambda resource: resource.get("subscriberId") == "666"
    rows = tuple(certificate(recipient_number=number) for number in ("111", "666", "222"))
    errors = [report.errors for report in town.certify(town.hana, *rows)]
    assert errors == [(), ("turned-down-by-hub",), ()]
    shown = town.look_up()
    assert isinstance(shown, Ok)
    assert isinstance(shown.value, tuple)
    assert [row.recipient_number for row in shown.value] == ["111", "222"]


def test_nothing_of_a_refusal_is_passed_on() -> None:
    outcome = answered(HISTORY, 400, {**issue("value"), "x": "合成 花子"})
    assert "花子" not in str(outcome)


def test_many_rows_are_registered_in_few_requests() -> None:
    server = FhirServer()
    town = FhirTown(server).furnish()
    begun = len(server.requests)
    people = [registrant(f"p{place}") for place in range(250)]
    rows = tuple(RecipientRow(each, certificate()) for each in people)
    assert len(town.report(ops.RegisterRecipients(CITY, rows))) == 250
    assert len(server.requests) - begun == 5 * 2 + 2


def test_a_withdrawn_consent_is_asked_for_before_anything_is_shown() -> None:
    server = FhirServer()
    town = FhirTown(server).furnish()
    town.certify(town.hana, certificate())
    without = ops.LookUpSubsidy(HANA, CLINIC.code, consent=False, service_date=DAY)
    begun = len(server.requests)
    assert town.act(without) == Empty()
    assert not [request for request in server.requests[begun:] if "Coverage" in request.path]


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["resourceType", "type", "entry", "resource", "link", "issue", "id", "status"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(
        [
            LOOK_UP,
            RECORD,
            HISTORY,
            ops.CheckHealth(),
            ops.FetchCapabilities(),
            ops.FetchTask(CITY, "t"),
            ops.FetchQuestionnaire(CLINIC.code, "T"),
            ops.SubmitQuestionnaire(HANA, HANA, questionnaire(), "k"),
            ops.LinkCards((ops.CardLink(HANA, registrant().at_body, 1),)),
            ops.FetchResults(CITY),
        ]
    ),
    st.integers(100, 599),
    st.binary(max_size=20) | VALUES.map(lambda value: json.dumps(value).encode()),
)
def test_no_answer_whatever_makes_the_adapter_fail(
    operation: ops.Operation, status: int, body: bytes
) -> None:
    assert isinstance(told(operation, Response(status, FHIR, body)), Outcome)


def test_today_is_the_adapters_where_the_server_has_no_date() -> None:
    town = FhirTown(FhirServer(), day=lambda: date(2027, 4, 1)).furnish()
    town.certify(town.hana, certificate())
    own = ops.ListCertificates(HANA, HANA)
    assert town.act(own) == Empty()
