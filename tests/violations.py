"""Each constraint of the contract on what is sent, broken once: and what the hub has to say to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contract import described, parameters, resolved, valid
from examples import GONE, Example

from simulator.hub.contract.documents import JSON_TYPE

Pointer = tuple[str | int, ...]
SURROGATE = "\ud800"
TOO_GREAT = 2**53
# Rows of a bulk body are too many to be sent for each test; their number is tested by itself.
MOST_SENT = 1000
WRONG_TYPES: Mapping[str, tuple[Any, ...]] = {
    "string": (1, 1.5, True, [], {}),
    "integer": ("1", 1.5, 500.0, 1e300, True, [], {}),
    "boolean": ("true", 1, 0, "", [], {}),
    "object": ([], "{}", 1, True),
    "array": ({}, "[]", 1, True),
}
NO_DAYS = (
    *("", "2026-02-30", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-2", "20261130", "0000-01-01"),
    *("2026-11-30T00:00:00", " 2026-11-30", "2026-11-30\n", "２０２６-11-30", "31.11.2026", "99999-01-01"),
)


@dataclass(frozen=True, slots=True)
class Violation:
    """A request with one thing wrong: where, how, and what is said of it.

    `code` is that of a field error; `row_error` of a row; `refused` that of a problem.
    """

    example: Example
    pointer: str
    how: str
    code: str = ""
    row_error: str = ""
    refused: str = ""

    def __str__(self) -> str:
        return f"{self.example.call.operation.__name__} {self.pointer} {self.how}"


def violations(example: Example) -> Iterator[Violation]:
    """All of a call: of its path, query and headers, and of its body, of rows the first alone."""
    told = described(example.call)
    if isinstance(example.document, list):
        example = replace(example, document=example.document[:1])
    for each in parameters(told):
        yield from _of_parameter(example, each)
    content = told.get("requestBody", {}).get("content", {}).get(JSON_TYPE)
    if content:
        yield from _of_value(example, content["schema"], (), required=False)


def _of_parameter(example: Example, told: dict[str, Any]) -> Iterator[Violation]:
    place = {"path": "parts", "query": "query", "header": "headers"}[told["in"]]
    given: Mapping[str, str] = getattr(example, place)
    name, schema = told["name"], resolved(told["schema"])

    def sent(**values: str) -> Example:
        return replace(example, **{place: {**given, **values}})

    if told["required"] and place != "parts":
        lacking = {key: value for key, value in given.items() if key != name}
        yield Violation(replace(example, **{place: lacking}), f"/{name}", "missing", "required")
    if schema["type"] == "integer":
        for text in ("0", "101", "-1", "1.0", "01", "x", "", "9" * 5000):
            yield Violation(sent(**{name: text}), f"/{name}", f"is {text[:9]!r}", "form")
        return
    for how, text in _wrong_texts(schema):
        if place == "parts" and not text:
            continue  # that is another path
        if place == "headers" and (not text.isascii() or not text.isprintable()):
            continue  # no header can hold it
        judged = _judged(schema, "form", "")
        yield Violation(sent(**{name: text}), f"/{name}", how, **judged)


def _of_value(
    example: Example, schema: dict[str, Any], pointer: Pointer, *, required: bool
) -> Iterator[Violation]:
    told = resolved(schema)

    def broken(how: str, value: Any, **judged: str) -> Violation:
        wrong = example.with_member(pointer, value)
        return Violation(wrong, "".join(f"/{part}" for part in pointer), how, **judged)

    types = told.get("type", "object")
    types = types if isinstance(types, list) else [types]
    if required:
        yield broken("is missing", GONE, code="required")
    if "null" not in types:
        yield broken("is null", None, code="type")
    for value in WRONG_TYPES[types[0]]:
        yield broken(f"is {value!r}", value, code="type")
    if "const" in told:
        yield broken("is another text", "x", code="form")
    elif types[0] == "array":
        yield from _of_array(example, told, pointer)
    elif types[0] == "object":
        yield from _of_members(example, told, pointer)
    else:
        for how, value, judged in _of_scalar(told, types[0]):
            yield broken(how, value, **judged)


def _of_scalar(told: dict[str, Any], kind: str) -> Iterator[tuple[str, Any, dict[str, str]]]:
    if kind == "string":
        yield "is half a surrogate pair", SURROGATE, {"code": "form"}
        for how, text in _wrong_texts(told):
            yield how, text, _judged(told, "form", text)
    elif kind == "integer":
        yield "is too great", TOO_GREAT, {"code": "form"}
        yield "is too small", -TOO_GREAT, {"code": "form"}
        yield "is below the least", told["minimum"] - 1, _judged(told, "form", "")


def _of_array(example: Example, told: dict[str, Any], pointer: Pointer) -> Iterator[Violation]:
    items = resolved(told["items"])
    one = items["examples"][0] if "examples" in items else "x"
    filled = example.with_member(pointer, [one]) if not _at(example.document, pointer) else example
    if told["maxItems"] <= MOST_SENT:
        many = example.with_member(pointer, [one] * (told["maxItems"] + 1))
        yield Violation(many, "".join(f"/{part}" for part in pointer), "has too many items", "form")
    yield from _of_value(filled, told["items"], (*pointer, 0), required=False)


def _of_members(example: Example, told: dict[str, Any], pointer: Pointer) -> Iterator[Violation]:
    if "oneOf" in told:
        alternatives = [resolved(each) for each in told["oneOf"]]
        told = next(each for each in alternatives if valid(each, _at(example.document, pointer)))
    present = _at(example.document, pointer)
    for name, schema in told["properties"].items():
        if schema.get("readOnly"):
            continue
        filled = example
        if name not in present:
            value = resolved(schema).get("default", "") or _some(resolved(schema))
            filled = example.with_member((*pointer, name), value)
        yield from _of_value(filled, schema, (*pointer, name), required=name in told["required"])


def _some(told: dict[str, Any]) -> Any:
    """A right value of a member that the example leaves out."""
    return {"string": "", "array": [], "boolean": False, "object": {}}[told["type"]]


def _at(document: Any, pointer: Pointer) -> Any:
    for part in pointer:
        document = document[part]
    return document


def _wrong_texts(told: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Texts that break the schema, with the way in which they do."""
    if told.get("format") == "date":
        yield from ((f"is the day {text!r}", text) for text in NO_DAYS)
        return
    tried = {
        "is empty": "",
        "is none of the values": "nonsense",
        "is too long": "あ" * (told.get("maxLength", 0) + 1),
        "is too long a code": "a" * 300,
        "has a line break": "a\n",
        "has a space": "a b",
        "has a quotation mark": 'a"b',
        "is full width": "１２",
        "has NUL": "a\0",
        "has another letter": "あ",
    }
    strict = {**told, "pattern": told["pattern"][:-1] + r"\Z"} if "pattern" in told else told
    strict = {key: value for key, value in strict.items() if not key.startswith("x-")}
    yield from ((how, text) for how, text in tried.items() if not valid(strict, text))


def _judged(told: dict[str, Any], code: str, text: str) -> dict[str, str]:
    """What is said of a value that breaks a schema in another way than by its type."""
    if "enum" in told or "format" in told:
        return {"code": code}
    if "x-row-error" in told and not ("format" in told and text in NO_DAYS):
        return {"row_error": told["x-row-error"]}
    if "x-refused" in told:
        return {"refused": told["x-refused"]}
    return {"code": "rejected" if "x-rejected" in told else code}
