"""The contract as tests read it: its operations, and its references resolved."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker

from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS

CONTRACT_TEXT = files("simulator.hub.contract").joinpath("openapi.yaml").read_text(encoding="utf-8")
CONTRACT: dict[str, Any] = yaml.safe_load(CONTRACT_TEXT)
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
METHODS = ("get", "put", "post", "delete")
OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (path, method, item[method])
    for path, item in CONTRACT["paths"].items()
    for method in METHODS
    if method in item
]


def described(call: Call) -> dict[str, Any]:
    """The operation of the contract that a call speaks."""
    operation: dict[str, Any] = CONTRACT["paths"][call.path][call.method.lower()]
    return operation


def call_of(operation_id: str) -> Call:
    """The call of an operation of the contract."""
    return next(call for call in CALLS.values() if described(call)["operationId"] == operation_id)


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """What a reference points to, with what stands beside it; anything else as it is."""
    if "$ref" not in node:
        return node
    found: Any = CONTRACT
    for name in node["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return {**resolved(found), **{key: value for key, value in node.items() if key != "$ref"}}


def parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters of an operation."""
    return [resolved(each) for each in operation.get("parameters", [])]


def responses(operation: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """The responses of an operation, by status."""
    return {int(status): resolved(each) for status, each in operation["responses"].items()}


def valid(schema: dict[str, Any], document: object) -> bool:
    """Whether a document keeps a schema of the contract."""
    whole = {"components": CONTRACT["components"], **schema}
    return bool(Draft202012Validator(whole, format_checker=FormatChecker(["date"])).is_valid(document))


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every member of every schema, as `Schema.member`."""
    for name, schema in SCHEMAS.items():
        for member, told in schema.get("properties", {}).items():
            yield f"{name}.{member}", told
