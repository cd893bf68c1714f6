"""Requests gone wrong: the examples of the contract with one or a few things changed at random, by a seed."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from examples import GONE, Example, Reader, dumped, examples

from simulator.port.exchange import Request

TEXTS = (
    "", " ", "0", "-1", "null", "true", "..", "/", "%00", "あ", "𠮷", "髙\ufe00", "ｶﾅ", "\u0000", "\ud800",
    "\u202e", "1" * 5, "x" * 101, "x" * 5000, "2026-02-30", "9999-12-31", "令和8年", "' OR 1=1 --", "{}", "é",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**53, -(2**63), 10**400, [], {}, [[]], [None], {"a": 1}, GONE, *TEXTS,
)  # fmt: skip
METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS")
TYPES = (
    "",
    "text/plain",
    "application/xml",
    "application/json; charset=shift_jis",
    "multipart/form-data",
    "あ",
)
BYTES = (b"\xff", b"\x00", b'"', b"{", b"]", b"\\", b",", b"\xed\xa0\x80", b"1e999", b"\xef\xbb\xbf")
CHUNKS = b"PUT /test/clock HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
Pointer = tuple[str | int, ...]


def fuzzed(seed: int, count: int, reader: Reader) -> Iterator[tuple[Example, Request]]:
    """Examples, and the requests that became of them; the same for the same seed, but for what is signed."""
    chance = random.Random(seed)  # noqa: S311 - wrong requests, no secrets
    for _ in range(count):
        example = chance.choice(examples(reader))
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            example = _member(chance, example)
        request = example.request()
        for _ in range(chance.choice((0, 0, 1, 2))):
            request = chance.choice((_method, _path, _query, _header, _token, _bytes, _cut, _type))(
                chance, request
            )
        yield example, request


def _places(document: Any, pointer: Pointer = ()) -> Iterator[Pointer]:
    yield pointer
    inner = document.items() if isinstance(document, dict) else ()
    inner = enumerate(document) if isinstance(document, list) else inner
    for name, value in inner:
        yield from _places(value, (*pointer, name))


def _member(chance: random.Random, example: Example) -> Example:
    """The example with one value of its body, path, query or headers replaced."""
    where = chance.random()
    if where < 0.7 and isinstance(example.document, dict | list):
        place = chance.choice(list(_places(example.document)))
        return _with(example, place, _value(chance, example.document, place))
    text = chance.choice(TEXTS).encode("utf-8", "replace").decode()
    if where < 0.85 and example.parts:
        name = chance.choice(sorted(example.parts))
        return replace(example, parts={**example.parts, name: text or "x"})
    name = chance.choice(("subject", "person", "limit", "cursor", "more"))
    return replace(example, query={**example.query, name: text})


def _with(example: Example, place: Pointer, value: Any) -> Example:
    if value is GONE and place and isinstance(place[-1], int):
        value = []
    if place:
        return example.with_member(place, value)
    return replace(example, document=None if value is GONE else value)


def _value(chance: random.Random, document: Any, place: Pointer) -> Any:
    """A strange value, or the old one in another way: doubled, turned round, in a list, of another type."""
    for step in place:
        document = document[step]
    if isinstance(document, str) and chance.random() < 0.3:
        return chance.choice(
            (document * 2, document[::-1], document[1:], [document], f" {document}", document + "\n")
        )
    if isinstance(document, list) and chance.random() < 0.3:
        return chance.choice(
            (document * 2, document * 200, {str(n): each for n, each in enumerate(document)})
        )
    return chance.choice(VALUES)


def _method(chance: random.Random, request: Request) -> Request:
    return replace(request, method=chance.choice(METHODS))


def _path(chance: random.Random, request: Request) -> Request:
    path, mark, query = request.path.partition("?")
    parts = path.split("/")
    parts[chance.randrange(1, len(parts))] = quote(chance.choice(TEXTS).encode("utf-8", "replace"), safe="")[
        :2000
    ]
    return replace(request, path="/".join(parts) + mark + query)


def _query(chance: random.Random, request: Request) -> Request:
    return replace(
        request,
        path=request.path + chance.choice(("?limit=0", "?cursor=%FF", "&subject=&subject=x", "?%zz", "?")),
    )


def _header(chance: random.Random, request: Request) -> Request:
    name = chance.choice(("Idempotency-Key", "If-Match", "Accept", "X-Long", "Transfer-Encoding"))
    value = chance.choice(("", "*", '"1"', 'W/"1"', "a b", "x" * 3000, "\xe9", "gzip"))
    return replace(request, headers={**request.headers, name: value})


def _token(chance: random.Random, request: Request) -> Request:
    told = request.headers.get("Authorization", "Bearer a.b.c")
    wrong = chance.choice(
        (told[:-3], told.replace(".", ""), "Basic YTpi", "Bearer", told + "x", told.lower(), "")
    )
    return replace(request, headers={**request.headers, "Authorization": wrong})


def _bytes(chance: random.Random, request: Request) -> Request:
    place = chance.randrange(len(request.body) + 1)
    return replace(request, body=request.body[:place] + chance.choice(BYTES) + request.body[place + 1 :])


def _cut(chance: random.Random, request: Request) -> Request:
    return replace(request, body=request.body[: chance.randrange(len(request.body) + 1)])


def _type(chance: random.Random, request: Request) -> Request:
    value = chance.choice(TYPES).encode("utf-8", "replace").decode("latin-1")
    return replace(request, headers={**request.headers, "Content-Type": value})


def texts_of(request: Request) -> list[str]:
    """The texts in a request's body, where it can be read."""
    try:
        document = json.loads(request.body)
    except (ValueError, RecursionError):
        return []
    return _texts(document)


def _texts(document: Any) -> list[str]:
    if isinstance(document, dict):
        return [text for value in document.values() for text in _texts(value)]
    if isinstance(document, list):
        return [text for value in document for text in _texts(value)]
    return [document] if isinstance(document, str) else []


def broken_framings(seed: int, count: int) -> Iterator[bytes]:
    """What is no HTTP request, or half of one."""
    chance = random.Random(seed)  # noqa: S311 - as above
    sound = b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n"
    body = dumped({"civilDate": "2026-11-30"})
    for _ in range(count):
        length = chance.choice(
            (b"-1", b"x", b"1e3", b"9" * 40, b"0x10", b"+5", b"", b"5\r\nContent-Length: 6")
        )
        yield chance.choice(
            (
                chance.randbytes(chance.randrange(1, 400)),
                sound[: chance.randrange(1, len(sound))],
                sound.replace(b"HTTP/1.1", chance.choice((b"HTTP/9.9", b"HTTP", b"FTP/1.1", b""))),
                sound.replace(b" /", b" /" + b"a" * 70_000),
                sound.replace(b"Host: x", b"Host: x\r\n" + chance.randbytes(30).replace(b"\n", b"")),
                b"PUT /test/clock HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + b"\r\n\r\n" + body,
                CHUNKS + b"zz\r\n" + body,
                CHUNKS.replace(b"Host: x", b"Host: x\r\nContent-Length: 3") + b"1\r\nx\r\n",
                b"\r\n" * 50 + b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            )
        )
