"""The tables of the contract (codes, capabilities, actions) are those of the code; its vectors are true."""

import inspect
import json
import re
from base64 import b64decode
from datetime import date
from typing import Any

import pytest
from contract import CONTRACT, OPERATIONS, SCHEMAS, call_of, fields

from simulator.facts.checkups import pregnancy_checkups
from simulator.facts.vaccines import vaccination_rules
from simulator.hub.connection import trust_of
from simulator.hub.contract import problems
from simulator.hub.contract.calls import CALLS
from simulator.hub.reference import rows
from simulator.hub.reference.assertions import (
    AUDIENCE,
    JST,
    LEEWAY_SECONDS,
    TYPE,
    Authority,
    BadAssertion,
    certificate_in,
    timely,
    verified_claims,
)
from simulator.hub.reference.audit_actions import ACTIONS
from simulator.hub.reference.tokens import LEEWAY_SECONDS as TOKEN_LEEWAY_SECONDS
from simulator.hub.reference.tokens import TokenVerifier
from simulator.port import capabilities

VECTORS: dict[str, Any] = CONTRACT["x-test-vectors"]
RULES: str = CONTRACT["info"]["description"]
NOW = VECTORS["cardAssertion"]["issuedAt"]
SEED = 42


def test_the_problems_are_those_that_are_spoken_with_status_and_title() -> None:
    spoken = [
        *problems.REFUSALS.values(),
        *(each for each in vars(problems).values() if isinstance(each, problems.Problem)),
    ]
    told = {(each["code"], each["status"], each["title"]) for each in CONTRACT["x-problem-codes"]}
    assert told == {(each.code, each.status, each.title) for each in spoken}
    assert all(each["when"].endswith(".") for each in CONTRACT["x-problem-codes"])
    assert not any(each["ja"].isascii() for each in CONTRACT["x-problem-codes"])


def test_every_problem_of_an_operation_stands_in_the_table_and_every_refusal_in_an_operation() -> None:
    codes = {each["code"] for each in CONTRACT["x-problem-codes"]}
    used = {code for _, _, operation in OPERATIONS for code in operation.get("x-problems", {})}
    assert used <= codes
    assert set(problems.REFUSALS) - {"unauthenticated"} <= used
    told = json.dumps(CONTRACT["components"]["responses"])
    assert all(code in told for code in codes)
    assert codes == set(problems.PROBLEMS)


def test_the_errors_of_rows_are_told() -> None:
    told = {each["code"] for each in CONTRACT["x-row-errors"]}
    given = set(re.findall(r'yield "([a-z-]+)"', inspect.getsource(rows)))
    assert given
    assert {*given, rows.IDENTITY_CONFLICT, rows.TICKET_NUMBER_TAKEN} <= told


def test_each_error_of_a_row_names_fields_of_its_layouts() -> None:
    schemas = {"recipients": "RecipientRow.", "history": "HistoryRow.", "tickets": "TicketRow."}
    of_fields = [(name, each["x-row-error"]) for name, each in fields() if "x-row-error" in each]
    of_people = {"identity-conflict", "ticket-number-taken", "foreign-body"}
    shared = ("BasicFiveInfo.", "MaxCopaymentAmount.")
    for error in CONTRACT["x-row-errors"]:
        if error["code"] in of_people:
            continue
        used = {name for name, code in of_fields if code == error["code"]}
        assert used, error["code"]
        for layout, prefix in schemas.items():
            names = {name for name in used if name.startswith((prefix, *shared))}
            assert bool(names) is (layout in error["layouts"]) or error["code"] == "ceiling-negative", layout
    assert {code for _, code in of_fields} <= {each["code"] for each in CONTRACT["x-row-errors"]}


def test_the_errors_of_fields_are_those_of_the_schema() -> None:
    told = [each["code"] for each in CONTRACT["x-field-errors"]]
    assert told == SCHEMAS["FieldError"]["properties"]["code"]["enum"]


def test_the_capabilities_are_all_that_are_known_with_the_operations_that_need_them() -> None:
    told = {each["name"]: each for each in CONTRACT["x-capabilities"]}
    assert set(told) == capabilities.ALL
    needing = {
        operation["operationId"]: operation["x-capability"]
        for _, _, operation in OPERATIONS
        if "x-capability" in operation
    }
    assert needing == {name: each["name"] for each in told.values() for name in each["operations"]}


