"""A world made from the contract document alone, for any hub of it: authority, tokens, cards, and a client.

Every answer is compared with the document: its status has to be listed, its content has to keep the schema.
"""

import base64
import json
import pathlib
import re
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, timedelta, timezone
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode

import jsonschema
import jwt
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DOCUMENT = yaml.load(
    files("simulator.hub.contract").joinpath("openapi.yaml").read_text("utf-8"),
    Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
)
Maker = Callable[..., Any]
"""Makes the app of a hub: trust folder, `test_clock`, `civil_date`, `seconds`."""
JST = timezone(timedelta(hours=9))
NOW = 1_796_000_000  # 2026-11-30 09:53:20 JST
CLINIC, BODY, OTHER_BODY = "9910000001", "990001", "990002"
HANAKO, MOTHER = "p-000123", "p-000100"
KEY, NUMBER = "0000123456", "210987654321"


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


class Authority:
    def __init__(self, title: str = "authority") -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = name(title)
        self.certificate = self.issue(self.name, self.key, 1, date(2010, 1, 1), date(2099, 12, 31), ca=True)

    def issue(self, subject, key, serial, first, last, ca=False, signs=True, curve_key=None):
        usage = dict.fromkeys(
            [
                "content_commitment",
                "key_encipherment",
                "data_encipherment",
                "key_agreement",
                "encipher_only",
                "decipher_only",
            ],
            False,
        )
        begin = datetime(first.year, first.month, first.day, tzinfo=JST)
        end = datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=JST)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .serial_number(serial)
            .public_key((curve_key or key).public_key())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(ca, None), True)
            .add_extension(
                x509.KeyUsage(digital_signature=signs, key_cert_sign=ca, crl_sign=ca, **usage), True
            )
            .sign(self.key, hashes.SHA256())
        )

    def revocations(self, *serials: str) -> bytes:
        day = datetime(2026, 1, 1, tzinfo=UTC)
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.name).last_update(day)
        builder = builder.next_update(day + timedelta(days=1))
        for serial in serials:
            entry = (
                x509.RevokedCertificateBuilder().serial_number(int(serial, 16)).revocation_date(day).build()
            )
            builder = builder.add_revoked_certificate(entry)
        return builder.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


class Card:
    def __init__(
        self,
        authority: Authority,
        serial="42ad23068a3d0c8a",
        first=date(2024, 5, 7),
        last=date(2029, 5, 5),
        **more,
    ):
        self.key, self.serial, self._count = ec.generate_private_key(ec.SECP256R1()), serial, 0
        certificate = authority.issue(name("x"), self.key, int(serial, 16), first, last, **more)
        self.x5c = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()

    def read(self, institution=CLINIC, header=None, now=NOW, **claims) -> str:
        self._count += 1
        told = {
            "iss": "card",
            "sub": self.serial,
            "aud": "pmh",
            "institution": institution,
            "jti": f"reading-{self._count}",
            "iat": now,
            "exp": now + 300,
            "amr": ["face"],
        } | claims
        told = {claim: value for claim, value in told.items() if value is not None}
        return jwt.encode(
            told, self.key, "ES256", headers={"typ": "pmh-card+jwt", "x5c": [self.x5c]} | (header or {})
        )


