"""What the hub's face answers to an outcome."""

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType

from starlette.responses import Response

from simulator.hub.contract.call import Call
from simulator.hub.contract.documents import JSON_TYPE, PROBLEM_TYPE, dump
from simulator.hub.contract.problems import (
    ALREADY_REGISTERED,
    INTERNAL,
    INVALID_FIELDS,
    KEY_REUSED,
    MALFORMED,
    NOT_FOUND,
    PRECONDITION_FAILED,
    REFUSALS,
    UNAVAILABLE,
    UNSUPPORTED,
    Problem,
    problem_document,
)
from simulator.hub.contract.scalars import ENTITY_TAG
from simulator.hub.reference.decisions.results import RecordId
from simulator.port.operations import AmendResult, CancelResult, FetchQuestionnaire, FetchRecord
from simulator.port.outcomes import (
    Accepted,
    AlreadyRegistered,
    Conflict,
    Empty,
    Invalid,
    Ok,
    Outcome,
    Refused,
    Unavailable,
    Unsupported,
)
from simulator.records.result import Record

_OK = 200
_NO_CONTENT = 204
_UNAUTHENTICATED = 401
_UNPROCESSABLE = 422
_REJECTED = "rejected"
_SECONDS_UNAVAILABLE = 1
_PROBLEMS: Mapping[type[Outcome], Problem] = MappingProxyType(
    {
        Empty: NOT_FOUND,
        Invalid: MALFORMED,
        Conflict: KEY_REUSED,
        AlreadyRegistered: ALREADY_REGISTERED,
        Unsupported: UNSUPPORTED,
        Unavailable: UNAVAILABLE,
    }
)


def reply(call: Call, outcome: Outcome) -> Response:
    """The answer that says an outcome in the words of the interface."""
    match outcome:
        case Ok(value) if isinstance(value, RecordId) and value.repeated:
            return _document(call, _OK, value)
        case Ok(value):
            return _tagged(_document(call, call.statuses[0], value), call, value)
        case Accepted() | Empty() if call.operation is not FetchQuestionnaire:
            return _document(call, call.statuses[0], outcome if isinstance(outcome, Accepted) else ())
        case Invalid(fields) if fields:
            return problem(INVALID_FIELDS, tuple((f"/{name}", _REJECTED) for name in fields))
        case Conflict() if call.operation in (AmendResult, CancelResult):
            return problem(PRECONDITION_FAILED)
        case _:
            kind = _problem(outcome)
            return problem(kind, retry_after_seconds=_SECONDS_UNAVAILABLE if kind == UNAVAILABLE else 0)


def problem(
    kind: Problem, errors: tuple[tuple[str, str], ...] = (), retry_after_seconds: float = 0
) -> Response:
    """A problem as an answer; `retry_after_seconds` says when to try again, 0 says nothing of it."""
    headers = {"Retry-After": str(ceil(retry_after_seconds))} if retry_after_seconds else {}
    if kind.status == _UNAUTHENTICATED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(dump(problem_document(kind, errors)), kind.status, headers, media_type=PROBLEM_TYPE)


def _document(call: Call, status: int, value: object) -> Response:
    if call.answer is None:
        return Response(status_code=_NO_CONTENT)
    return Response(dump(call.answer.write(value)), status, media_type=JSON_TYPE)


def _tagged(response: Response, call: Call, value: object) -> Response:
    """The answer with the version of the record in it as its entity tag."""
    version = value.version if isinstance(value, Record) else value
    if call.operation in (FetchRecord, AmendResult):
        response.headers["ETag"] = str(ENTITY_TAG.write(str(version)))
    return response


def _problem(outcome: Outcome) -> Problem:
    if isinstance(outcome, Refused):
        return REFUSALS.get(outcome.reason) or Problem(outcome.reason, _UNPROCESSABLE, "The hub refuses")
    return _PROBLEMS.get(type(outcome), INTERNAL)