def test_the_actions_of_the_audit_trail_are_the_names_of_the_operations() -> None:
    told = {each["action"]: each["operation"] for each in CONTRACT["x-audit-actions"]}
    for action, operation_id in told.items():
        name = call_of(operation_id).operation.__name__
        assert action == re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
    assert set(ACTIONS.values()) <= set(told)
    assert len(told) == len(CONTRACT["x-audit-actions"])
    silent = {"platform", "operator"}
    assert {call.operation.role for call in CALLS.values()} - silent <= {
        call_of(operation_id).operation.role for operation_id in told.values()
    }


def test_the_vaccines_of_class_b_are_those_of_the_table() -> None:
    rules = vaccination_rules()
    assert CONTRACT["x-class-b-vaccines"] == sorted(
        {rule.vaccine for rule in rules if rule.vaccine_class == "B"}
    )


def test_the_checkups_that_tell_of_another_pregnancy_are_those_of_the_table() -> None:
    assert CONTRACT["x-pregnancy-checkups"] == sorted(pregnancy_checkups())


def test_requirements_are_named_by_their_ids() -> None:
    named = {name for _, _, operation in OPERATIONS for name in operation.get("x-requirements", ())}
    assert len(named) > 50
    assert all(re.fullmatch(r"[A-Z]{3,4}-[0-9]{3}", name) for name in named)


def test_the_vectors_are_those_of_the_trust_folder() -> None:
    trust = trust_of(SEED)
    assert VECTORS["caCertificatePem"].encode() == trust.ca_certificate_pem
    assert VECTORS["jwks"] == trust.jwks


@pytest.mark.parametrize(
    ("at", "is_good"),
    [(NOW, True), (NOW - TOKEN_LEEWAY_SECONDS, True), (NOW - TOKEN_LEEWAY_SECONDS - 1, False)],
)
def test_the_token_of_the_vectors_names_its_caller_in_its_time(at: int, is_good: bool) -> None:  # noqa: FBT001
    told = VECTORS["bearerToken"]
    caller = TokenVerifier(VECTORS["jwks"], lambda: at).caller(f"Bearer {told['token']}")
    assert (caller is not None) is is_good
    if caller is not None:
        assert (caller.role, caller.organisation, caller.person_id) == (told["role"], told["org"], None)


def test_the_assertion_of_the_vectors_is_good_and_the_tampered_one_is_not() -> None:
    told = VECTORS["cardAssertion"]
    authority = Authority(VECTORS["caCertificatePem"].encode())
    certificate = authority.certificate(certificate_in(told["token"]))
    claims = verified_claims(told["token"], certificate.key)
    assert certificate.serial == told["certificateSerial"]
    assert (certificate.valid_from, certificate.valid_to) == (
        date.fromisoformat(told["firstDay"]),
        date.fromisoformat(told["lastDay"]),
    )
    assert (claims.institution_code, claims.issued_at, claims.expires_at) == (
        told["institution"],
        told["issuedAt"],
        told["expiresAt"],
    )
    assert timely(claims, NOW)
    tampered = VECTORS["tamperedAssertion"]
    assert authority.certificate(certificate_in(tampered)) == certificate
    with pytest.raises(BadAssertion):
        verified_claims(tampered, certificate.key)
    revoked = authority.revoked_serials(b64decode(VECTORS["revocationListBase64"]))
    assert revoked == {certificate.serial}


def test_the_figures_of_the_rules_are_those_of_the_code() -> None:
    assert f"`iat - {TOKEN_LEEWAY_SECONDS} <= now < exp + {TOKEN_LEEWAY_SECONDS}`" in RULES
    assert f"`iat - {LEEWAY_SECONDS} <= now < exp + {LEEWAY_SECONDS}`" in RULES
    assert f"`{TYPE}`" in RULES
    assert f"| `aud` | `{AUDIENCE}` |" in RULES
    assert JST.utcoffset(None).total_seconds() == 9 * 3600
    limits = {call.limit_bytes for call in CALLS.values()}
    assert all(f"({limit:,} bytes)" in RULES for limit in limits)
