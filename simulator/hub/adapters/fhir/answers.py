"""What a FHIR server's answer comes to where it is not the one that was hoped for."""

import re

from simulator.hub.adapters.fhir.element import Broken, Element, parse
from simulator.port.exchange import NoAnswer, Response
from simulator.port.outcomes import (
    Conflict,
    Invalid,
    Malformed,
    Outcome,
    Refused,
    Unavailable,
    Unknown,
    Unsupported,
)

NOT_SUPPORTED = "not-supported"
OTHERS_ROW = "a row of another person"
_UNAVAILABLE = frozenset({429, 503})
_UNSUPPORTED = frozenset({404, 405, 501})
_CONFLICT = frozenset({409, 412})
_INVALID = frozenset({400, 422})
_REFUSED = {401: "unauthenticated", 403: "forbidden"}
# A path of element names; anything else in it could be people's data.
_EXPRESSION = re.compile(r"[A-Za-z]{1,40}([.][A-Za-z]{1,40}|\[[0-9]{1,5}\]|[.][0-9]{1,5})*")


class Halted(Exception):  # noqa: N818 - says what became of the operation
    """An operation can't go on; `outcome` is what it came to."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


def without_answer(answer: NoAnswer) -> Outcome:
    """The outcome of a request that brought none."""
    return Unknown(answer.detail) if answer.sent else Unavailable(answer.detail)


def failure(answer: Response) -> Outcome:
    """The outcome of an answer that is no success."""
    issues = operation_issues(answer)
    if answer.status in _UNAVAILABLE:
        return Unavailable(f"HTTP {answer.status}")
    if answer.status in _REFUSED:
        return Refused(_REFUSED[answer.status])
    if answer.status in _UNSUPPORTED:
        return Unsupported()
    if answer.status in _CONFLICT:
        return Conflict()
    if answer.status in _INVALID and issues is not None:
        return failed_by(issues)
    return Malformed(f"HTTP {answer.status}")


def failed_by(issues: tuple[Element, ...]) -> Outcome:
    """What the issues of a refused request mean: not offered, or fields that are wrong."""
    if any(issue.text("code") == NOT_SUPPORTED for issue in issues):
        return Unsupported()
    named = (part for issue in issues for part in _texts(issue, "expression"))
    return Invalid(tuple(dict.fromkeys(part for part in named if _EXPRESSION.fullmatch(part))))


def operation_issues(answer: Response) -> tuple[Element, ...] | None:
    """The issues of an OperationOutcome; None where the answer is none."""
    try:
        document = parse(answer.body)
        return document.parts("issue") if document.kind == "OperationOutcome" else None
    except Broken:
        return None


def is_unknown_kind(answer: Response) -> bool:
    """Whether a 404 says that the server has no such resource type, rather than no such resource."""
    return any(issue.text("code") == NOT_SUPPORTED for issue in operation_issues(answer) or ())


def _texts(element: Element, name: str) -> tuple[str, ...]:
    listed = element.members.get(name, [])
    return tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()
