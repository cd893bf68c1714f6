"""What may be shown of requests and answers: no person, no secret, whatever a hub calls its fields."""

import json
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.doctor.probes import PROBES
from simulator.doctor.scene import Scene
from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.connection import own_tokens
from simulator.hub.transports.curl import as_curl
from simulator.hub.transports.masking import HIDDEN, mask_answer, mask_document, mask_request
from simulator.hub.transports.recording import RecordingTransport
from simulator.port import operations as ops
from simulator.port.exchange import Answer, NoAnswer, Request, Response

SCENE = Scene(42, "b5c1")
PERSON = SCENE.registrant()
SECRETS = [
    PERSON.my_number,
    PERSON.basic.name,
    PERSON.basic.name_kana,
    PERSON.basic.address,
    PERSON.basic.date_of_birth.isoformat(),
    PERSON.at_body.person_key,
    SCENE.child,
    SCENE.guardian,
    SCENE.certificate().recipient_number,
    SCENE.ticket_number("dose"),
    "架空 医師",
    "36.5",
]
BASE = "http://127.0.0.1:8765"


def shown(request: Request) -> str:
    masked = mask_request(request)
    return "\n".join([masked.path, *masked.headers.values(), masked.body.decode(), as_curl(BASE, request)])


@pytest.mark.parametrize("operation", PROBES, ids=lambda each: each.__name__)
def test_no_operation_shows_a_person_or_a_secret(operation: type[ops.Operation]) -> None:
    request = next(PmhAdapter(own_tokens(42)).perform(PROBES[operation].ask(SCENE)))
    text = shown(request)
    for secret in SECRETS:
        assert secret not in text
    assert "eyJ" not in text  # how every signed token and assertion begins
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    assert not token or token not in text


def test_what_helps_to_find_the_mistake_is_kept() -> None:
    request = next(PmhAdapter(own_tokens(42)).perform(PROBES[ops.RecordDose].ask(SCENE)))
    masked = mask_request(request)
    document = json.loads(masked.body)
    assert masked.path == f"/v1/institutions/{SCENE.institution.code}/doses"
    assert masked.headers["Authorization"] == "Bearer $TOKEN"
    assert masked.headers["Content-Type"] == "application/json"
    assert document["givenOn"] == SCENE.day.isoformat()
    assert (document["doseClass"], document["doseNumber"]) == ("routine", 1)
    assert document["dateOfBirth"] == document["lotNumber"] == HIDDEN


@pytest.mark.parametrize(
    "document",
    [
        {"fullName": "合成 花子", "kana": "ゴウセイ", "born": "20200505", "id": 123456789012},
        [{"a": {"b": ["花子", "Hanako", "2020-05-05"]}}],
        {"code": "合成 花子"},
        {"合成 花子": 1},
        "花子",
    ],
)
def test_what_a_hub_calls_otherwise_is_hidden(document: object) -> None:
    text = json.dumps(mask_document(document), ensure_ascii=False)
    for hidden in ("花子", "Hanako", "ゴウセイ", "2020", "123456789012"):
        assert hidden not in text


@given(
    st.recursive(
        st.text() | st.integers(min_value=10_000) | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("xyz", min_size=1), inner),
    )
)
def test_of_unknown_fields_nothing_is_left_but_their_names(document: object) -> None:
    left = json.dumps(mask_document(document))
    assert set(left) <= set('xyz"*[]{}:, ')


def test_a_problem_of_the_contract_is_shown() -> None:
    problem = {"type": "urn:pmh:problem:invalid-fields", "title": "Fields are wrong", "status": 422}
    errors = [{"pointer": "/dateOfBirth", "code": "form"}]
    body = json.dumps({**problem, "errors": errors}).encode()
    masked = mask_answer(Response(422, {"content-type": "a/b", "set-cookie": "s=1"}, body))
    assert isinstance(masked, Response)
    assert json.loads(masked.body) == {**problem, "errors": errors}
    assert masked.headers == {"content-type": "a/b", "set-cookie": HIDDEN}


