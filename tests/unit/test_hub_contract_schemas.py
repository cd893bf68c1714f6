"""The schemas of the contract say the same as the forms that read and write: members, shapes, defaults."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest
from contract import CONTRACT, SCHEMAS, described, fields, parameters, resolved, responses, valid

from simulator.hub.contract.call import RowsForm
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import JSON_TYPE
from simulator.hub.contract.forms import (
    REQUIRED,
    FieldErrors,
    ListForm,
    ObjectForm,
    PairForm,
    Wrapped,
)
from simulator.hub.contract.operator import HealthForm
from simulator.hub.contract.page import NEXT, PageForm, PageWish, read_wish
from simulator.hub.contract.results import ResultForm
from simulator.records import consent, departure, institution, notice, person, result, ticket

CHOICES = [
    value.value
    for module in (consent, departure, institution, notice, person, result, ticket)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum)
    for value in kind
]
TEXTS = [
    *CHOICES,
    *("", "0", "1", "3", "x", "ok", "done", "processing", "dose", "text\n", "1f", "1F", "0f", "a" * 41),
    *("2026-11-30", "2026-02-29", "20261130", "2026-11-30T00:00", "２０２６-11-30", '"1"', 'W/"1"', "*"),
]
VALUES: list[object] = [*TEXTS, None, True, False, 0, 1, -1, 2**53 - 1, 2**53, 1.5, [], ["x"], [1], {}]
# Members that a hub may tell beside those that are read.
EXTRA = {"recordId"}
# What only a hub tells, in words that are read as any text.
NARROWER = {"answer 200.entries[].role"}
EXACT = 2**53 - 1


# A violation is not told as a wrong field: it is judged row by row, rejected, or answered in another way.
JUDGED_LATER = ("x-row-error", "x-rejected", "x-refused")


def shape(schema: dict[str, Any]) -> dict[str, Any]:
    """What of a single value's schema any hub refuses in a request, and any reader of answers."""
    told = resolved(schema)
    kept = {key: told[key] for key in ("type", "enum", "const", "format") if key in told}
    if "format" in told or str(told.get("pattern", "")).startswith(("^[1-9a-f]", '^"')):
        kept["pattern"] = told["pattern"]
    if "integer" in told["type"]:
        kept |= {"minimum": -EXACT, "maximum": EXACT}
    return kept


def refusing(schema: dict[str, Any]) -> dict[str, Any]:
    """What of a single value's schema the reference hub refuses in a request."""
    told = resolved(schema)
    if any(name in told for name in JUDGED_LATER):
        return shape(told)
    exact = {"minimum": -EXACT, "maximum": EXACT} if "integer" in told["type"] else {}
    # A pattern ends at the very end of the text, also in languages that let a line break follow.
    ends = {"pattern": told["pattern"][:-1] + r"\Z"} if "pattern" in told else {}
    return {**exact, **told, **ends}


def edges(schema: dict[str, Any]) -> list[object]:
    """Values about the limits of a schema."""
    told = resolved(schema)
    lengths = {told.get(name, 0) + more for name in ("minLength", "maxLength") for more in (-1, 0, 1)}
    counts = (told.get("maxItems", 0), told.get("maxItems", 0) + 1)
    return [
        *("字" * length for length in lengths if length >= 0),
        *("a" * length for length in (20, 21, 30, 31, 40, 50, 51, 100, 101, 255, 256)),
        *("A-9", "a_b", "a b", "é", "１", "!", "~", '"', "a\n", "\na", "a\0"),
        *([["a"] * count for count in counts] if told["type"] == "array" else []),
    ]


def reads(form: Any, value: object) -> bool:
    try:
        form.read(value)
    except FieldErrors:
        return False
    return True


