"""The contract as OpenAPI: whole, in both languages, marked by level, and the same as what is spoken."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from contract import (
    CONTRACT,
    CONTRACT_TEXT,
    OPERATIONS,
    SCHEMAS,
    call_of,
    described,
    fields,
    parameters,
    responses,
    valid,
)
from openapi_spec_validator import validate

from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import JSON_TYPE, PROBLEM_TYPE
from simulator.hub.contract.page import CURSOR, LIMIT
from simulator.hub.contract.problems import INVALID_FIELDS, REFUSALS, problem_document
from simulator.hub.contract.scalars import DAY
from simulator.hub.contract.titles import title_of
from simulator.port.operations import CheckHealth, FetchCapabilities

EVERY_CALL = pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.operation.__name__)
STATUS_OF = {each["code"]: each["status"] for each in CONTRACT["x-problem-codes"]}
CORE = (
    ("null", re.compile("null|Null|NULL|~|")),
    ("bool", re.compile("true|True|TRUE|false|False|FALSE")),
    ("int", re.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")),
    (
        "float",
        re.compile(
            r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
        ),
    ),
)
"""The plain scalars that are no text in YAML 1.2 (core schema, section 10.3)."""
BLOCK = re.compile(r"```(http|json)\n(.*?)```", re.DOTALL)


def test_the_contract_is_a_valid_openapi_document() -> None:
    validate(CONTRACT)
    assert CONTRACT["openapi"].startswith("3.1.")


def test_every_reader_of_yaml_reads_the_same_values() -> None:
    # YAML 1.1 and 1.2 differ in what is a number: 0000029 is text to the one and 29 to the other.
    plain = [node for node in _scalars(yaml.compose(CONTRACT_TEXT)) if node.style is None]
    assert len(plain) > 1000
    for node in plain:
        kind = node.tag.rpartition(":")[2]
        assert kind == next((name for name, form in CORE if form.fullmatch(node.value)), "str"), node.value


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for each in node.value if isinstance(node, yaml.CollectionNode) else ():
        for inner in each if isinstance(each, tuple) else (each,):
            yield from _scalars(inner)


def test_it_has_the_calls_that_adapter_and_face_speak_and_no_others() -> None:
    spoken = {(call.path, call.method.lower(), call.is_public) for call in CALLS.values()}
    assert {(path, method, each.get("security") == []) for path, method, each in OPERATIONS} == spoken
    assert {described(call)["tags"][0] for call in CALLS.values()} == {
        each["name"] for each in CONTRACT["tags"]
    }


@EVERY_CALL
def test_a_call_has_the_statuses_parameters_and_media_types_of_the_contract(call: Any) -> None:
    operation = described(call)
    assert operation["tags"] == [call.operation.role]
    assert [status for status in responses(operation) if status < 300] == list(call.statuses)
    named = {(each["in"], each["name"], each["required"]) for each in parameters(operation)}
    sources = (("path", call.members), ("query", call.query), ("header", call.headers))
    paging = {("query", name, False) for name in (LIMIT, CURSOR) if call.is_paged}
    assert named == {(place, member.name, True) for place, given in sources for member in given} | paging
    media = list(operation.get("requestBody", {}).get("content", {}))
    assert media == ([] if call.body is None else [call.media_type])
    assert operation.get("x-limit-bytes") == (None if call.body is None else call.limit_bytes)
    for status, told in responses(operation).items():
        answered = (JSON_TYPE if call.answer else None) if status < 300 else PROBLEM_TYPE
        assert list(told.get("content", {})) == ([answered] if answered else [])


@EVERY_CALL
def test_a_call_has_the_problems_that_can_come_of_it_and_no_others(call: Any) -> None:
    operation = described(call)
    has_fields = call.body is not None and call.media_type == JSON_TYPE
    asked = bool(call.members or call.query or call.headers or call.is_paged)
    general = {
        400: True,  # a query that is no UTF-8 may come with every call
        401: not call.is_public,
        403: not call.is_public,
        404: call.operation not in (CheckHealth, FetchCapabilities),
        413: call.body is not None,
        415: call.body is not None,
        422: has_fields or asked,
        429: True,
        500: True,
        503: True,
    }
    own = {STATUS_OF[code] for code in operation.get("x-problems", {})}
    wanted = {status for status, may_come in general.items() if may_come} | own
    assert {status for status in responses(operation) if status >= 400} == wanted
    for code in operation.get("x-problems", {}):
        assert code in responses(operation)[STATUS_OF[code]]["description"]


@EVERY_CALL
def test_the_example_of_a_request_is_read_and_written_back_the_same(call: Any) -> None:
    operation = described(call)
    given = {each["name"]: str(each["example"]) for each in parameters(operation)}
    content = operation.get("requestBody", {}).get("content", {}).get(JSON_TYPE)
    document = content and content["example"]
    read = call.read(given, given, given, json.dumps(document).encode())
    if content:
        assert valid(content["schema"], document)
        assert json.loads(call.write_body(read)) == document
    for member in (*call.members, *call.query, *call.headers):
        assert member.of(read) == given[member.name]


@EVERY_CALL
def test_the_examples_of_an_answer_are_read_and_written_back_the_same(call: Any) -> None:
    for status in call.statuses:
        content = responses(described(call))[status].get("content", {}).get(JSON_TYPE)
        if content is None:
            continue
        name = content["schema"]["$ref"].rpartition("/")[2]
        assert content["example"] == SCHEMAS[name]["examples"][0]
        for document in SCHEMAS[name]["examples"]:
            assert valid(content["schema"], document)
            assert call.answer.write(call.answer.read(document)) == document


def test_the_example_of_every_problem_keeps_its_form_and_has_the_status_of_its_code() -> None:
    for status, told in ((s, t) for _, _, each in OPERATIONS for s, t in responses(each).items()):
        if status < 400:
            continue
        content = told["content"][PROBLEM_TYPE]
        code = content["example"]["type"].removeprefix("urn:pmh:problem:")
        assert valid(content["schema"], content["example"])
        assert content["example"]["status"] == status == STATUS_OF[code]
        assert "errors" in content["example"] or code != "invalid-fields"
        assert content["example"]["title"] in {each["title"] for each in CONTRACT["x-problem-codes"]}


def test_a_change_of_a_record_is_guarded_by_its_version_in_headers() -> None:
    for name in ("fetchRecord", "amendResult"):
        assert "ETag" in responses(described(call_of(name)))[200]["headers"]
    for status in (429, 503):
        told = [responses(operation)[status] for _, _, operation in OPERATIONS]
        assert all("Retry-After" in each["headers"] for each in told)


def test_every_path_operation_parameter_header_and_field_says_whether_it_is_published() -> None:
    marked = [
        *CONTRACT["paths"].values(),
        *(operation for _, _, operation in OPERATIONS),
        *CONTRACT["components"]["parameters"].values(),
        *CONTRACT["components"]["headers"].values(),
        *(told for _, told in fields()),
    ]
    assert {each["x-level"] for each in marked} == {"published", "assumed"}


def test_the_published_names_are_those_of_the_registration_of_recipients() -> None:
    published = {name for name, told in fields() if told["x-level"] == "published"}
    assert {
        "RecipientRow.myNumber",
        "RecipientRow.medicalSubsidyInsurerNumber",
        "RecipientRow.designatedMedicalInstitutions",
        "HistoryRow.historyKey",
        "HistoryRow.isDeleted",
        "HistoryRow.certificationDetail",
    } <= published
    assert "MaxCopaymentAmount.monthlyYen" not in published
    assert not any(name.startswith(("Dose.", "CheckupResult.", "Audit", "Notice.kind")) for name in published)


def test_it_speaks_japanese_of_every_operation_and_field_and_describes_them_in_english() -> None:
    for _, _, operation in OPERATIONS:
        assert not operation["summary"].isascii()
        assert not operation["x-description-ja"].isascii()
        assert operation["description"].endswith(".")
    assert len({operation["operationId"] for _, _, operation in OPERATIONS}) == len(OPERATIONS)
    named = [*SCHEMAS.values(), *(told for _, told in fields())]
    assert not any(each["title"].isascii() for each in named)
    assert all(each["description"].endswith(".") for each in named)


@EVERY_CALL
def test_a_call_is_called_the_same_in_the_contract_and_on_the_command_line(call: Any) -> None:
    assert str(title_of(call.operation)) == described(call)["summary"]


def guide() -> list[tuple[str, str]]:
    """The blocks of the guide in order: what is sent, what comes back."""
    text = CONTRACT["info"]["description"]
    return BLOCK.findall(text[text.index("# 最初の朝") : text.index("# Authentication")])


def test_the_requests_and_answers_of_the_guide_are_right() -> None:
    call: Any = None
    sent: list[Any] = []
    for kind, block in guide():
        if kind == "json":
            assert call.answer.read(json.loads(block)) != ()
            continue
        head, _, body = block.partition("\n\n")
        method, path = head.splitlines()[0].split()
        call = next(each for each in CALLS.values() if each.method == method and fits(each.path, path))
        headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
        assert ("Authorization" in headers) is not call.is_public
        assert headers.get("Content-Type") == (None if call.body is None else call.media_type)
        parts = dict(zip(re.findall(r"\{(\w+)\}", call.path), found(call.path, path), strict=True))
        sent.append(call.read(parts, {}, headers, body.encode()))
    assert len(sent) >= 10
    assert DAY.write(sent[-1].dose.given_on) == "2026-11-30"


def found(template: str, path: str) -> tuple[str, ...]:
    match = re.fullmatch(re.sub(r"\{\w+\}", "([^/]+)", template), path)
    return () if match is None else match.groups()


def fits(template: str, path: str) -> bool:
    return template == path or bool(found(template, path))


def test_a_problem_says_nothing_that_the_contract_does_not_name() -> None:
    schema = {"$ref": "#/components/schemas/Problem"}
    for kind in (*REFUSALS.values(), INVALID_FIELDS):
        document = problem_document(kind, (("/0/myNumber", "type"),))
        assert valid(schema, document)
        assert set(document) == set(SCHEMAS["Problem"]["properties"])
