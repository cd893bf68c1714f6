"""What an answer of the pmh interface comes to: an outcome, whatever the hub sends."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from simulator.hub.contract.call import Call
from simulator.hub.contract.documents import JSON_TYPE, PROBLEM_TYPE, NotJson, media_type, parse
from simulator.hub.contract.forms import FieldErrors
from simulator.hub.contract.page import Page
from simulator.hub.contract.problems import (
    ALREADY_REGISTERED,
    INVALID_FIELDS,
    KEY_REUSED,
    MALFORMED,
    NOT_FOUND,
    PRECONDITION_FAILED,
    REFUSALS,
    Problem,
    problem_code,
    wrong_fields,
)
from simulator.port.exchange import Answer, NoAnswer, Response
from simulator.port.operations import FetchQuestionnaire
from simulator.port.outcomes import (
    Accepted,
    AlreadyRegistered,
    Conflict,
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

_UNAVAILABLE = frozenset({429, 503})
_REFUSING = frozenset({403, 409, 422})
_UNSUPPORTED = frozenset({404, 405, 501})
_OUTCOMES: Mapping[Problem, Outcome] = MappingProxyType(
    {
        **{problem: Refused(code) for code, problem in REFUSALS.items()},
        MALFORMED: Invalid(()),
        ALREADY_REGISTERED: AlreadyRegistered(),
        KEY_REUSED: Conflict(),
        PRECONDITION_FAILED: Conflict(),
    }
)
_BY_CODE: Mapping[tuple[int, str], Problem] = MappingProxyType(
    {(problem.status, problem.code): problem for problem in (*_OUTCOMES, INVALID_FIELDS, NOT_FOUND)}
)
# Names of members as the contract writes them; anything else in a pointer could be people's data.
_CODE = re.compile(r"[a-z-]{1,50}")
_POINTER = re.compile(r"(/[A-Za-z0-9-]{1,40})*")
_SECONDS = re.compile(r"[0-9]{1,6}", re.ASCII)


def outcome(call: Call, answer: Answer) -> Outcome:
    """The outcome that an answer means; what is no answer of the interface is malformed."""
    if isinstance(answer, NoAnswer):
        return Unknown(answer.detail) if answer.sent else Unavailable(answer.detail)
    if answer.status in call.statuses:
        return _success(call, answer)
    if answer.status in _UNAVAILABLE:
        return Unavailable(f"HTTP {answer.status}", _retry_after(answer))
    return _problem(call, answer)


def _retry_after(answer: Response) -> int | None:
    """The seconds in Retry-After; its other form, a date, is left aside."""
    said = answer.headers.get("retry-after", "").strip()
    return int(said) if _SECONDS.fullmatch(said) else None


def _success(call: Call, answer: Response) -> Outcome:
    if call.answer is None:
        return Ok()
    if media_type(answer.headers.get("content-type", "")) != JSON_TYPE:
        return Malformed(f"HTTP {answer.status}: not {JSON_TYPE}")
    try:
        value = call.answer.read(parse(answer.body))
    except NotJson as broken:
        return Malformed(f"HTTP {answer.status}: {broken}")
    except FieldErrors as wrong:
        return Malformed(f"HTTP {answer.status}: {wrong}")
    if isinstance(value, Accepted):
        return value
    return Empty() if value in ((), Page(())) else Ok(value)


def _problem(call: Call, answer: Response) -> Outcome:
    document = _problem_document(answer)
    code = problem_code(document) or ""
    problem = _BY_CODE.get((answer.status, code))
    if problem is not None and problem in _OUTCOMES:
        return _OUTCOMES[problem]
    if problem == INVALID_FIELDS:
        return _invalid(document)
    if problem == NOT_FOUND and call.operation is FetchQuestionnaire:
        return Empty()
    if answer.status in _REFUSING and _CODE.fullmatch(code):
        return Refused(code)  # a refusal for a reason that the interface does not know
    if answer.status in _UNSUPPORTED:
        return Unsupported()
    return Malformed(f"HTTP {answer.status} without a problem of the interface")


def _problem_document(answer: Response) -> object:
    if media_type(answer.headers.get("content-type", "")) != PROBLEM_TYPE:
        return None
    try:
        return parse(answer.body)
    except NotJson:
        return None


def _invalid(document: object) -> Outcome:
    try:
        pointers = wrong_fields(document)
    except FieldErrors as wrong:
        return Malformed(f"HTTP {INVALID_FIELDS.status}: {wrong}")
    if not all(_POINTER.fullmatch(pointer) for pointer in pointers):
        return Malformed(f"HTTP {INVALID_FIELDS.status}: a pointer to no field of the interface")
    return Invalid(tuple(pointer.removeprefix("/") for pointer in pointers))
