"""Requests and answers without people's data and secrets, to be shown to people.

What is kept is what is known to be harmless. Anything else is hidden: a hub may call things as it likes and
write into its answers what it likes.
"""

import re
from collections.abc import Iterator
from functools import cache
from urllib.parse import parse_qsl

from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import NotJson, dump, parse
from simulator.hub.contract.shape import Field, documents_of
from simulator.port.exchange import Answer, NoAnswer, Request, Response

HIDDEN = "***"
TOKEN = "$TOKEN"  # noqa: S105 - the name of a variable, no token

_PERSONAL = frozenset({"sex"})
_HARMLESS_TEXTS = frozenset(
    {
        "type", "title", "code", "pointer", "errors",  # of problems
        "hub", "version", "capabilities", "contract", "role", "action",
        "bodyCode", "institutionCode", "recorderCode", "municipalityCode",
        "orgSpecificCertificateTypeId", "vaccine", "course", "checkup", "taskId",
        # Days of a visit; periods are hidden, as many begin with a birth.
        "serviceDate", "givenOn", "interviewedOn", "examinedOn", "civilDate",
    }
)  # fmt: skip
_HARMLESS_MEMBERS = frozenset({"bodyCode", "code"})
_HEADERS = frozenset(
    {"accept", "content-type", "content-length", "date", "allow", "retry-after", "www-authenticate"}
)
_PLAIN = re.compile(r"[\x20-\x7e]{0,100}")
_WORD = re.compile(r"[A-Za-z][A-Za-z:_-]{0,30}|[a-z]{1,5}[0-9]{1,2}|")
_JWT = re.compile(r"[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")
_SECRET = re.compile(r"([A-Za-z]{1,20} )?(\S+)")
_MEMBER = re.compile(r"\{(\w+)\}")
_SMALL = 10_000
_MOST_ROWS = 2


def mask_request(request: Request) -> Request:
    """A request that may be shown: its token is called `$TOKEN`, a body that is no JSON is left out."""
    headers = {name: _header(name, value) for name, value in request.headers.items()}
    return Request(request.method, _path(request.path), headers, _body(request.body))


def mask_answer(answer: Answer) -> Answer:
    """An answer that may be shown; a body that is no JSON is left out."""
    if isinstance(answer, NoAnswer):
        return answer
    headers = {
        name: value if name.lower() in _HEADERS and _PLAIN.fullmatch(value) else HIDDEN
        for name, value in answer.headers.items()
    }
    return Response(answer.status, headers, _body(answer.body), answer.elapsed_seconds)


def mask_document(value: object, name: str = "") -> object:
    """A JSON value without people's data; of long arrays the first rows."""
    if isinstance(value, dict):
        return {
            key if _PLAIN.fullmatch(key) else HIDDEN: mask_document(each, key) for key, each in value.items()
        }
    if isinstance(value, list):
        return [mask_document(each, name) for each in value[:_MOST_ROWS]]
    if value is None or isinstance(value, bool):
        return value
    if name in harmless_names() and _PLAIN.fullmatch(str(value)):
        return value
    return value if isinstance(value, int) and abs(value) < _SMALL else HIDDEN


@cache
def harmless_names() -> frozenset[str]:
    """The names of members that hold codes, flags or numbers wherever the contract uses them."""
    unsafe = {field.name for field in _fields() if not _is_harmless(field)}
    return frozenset({field.name for field in _fields()} | _HARMLESS_TEXTS) - unsafe


def _fields() -> Iterator[Field]:
    for operation in CALLS:
        yield from (field for _, field in documents_of(operation).fields())


def _is_harmless(field: Field) -> bool:
    if field.name in _PERSONAL:
        return False
    return field.name in _HARMLESS_TEXTS or field.kind in ("object", "choice", "flag", "integer")


def _body(body: bytes) -> bytes:
    try:
        return dump(mask_document(parse(body))) if body else b""
    except NotJson:
        return b""


def _header(name: str, value: str) -> str:
    if name.lower() in _HEADERS:
        return value
    shown = _SECRET.fullmatch(value)
    if shown and (name.lower() == "authorization" or _JWT.fullmatch(shown[2])):
        return f"{shown[1] or ''}{TOKEN}"
    return HIDDEN


def _path(path: str) -> str:
    path, mark, query = path.partition("?")
    masked = _by_template(path)
    if masked is None:
        masked = _words(path)
    asked = "&".join(f"{name}={HIDDEN}" for name, _ in parse_qsl(query, keep_blank_values=True))
    return masked + mark + asked


def _words(path: str) -> str:
    """A path with those parts that are words, and not the name of somebody or something."""
    return "/".join(part if _WORD.fullmatch(part) else HIDDEN for part in path.split("/"))


def _by_template(path: str) -> str | None:
    """A path of the contract, behind any base path, with its codes and without its other members."""
    for call in CALLS.values():
        found = re.fullmatch("(?P<base_>/.*)?" + _MEMBER.sub(r"(?P<\1>[^/]+)", call.path), path)
        if found is not None:
            members = found.groupdict()
            base = members.pop("base_") or ""
            shown = {name: part if name in _HARMLESS_MEMBERS else HIDDEN for name, part in members.items()}
            return _words(base) + call.path.format_map(shown)
    return None
