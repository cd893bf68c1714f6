"""Bad requests at the reference hub: each constraint broken once, and all else that a caller can do wrong.

Every one is met with the problem that the document names, which tells nothing of anybody.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args

import pytest
from badanswers import Secrets, code_of, errors_of, is_listed, people_in, problem, state_of, values_in
from examples import Example, OpenHub, Reader, actor, examples, open_filled, token
from forged import forged_assertions, forged_tokens
from violations import Violation, violations

from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import JSON_TYPE
from simulator.port import operations as ops
from simulator.port.exchange import Response

ROLES = get_args(ops.Role)
EVERY_CALL = pytest.mark.parametrize("operation", CALLS, ids=lambda operation: operation.__name__)
OF_TASKS = ("task", "sqlite_sequence")
WITHOUT_CONSTRAINTS = (ops.PublishRevocations, ops.CheckHealth, ops.FetchCapabilities)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenHub]:
    with open_filled(tmp_path_factory.mktemp("bad") / "hub.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def secrets(hub: OpenHub) -> Secrets:
    return Secrets(people_in(hub.rows))


@EVERY_CALL
def test_each_constraint_broken_once_is_named_and_changes_nothing(
    hub: OpenHub, secrets: Secrets, operation: type[ops.Operation]
) -> None:
    before = state_of(hub.rows, *OF_TASKS)
    tried = 0
    for violation in violations(hub.example(operation)):
        answer = hub.send(violation.example.request())
        assert isinstance(answer, Response)
        if violation.row_error:
            codes = row_errors(hub, violation.example, answer)
            assert violation.row_error in codes, violation
        else:
            assert said(violation, answer), f"{violation}: {answer.body.decode()}"
            assert is_listed(answer, violation.example.call), str(violation)
            assert secrets.told(answer.body, values_in(violation.example.document)) == [], str(violation)
        tried += 1
        if operation not in (ops.CheckEligibility, ops.FetchTickets):
            assert state_of(hub.rows, *OF_TASKS) == before, str(violation)
    assert tried > 0 or operation in WITHOUT_CONSTRAINTS


def said(violation: Violation, answer: Response) -> bool:
    """Whether the answer names what is wrong and nothing else."""
    if violation.refused:
        return code_of(answer) == violation.refused
    if violation.code == "rejected" and violation.pointer.endswith("/ticketNumber"):
        return code_of(answer) == "ticket-unknown" or errors_of(answer) == [(violation.pointer, "rejected")]
    return errors_of(answer) == [(violation.pointer, violation.code)]


def row_errors(hub: OpenHub, example: Example, answer: Response) -> list[str]:
    """What the hub reports of the first row of a registration."""
    assert answer.status == 202, answer
    fetch = hub.example(ops.FetchTask)
    task = {**example.parts, "taskId": json.loads(answer.body)["taskId"]}
    told = hub.send(Example(fetch.call, task, {}, {}).request())
    assert isinstance(told, Response)
    report: Any = json.loads(told.body)
    assert report["status"] == "done"
    errors: list[str] = report["rows"][0]["errors"]
    return errors


WITH_JSON = [operation for operation, call in CALLS.items() if call.body and call.media_type == JSON_TYPE]
EVERY_JSON_CALL = pytest.mark.parametrize("operation", WITH_JSON, ids=lambda operation: operation.__name__)
UNREADABLE = {
    "nothing": lambda _: b"",
    "a BOM": lambda body: b"\xef\xbb\xbf" + body,
    "UTF-16": lambda body: body.decode().encode("utf-16"),
    "UTF-16 without a mark": lambda body: body.decode().encode("utf-16-le"),
    "UTF-32": lambda body: body.decode().encode("utf-32"),
    "Shift_JIS": lambda _: '{"name": "合成 花子"}'.encode("shift_jis"),
    "EUC-JP": lambda _: '{"name": "合成 花子"}'.encode("euc_jp"),
    "overlong UTF-8": lambda _: b'{"a": "\xc0\xaf"}',
    "a surrogate in UTF-8": lambda _: b'{"a": "\xed\xa0\x80"}',
    "cut off": lambda body: body[:-1],
    "something behind": lambda body: body + b"x",
    "two documents": lambda body: body + body,
    "a comma too much": lambda _: b'{"a": 1,}',
    "a quotation mark too few": lambda _: b'{"a: 1}',
    "single quotation marks": lambda _: b"{'a': 1}",
    "a comment": lambda body: b"/* */" + body,
    "NaN": lambda _: b'{"a": NaN}',
    "Infinity": lambda _: b"[-Infinity]",
    "a leading zero": lambda _: b'{"a": 01}',
    "a raw line break": lambda _: b'{"a": "\n"}',
    "a raw NUL": lambda _: b'{"a": "\0"}',
    "NUL bytes": lambda body: b"\0" + body,
    "a member twice": lambda _: b'[{"a": 1, "a": 1}]',
    "the same member written in two ways": lambda _: b'{"a": 1, "\\u0061": 1}',
    "17 arrays in each other": lambda _: b"[" * 17 + b"]" * 17,
    "17 objects in each other": lambda _: b'{"a":' * 17 + b"1" + b"}" * 17,
    "many arrays in each other": lambda _: b"[" * 30_000 + b"]" * 30_000,
    "arrays without end": lambda _: b"[" * 60_000,
    "a number of 5,000 digits": lambda _: b'{"a": ' + b"9" * 5000 + b"}",
    "a form": lambda _: b"name=%E5%90%88&number=1",
    "XML": lambda _: b"<a>1</a>",
}


@EVERY_JSON_CALL
def test_a_body_that_is_no_json_of_the_contract_is_malformed(
    hub: OpenHub, operation: type[ops.Operation]
) -> None:
    example = hub.example(operation)
    before = state_of(hub.rows)
    for how, garbled in UNREADABLE.items():
        answer = hub.send(replace(example, document=garbled(example.body())).request())
        assert code_of(answer) == "malformed", how
    assert state_of(hub.rows) == before


@EVERY_JSON_CALL
def test_numbers_without_measure_and_nuls_within_texts_are_told_apart_from_right_ones(
    hub: OpenHub, operation: type[ops.Operation]
) -> None:
    for body in (b"1e999", b"-1e999", b"9" * 400, b"0.1", b'"\\u0000"', b'"\\ud83d"', b"true", b"null"):
        answer = hub.send(replace(hub.example(operation), document=body).request())
        assert errors_of(answer) == [("", "type")], body


@pytest.mark.parametrize("operation", [each for each, call in CALLS.items() if call.body])
@pytest.mark.parametrize(
    "kind",
    [
        *("", "text/plain", "text/json", "application/problem+json", "application/jsonx", "json", "*/*"),
        *(
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json, text/plain",
        ),
        *(";charset=utf-8", "\x00", "é", "a" * 5000),
    ],
)
def test_another_media_type_is_told_before_the_body_is_looked_at(
    hub: OpenHub, operation: type[ops.Operation], kind: str
) -> None:
    answer = hub.send(replace(hub.example(operation), document=b"\0").request(**{"Content-Type": kind}))
    assert code_of(answer) == "unsupported-media-type"


@pytest.mark.parametrize("operation", [each for each, call in CALLS.items() if call.body])
def test_a_body_beyond_the_limit_is_too_large(hub: OpenHub, operation: type[ops.Operation]) -> None:
    limit = CALLS[operation].limit_bytes
    example = hub.example(operation)
    for body in (b" " * (limit + 1), b"[" * (limit + 1)):
        assert code_of(hub.send(replace(example, document=body).request())) == "too-large"
    assert code_of(hub.send(replace(example, document=b"x" * limit).request())) in (
        "malformed",
        "invalid-fields",
    )


PATHS = {
    "/v1/bodies/..%2F..%2Fetc%2Fpasswd/records": (422, "invalid-fields"),
    "/v1/bodies/../../etc/passwd": (404, "unsupported"),
    "/v1/bodies/%2e%2e/records": (422, "invalid-fields"),
    "/v1/bodies/990001%2Frecords": (404, "unsupported"),
    "/v1/bodies/990001%00/records": (422, "invalid-fields"),
    "/v1/bodies/990001%0a/records": (422, "invalid-fields"),
    "/v1/bodies/%ff/records": (400, "malformed"),
    "/v1/bodies/%ed%a0%80/records": (400, "malformed"),
    "/v1/bodies/%c0%af/records": (400, "malformed"),
    "/v1/bodies/%/records": (422, "invalid-fields"),
    "/v1/bodies/%zz/records": (422, "invalid-fields"),
    "/v1/bodies//records": (404, "unsupported"),
    "/v1/bodies/990001/records/": (404, "unsupported"),
    "/v1//bodies/990001/records": (404, "unsupported"),
    "/V1/bodies/990001/records": (404, "unsupported"),
    "/v1/bodies/990001/records;x=1": (404, "unsupported"),
    "//v1/bodies/990001/records": (404, "unsupported"),
    "/v1/bodies/" + "9" * 10_000 + "/records": (422, "invalid-fields"),
    "/v1/bodies/990002/records": (403, "forbidden"),
    "/v1/bodies/990001/records?limit=1&limit=x": (422, "invalid-fields"),
    "/v1/bodies/990001/records?cursor=" + "a" * 10_000: (422, "invalid-fields"),
    "/v1/bodies/990001/records?cursor=%ff": (400, "malformed"),
    "/v1/bodies/990001/records?limit=%00": (422, "invalid-fields"),
    "/v1/bodies/990001/records?limit=": (422, "invalid-fields"),
    "/v1/bodies/990001/records?" + "&".join(["a=b"] * 5000) + "&limit=0": (422, "invalid-fields"),
}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:60])
def test_a_path_or_query_that_is_none_is_a_problem(hub: OpenHub, secrets: Secrets, path: str) -> None:
    request = hub.example(ops.FetchResults).request()
    answer = hub.send(replace(request, path=path))
    assert isinstance(answer, Response)
    assert (answer.status, code_of(answer)) == PATHS[path]
    assert secrets.told(answer.body, path.split("/")[3:]) == []


@EVERY_CALL
def test_other_methods_than_those_of_a_path_are_refused_with_those_that_it_has(
    hub: OpenHub, operation: type[ops.Operation]
) -> None:
    request = hub.example(operation).request()
    path = CALLS[operation].path
    offered = {call.method for call in CALLS.values() if call.path == path}
    for method in {"GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get"} - offered:
        answer = hub.send(replace(request, method=method))
        assert isinstance(answer, Response)
        assert (answer.status, code_of(answer)) == (405, "method-not-allowed")
        assert set(answer.headers["allow"].split(", ")) - {"HEAD"} == offered


@EVERY_CALL
def test_another_role_or_actor_reaches_no_operation(hub: OpenHub, operation: type[ops.Operation]) -> None:
    example = hub.example(operation)
    if example.call.is_public:
        return
    before = state_of(hub.rows)
    role, named = example.call.operation.role, actor(example.call, example.parts)
    others = [token(each, "990001", "p-000100") for each in ROLES if each != role]
    if named != (None, None):
        others += [
            token(role, "990002", "p-000200"),
            token(role),
            token(role, "", ""),
            token(role, *named[::-1]),
        ]
    for other in others:
        assert code_of(hub.send(example.request(Authorization=f"Bearer {other}"))) == "forbidden"
    assert state_of(hub.rows) == before


@EVERY_CALL
def test_a_forged_or_untimely_token_opens_nothing(hub: OpenHub, operation: type[ops.Operation]) -> None:
    example = hub.example(operation)
    if example.call.is_public:
        return
    role, named = example.call.operation.role, actor(example.call, example.parts)
    before = state_of(hub.rows)
    for how, forged in forged_tokens(role, *named, int(time.time())).items():
        answer = hub.send(example.request(Authorization=f"Bearer {forged}"))
        assert code_of(answer) == "unauthenticated", how
    for header in (
        "",
        "Bearer",
        "Basic cDpw",
        f"Token {token(role, *named)}",
        token(role, *named),
        "Bearer  ",
    ):
        assert code_of(hub.send(example.request(Authorization=header))) == "unauthenticated", header
    assert state_of(hub.rows) == before


@pytest.mark.parametrize("operation", [ops.CheckEligibility, ops.FetchTickets])
def test_a_forged_untimely_or_repeated_assertion_shows_nothing(
    hub: OpenHub, secrets: Secrets, operation: type[ops.Operation]
) -> None:
    example = hub.example(operation)
    before = state_of(hub.rows)
    for how, forged in forged_assertions(Reader(operation.__name__), int(time.time())).items():
        answer = hub.send(example.with_member(("cardAssertion",), forged).request())
        assert isinstance(answer, Response)
        assert code_of(answer) == "assertion-invalid", how
        assert secrets.told(answer.body, [forged]) == []
    assert state_of(hub.rows) == before
    again = hub.example(operation).request()
    first = hub.send(again)
    assert isinstance(first, Response)
    assert first.status == 200
    assert code_of(hub.send(again)) == "assertion-replayed"


def test_the_hub_that_met_all_this_answers_the_examples(hub: OpenHub) -> None:
    assert examples(hub.reader)
    for example in examples(hub.reader):
        answer = hub.send(example.request())
        assert isinstance(answer, Response)
        # The cursor, the task and the record of the examples may be others here.
        assert answer.status < 300 or problem(answer)["status"] in (403, 404, 409, 412, 422), example
    health = hub.ask(ops.CheckHealth)
    assert isinstance(health, Response)
    assert (health.status, json.loads(health.body)) == (200, {"status": "ok"})
