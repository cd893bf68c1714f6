"""The contract as OpenAPI: whole, in both languages, marked by level, and the same as what is spoken."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import JSON_TYPE
from simulator.hub.contract.problems import REFUSALS

CONTRACT: dict[str, Any] = yaml.safe_load(
    files("simulator.hub.contract").joinpath("openapi.yaml").read_text(encoding="utf-8")
)
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
METHODS = ("get", "put", "post", "delete")
OPERATIONS = [
    (path, method, item[method])
    for path, item in CONTRACT["paths"].items()
    for method in METHODS
    if method in item
]


def _validator(name: str) -> Draft202012Validator:
    whole = {"components": CONTRACT["components"], "$ref": f"#/components/schemas/{name}"}
    return Draft202012Validator(whole)


def _fields() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in SCHEMAS.items():
        for field, described in schema.get("properties", {}).items():
            yield f"{name}.{field}", described


def test_the_contract_is_a_valid_openapi_document() -> None:
    validate(CONTRACT)
    assert CONTRACT["openapi"].startswith("3.1.")


def test_it_has_the_calls_that_adapter_and_face_speak_and_no_others() -> None:
    spoken = {(call.path, call.method.lower(), call.is_public) for call in CALLS.values()}
    assert {(path, method, each.get("security") == []) for path, method, each in OPERATIONS} == spoken


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.operation.__name__)
def test_a_call_has_the_statuses_headers_and_media_type_of_the_contract(call: Any) -> None:
    described = CONTRACT["paths"][call.path][call.method.lower()]
    assert {int(status) for status in described["responses"] if status < "300"} == set(call.statuses)
    parameters = [
        CONTRACT["components"]["parameters"][each["$ref"].rpartition("/")[2]]
        for each in described.get("parameters", [])
    ]
    named = {(each["in"], each["name"]) for each in parameters}
    sources = (("path", call.members), ("query", call.query), ("header", call.headers))
    assert named == {(place, member.name) for place, members in sources for member in members}
    media = list(described.get("requestBody", {}).get("content", {}))
    assert media == ([] if call.body is None else [call.media_type])


@pytest.mark.parametrize("call", CALLS.values(), ids=lambda call: call.operation.__name__)
def test_the_example_of_a_request_is_read_and_written_back_the_same(call: Any) -> None:
    if call.body is None or call.media_type != JSON_TYPE:
        return
    content = CONTRACT["paths"][call.path][call.method.lower()]["requestBody"]["content"][JSON_TYPE]
    schema = SCHEMAS[content["schema"]["$ref"].rpartition("/")[2]]
    if schema["type"] == "array":
        schema = SCHEMAS[schema["items"]["$ref"].rpartition("/")[2]]
        document: object = schema["examples"]
    else:
        document = schema["examples"][0]
    members = {member.name: "x" for member in call.members + call.query + call.headers}
    operation = call.read(members, members, members, json.dumps(document).encode())
    assert json.loads(call.write_body(operation)) == document


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_example_keeps_its_schema(name: str) -> None:
    for example in SCHEMAS[name].get("examples", []):
        _validator(name).validate(example)


@pytest.mark.parametrize(
    ("name", "field", "wrong"),
    [
        ("RecipientRow", "myNumber", "21098765432"),
        ("RecipientRow", "medicalSubsidyInsurerNumber", 81990001),
        ("RecipientRow", "medicalSubsidyRecipientNumber", "1" * 31),
        ("RecipientRow", "isAlwaysReimbursement", "yes"),
        ("RecipientRow", "validTo", "31.3.2027"),
        ("CardLink", "certificateSerial", "0F"),
        ("Dose", "doseClass", "booster"),
        ("Dose", "lotNumber", ""),
        ("CheckupResult", "needsCloserExamination", "no"),
        ("SubsidyLookup", "consent", 1),
    ],
)
def test_a_wrong_field_breaks_its_schema(name: str, field: str, wrong: object) -> None:
    (example,) = SCHEMAS[name]["examples"]
    assert not _validator(name).is_valid({**example, field: wrong})
    assert not _validator(name).is_valid({key: value for key, value in example.items() if key != field})


def test_every_path_operation_parameter_and_field_says_whether_it_is_published() -> None:
    marked = [
        *CONTRACT["paths"].values(),
        *(operation for _, _, operation in OPERATIONS),
        *CONTRACT["components"]["parameters"].values(),
        *(described for _, described in _fields()),
    ]
    assert {each["x-level"] for each in marked} == {"published", "assumed"}


def test_the_published_names_are_those_of_the_registration_of_recipients() -> None:
    published = {name for name, described in _fields() if described["x-level"] == "published"}
    assert {"RecipientRow.myNumber", "RecipientRow.medicalSubsidyInsurerNumber"} <= published
    assert SCHEMAS["MaxCopaymentAmount"]["properties"]["monthlyYen"]["x-level"] == "assumed"
    assert not any(name.startswith(("Dose.", "CheckupResult.", "Audit")) for name in published)


def test_operations_are_summed_up_in_japanese_and_described_in_english() -> None:
    for _, _, operation in OPERATIONS:
        assert not operation["summary"].isascii()
        assert operation["description"].endswith(".")
    assert len({operation["operationId"] for _, _, operation in OPERATIONS}) == len(OPERATIONS)


def test_every_text_and_list_has_a_limit() -> None:
    limits = {"maxLength", "pattern", "enum", "const", "maxItems", "$ref"}
    for name, described in _fields():
        if described.get("type") in ("string", "array"):
            assert limits & described.keys(), name


def test_refusals_of_the_interface_stand_in_the_descriptions_of_the_problems() -> None:
    told = json.dumps(CONTRACT["components"]["responses"])
    assert all(code in told for code in REFUSALS)


def test_the_my_numbers_of_the_examples_cannot_be_anybody_s() -> None:
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    for name in ("RecipientRow", "TicketRow"):
        number = SCHEMAS[name]["examples"][0]["myNumber"]
        rest = sum(int(digit) * weight for digit, weight in zip(number, weights, strict=False)) % 11
        assert int(number[-1]) != (0 if rest <= 1 else 11 - rest)
