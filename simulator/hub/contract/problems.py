"""Problems (RFC 9457): the codes of the interface with their status, and their documents."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.hub.contract.forms import FieldError, FieldErrors, ListForm, PairForm
from simulator.hub.contract.scalars import TEXT

TYPE_PREFIX = "urn:pmh:problem:"
MAXIMUM_FIELD_ERRORS = 100


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of problem: its stable code, the HTTP status, a short title."""

    code: str
    status: int
    title: str


def _table(*problems: Problem) -> Mapping[str, Problem]:
    return {problem.code: problem for problem in problems}


REFUSALS = _table(
    Problem("unauthenticated", 401, "The bearer token is missing or not valid"),
    Problem("forbidden", 403, "The caller may not do this"),
    Problem("card-expired", 403, "The card's user certificate has expired"),
    Problem("card-revoked", 403, "The card's user certificate is revoked"),
    Problem("card-unknown", 403, "The card is not linked to a person"),
    Problem("assertion-invalid", 403, "The card assertion is not valid"),
    Problem("assertion-replayed", 403, "The card assertion was used before"),
    Problem("institution-not-enabled", 403, "The institution does not use subsidy information"),
    Problem("person-unknown", 404, "The person is not known"),
    Problem("ticket-unknown", 404, "The ticket is not known"),
    Problem("notice-unknown", 404, "The notice is not known"),
    Problem("person-departed", 409, "The person has died or moved out"),
    Problem("record-cancelled", 409, "The record was cancelled"),
    Problem("recommendation-not-allowed", 422, "A class B vaccine is not recommended"),
)
"""What becomes a refusal with the code as its reason."""

MALFORMED = Problem("malformed", 400, "The request is not readable")
INVALID_FIELDS = Problem("invalid-fields", 422, "Fields are wrong")
NOT_FOUND = Problem("not-found", 404, "There is nothing to show")
ALREADY_REGISTERED = Problem("already-registered", 409, "It is registered already")
KEY_REUSED = Problem("key-reused", 409, "The key was used for another content")
PRECONDITION_FAILED = Problem("precondition-failed", 412, "It was changed in the meantime")
TOO_MANY = Problem("too-many-requests", 429, "Too many requests")
UNAVAILABLE = Problem("unavailable", 503, "The hub cannot serve now")
UNSUPPORTED = Problem("unsupported", 404, "The hub does not offer this")
METHOD_NOT_ALLOWED = Problem("method-not-allowed", 405, "The path does not offer this method")
TOO_LARGE = Problem("too-large", 413, "The request is too large")
HEADERS_TOO_LARGE = Problem("headers-too-large", 431, "The headers are too many or too large")
MEDIA_TYPE = Problem("unsupported-media-type", 415, "The request has another media type")
INTERNAL = Problem("internal", 500, "The hub failed")

PROBLEMS = _table(
    *REFUSALS.values(),
    MALFORMED,
    INVALID_FIELDS,
    NOT_FOUND,
    ALREADY_REGISTERED,
    KEY_REUSED,
    PRECONDITION_FAILED,
    TOO_MANY,
    UNAVAILABLE,
    UNSUPPORTED,
    METHOD_NOT_ALLOWED,
    TOO_LARGE,
    HEADERS_TOO_LARGE,
    MEDIA_TYPE,
    INTERNAL,
)
"""Every problem of the interface, by its code."""

_ERRORS = ListForm(PairForm("pointer", "code", TEXT, TEXT))


def problem_document(problem: Problem, errors: tuple[tuple[str, str], ...] = ()) -> dict[str, object]:
    """The document of a problem; `errors` are pairs of JSON pointer and code."""
    document: dict[str, object] = {
        "type": TYPE_PREFIX + problem.code,
        "title": problem.title,
        "status": problem.status,
    }
    if errors:
        document["errors"] = _ERRORS.write(errors[:MAXIMUM_FIELD_ERRORS])
    return document


def problem_code(document: object) -> str | None:
    """The code of a problem's document, None if it is no problem of this interface."""
    kind = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kind, str) or not kind.startswith(TYPE_PREFIX):
        return None
    return kind.removeprefix(TYPE_PREFIX)


def wrong_fields(document: object) -> tuple[str, ...]:
    """The pointers of the fields that a problem's document names.

    Raises:
        FieldErrors: it names none, or not in the form of the interface.
    """
    if not isinstance(document, dict) or "errors" not in document:
        raise FieldErrors(FieldError("/errors", "required"))
    return tuple(pointer for pointer, _code in _ERRORS.read(document["errors"], "/errors"))