def test_a_body_that_is_no_json_is_not_shown() -> None:
    masked = mask_answer(Response(500, {}, "<p>合成 花子</p>".encode()))
    assert isinstance(masked, Response)
    assert masked.body == b""
    assert mask_answer(NoAnswer("lost")) == NoAnswer("lost")


@pytest.mark.parametrize(
    ("path", "masked"),
    [
        ("/v1/residents/P452025-0000001/history?subject=P1", "/v1/residents/***/history?subject=***"),
        ("/api/b2/v1/bodies/452025/tasks/t0001", "/api/b2/v1/bodies/452025/tasks/***"),
        ("/people/P452025-1/forms/9900011", "/people/***/forms/***"),
        ("/v1/health", "/v1/health"),
    ],
)
def test_a_path_shows_codes_of_organisations_and_words_only(path: str, masked: str) -> None:
    assert mask_request(Request("GET", path)).path == masked


@pytest.mark.parametrize(
    ("name", "value", "shown_as"),
    [
        ("Authorization", "Bearer abc", "Bearer $TOKEN"),
        ("Authorization", "abc", "$TOKEN"),
        ("X-Auth", "Token eyJhbGciOi.eyJyb2xlIj.c2lnbmF0dXJl", "Token $TOKEN"),
        ("X-Api-Key", "secret", HIDDEN),
        ("Authorization", "a b c", HIDDEN),
    ],
)
def test_secrets_in_headers_are_hidden(name: str, value: str, shown_as: str) -> None:
    assert mask_request(Request("GET", "/", {name: value})).headers == {name: shown_as}


def test_the_command_is_one_that_a_shell_takes_apart_as_it_was_meant() -> None:
    body = json.dumps({"code": "it's $HOME `x`", "name": "花子"}, ensure_ascii=False).encode()
    request = Request("POST", "/v1/doses", {"Authorization": "Bearer a.b", "X-Y": "'q'"}, body)
    command = as_curl(BASE, request).replace("curl", "printf '%s\\n'", 1)
    told = subprocess.run(
        ["/bin/sh", "-c", f"TOKEN=mine; {command}"], check=True, capture_output=True, encoding="utf-8"
    )
    words = told.stdout.splitlines()
    assert words[:4] == ["-sS", "-i", "-X", "POST"]
    assert f"{BASE}/v1/doses" in words
    assert "Authorization: Bearer mine" in words
    assert json.loads(words[-1]) == {"code": "it's $HOME `x`", "name": HIDDEN}


def test_a_body_of_bytes_is_named_as_a_file() -> None:
    request = next(PmhAdapter(own_tokens(42)).perform(PROBES[ops.PublishRevocations].ask(SCENE)))
    assert as_curl(BASE, request).endswith("--data-binary @body.bin")


class Counting:
    """A hub that counts."""

    def __init__(self) -> None:
        self.asked = 0

    def send(self, _request: Request) -> Answer:
        self.asked += 1
        return Response(200, {}, str(self.asked).encode())


def test_a_recording_carries_everything_as_it_is_and_keeps_the_latest() -> None:
    hub = Counting()
    transport = RecordingTransport(hub, most=2)
    requests = [Request("GET", f"/{number}") for number in range(3)]
    answers = [transport.send(request) for request in requests]
    assert [answer.body for answer in answers if isinstance(answer, Response)] == [b"1", b"2", b"3"]
    assert [kept.request for kept in transport.kept] == requests[1:]
    assert [kept.answer for kept in transport.kept] == answers[1:]
    assert (transport.sent, hub.asked) == (3, 3)


def test_a_recording_does_not_tell_what_it_holds_by_accident() -> None:
    transport = RecordingTransport(Counting())
    transport.send(Request("GET", "/secret"))
    assert "secret" not in repr(transport.kept)
