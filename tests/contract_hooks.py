"""Hooks for Schemathesis: the actors' tokens, real cards and people, and the contract as requests are judged by it.

Loaded by Schemathesis itself in a process of its own. The tally of the answers is written to the file that
PMHSIM_TALLY names.
"""

import atexit
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable
from itertools import count, cycle
from pathlib import Path
from typing import Any

# Schemathesis imports this module by its name alone.
sys.path.insert(0, str(Path(__file__).parent))

import schemathesis
import schemathesis.core.failures
from examples import AUTHORITY, BODY, CHILD, CLINIC, DAY, GUARDIAN, Reader, further_tickets, token
from schemathesis.openapi.checks import RejectedPositiveData

from simulator.hub.contract.calls import CRL_TYPE
from simulator.hub.contract.problems import TOO_LARGE

TALLY = os.environ.get("PMHSIM_TALLY")
TICKETS = 2000
KEYS = count(1)
JUDGED_LATER = ("x-row-error", "x-rejected", "x-refused")
READER = Reader("schemathesis")
CHANCE = random.Random(7)  # noqa: S311 - a choice among examples
DOSES, CHECKUPS = (cycle(further_tickets(TICKETS, letter)) for letter in "TC")
_answers: Counter[tuple[str, int]] = Counter()
_tokens: dict[tuple[str, str | None, str | None], str] = {}
KNOWN: dict[str, Any] = {
    "bodyCode": lambda: BODY,
    "code": lambda: CLINIC,
    "institutionCode": lambda: CLINIC,
    "personId": lambda: GUARDIAN,
    "subject": lambda: CHILD,
    "subjectId": lambda: CHILD,
    "person": lambda: CHILD,
    "municipalityIdentityKey": lambda: "0000123456",
    "myNumber": lambda: "210987654321",
    "orgSpecificCertificateTypeId": lambda: "local_kodomo",
    "dateOfBirth": lambda: "2020-05-05",
    "cardAssertion": READER.assertion,
}
"""The name of a member, and what it is in the world of the examples."""


@schemathesis.hook
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Leave out what is judged later than the form of a request, and what is only told."""
    schemas = raw_schema["components"]["schemas"]
    for name, each in schemas.items():
        if "properties" in each:
            each["properties"] = {
                member: _as_judged(told)
                for member, told in each["properties"].items()
                if not told.get("readOnly")
            }
        elif "x-refused" in each:
            schemas[name] = _as_judged(each)
    for each in raw_schema["components"]["parameters"].values():
        each["schema"] = _as_judged(each["schema"])


def _as_judged(told: dict[str, Any]) -> dict[str, Any]:
    if not any(name in told for name in JUDGED_LATER):
        return told
    if "/Result'" in str(told):  # the result of an amendment, whose members say it themselves
        return told
    kept = {"type": "string"} | {name: told[name] for name in ("type", "format") if name in told}
    if "format" in kept:
        kept["pattern"] = told["pattern"]
    if "integer" in kept["type"]:
        kept |= {"minimum": -(2**53) + 1, "maximum": 2**53 - 1}
    return kept


@schemathesis.auth()
class Actors:
    """The token of the actor whom the path names."""

    def get(self, case: schemathesis.Case, _context: schemathesis.AuthContext) -> str:
        return _token(case)

    def set(self, case: schemathesis.Case, data: str, _context: schemathesis.AuthContext) -> None:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


def _token(case: schemathesis.Case) -> str:
    (role,) = case.operation.tags or ("operator",)
    parts = case.path_parameters or {}
    organisation = parts.get({"body": "bodyCode", "institution": "code"}.get(role, ""))
    person = parts.get("personId") if role == "resident" else None
    wanted = (role, organisation, person)
    if not all(each is None or isinstance(each, str) for each in wanted):
        wanted = (role, None, None)
    if wanted not in _tokens:
        _tokens[wanted] = token(*wanted)
    return _tokens[wanted]


@schemathesis.hook
def before_call(_context: Any, case: schemathesis.Case, _kwargs: dict[str, Any]) -> None:
    """Put real people, tickets and cards in the place of invented ones, mostly, and the token that fits."""
    case.body = _whole(case.body)
    is_ours = (case.headers or {}).get("Authorization", "").removeprefix("Bearer ") in _tokens.values()
    is_story = case.meta is not None and case.meta.phase.name == "stateful"
    if is_story or CHANCE.random() < 0.8:  # noqa: PLR2004
        case.path_parameters = _known(case.path_parameters, lambda: f"T-{BODY}-000001")
        case.query = _known(case.query)
        if not case.path.endswith("{recordId}"):  # an amendment is of the record's own ticket
            deck = CHECKUPS if "checkup" in case.path else DOSES
            case.body = _known(case.body, lambda: next(deck))
    if is_story and "Idempotency-Key" in case.headers:
        # The same steps have to fare the same when they are told again.
        case.headers["Idempotency-Key"] = f"story-{next(KEYS)}"
    if is_ours:
        case.headers["Authorization"] = f"Bearer {_token(case)}"


def _whole(value: Any) -> Any:
    """The same with 1 for 1.0: a whole number to JSON Schema, none to the rules of the contract."""
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _known(value: Any, ticket: Callable[[], str] = lambda: "") -> Any:
    """The same with what is known in the place of texts; whatever is no text stays wrong."""
    if isinstance(value, list):
        return [_known(each, ticket) for each in value]
    if not isinstance(value, dict):
        return value
    known = {**KNOWN, "ticketNumber": ticket}
    return {
        name: known[name]() if name in known and isinstance(each, str) else _known(each, ticket)
        for name, each in value.items()
    }


@schemathesis.serializer(CRL_TYPE)
def _revocation_list(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    return AUTHORITY.revocation_list([], DAY) if CHANCE.random() < 0.5 else str(value).encode()  # noqa: PLR2004


@schemathesis.hook
def filter_failure(
    _context: Any, failure: schemathesis.core.failures.Failure, _case: Any, response: schemathesis.Response
) -> bool:
    """A well-formed request may be rejected for what it says, and any for its size; that is no failure."""
    if response.status_code == TOO_LARGE.status:
        return False
    return not (isinstance(failure, RejectedPositiveData) and _is_of_the_content(response))


def _is_of_the_content(response: schemathesis.Response) -> bool:
    document = response.json()
    code = document["type"].removeprefix("urn:pmh:problem:")
    if code == "invalid-fields":
        return all(error["code"] == "rejected" for error in document["errors"])
    return code in ("precondition-failed", "recommendation-not-allowed")


@schemathesis.hook
def after_call(_context: Any, case: schemathesis.Case, response: schemathesis.Response) -> None:
    """Count the answer."""
    _answers[case.operation.definition.raw["operationId"], response.status_code] += 1


@atexit.register
def _tell() -> None:
    if TALLY:
        told = [[operation, status, number] for (operation, status), number in sorted(_answers.items())]
        Path(TALLY).write_text(json.dumps(told), encoding="utf-8")
