"""Requests as they come over the wire: path, query, headers and body, read from their raw bytes."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from .problems import Refusal
from .shapes import Fault, Text

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = dict[str, str]
MOST_ROWS = 100
MOST_BYTES = 4 * 16_777_216
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})?")


def decoded(raw: bytes) -> str | None:
    """A percent-decoded part; None if it is no UTF-8, or no percent-encoding."""
    if any(match[1] is None for match in _ESCAPE.finditer(raw)):
        return None
    try:
        return _ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), raw).decode("utf-8")
    except UnicodeDecodeError:
        return None


@dataclass(frozen=True)
class Query:
    """The members of a query by name; one that stands twice has two values."""

    members: dict[str, list[str]]

    def one(self, name: str, shape: Text, faults: list[Fault]) -> str:
        """A member that has to be there once."""
        values = self.members.get(name, [])
        if not values:
            faults.append((f"/{name}", "required"))
            return ""
        if len(values) > 1 or not shape.fits(values[0]):
            faults.append((f"/{name}", "form"))
        return values[0]


def query_members(raw: bytes) -> Query:
    """Reads a query; malformed if any of it is no UTF-8."""
    members: dict[str, list[str]] = {}
    for item in raw.split(b"&") if raw else []:
        # Clients that encode forms write a space as a plus; a plus that is meant comes as %2B from all.
        name, value = (decoded(part.replace(b"+", b" ")) for part in (item + b"=").split(b"=", 2)[:2])
        if name is None or value is None:
            raise Refusal("malformed")
        members.setdefault(name, []).append(value)
    return Query(members)


def listed(query: Query, faults: list[Fault]) -> tuple[int, str | None]:
    """The limit of a list, and the cursor to its page."""
    limit, cursor = MOST_ROWS, None
    if "limit" in query.members:
        text = query.one("limit", Text(pattern=r"[1-9][0-9]?|100"), faults)
        limit = int(text) if ("/limit", "form") not in faults else limit
    if "cursor" in query.members:
        cursor = query.one("cursor", Text(pattern=r"[0-9A-Za-z_-]{1,200}"), faults)
    return limit, cursor


async def read_body(receive: Receive) -> bytes:
    """The whole body, also of requests that will be refused: who is still sending would miss the answer."""
    found = bytearray()
    while True:
        message = await receive()
        found += message.get("body", b"")
        if len(found) > MOST_BYTES:
            return bytes(found)
        if message["type"] != "http.request" or not message.get("more_body", False):
            return bytes(found)


def read_path(scope: Scope) -> list[str | None]:
    """The decoded parts of the path; None for a part that is no UTF-8."""
    raw = (scope.get("raw_path") or quote(scope["path"]).encode()).partition(b"?")[0]
    prefix = str(scope.get("root_path", "")).rstrip("/").encode()
    if prefix and raw.startswith(prefix + b"/"):
        raw = raw[len(prefix) :]
    return [decoded(part) for part in raw.split(b"/")[1:]]


def match(template: tuple[str, ...], parts: list[str | None]) -> dict[str, str | None] | None:
    """The members of a path that has the form of the template. An empty part names nothing and fits none."""
    if len(template) != len(parts):
        return None
    found: dict[str, str | None] = {}
    for name, part in zip(template, parts, strict=True):
        if name.startswith("{") and part != "":
            found[name[1:-1]] = part
        elif name != part:
            return None
    return found


def read_headers(scope: Scope) -> Headers:
    """The headers by their names in small letters."""
    found: Headers = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1").strip(" \t")
        # A header that stands twice is one list, and so neither a good key nor a good version.
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found
