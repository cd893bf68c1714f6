"""JSON text of the interface: UTF-8, each member once, nothing beyond RFC 8259."""

import json
from collections.abc import Iterable
from typing import NoReturn

JSON_TYPE = "application/json"
PROBLEM_TYPE = "application/problem+json"
DEEPEST = 16
"""How deep arrays and objects may stand in each other."""


class NotJson(Exception):  # noqa: N818 - it says what a text is not
    """A text that is no JSON of the interface; the message names no content."""


def dump(document: object) -> bytes:
    """A document as JSON text."""
    return _ENCODER.encode(document).encode()


def parse(text: bytes) -> object:
    """Read JSON text.

    Raises:
        NotJson: it is no UTF-8, no JSON, has a member twice, or is nested too deeply.
    """
    try:
        document = _DECODER.decode(text.decode())
    except (ValueError, RecursionError):
        # The cause holds the text and the text may hold people's data, so it is not passed on.
        raise NotJson("not JSON") from None
    # Few brackets cannot stand deep in each other, and most documents have few.
    if text.count(b"[") + text.count(b"{") > DEEPEST and not _is_shallow(document):
        raise NotJson("nested too deeply")
    return document


def media_type(content_type: str) -> str:
    """The media type of a Content-Type header, without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def _is_shallow(document: object) -> bool:
    level = [document]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
    return not any(isinstance(value, dict | list) for value in level)


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a member stands twice")
    return members


# Made once: to make them takes as long as to read a small document.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_DECODER = json.JSONDecoder(parse_constant=_refuse, object_pairs_hook=_once)