class Answer:
    def __init__(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.status, self.headers, self.raw = status, headers, content
        self.json: Any = json.loads(content) if content else None

    @property
    def code(self) -> str:
        return self.json["type"].removeprefix("urn:pmh:problem:")

    @property
    def errors(self) -> list[tuple[str, str]]:
        return [(error["pointer"], error["code"]) for error in self.json["errors"]]


def step(work: Coroutine[Any, Any, None]) -> None:
    """Runs a coroutine that never has to wait, without any event loop."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise AssertionError("the hub waited")


class World:
    def __init__(
        self,
        make: Maker,
        folder: pathlib.Path,
        civil_date: date | None = date(2026, 11, 30),
        test_clock: bool = True,
    ) -> None:
        self.now = float(NOW)
        self.authority = Authority()
        self.issuer = ec.generate_private_key(ec.SECP256R1())
        point = self.issuer.public_key().public_numbers()
        x, y = (base64.urlsafe_b64encode(n.to_bytes(32)).rstrip(b"=").decode() for n in (point.x, point.y))
        key = {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": "k", "use": "sig", "alg": "ES256"}
        (folder / "jwks.json").write_text(json.dumps({"keys": [key]}))
        (folder / "ca.pem").write_bytes(self.authority.certificate.public_bytes(serialization.Encoding.PEM))
        (folder / "revocations.crl").write_bytes(self.authority.revocations())
        self.app = make(folder, test_clock=test_clock, civil_date=civil_date, seconds=lambda: self.now)
        self.card = Card(self.authority)
        self._keys = 0

    def token(
        self, role: str, actor: str | None = None, header=None, algorithm="ES256", key=None, **claims: Any
    ) -> str:
        told = {"iss": "pmhsim-tokens", "role": role, "iat": NOW, "exp": NOW + 3600}
        if actor is not None:
            told["sub" if role == "resident" else "org"] = actor
        told = {claim: value for claim, value in (told | claims).items() if value is not None}
        return jwt.encode(
            told, key or self.issuer, algorithm, headers={"kid": "k"} if header is None else header
        )

    def send(
        self,
        method,
        path,
        role=None,
        actor=None,
        body=None,
        query=None,
        raw=None,
        headers=None,
        token=None,
        media=None,
    ):
        token = token or (self.token(role, actor) if role else None)
        content = raw if raw is not None else (b"" if body is None else json.dumps(body).encode())
        sent = {"Content-Type": media or "application/json"} if body is not None or raw is not None else {}
        sent |= {"Authorization": f"Bearer {token}"} if token else {}
        sent |= headers or {}
        query_string = query if isinstance(query, bytes) else urlencode(query or {}).encode()
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query_string,
            "root_path": "",
            "headers": [(n.lower().encode(), v.encode("latin-1")) for n, v in sent.items()],
        }
        messages: list[dict[str, Any]] = []

        async def receive():
            return {"type": "http.request", "body": content, "more_body": False}

        async def take(message):
            messages.append(message)

        step(self.app(scope, receive, take))
        start, end = messages
        told = {n.decode(): v.decode() for n, v in start["headers"]}
        answer = Answer(start["status"], told, end["body"])
        check(method, path, answer)
        return answer

    # Shortcuts, each with the token that fits

    def platform(self, path, body, **more):
        return self.send("PUT", f"/v1/platform/{path}", "platform", body=body, **more)

    def by_body(self, method, path, body=None, code=BODY, **more):
        return self.send(method, f"/v1/bodies/{code}/{path}", "body", code, body, **more)

    def clinic(self, method, path, body=None, code=CLINIC, **more):
        return self.send(method, f"/v1/institutions/{code}/{path}", "institution", code, body, **more)

    def resident(self, method, path, body=None, who=MOTHER, **more):
        return self.send(method, f"/v1/residents/{quote(who, safe='')}/{path}", "resident", who, body, **more)

    def key(self) -> dict[str, str]:
        self._keys += 1
        return {"Idempotency-Key": f"key-{self._keys}"}

    def clock(self, day: str) -> None:
        assert self.send("PUT", "/test/clock", "operator", body={"civilDate": day}).status == 204

    def prepare(self) -> None:
        """As in the first morning of the document, with everybody linked."""
        self.platform("institutions", {"institutions": [institution(CLINIC), institution("9940000002")]})
        self.link(HANAKO, KEY, self.card.serial)
        self.link(MOTHER, "0000100200", None)
        self.platform("accounts", {"accounts": [{"personId": MOTHER, "mayActFor": [HANAKO]}]})
        schemes = [
            {"orgSpecificCertificateTypeId": scheme, "name": ""} for scheme in ("local_kodomo", "nanbyo")
        ]
        for body in (BODY, OTHER_BODY):
            self.platform(f"schemes/{body}", {"schemes": schemes})

    def link(self, person, key, serial, body=BODY):
        link = {
            "personId": person,
            "bodyCode": body,
            "municipalityIdentityKey": key,
            "certificateSerial": serial,
        }
        assert self.platform("card-links", {"links": [link]}).status == 204

    def register(self, *rows, layout="recipient", code=BODY) -> list[list[str]]:
        """Registers and polls until it is done."""
        accepted = self.by_body("POST", f"{layout}-registration-tasks", list(rows), code)
        assert accepted.status == 202, accepted.json
        for _ in range(60):
            report = self.by_body("GET", f"tasks/{accepted.json['taskId']}", code=code).json
            if report["status"] == "done":
                assert [row["row"] for row in report["rows"]] == list(range(len(rows)))
                return [row["errors"] for row in report["rows"]]
        raise AssertionError("never done")

    def lookup(self, day="2026-11-30", person=HANAKO, consent=True, code=CLINIC):
        body = {"personId": person, "institutionCode": code, "consent": consent, "serviceDate": day}
        return self.send("POST", "/v1/gateway/subsidy-lookups", "gateway", body=body)

    def names(self, *args, **more):
        return [found["certificationName"] for found in self.lookup(*args, **more).json["certificates"]]

    def check(self, assertion=None, code=CLINIC, consent=True, day="2026-11-30"):
        body = {"cardAssertion": assertion or self.card.read(code), "consent": consent, "serviceDate": day}
        return self.clinic("POST", "eligibility-checks", body, code)

    def tickets(self, kind="vaccination", day="2026-11-30"):
        body = {"cardAssertion": self.card.read(), "kind": kind, "serviceDate": day}
        return [
            found["ticketNumber"] for found in self.clinic("POST", "ticket-searches", body).json["tickets"]
        ]

    def trail(self, person=HANAKO) -> list[tuple[str, str, str]]:
        entries = self.send("GET", "/v1/audit", "operator", query={"person": person}).json["entries"]
        return [(entry["role"], entry["organisation"], entry["action"]) for entry in entries]


def institution(code, uses=True):
    return {
        "code": code,
        "name": "",
        "kind": "clinic",
        "municipalityCode": "",
        "usesSubsidyInformation": uses,
        "hasReader": True,
        "claimsComputerVendor": "",
    }


def _holder(key, number, birth, hidden):
    five = {"name": "合成 花子", "nameKana": "ゴウセイ", "address": "", "dateOfBirth": birth, "sex": "2"}
    return {
        "municipalityIdentityKey": key,
        "myNumber": number,
        "basicFiveInfo": five,
        "isNotDisclosed": hidden,
    }


def recipient(key=KEY, number=NUMBER, birth="2020-05-05", hidden=False, **more):
    return (
        _holder(key, number, birth, hidden)
        | {
            "orgSpecificCertificateTypeId": "local_kodomo",
            "medicalSubsidyInsurerNumber": "81990001",
            "certificationName": "こども",
            "medicalSubsidyRecipientNumber": "0000012",
            "isAlwaysReimbursement": "0",
            "maxCopaymentAmount": {"monthlyYen": 500},
            "validFrom": "2026-04-01",
            "validTo": "2027-03-31",
        }
        | more
    )


def history(history_key="H-1", deleted=False, **more):
    return recipient(**{"certificationDetail": [], "historyKey": history_key, "isDeleted": deleted} | more)


def ticket(
    number="T-1", kind="vaccination", key=KEY, my_number=NUMBER, birth="2020-05-05", hidden=False, **more
):
    return (
        _holder(key, my_number, birth, hidden)
        | {
            "ticketNumber": number,
            "kind": kind,
            "subject": "mr",
            "course": "",
            "doseNumber": 1 if kind == "vaccination" else 0,
            "validFrom": "2026-04-01",
            "validTo": "2027-03-31",
        }
        | more
    )


def dose(number="T-1", **more):
    return {
        "ticketNumber": number,
        "vaccine": "mr",
        "doseNumber": 1,
        "givenOn": "2026-11-30",
        "lotNumber": "MR012A",
        "amountMl": "0.50",
        "site": "",
        "doctor": "合成 医師",
        "doseClass": "routine",
        "dateOfBirth": "2020-05-05",
    } | more


def interview(number="T-1", **more):
    return {
        "ticketNumber": number,
        "vaccine": "mr",
        "doseNumber": 1,
        "interviewedOn": "2026-11-30",
        "reason": "発熱",
        "doctor": "",
        "dateOfBirth": "2020-05-05",
    } | more


def checkup(number="C-1", **more):
    return {
        "ticketNumber": number,
        "checkup": "chk5y",
        "examinedOn": "2026-11-30",
        "heightCm": "110.5",
        "weightKg": "",
        "needsCloserExamination": False,
        "dateOfBirth": "2020-05-05",
    } | more


def notice(**more):
    return {
        "municipalityIdentityKey": KEY,
        "kind": "recommendation",
        "subject": "mr",
        "text": "MR",
        "showFrom": "2026-11-30",
    } | more


# Conformity with the document

_TEMPLATES = [
    (re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), item) for path, item in DOCUMENT["paths"].items()
]


def _resolved(part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    found: Any = DOCUMENT
    for step_name in part["$ref"].removeprefix("#/").split("/"):
        found = found[step_name]
    return found


_VALIDATORS: dict[str, Any] = {}


def check(method: str, path: str, answer: Answer) -> None:
    """The answer is one that the document names."""
    items = [item for pattern, item in _TEMPLATES if pattern.fullmatch(path)]
    operation = items[0].get(method.lower()) if items else None
    if operation is None:
        assert answer.status in (404, 405) and answer.headers["content-type"] == "application/problem+json"
        return
    responses = operation["responses"]
    assert str(answer.status) in responses, (method, path, answer.status, answer.json)
    response = _resolved(responses[str(answer.status)])
    for header in response.get("headers", {}):
        assert header.lower() in answer.headers
    if "content" not in response:
        assert not answer.raw
        return
    [(media, content)] = response["content"].items()
    assert answer.headers["content-type"] == media
    reference = json.dumps(content["schema"])
    if reference not in _VALIDATORS:
        schema = content["schema"] | {"components": DOCUMENT["components"]}
        _VALIDATORS[reference] = jsonschema.Draft202012Validator(schema)
    _VALIDATORS[reference].validate(answer.json)
    if media == "application/problem+json":
        listed = {problem["code"]: problem for problem in DOCUMENT["x-problem-codes"]}
        assert answer.json["status"] == answer.status == listed[answer.code]["status"]
        assert answer.json["title"] == listed[answer.code]["title"]
        assert ("errors" in answer.json) == (answer.code == "invalid-fields")
