"""Another vendor's hub: the reference hub behind an interface that calls everything otherwise.

Nothing of `simulator.hub.mapping` is used, so that the mapping is held against somebody else's reading. The
face is strict: it refuses a path, a header, a field or a spelling of the contract for which it has its own.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.hub.connection import trust_of
from simulator.hub.reference.face import hub_app
from simulator.hub.reference.hub import open_hub
from simulator.hub.reference.serve import HOST, Server, bind

BASE = "/api/b2"
JSON = "application/vnd.vendor-b+json"
ROUTES = (
    ("POST", "/cards/bulk", "PUT", "/v1/platform/card-links"),
    ("PUT", "/cities/{city}/subsidy-types", "PUT", "/v1/platform/schemes/{city}"),
    ("POST", "/recipients?city={city}", "POST", "/v1/bodies/{city}/recipient-registration-tasks"),
    ("POST", "/cities/{city}/coupons", "POST", "/v1/bodies/{city}/ticket-registration-tasks"),
    ("GET", "/jobs/{job}?city={city}", "GET", "/v1/bodies/{city}/tasks/{job}"),
    ("POST", "/cities/{city}/mass-checkups", "POST", "/v1/bodies/{city}/checkup-results"),
    ("POST", "/subsidy/query", "POST", "/v1/gateway/subsidy-lookups"),
    ("POST", "/clinics/{clinic}/eligibility", "POST", "/v1/institutions/{clinic}/eligibility-checks"),
    ("POST", "/clinics/{clinic}/coupons:search", "POST", "/v1/institutions/{clinic}/ticket-searches"),
    ("GET", "/clinics/{clinic}/forms/{coupon}", "GET", "/v1/institutions/{clinic}/questionnaires/{coupon}"),
    ("PUT", "/clinics/{clinic}/shots", "POST", "/v1/institutions/{clinic}/doses"),
    ("POST", "/clinics/{clinic}/put-offs", "POST", "/v1/institutions/{clinic}/interviews"),
    ("POST", "/clinics/{clinic}/checkups", "POST", "/v1/institutions/{clinic}/checkup-results"),
    ("PUT", "/people/{person}/forms/{coupon}", "PUT", "/v1/residents/{person}/questionnaires/{coupon}"),
    (
        "GET",
        "/people/{person}/records?of={subject}",
        "GET",
        "/v1/residents/{person}/history?subject={subject}",
    ),
    ("GET", "/audit-log?patient={person}", "GET", "/v1/audit?person={person}"),
    ("GET", "/ping", "GET", "/v1/health"),
)
"""The vendor's method and path, and those of the contract; the rest is the same behind the base path."""

NAMES = {
    "patientId": "personId",
    "addressNo": "municipalityIdentityKey",
    "proof": "cardAssertion",
    "on": "serviceDate",
    "couponNo": "ticketNumber",
    "agreed": "consent",
    "birthday": "dateOfBirth",
    "fromDate": "validFrom",
    "toDate": "validTo",
    "state": "status",
    "jobNo": "taskId",
    "more": "next",
}
SEX = {"M": "1", "F": "2"}
COUPON = {"V": "vaccination", "K": "checkup"}
FLAGS = {"0": False, "1": True}
FLAG_FIELDS = (
    "agreed",
    "isNotDisclosed",
    "usesSubsidyInformation",
    "hasReader",
    "needsCloserExamination",
    "isGiven",
    "isDeleted",
    "isCancelled",
    "concernsPregnancy",
)
DAY_FIELDS = (
    "on",
    "birthday",
    "fromDate",
    "toDate",
    "givenOn",
    "interviewedOn",
    "examinedOn",
    "civilDate",
    "showFrom",
    "departedOn",
)
PAGES = {"size": "limit", "after": "cursor"}
ERRORS = {
    "unauthenticated": (401, "E401"),
    "forbidden": (403, "E403"),
    "card-expired": (422, "E-CARD-OLD"),
    "card-revoked": (422, "E-CARD-REVOKED"),
    "card-unknown": (422, "E-CARD-NONE"),
    "assertion-invalid": (422, "E-PROOF"),
    "assertion-replayed": (422, "E-PROOF-TWICE"),
    "institution-not-enabled": (400, "E-CLINIC"),
    "person-unknown": (400, "E-PATIENT"),
    "ticket-unknown": (400, "E-COUPON"),
    "malformed": (400, "E-JSON"),
    "invalid-fields": (400, "E-FIELDS"),
    "not-found": (404, "E404"),
    "already-registered": (409, "E-DONE"),
    "key-reused": (409, "E-KEY"),
    "unavailable": (503, "E503"),
    "unsupported": (404, "E-NO"),
    "method-not-allowed": (405, "E405"),
    "too-large": (413, "E413"),
    "unsupported-media-type": (415, "E415"),
    "internal": (500, "E500"),
}

