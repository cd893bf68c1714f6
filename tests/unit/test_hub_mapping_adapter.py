"""Requests and answers rewritten between the pmh adapter and a hub that calls things otherwise."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.doctor.probes import PROBES
from simulator.doctor.scene import Scene
from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.mapping.adapter import MappedAdapter
from simulator.hub.mapping.file import read_mapping
from simulator.hub.mapping.mapping import HubMapping
from simulator.port import operations as ops
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Adapter, Answer, NoAnswer, Request, Response
from simulator.port.outcomes import (
    AlreadyRegistered,
    Empty,
    Invalid,
    Malformed,
    Ok,
    Outcome,
    Refused,
    Unavailable,
    Unknown,
    Unsupported,
)

SCENE = Scene(42, "test")
DOSE = PROBES[ops.RecordDose].ask(SCENE)
CHECK = PROBES[ops.CheckEligibility].ask(SCENE)
QUESTIONS = {operation: probe.ask(SCENE) for operation, probe in PROBES.items()}
HISTORY = ops.ListHistory("p.1/x", "p 2")
JSON = {"content-type": "application/json"}


def token(role: ops.Role, _organisation: str | None, _person_id: str | None) -> str:
    return f"token-of-{role}"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> HubMapping:
    """One mapping that changes much."""
    file = tmp_path_factory.mktemp("mapping") / "whole.toml"
    file.write_text(ANSWERING + PROBLEMS, encoding="utf-8")
    return read_mapping(file)


@pytest.fixture
def adapted(tmp_path: Path) -> Any:
    def make(text: str) -> MappedAdapter:
        file = tmp_path / "hub.toml"
        file.write_text(text, encoding="utf-8")
        return MappedAdapter(read_mapping(file), token)

    return make


def asked(adapter: Adapter, operation: ops.Operation) -> Request:
    return next(adapter.perform(operation))


def told(adapter: Adapter, operation: ops.Operation, answer: Answer | None = None) -> Outcome:
    """The outcome after one answer, or after none where nothing is asked."""
    exchange = adapter.perform(operation)
    if answer is not None:
        next(exchange)
    with pytest.raises(StopIteration) as end:
        next(exchange) if answer is None else exchange.send(answer)
    outcome: Outcome = end.value.value
    return outcome


def reply(status: int, document: object) -> Response:
    return Response(status, JSON, json.dumps(document).encode())


@pytest.mark.parametrize("operation", PROBES, ids=lambda each: each.__name__)
def test_an_empty_mapping_asks_as_the_contract_does(operation: type[ops.Operation], adapted: Any) -> None:
    question = PROBES[operation].ask(SCENE)
    assert asked(adapted(""), question) == asked(PmhAdapter(token), question)


def test_paths_queries_methods_and_headers_are_the_hubs(adapted: Any) -> None:
    adapter = adapted(
        """
        base_path = "/api/"
        token_scheme = ""
        [headers]
        authorization = "X-Token"
        [sent_headers]
        X-Version = "2"
        [operations.ListHistory]
        method = "POST"
        path = "/people/{who}?all=1"
        members = { personId = "who" }
        query = { subject = "of", limit = "size" }
        """
    )
    request = asked(adapter, HISTORY)
    assert (request.method, request.path) == ("POST", "/api/people/p%2E1%2Fx?all=1&of=p+2&size=20")
    assert request.headers["X-Token"] == "token-of-resident"
    assert request.headers["X-Version"] == "2"
    assert "Authorization" not in request.headers


def test_the_member_of_a_path_is_renamed_without_a_new_path(adapted: Any) -> None:
    text = '[operations.ListHistory]\nmembers = { personId = "who" }'
    assert asked(adapted(text), HISTORY).path == asked(PmhAdapter(token), HISTORY).path


def test_fields_are_renamed_by_name_by_place_and_by_operation(adapted: Any) -> None:
    adapter = adapted(
        """
        date_format = "YYYY/MM/DD"
        booleans = [0, 1]
        [fields]
        ticketNumber = "coupon"
        doctor = "by"
        [operations.RecordDose.request]
        envelope = "data.item"
        omitted = ["site"]
        fields.doctor = "physician"
        added = { version = 3 }
        values.doseClass = { routine = "R" }
        """
    )
    item = json.loads(asked(adapter, DOSE).body)["data"]["item"]
    assert item["coupon"] == SCENE.ticket_number("dose")
    assert item["physician"] == "架空 医師"
    assert item["givenOn"] == f"{SCENE.day:%Y/%m/%d}"
    assert item["doseClass"] == "R"
    assert item["version"] == 3
    assert {"site", "ticketNumber", "doctor", "by"}.isdisjoint(item)
    interview = json.loads(asked(adapter, PROBES[ops.RecordInterviewOnly].ask(SCENE)).body)
    assert interview["by"] == "架空 医師"
    assert json.loads(asked(adapter, CHECK).body)["consent"] == 1


def test_a_place_names_one_of_several_fields_of_a_name(adapted: Any) -> None:
    adapter = adapted('[fields]\n"basicFiveInfo.name" = "fullName"')
    row = json.loads(asked(adapter, PROBES[ops.RegisterRecipients].ask(SCENE)).body)[0]
    assert "fullName" in row["basicFiveInfo"]
    schemes = json.loads(asked(adapter, PROBES[ops.PutSchemes].ask(SCENE)).body)
    assert all("name" in each for each in schemes["schemes"])


CERTIFICATE = {
    "bodyCode": "452025",
    "orgSpecificCertificateTypeId": "local_kodomo",
    "certificationName": "こども",
    "medicalSubsidyInsurerNumber": "90459012",
    "medicalSubsidyRecipientNumber": "0000018",
    "incomeSegment": "",
    "maxCopaymentAmount": {"monthlyYen": None},
    "isAlwaysReimbursement": "0",
    "from": "20260401",
    "validTo": "20270331",
}
WITHOUT_BEGIN = {name: value for name, value in CERTIFICATE.items() if name != "from"}
ANSWERING = """
date_format = "YYYYMMDD"
[operations.CheckEligibility]
statuses = { 200 = 203 }
[operations.CheckEligibility.answer]
envelope = "result"
fields = { certificates = "items", validFrom = "from" }
supplied = { "certificates.incomeSegment" = "一般" }
"""


def test_an_answer_is_read_back_into_the_contracts_words(adapted: Any) -> None:
    shown = {name: value for name, value in CERTIFICATE.items() if name != "incomeSegment"}
    outcome = told(adapted(ANSWERING), CHECK, reply(203, {"result": {"items": [shown]}}))
    assert isinstance(outcome, Ok)
    (certificate,) = outcome.value  # type: ignore[misc]
    assert (str(certificate.valid_from), certificate.income_class) == ("2026-04-01", "一般")
    assert told(adapted(ANSWERING), CHECK, reply(203, {"result": {"items": []}})) == Empty()


@pytest.mark.parametrize(
    "document",
    [
        {"items": [CERTIFICATE]},
        {"result": {"certificates": [CERTIFICATE]}},
        {"result": {"items": [{**CERTIFICATE, "validTo": "2027-03-31"}]}},
        {"result": {"items": [{"validFrom": "20260401", **WITHOUT_BEGIN}]}},
        {"result": []},
        [],
        None,
        "x",
    ],
)
def test_a_hub_that_does_not_keep_its_own_mapping_is_not_understood(document: object, adapted: Any) -> None:
    assert isinstance(told(adapted(ANSWERING), CHECK, reply(203, document)), Malformed)


def test_a_success_with_another_status_than_the_hubs_own_is_not_understood(adapted: Any) -> None:
    assert isinstance(told(adapted(ANSWERING), CHECK, reply(200, {"result": {"items": []}})), Malformed)


PROBLEMS = """
[fields]
ticketNumber = "coupon"
[problems]
code = "error.code"
errors = "error.details"
pointer = "field"
[problems.codes]
ticket-unknown = { status = 400, code = "E1" }
invalid-fields = { status = 400, code = 17 }
already-registered = { code = "E3" }
"""


@pytest.mark.parametrize(
    ("status", "error", "outcome"),
    [
        (400, {"code": "E1"}, Refused("ticket-unknown")),
        (409, {"code": "E3"}, AlreadyRegistered()),
        (403, {"code": "card-expired"}, Refused("card-expired")),
        (400, {"code": 17, "details": [{"field": "coupon"}]}, Invalid(("ticketNumber",))),
        (400, {"code": 17, "details": [{"field": "$.coupon"}]}, Invalid(("ticketNumber",))),
        (400, {"code": 17, "details": ["/other"]}, Invalid(("other",))),
    ],
)
def test_errors_are_read_by_the_hubs_codes(
    status: int, error: dict[str, object], outcome: Outcome, adapted: Any
) -> None:
    text = PROBLEMS + '[media_types]\n"application/problem+json" = "application/json"\n'
    assert told(adapted(text), DOSE, reply(status, {"error": error})) == outcome


@pytest.mark.parametrize(
    ("status", "error"), [(400, {"code": "E9"}), (400, {}), (409, {"code": "E1"}), (500, None)]
)
def test_an_error_that_the_mapping_does_not_know_is_malformed(
    status: int, error: object, adapted: Any
) -> None:
    text = PROBLEMS + '[media_types]\n"application/problem+json" = "application/json"\n'
    assert isinstance(told(adapted(text), DOSE, reply(status, {"error": error})), Malformed)


def test_a_hub_without_codes_is_told_by_its_statuses(adapted: Any) -> None:
    adapter = adapted('[problems]\ncode = ""\n[problems.codes]\ncard-expired = { status = 410 }')
    assert told(adapter, CHECK, Response(410, {}, b"<html>")) == Refused("card-expired")
    assert isinstance(told(adapter, CHECK, Response(403, {}, b"")), Malformed)


def test_what_the_hub_does_not_have_is_unsupported_without_being_asked(adapted: Any) -> None:
    adapter = adapted(
        'unsupported = ["RecordDose", "FetchCapabilities"]\n'
        '[capabilities]\nhub = "b"\nversion = "2"\nnames = ["gateway"]'
    )
    assert told(adapter, DOSE) == Unsupported()
    assert told(adapter, ops.FetchCapabilities()) == Ok(Capabilities("b", "2", frozenset({"gateway"})))


def test_no_answer_and_busy_hubs_are_what_they_are(adapted: Any) -> None:
    adapter = adapted(ANSWERING)
    assert told(adapter, CHECK, NoAnswer("lost")) == Unknown("lost")
    assert isinstance(told(adapter, CHECK, Response(503, {}, b"")), Unavailable)


@given(
    st.sampled_from([200, 201, 202, 203, 204, 400, 403, 404, 409, 422, 500]),
    st.sampled_from(["application/json", "application/problem+json", "text/html", ""]),
    st.binary(max_size=20)
    | st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["result", "items", "error", "code", "type", "details"]), inner)
        ),
    ).map(lambda document: json.dumps(document).encode()),
    st.sampled_from(list(PROBES)),
)
def test_whatever_a_hub_sends_it_comes_to_an_outcome(
    whole: HubMapping, status: int, content_type: str, body: bytes, operation: type[ops.Operation]
) -> None:
    adapter = MappedAdapter(whole, token)
    outcome = told(adapter, QUESTIONS[operation], Response(status, {"content-type": content_type}, body))
    assert outcome is not None
