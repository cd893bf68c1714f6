"""Hooks for Schemathesis: the actors' tokens, real cards and people, and the contract as requests are judged.

Loaded by Schemathesis itself in a process of its own. The tally of the answers is written to the file that
PMHSIM_TALLY names.
"""

import atexit
import json
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from itertools import count, cycle
from pathlib import Path
from typing import Any

# Schemathesis imports this module by its name alone.
sys.path.insert(0, str(Path(__file__).parent))

import schemathesis
from examples import AUTHORITY, BODY, CHILD, CLINIC, DAY, GUARDIAN, TICKETS, Reader, further_tickets, token
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.core.parameters import ParameterLocation
from schemathesis.openapi.checks import RejectedPositiveData, UseAfterFree

from simulator.hub.contract.calls import CRL_TYPE
from simulator.hub.contract.problems import TOO_LARGE

TALLY = os.environ.get("PMHSIM_TALLY")
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
    "personId": lambda: CHILD,
    "subjectId": lambda: CHILD,
    "municipalityIdentityKey": lambda: "0000123456",
    "myNumber": lambda: "210987654321",
    "orgSpecificCertificateTypeId": lambda: "local_kodomo",
    "dateOfBirth": lambda: "2020-05-05",
    "cardAssertion": READER.assertion,
}
"""The name of a member of a body, and what it is in the world of the examples."""
ASKED: dict[str, Any] = {
    "bodyCode": lambda: BODY,
    "code": lambda: CLINIC,
    "personId": lambda: GUARDIAN,
    "subject": lambda: CHILD,
    "person": lambda: CHILD,
    "ticketNumber": lambda: f"T-{BODY}-000001",
}
"""The same for paths and queries."""


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
    """Put real people, tickets and cards in the place of invented ones, mostly, and the token that fits.

    Not where something is wrong on purpose.
    """
    case.body = _whole(case.body)
    is_ours = (case.headers or {}).get("Authorization", "").removeprefix("Bearer ") in _tokens.values()
    phase = case.meta.phase.name if case.meta is not None else ""
    is_story = phase == "stateful"
    if phase == "examples":
        case.body = _known(case.body, {"cardAssertion": READER.assertion})
    elif is_story or CHANCE.random() < 0.8:
        _introduce(case, is_story=is_story)
    if is_story and "Idempotency-Key" in case.headers:
        # The same steps have to fare the same when they are told again.
        case.headers["Idempotency-Key"] = f"story-{next(KEYS)}"
    if is_ours:
        case.headers["Authorization"] = f"Bearer {_token(case)}"


def _introduce(case: schemathesis.Case, *, is_story: bool) -> None:
    record = {} if is_story else {"recordId": lambda: "r00000001"}
    if _is_right(case, ParameterLocation.PATH):
        case.path_parameters = _known(case.path_parameters, ASKED | record)
    if _is_right(case, ParameterLocation.QUERY):
        case.query = _known(case.query, ASKED)
        if not is_story:
            case.query = {name: value for name, value in case.query.items() if name != "cursor"}
    # An amendment is of the record's own ticket.
    if _is_right(case, ParameterLocation.BODY) and not case.path.endswith("{recordId}"):
        deck = CHECKUPS if "checkup" in case.path else DOSES
        case.body = _known(case.body, KNOWN | {"ticketNumber": lambda: next(deck)})


def _is_right(case: schemathesis.Case, location: ParameterLocation) -> bool:
    return case.meta is None or not case.meta.is_negative_at(location)


def _whole(value: Any) -> Any:
    """The same with 1 for 1.0: a whole number to JSON Schema, none to the rules of the contract."""
    if isinstance(value, list):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _known(value: Any, known: Mapping[str, Callable[[], str]]) -> Any:
    """The same with what is known in the place of texts; whatever is no text stays wrong."""
    if isinstance(value, list):
        return [_known(each, known) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: known[name]() if name in known and isinstance(each, str) else _known(each, known)
        for name, each in value.items()
    }


@schemathesis.serializer(CRL_TYPE)
def _revocation_list(_context: schemathesis.SerializationContext, value: Any) -> bytes:
    content = getattr(value, "data", value)
    is_list = isinstance(content, bytes) and CHANCE.random() < 0.5
    return AUTHORITY.revocation_list([], DAY) if is_list else str(content).encode()


@schemathesis.hook
def filter_failure(
    _context: Any, failure: Failure, case: schemathesis.Case, response: schemathesis.Response
) -> bool:
    """A well-formed request may be rejected for what it says, and any for its size; that is no failure.

    A record that was cancelled is still shown to its recorder, although DELETE cancels it; and a revocation
    list that is taken is one that was put in the place of wrong bytes.
    """
    if response.status_code == TOO_LARGE.status or isinstance(failure, UseAfterFree):
        return False
    if case.path.endswith("/revocation-list") and isinstance(failure, AcceptedNegativeData):
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