TOML = """
base_path = "/api/b2"
token_scheme = "Token"
date_format = "YYYYMMDD"
booleans = ["0", "1"]

[headers]
Authorization = "X-Auth"
Idempotency-Key = "X-Request-Id"

[sent_headers]
X-Api-Version = "3"

[media_types]
"application/json" = "application/vnd.vendor-b+json"
"application/problem+json" = "application/vnd.vendor-b+json"

[fields]
personId = "patientId"
municipalityIdentityKey = "addressNo"
cardAssertion = "proof"
serviceDate = "on"
ticketNumber = "couponNo"
consent = "agreed"
dateOfBirth = "birthday"
validFrom = "fromDate"
validTo = "toDate"
status = "state"
taskId = "jobNo"
next = "more"
"basicFiveInfo.name" = "fullName"

[values]
sex = { 1 = "M", 2 = "F" }

[problems]
code = "error.code"
errors = "error.details"
pointer = "field"

[problems.codes]
unauthenticated = { status = 401, code = "E401" }
forbidden = { status = 403, code = "E403" }
card-expired = { status = 422, code = "E-CARD-OLD" }
card-revoked = { status = 422, code = "E-CARD-REVOKED" }
card-unknown = { status = 422, code = "E-CARD-NONE" }
assertion-invalid = { status = 422, code = "E-PROOF" }
assertion-replayed = { status = 422, code = "E-PROOF-TWICE" }
institution-not-enabled = { status = 400, code = "E-CLINIC" }
person-unknown = { status = 400, code = "E-PATIENT" }
ticket-unknown = { status = 400, code = "E-COUPON" }
malformed = { code = "E-JSON" }
invalid-fields = { status = 400, code = "E-FIELDS" }
not-found = { code = "E404" }
already-registered = { code = "E-DONE" }
key-reused = { code = "E-KEY" }
unsupported = { code = "E-NO" }

[operations.LinkCards]
method = "POST"
path = "/cards/bulk"
statuses = { 204 = 200 }
[operations.PutSchemes]
path = "/cities/{cityCode}/subsidy-types"
members = { bodyCode = "cityCode" }
statuses = { 204 = 200 }
[operations.RegisterRecipients]
path = "/recipients?city={bodyCode}"
statuses = { 202 = 201 }
[operations.RegisterTickets]
path = "/cities/{bodyCode}/coupons"
[operations.RegisterTickets.request.values.kind]
vaccination = "V"
checkup = "K"
[operations.FetchTask]
path = "/jobs/{taskId}?city={bodyCode}"
answer.values.status = { processing = "RUNNING", done = "FINISHED" }
[operations.RecordGroupCheckup]
path = "/cities/{bodyCode}/mass-checkups"
[operations.LookUpSubsidy]
path = "/subsidy/query"
answer.envelope = "data"
answer.fields.certificates = "items"
[operations.CheckEligibility]
path = "/clinics/{code}/eligibility"
answer.envelope = "data"
answer.fields.certificates = "items"
request.added = { channel = "card" }
[operations.FetchTickets]
path = "/clinics/{code}/coupons:search"
request.values.kind = { vaccination = "V", checkup = "K" }
answer.values."tickets.kind" = { vaccination = "V", checkup = "K" }
[operations.FetchQuestionnaire]
path = "/clinics/{code}/forms/{ticketNumber}"
[operations.RecordDose]
method = "PUT"
path = "/clinics/{code}/shots"
statuses = { 201 = 200 }
[operations.RecordInterviewOnly]
path = "/clinics/{code}/put-offs"
[operations.RecordCheckup]
path = "/clinics/{code}/checkups"
[operations.SubmitQuestionnaire]
path = "/people/{personId}/forms/{ticketNumber}"
[operations.ListHistory]
path = "/people/{personId}/records"
query = { subject = "of", limit = "size", cursor = "after" }
[operations.FetchAuditTrail]
path = "/audit-log"
query = { person = "patient", limit = "size", cursor = "after" }
[operations.FetchCapabilities]
answer.supplied = { version = "3" }
[operations.CheckHealth]
path = "/ping"
answer.values.status.ok = "UP"
"""
"""What this vendor writes to be rehearsed with."""


