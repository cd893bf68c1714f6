"""Answers, and the problems that a hub may answer with."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

# code: (status, title); both are fixed, nothing of a request ever joins them.
PROBLEMS: dict[str, tuple[int, str]] = {
    "malformed": (400, "The request is not readable"),
    "unauthenticated": (401, "The bearer token is missing or not valid"),
    "forbidden": (403, "The caller may not do this"),
    "card-expired": (403, "The card's user certificate has expired"),
    "card-revoked": (403, "The card's user certificate is revoked"),
    "card-unknown": (403, "The card is not linked to a person"),
    "assertion-invalid": (403, "The card assertion is not valid"),
    "assertion-replayed": (403, "The card assertion was used before"),
    "institution-not-enabled": (403, "The institution does not use subsidy information"),
    "person-unknown": (404, "The person is not known"),
    "ticket-unknown": (404, "The ticket is not known"),
    "notice-unknown": (404, "The notice is not known"),
    "not-found": (404, "There is nothing to show"),
    "unsupported": (404, "The hub does not offer this"),
    "method-not-allowed": (405, "The path does not offer this method"),
    "already-registered": (409, "It is registered already"),
    "key-reused": (409, "The key was used for another content"),
    "person-departed": (409, "The person has died or moved out"),
    "record-cancelled": (409, "The record was cancelled"),
    "precondition-failed": (412, "It was changed in the meantime"),
    "too-large": (413, "The request is too large"),
    "unsupported-media-type": (415, "The request has another media type"),
    "invalid-fields": (422, "Fields are wrong"),
    "recommendation-not-allowed": (422, "A class B vaccine is not recommended"),
    "internal": (500, "The hub failed"),
}

MOST_ERRORS = 100


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire; content None is an answer without a body."""

    status: int = 204
    content: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    media: str = "application/json"


class Refusal(Exception):
    """Ends a request with a problem."""

    def __init__(
        self, code: str, errors: Iterable[tuple[str, str]] = (), headers: dict[str, str] | None = None
    ):
        super().__init__(code)
        self.code = code
        self.errors = list(errors)
        self.headers = headers or {}

    def answer(self) -> Answer:
        """The problem document: type, title, status, and errors for invalid-fields only."""
        status, title = PROBLEMS[self.code]
        content: dict[str, Any] = {"type": f"urn:pmh:problem:{self.code}", "title": title, "status": status}
        if self.code == "invalid-fields":
            content["errors"] = [{"pointer": at, "code": code} for at, code in self.errors[:MOST_ERRORS]]
        return Answer(status, content, self.headers, "application/problem+json")


def rejected(*pointers: str) -> Refusal:
    """Well-formed values that cannot be right."""
    return Refusal("invalid-fields", [(pointer, "rejected") for pointer in pointers])
