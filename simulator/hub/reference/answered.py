"""What may be told of a request after it was answered, and where the face leaves it."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Scope

NONE = "none"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answered request: nothing in it tells whom it was about, or which institution asked.

    `operation` and `role` are "none" where the request was not understood so far; `status` is 0 where no
    answer was begun.
    """

    request: str
    operation: str
    role: str
    status: int
    seconds: float


def leave(request: Request, *, operation: str | None = None, role: str | None = None) -> None:
    """Leave with a request what it was about, for whoever tells of it."""
    if operation is not None:
        request.state.operation = operation
    if role is not None:
        request.state.role = role


def left(scope: Scope) -> tuple[str, str]:
    """Operation and role as they were left."""
    state = scope.get("state", {})
    return state.get("operation", NONE), state.get("role", NONE)
