"""A small FHIR server of the tests' own, in memory, that can be told to be wrong in one way.

It stands where a server on the network would: requests in, answers out. It shares nothing with the adapter.
"""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import count
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from simulator.port.exchange import Answer, Request, Response

Json = dict[str, Any]
BASE = "http://fhir.example/r4"
KINDS = (
    "CodeSystem", "Communication", "Consent", "Coverage", "Encounter", "Immunization", "Observation",
    "Organization", "Patient", "Person", "QuestionnaireResponse", "ServiceRequest", "Task",
)  # fmt: skip
PATIENTS = {"patient": ("patient", "subject", "beneficiary"), "beneficiary": ("beneficiary",)}
TOKENS = {"identifier", "status", "_tag", "_id"}
PAGING = {"_count", "_offset"}


class Failure(Exception):  # noqa: N818 - an answer, not a fault of the tests
    """An answer that is no success, with the code of its issue."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(status, code)
        self.status, self.code = status, code


@dataclass
class FhirServer:
    """`ignores` are search parameters without effect, `unknown` such as it does not have.

    `is_strict` refuses what it does not have, as handling=strict asks for.
    """

    ignores: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()
    loses_updates: bool = False
    ignores_conditions: bool = False
    is_strict: bool = True
    refuses: Callable[[Json], bool] = lambda _resource: False
    requests: list[Request] = field(default_factory=list)
    rows: dict[tuple[str, str], Json] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _lock: Lock = field(default_factory=Lock)

    def send(self, request: Request) -> Answer:
        self.requests.append(request)
        parts = urlsplit(request.path)
        headers = {name.lower(): value for name, value in request.headers.items()}
        try:
            with self._lock:
                status, body = self._answer(request.method, parts.path, parts.query, request.body, headers)
        except Failure as failed:
            status, body = failed.status, outcome(failed.code)
        return Response(status, {"content-type": "application/fhir+json"}, json.dumps(body).encode())

    def _answer(  # noqa: PLR0911 - one answer for each interaction
        self, method: str, path: str, query: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, Json]:
        steps = [step for step in path.split("/") if step]
        if steps == ["metadata"]:
            return 200, statement()
        if not steps:
            return 200, self._bundle(json.loads(body))
        if steps[0] not in KINDS:
            raise Failure(404, "not-supported")
        match method, steps[1:]:
            case "GET", []:
                return 200, self._search(steps[0], parse_qsl(query))
            case "POST", ["_search"]:
                return 200, self._search(steps[0], parse_qsl(body.decode()))
            case "GET", [logical]:
                return 200, self._read(steps[0], logical)
            case "POST", []:
                return self._create(json.loads(body), headers.get("if-none-exist", ""))
            case "PUT", [logical]:
                return self._update(steps[0], logical, json.loads(body), headers.get("if-match", ""))
        raise Failure(405, "not-supported")

    def _bundle(self, document: Json) -> Json:
        before = deepcopy(self.rows)
        entries = []
        for entry in document["entry"]:
            try:
                entries.append(self._entry(entry))
            except Failure as failed:
                if document["type"] == "transaction":
                    self.rows = before
                    raise
                entries.append({"response": {"status": str(failed.status), "outcome": outcome(failed.code)}})
        return {"resourceType": "Bundle", "type": f"{document['type']}-response", "entry": entries}

    def _entry(self, entry: Json) -> Json:
        asked, resource = entry["request"], entry["resource"]
        kind, _, logical = asked["url"].partition("/")
        if asked["method"] == "POST":
            status, stored = self._create(resource, asked.get("ifNoneExist", ""))
        else:
            status, stored = self._update(kind, logical, resource, asked.get("ifMatch", ""))
        return {"resource": stored, "response": {"status": f"{status} done"}}

    def _read(self, kind: str, logical: str) -> Json:
        if (kind, logical) not in self.rows:
            raise Failure(404, "not-found")
        return self.rows[kind, logical]

    def _create(self, resource: Json, condition: str) -> tuple[int, Json]:
        if condition and not self.ignores_conditions:
            found = self._matching(resource["resourceType"], parse_qsl(condition))
            if len(found) > 1:
                raise Failure(412, "multiple-matches")
            if found:
                return 200, found[0]
        return 201, self._store(resource, f"n{next(self._numbers)}", 1)

    def _update(self, kind: str, logical: str, resource: Json, if_match: str) -> tuple[int, Json]:
        before = self.rows.get((kind, logical))
        if before is None:
            return 201, self._store(resource, logical, 1)
        version = before["meta"]["versionId"]
        if if_match and not self.ignores_conditions and if_match != f'W/"{version}"':
            raise Failure(412, "conflict")
        if self.loses_updates:
            return 200, before
        return 200, self._store(resource, logical, int(version) + 1)

    def _store(self, resource: Json, logical: str, version: int) -> Json:
        if self.refuses(resource):
            raise Failure(422, "invariant")
        meta = {**resource.get("meta", {}), "versionId": str(version)}
        kind = resource["resourceType"]
        self.rows[kind, logical] = {**resource, "id": logical, "meta": meta}
        return self.rows[kind, logical]

    def _search(self, kind: str, criteria: list[tuple[str, str]]) -> Json:
        found = self._matching(kind, criteria)
        wishes = dict(criteria)
        begin, rows = int(wishes.get("_offset", "0")), int(wishes.get("_count", "20"))
        rest = [(name, value) for name, value in criteria if name not in PAGING]
        own = f"{BASE}/{kind}?" + "&".join(f"{name}={value}" for name, value in rest)
        links = [{"relation": "self", "url": own}]
        if begin + rows < len(found):
            links.append({"relation": "next", "url": f"{own}&_count={rows}&_offset={begin + rows}"})
        entries = [{"resource": row, "search": {"mode": "match"}} for row in found[begin : begin + rows]]
        return {"resourceType": "Bundle", "type": "searchset", "link": links, "entry": entries}

    def _matching(self, kind: str, criteria: list[tuple[str, str]]) -> list[Json]:
        unknown = {name for name, _ in criteria} - ({*PATIENTS, *TOKENS, *PAGING} - self.unknown)
        if unknown and self.is_strict:
            raise Failure(400, "not-supported")
        used = [pair for pair in criteria if pair[0] not in {*PAGING, *unknown, *self.ignores}]
        return [
            row
            for (its_kind, _), row in self.rows.items()
            if its_kind == kind and all(fits(row, name, value.split(",")) for name, value in used)
        ]


def fits(row: Json, name: str, values: list[str]) -> bool:
    """Whether a resource meets one criterion."""
    match name:
        case "_id":
            return row["id"] in values
        case "status":
            return row.get("status") in values
        case "identifier":
            return bool(set(values) & {f"{each['system']}|{each['value']}" for each in row["identifier"]})
        case "_tag":
            return bool(set(values) & {f"{e['system']}|{e['code']}" for e in row["meta"].get("tag", [])})
    named = {row[member]["reference"].partition("/")[2] for member in PATIENTS[name] if member in row}
    return bool(named & set(values))


def outcome(code: str) -> Json:
    issue = {"severity": "error", "code": code, "diagnostics": "合成 花子 2020-05-05"}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


def statement() -> Json:
    resources = [{"type": kind, "versioning": "versioned-update"} for kind in KINDS]
    rest = {"mode": "server", "resource": resources, "interaction": [{"code": "transaction"}]}
    return {
        "resourceType": "CapabilityStatement",
        "fhirVersion": "4.0.1",
        "software": {"name": "small", "version": "1"},
        "rest": [rest],
    }