def agree(schema: dict[str, Any], form: Any, where: str) -> None:
    """Hold a schema against a form, down to the single values; a body is held to all of its limits."""
    check: dict[type, Callable[[dict[str, Any], Any, str], None]] = {
        ObjectForm: agree_object,
        PairForm: agree_pair,
        Wrapped: lambda told, each, at: agree_members(told, {each.name: each.form}, at),
        PageForm: lambda told, each, at: agree_members(told, {each.name: each.rows}, at, frozenset({NEXT})),
        ListForm: lambda told, each, at: agree(told["items"], each.form, f"{at}[]"),
        RowsForm: lambda told, each, at: agree(told["items"], each.rows.form, f"{at}[]"),
        ResultForm: agree_result,
        HealthForm: lambda told, each, at: agree_object(told, each.alternatives[0], at),
    }
    told = resolved(schema)
    is_body = where.startswith("body")
    rows = form.rows if isinstance(form, RowsForm) else form
    if isinstance(rows, ListForm):
        assert rows.most == (told["maxItems"] if is_body else None), where
    if type(form) in check:
        check[type(form)](told, form, where)
        return
    if is_body:
        alike, values = refusing(told), VALUES + edges(told)
    else:
        alike, values = told if told["type"] == "array" else shape(told), VALUES
    differing = [value for value in values if reads(form, value) != valid(alike, value)]
    assert differing == [] or where in NARROWER, where


def agree_members(
    told: dict[str, Any], members: dict[str, Any], where: str, optional: frozenset[str] = frozenset()
) -> None:
    assert set(told["properties"]) - EXTRA == (set(members) | optional) - EXTRA, where
    assert set(told["required"]) == set(members), where
    for name, form in members.items():
        agree(told["properties"][name], form, f"{where}.{name}")


def agree_pair(told: dict[str, Any], form: Any, where: str) -> None:
    agree_members(told, {form.first: form.head, form.second: form.tail}, where)


def agree_object(told: dict[str, Any], form: Any, where: str) -> None:
    properties = told["properties"]
    names = {member.name for member in form.members}
    assert set(properties) - EXTRA == (names | set(form.fixed)) - EXTRA, where
    assert names <= set(properties), where
    needed = {member.name for member in form.members if member.default is REQUIRED}
    assert set(told["required"]) == needed | set(form.fixed), where
    for name, value in form.fixed.items():
        assert properties[name]["const"] == value, where
    for member in form.members:
        agree(properties[member.name], member.form, f"{where}.{member.name}")
        if member.default is REQUIRED:
            assert "default" not in properties[member.name], where
        else:
            assert properties[member.name]["default"] == member.form.write(member.default), where


def agree_result(told: dict[str, Any], form: Any, where: str) -> None:
    assert [each["$ref"] for each in told["oneOf"]] == list(told["discriminator"]["mapping"].values())
    for schema, alternative in zip(told["oneOf"], form.alternatives, strict=True):
        agree_object(resolved(schema), alternative, where)
    for example in told["examples"]:
        assert form.write(form.read(example)) == example, where


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.operation.__name__)
def test_a_body_and_an_answer_have_the_members_that_are_read(call: Any) -> None:
    operation = described(call)
    if call.body is not None and call.media_type == JSON_TYPE:
        agree(operation["requestBody"]["content"][JSON_TYPE]["schema"], call.body, "body")
    for status in call.statuses if call.answer else ():
        agree(responses(operation)[status]["content"][JSON_TYPE]["schema"], call.answer, f"answer {status}")


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.operation.__name__)
def test_a_parameter_has_the_shape_that_is_read(call: Any) -> None:
    told = {each["name"]: each for each in parameters(described(call))}
    for member in (*call.members, *call.query, *call.headers):
        schema = refusing(told[member.name]["schema"])
        texts = [*TEXTS, *(each for each in edges(schema) if isinstance(each, str))]
        assert [text for text in texts if reads(member.form, text) != valid(schema, text)] == [], member.name