def vendor_app(hub: ASGIApp) -> ASGIApp:
    """The vendor's face before a hub of the contract."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        body = await _body(receive)
        try:
            asked, document = _asked(scope, body)
        except Refused as refused:
            await _answer(send, 400, {"error": {"code": "E-STRICT", "message": str(refused)}})
            return
        kept: list[Message] = []

        async def keep(message: Message) -> None:
            kept.append(message)

        async def give() -> Message:
            return {"type": "http.request", "body": document, "more_body": False}

        await hub(asked, give, keep)
        told = b"".join(message.get("body", b"") for message in kept)
        await _tell(send, asked["vendor_path"], kept[0]["status"], told)

    return app


class Refused(Exception):  # noqa: N818 - said by the vendor
    """A request that the vendor does not know."""


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


def _asked(scope: Scope, body: bytes) -> tuple[Scope, bytes]:
    """The contract's request for a vendor's, as scope and body."""
    headers = {name.decode(): value.decode() for name, value in scope["headers"]}
    raw = scope["raw_path"].decode()
    query = scope["query_string"].decode()
    if not raw.startswith(BASE) or headers.get("x-api-version") != "3":
        raise Refused("base path or version")
    if "authorization" in headers or "idempotency-key" in headers:
        raise Refused("a header of somebody else")
    method, target = _route(scope["method"], raw.removeprefix(BASE), query)
    renamed = [(b"host", b"hub")]
    if "x-auth" in headers:
        kind, _, token = headers["x-auth"].partition(" ")
        if kind != "Token":
            raise Refused("token scheme")
        renamed.append((b"authorization", f"Bearer {token}".encode()))
    if "if-match" in headers:
        renamed.append((b"if-match", headers["if-match"].encode()))
    if "x-request-id" in headers:
        renamed.append((b"idempotency-key", headers["x-request-id"].encode()))
    if headers.get("content-type", JSON) == JSON:
        renamed.append((b"content-type", b"application/json"))
        body = json.dumps(_ours(json.loads(body))).encode() if body else body
    else:
        renamed.append((b"content-type", headers["content-type"].encode()))
    path, _, new_query = target.partition("?")
    new = {"method": method, "path": unquote(path), "raw_path": path.encode(), "headers": renamed}
    return {**scope, **new, "query_string": new_query.encode(), "vendor_path": raw.removeprefix(BASE)}, body


def _route(method: str, path: str, query: str) -> tuple[str, str]:
    given = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
    for their_method, theirs, our_method, ours in ROUTES:
        their_path, _, their_query = theirs.partition("?")
        found = re.fullmatch(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(their_path)), path)
        asked = dict(re.findall(r"(\w+)=\{(\w+)\}", their_query))
        if found is None or method != their_method or set(asked) != set(given) - set(PAGES):
            continue
        values = {**found.groupdict(), **{asked[name]: given[name] for name in asked}}
        pages = "&".join(f"{PAGES[name]}={given[name]}" for name in PAGES if name in given)
        target = ours.format(**values)
        return our_method, target + ("&" if "?" in target else "?") * bool(pages) + pages
    for *_, our_method, ours in ROUTES:
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(ours.partition("?")[0]))
        if method == our_method and re.fullmatch(pattern, path):
            raise Refused("a path of somebody else")
    return method, f"{path}?{query}" if query else path


def _ours(value: Any, name: str = "") -> Any:
    """A vendor's document as the contract has it."""
    if isinstance(value, list):
        return [_ours(each, name) for each in value]
    if isinstance(value, dict):
        for key in value:
            if key in NAMES.values() or (name == "basicFiveInfo" and key == "name"):
                raise Refused(f"the field {key} of somebody else")
        named = {"fullName": "name", **NAMES}
        kept = {key: each for key, each in value.items() if key != "channel"}
        # Kinds of coupons are the vendor's own; what else has a kind has the contract's.
        is_coupon = bool({"proof", "course"} & set(kept))
        inner = {key: "coupon" if key == "kind" and is_coupon else key for key in kept}
        return {named.get(key, key): _ours(each, inner[key]) for key, each in kept.items()}
    return _our_value(value, name)


