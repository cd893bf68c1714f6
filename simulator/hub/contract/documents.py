"""JSON text of the interface: UTF-8, each member once, nothing beyond RFC 8259."""

import json
from typing import NoReturn

JSON_TYPE = "application/json"
PROBLEM_TYPE = "application/problem+json"


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
        return _DECODER.decode(text.decode())
    except (ValueError, RecursionError):
        # The cause holds the text and the text may hold people's data, so it is not passed on.
        raise NotJson("not JSON") from None


def media_type(content_type: str) -> str:
    """The media type of a Content-Type header, without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


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
