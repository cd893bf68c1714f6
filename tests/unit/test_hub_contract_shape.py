"""The fields of the contract's documents, as those see them who map or mask them."""

from importlib.resources import files
from typing import Any

import pytest
import yaml

from simulator.hub.contract import problems
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.forms import ListForm, Nullable
from simulator.hub.contract.scalars import DAY, TEXT
from simulator.hub.contract.shape import Field, documents_of, members_of, shape_of
from simulator.hub.contract.titles import title_of
from simulator.port import operations as ops

CONTRACT: dict[str, Any] = yaml.safe_load(
    files("simulator.hub.contract").joinpath("openapi.yaml").read_text(encoding="utf-8")
)
SCHEMAS = CONTRACT["components"]["schemas"]


def properties(schema: dict[str, Any]) -> set[str]:
    """The dotted names of all fields of a schema of the OpenAPI document."""
    if "$ref" in schema:
        return properties(SCHEMAS[schema["$ref"].rpartition("/")[2]])
    found: set[str] = set()
    for part in ("oneOf", "allOf", "anyOf"):
        for each in schema.get(part, ()):
            found |= properties(each)
    if "items" in schema:
        found |= properties(schema["items"])
    for name, each in schema.get("properties", {}).items():
        found |= {name, *(f"{name}.{inner}" for inner in properties(each))}
    return found


def described(operation: type[ops.Operation]) -> dict[str, Any]:
    call = CALLS[operation]
    found: dict[str, Any] = CONTRACT["paths"][call.path][call.method.lower()]
    return found


def schema_of(content: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = content.get("application/json", {}).get("schema")
    return found


def names(field: Field | None) -> set[str]:
    return set() if field is None else {".".join(place) for place, _ in field.walk()}


@pytest.mark.parametrize("operation", CALLS, ids=lambda each: each.__name__)
def test_no_form_of_the_contract_is_unknown(operation: type[ops.Operation]) -> None:
    documents = documents_of(operation)
    looked_at = [document for document in (documents.request, documents.answer) if document is not None]
    kinds = {field.kind for document in looked_at for field in (document, *dict(document.walk()).values())}
    assert "unknown" not in kinds, "teach simulator.hub.contract.shape the new form"


@pytest.mark.parametrize("operation", CALLS, ids=lambda each: each.__name__)
def test_the_fields_are_those_of_the_openapi_document(operation: type[ops.Operation]) -> None:
    call, documents = described(operation), documents_of(operation)
    asked = schema_of(call.get("requestBody", {}).get("content", {}))
    if asked is not None:
        # A schema that answers use too may have more, such as the number of a record.
        assert names(documents.request) <= properties(asked)
    usual = str(CALLS[operation].statuses[0])
    told = schema_of(call["responses"][usual].get("content", {}))
    if told is not None:
        # A hub may show more than is read, such as the number of a record.
        assert names(documents.answer) <= properties(told)


@pytest.mark.parametrize("operation", CALLS, ids=lambda each: each.__name__)
def test_the_title_of_a_call_is_the_summary_of_the_openapi_document(operation: type[ops.Operation]) -> None:
    assert str(title_of(operation)) == described(operation)["summary"]


def test_a_choice_knows_its_values_and_a_day_is_a_day() -> None:
    fields = dict(documents_of(ops.RegisterTickets).fields())
    assert fields["kind",].values == ("vaccination", "checkup")
    assert fields["basicFiveInfo", "sex"].values == ("1", "2")
    assert fields["basicFiveInfo", "dateOfBirth"].kind == "day"
    assert fields["isNotDisclosed",].kind == "flag"
    assert fields["myNumber",].kind == "text"


def test_results_of_all_kinds_are_one_document() -> None:
    fields = dict(documents_of(ops.ListHistory).fields())
    assert fields["records", "kind"].values == ("dose", "interview_only", "checkup")
    assert ("records", "lotNumber") in fields
    assert ("records", "heightCm") in fields


def test_arrays_and_null_are_passed_through() -> None:
    assert shape_of(ListForm(Nullable(DAY)), "x") == Field("x", "day")
    assert shape_of(TEXT) == Field("", "text")


def test_a_form_that_nobody_has_heard_of_is_unknown() -> None:
    assert shape_of(object(), "x").kind == "unknown"  # type: ignore[arg-type]


def test_members_of_path_and_query_are_fields_too() -> None:
    assert [field.name for field in members_of(ops.ListHistory)] == ["personId", "subject"]


def test_every_problem_of_the_interface_is_in_their_table() -> None:
    named = [each for each in vars(problems).values() if isinstance(each, problems.Problem)]
    assert {each.code for each in (*named, *problems.REFUSALS.values())} == set(problems.PROBLEMS)