def _our_value(value: Any, name: str) -> Any:
    try:
        if name in DAY_FIELDS:
            found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)", value)
            assert found is not None
            return "-".join(found.groups())
        if name in FLAG_FIELDS:
            return FLAGS[value]
        if name == "sex":
            return SEX[value]
        if name == "coupon":
            return COUPON[value]
    except (KeyError, TypeError, AssertionError):
        raise Refused(f"the value of {name}") from None
    return value


def _theirs(value: Any, name: str = "") -> Any:
    """A document of the contract as the vendor has it; names first, then values by the vendor's names."""
    back = {ours: theirs for theirs, ours in NAMES.items()}
    if isinstance(value, list):
        return [_theirs(each, name) for each in value]
    if isinstance(value, dict):
        inner = {
            key: "coupon" if key == "kind" and "course" in value else back.get(key, key) for key in value
        }
        return {back.get(key, key): _theirs(each, inner[key]) for key, each in value.items()}
    if name in DAY_FIELDS:
        return value.replace("-", "")
    if name in FLAG_FIELDS:
        return "1" if value else "0"
    if name == "coupon":
        return next(short for short, long in COUPON.items() if long == value)
    return value


async def _tell(send: Send, path: str, status: int, body: bytes) -> None:
    document = json.loads(body) if body else None
    if status >= 400:
        status, code = _error(document)
        details = [
            {"field": f"{each['pointer']}".replace("ticketNumber", "couponNo")}
            for each in document.get("errors", ())
        ]
        await _answer(send, status, {"error": {"code": code, "details": details}})
        return
    told = _told(path, document)
    changed = path in ("/cards/bulk", "/recipients") or path.endswith(("/subsidy-types", "/shots"))
    given = (201 if path == "/recipients" else 200) if changed else status
    await _answer(send, given, told)


def _error(document: Any) -> tuple[int, str]:
    """The vendor's status and code; what he has no code for he says as others do."""
    code = document["type"].rpartition(":")[2]
    return ERRORS.get(code, (document["status"], code))


def _told(path: str, document: Any) -> Any:
    told = _theirs(document)
    if path == "/ping":
        return {"state": "UP"}
    if path.startswith("/jobs/"):
        return {**told, "state": {"processing": "RUNNING", "done": "FINISHED"}[told["state"]]}
    if path.endswith("/capabilities"):
        return {name: value for name, value in told.items() if name != "version"}
    if path == "/subsidy/query" or path.endswith("/eligibility"):
        return {"data": {"items": told["certificates"]}}
    return told


async def _answer(send: Send, status: int, document: Any) -> None:
    body = b"" if document is None or status == 204 else json.dumps(document).encode()
    headers = [(b"content-type", JSON.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def served(
    path: Path, seed: int, face: Callable[[ASGIApp], ASGIApp] = vendor_app, **options: Any
) -> Iterator[str]:
    """The address of the reference hub behind a face, served in a thread; `options` go to the hub."""
    ready = threading.Event()
    servers: list[Server] = []
    ports: list[int] = []

    def run() -> None:
        with bind(0) as listener:
            ports.append(listener.getsockname()[1])
            trust = trust_of(seed)
            hub = open_hub(path, trust, **{"test_clock": True, **options})
            try:
                servers.append(Server(face(hub_app(hub, trust.jwks)), ready.set))
                servers[0].run(sockets=[listener])
            finally:
                hub.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(30)
    try:
        yield f"http://{HOST}:{ports[0]}"
    finally:
        servers[0].should_exit = servers[0].force_exit = True
        thread.join()
