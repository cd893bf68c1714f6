"""Requests as commands: whole for hubs of synthetic people, and never with a secret."""

import json
import shlex
from datetime import date

import pytest

from simulator.card import TokenIssuer
from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.connection import own_tokens
from simulator.hub.transports.curl import as_curl, as_whole_curl
from simulator.port import operations as ops
from simulator.port.exchange import Request
from simulator.records.questionnaire import Questionnaire

ADDRESS = "http://127.0.0.1:8765"


def requested(operation: ops.Operation) -> Request:
    return next(PmhAdapter(own_tokens(1)).perform(operation))


CHECK = ops.CheckEligibility(
    "4510000001", "eyJ0.eyJhIjoxfQ.c2ln", consent=True, service_date=date(2026, 11, 30)
)
ANSWERS = Questionnaire("T'1", (("体調は", "「良い」 & $HOME `id`"),))
SUBMIT = ops.SubmitQuestionnaire("p 1", "p 2", ANSWERS, "k-1")


def test_the_whole_command_sends_the_same_request_again() -> None:
    request = requested(SUBMIT)
    words = shlex.split(as_whole_curl(request).replace("\\\n", ""))
    assert words[:6] == ["curl", "-sS", "-i", "-X", "PUT", f"$HUB{request.path}"]
    assert json.loads(words[words.index("--data-binary") + 1]) == json.loads(request.body)
    assert "Idempotency-Key: k-1" in words


def test_neither_token_nor_assertion_stands_in_a_command() -> None:
    request = requested(CHECK)
    secret = request.headers["Authorization"].removeprefix("Bearer ")
    for command in (as_whole_curl(request), as_curl(ADDRESS, request)):
        assert secret not in command
        assert "eyJ0" not in command
        assert '"Authorization: Bearer $TOKEN"' in command
    assert '"cardAssertion":"ASSERTION"' in as_whole_curl(request)


@pytest.mark.parametrize("hidden", ["体調は", "良い", "p%202"])
def test_the_masked_command_shows_nothing_of_a_person(hidden: str) -> None:
    assert hidden not in as_curl(ADDRESS, requested(SUBMIT))


def test_a_body_that_is_no_text_is_left_to_a_file() -> None:
    request = requested(ops.PublishRevocations(b"\x30\x82\xff"))
    assert "--data-binary @body.bin" in as_whole_curl(request)


def test_a_key_of_another_kind_is_hidden_too() -> None:
    request = Request("GET", "/v1/audit?person=p", {"X-Api-Key": TokenIssuer.from_seed(1).kid})
    assert TokenIssuer.from_seed(1).kid not in as_whole_curl(request)