@pytest.mark.parametrize("kind", ["HistoryDose", "HistoryInterviewOnly", "HistoryCheckup"])
def test_a_result_needs_each_of_its_members(kind: str) -> None:
    (example,) = SCHEMAS[kind]["examples"]
    for name in SCHEMAS[kind]["required"]:
        lacking = {key: value for key, value in example.items() if key != name}
        assert not valid({"$ref": "#/components/schemas/Result"}, lacking)
        assert not reads(ResultForm(), lacking)
    assert set(SCHEMAS[kind]["properties"]) - set(SCHEMAS[kind]["required"]) == EXTRA


@pytest.mark.parametrize("text", ["1", "20", "100", "0", "101", "01", "-1", "1.0", "", "x", "１", " 1"])
def test_the_limit_of_a_page_is_the_one_of_the_contract(text: str) -> None:
    schema = CONTRACT["components"]["parameters"]["Limit"]["schema"]
    told = text.isascii() and text.isdigit() and not text.startswith("0") and valid(schema, int(text))
    try:
        read: PageWish | None = read_wish({"limit": text})
    except FieldErrors:
        read = None
    assert (read is not None) is told
    assert schema["default"] == read_wish({}).limit


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_has_an_example_and_every_example_keeps_its_schema(name: str) -> None:
    assert SCHEMAS[name]["examples"]
    for example in SCHEMAS[name]["examples"]:
        assert valid({"$ref": f"#/components/schemas/{name}"}, example)


@pytest.mark.parametrize(
    ("name", "field", "wrong"),
    [
        ("RecipientRow", "myNumber", "21098765432"),
        ("RecipientRow", "medicalSubsidyInsurerNumber", 81990001),
        ("RecipientRow", "medicalSubsidyRecipientNumber", "1" * 31),
        ("RecipientRow", "isAlwaysReimbursement", "yes"),
        ("RecipientRow", "validTo", "31.3.2027"),
        ("RecipientRow", "validTo", "2027-02-29"),
        ("HistoryRow", "historyKey", ""),
        ("HistoryRow", "isDeleted", "1"),
        ("HistoryRow", "certificationDetail", None),
        ("DepartureRow", "modificationSeg", "1"),
        ("DepartureRow", "reason", "divorce"),
        ("Notice", "kind", "advice"),
        ("CardLink", "certificateSerial", "0F"),
        ("Dose", "doseClass", "booster"),
        ("Dose", "lotNumber", ""),
        ("Dose", "lotNumber", " MR012A"),
        ("Dose", "amountMl", "0,5"),
        ("CheckupResult", "needsCloserExamination", "no"),
        ("SubsidyLookup", "consent", 1),
        ("Consents", "consents", []),
    ],
)
def test_a_wrong_field_breaks_its_schema(name: str, field: str, wrong: object) -> None:
    example = SCHEMAS[name]["examples"][0]
    schema = {"$ref": f"#/components/schemas/{name}"}
    assert not valid(schema, {**example, field: wrong})
    left_out = {key: value for key, value in example.items() if key != field}
    assert valid(schema, left_out) is (field not in SCHEMAS[name]["required"])


def test_every_text_list_and_number_has_a_limit() -> None:
    limits = {
        "string": {"maxLength", "pattern", "enum", "const", "format"},
        "array": {"maxItems"},
        "integer": {"maximum"},
    }
    told = [*fields(), *((name, schema) for name, schema in SCHEMAS.items())]
    checked = 0
    for name, each in told:
        for kind, wanted in limits.items():
            if kind in each.get("type", ()):
                assert wanted & each.keys(), name
                checked += 1
    assert checked > 100


def test_the_my_numbers_of_the_examples_cannot_be_anybody_s() -> None:
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    numbers = set(my_numbers(CONTRACT))
    assert numbers
    for number in numbers:
        rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
        assert int(number[-1]) != (0 if rest <= 1 else 11 - rest)


def my_numbers(node: object) -> list[str]:
    if isinstance(node, list):
        return [number for item in node for number in my_numbers(item)]
    if not isinstance(node, dict):
        return []
    own = [node["myNumber"]] if isinstance(node.get("myNumber"), str) else []
    return [*own, *(number for value in node.values() for number in my_numbers(value))]
