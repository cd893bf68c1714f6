"""The adapter of the pmh interface: what it asks, and what it makes of any answer."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.hub.adapters.pmh import PmhAdapter
from simulator.port import operations as ops
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Answer, NoAnswer, Request, Response
from simulator.port.outcomes import (
    Accepted,
    AlreadyRegistered,
    Conflict,
    Empty,
    Invalid,
    Malformed,
    Ok,
    Outcome,
    Refused,
    Unavailable,
    Unknown,
    Unsupported,
)
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import Dose, InterviewOnly
from simulator.records.ticket import TicketKind

DAY = date(2026, 11, 30)
CLINIC = "1312345678"
BODY = "131016"
DOSE = Dose("T1", "mr", 1, DAY, "L1", "0.5", "left", "doctor", CLINIC)
RECORD_DOSE = ops.RecordDose(CLINIC, DOSE, DAY, "key-1")
CHECK = ops.CheckEligibility(CLINIC, "a.b.c", consent=True, service_date=DAY)
QUESTIONNAIRE = ops.FetchQuestionnaire(CLINIC, "T1")
HEALTH = ops.CheckHealth()
JSON = {"content-type": "application/json"}
CERTIFICATE = {
    "bodyCode": BODY,
    "orgSpecificCertificateTypeId": "child",
    "certificationName": "子ども",
    "medicalSubsidyInsurerNumber": "01234567",
    "medicalSubsidyRecipientNumber": "0000012",
    "incomeSegment": "",
    "maxCopaymentAmount": {"monthlyYen": 500},
    "isAlwaysReimbursement": "1",
    "validFrom": "2026-04-01",
    "validTo": "2027-03-31",
}


def token(role: ops.Role, organisation: str | None, person_id: str | None) -> str:
    return f"{role}|{organisation}|{person_id}"


def asked(operation: ops.Operation, base_path: str = "") -> Request:
    return next(PmhAdapter(token, base_path).perform(operation))


def told(operation: ops.Operation, answer: Answer) -> Outcome:
    """The outcome after one answer."""
    exchange = PmhAdapter(token).perform(operation)
    next(exchange)
    with pytest.raises(StopIteration) as end:
        exchange.send(answer)
    outcome: Outcome = end.value.value
    return outcome


def answered(operation: ops.Operation, status: int, document: object) -> Outcome:
    return told(operation, Response(status, JSON, json.dumps(document).encode()))


def problem(operation: ops.Operation, status: int, code: str, **more: object) -> Outcome:
    document = {"type": f"urn:pmh:problem:{code}", "title": "t", "status": status, **more}
    headers = {"content-type": "application/problem+json; charset=utf-8"}
    return told(operation, Response(status, headers, json.dumps(document).encode()))


def test_a_dose_is_posted_under_its_key_with_the_token_of_its_institution() -> None:
    request = asked(RECORD_DOSE)

    assert (request.method, request.path) == ("POST", f"/v1/institutions/{CLINIC}/doses")
    assert request.headers == {
        "Accept": "application/json, application/problem+json",
        "Idempotency-Key": "key-1",
        "Content-Type": "application/json",
        "Authorization": f"Bearer institution|{CLINIC}|None",
    }
    assert json.loads(request.body)["ticketNumber"] == "T1"


@pytest.mark.parametrize(
    ("operation", "bearer"),
    [
        (ops.LinkCards(()), "platform|None|None"),
        (ops.PutSchemes(BODY, ()), "platform|None|None"),
        (ops.FetchTask(BODY, "t1"), f"body|{BODY}|None"),
        (ops.LookUpSubsidy("p1", CLINIC, consent=True, service_date=DAY), "gateway|None|None"),
        (CHECK, f"institution|{CLINIC}|None"),
        (ops.ListHistory("p1", "p2"), "resident|None|p1"),
        (ops.FetchAuditTrail("p1"), "operator|None|None"),
        (ops.SetClock(DAY), "operator|None|None"),
    ],
)
def test_each_actor_shows_a_token_of_his_own(operation: ops.Operation, bearer: str) -> None:
    assert asked(operation).headers["Authorization"] == f"Bearer {bearer}"


@pytest.mark.parametrize("operation", [HEALTH, ops.FetchCapabilities()])
def test_what_is_public_is_asked_without_a_token(operation: ops.Operation) -> None:
    assert "Authorization" not in asked(operation).headers


def test_a_query_is_percent_encoded() -> None:
    assert (
        asked(ops.ListHistory("p/1", "p&2=北")).path
        == "/v1/residents/p%2F1/history?subject=p%262%3D%E5%8C%97&limit=20"
    )


def test_a_base_path_stands_before_every_path() -> None:
    assert asked(HEALTH, "/hub/").path == "/hub/v1/health"


def test_a_revocation_list_is_sent_as_it_is() -> None:
    request = asked(ops.PublishRevocations(b"\x30\x00"))

    assert request.body == b"\x30\x00"
    assert request.headers["Content-Type"] == "application/pkix-crl"


def test_an_operation_that_the_interface_does_not_know_is_unsupported() -> None:
    with pytest.raises(StopIteration) as end:
        next(PmhAdapter(token).perform(object()))  # type: ignore[arg-type]

    assert end.value.value == Unsupported()


def test_certificates_are_read_with_their_leading_zeros() -> None:
    assert answered(CHECK, 200, {"certificates": [CERTIFICATE]}) == Ok(
        (
            BeneficiaryCertificate(
                BODY,
                "child",
                "子ども",
                "01234567",
                "0000012",
                date(2026, 4, 1),
                date(2027, 3, 31),
                monthly_ceiling_yen=500,
                is_always_reimbursement=True,
            ),
        )
    )


@pytest.mark.parametrize(
    ("operation", "status", "document", "outcome"),
    [
        (CHECK, 200, {"certificates": []}, Empty()),
        (ops.FetchTickets(CLINIC, "a", TicketKind.CHECKUP, DAY), 200, {"tickets": []}, Empty()),
        (ops.ListHistory("p", "p"), 200, {"records": []}, Empty()),
        (ops.FetchAuditTrail("p"), 200, {"entries": []}, Empty()),
        (ops.RegisterRecipients(BODY, ()), 202, {"taskId": "t1"}, Accepted("t1")),
        (ops.FetchTask(BODY, "t"), 200, {"status": "processing", "rows": []}, Ok(ops.TaskReport(done=False))),
        (
            ops.FetchTask(BODY, "t"),
            200,
            {"status": "done", "rows": [{"row": 0, "errors": ["unknown-scheme"]}]},
            Ok(ops.TaskReport(done=True, rows=(ops.RowReport(0, ("unknown-scheme",)),))),
        ),
        (RECORD_DOSE, 201, {"recordId": "r1"}, Ok("r1")),
        (RECORD_DOSE, 200, {"recordId": "r1"}, Ok("r1")),
        (
            QUESTIONNAIRE,
            200,
            {"ticketNumber": "T1", "answers": [{"question": "q", "answer": "a"}]},
            Ok(Questionnaire("T1", (("q", "a"),))),
        ),
        (HEALTH, 200, {"status": "ok"}, Ok()),
        (
            ops.FetchCapabilities(),
            200,
            {"contract": "pmh/1", "hub": "h", "version": "2", "capabilities": ["clock"]},
            Ok(Capabilities("h", "2", frozenset({"clock"}))),
        ),
    ],
)
def test_a_good_answer_is_its_value(
    operation: ops.Operation, status: int, document: object, outcome: Outcome
) -> None:
    assert answered(operation, status, document) == outcome


def test_a_history_tells_an_interview_from_a_dose() -> None:
    interview = {
        "recordId": "r2",
        "kind": "interview_only",
        "institutionCode": CLINIC,
        "ticketNumber": "T1",
        "vaccine": "mr",
        "doseNumber": 1,
        "interviewedOn": "2026-11-30",
        "reason": "発熱",
        "doctor": "d",
    }

    assert answered(ops.ListHistory("p", "p"), 200, {"records": [interview]}) == Ok(
        (InterviewOnly("T1", "mr", 1, DAY, "発熱", "d", CLINIC),)
    )


def test_no_content_is_done() -> None:
    assert told(ops.LinkCards(()), Response(204, {}, b"")) == Ok()


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "unauthenticated"),
        (403, "forbidden"),
        (403, "card-expired"),
        (403, "card-revoked"),
        (403, "card-unknown"),
        (403, "assertion-invalid"),
        (403, "assertion-replayed"),
        (403, "institution-not-enabled"),
        (404, "person-unknown"),
        (404, "ticket-unknown"),
    ],
)
def test_a_refusal_keeps_its_code(status: int, code: str) -> None:
    assert problem(CHECK, status, code) == Refused(code)


def test_a_questionnaire_that_was_not_sent_is_empty_elsewhere_not_found_is_unsupported() -> None:
    assert problem(QUESTIONNAIRE, 404, "not-found") == Empty()
    assert problem(ops.SetClock(DAY), 404, "not-found") == Unsupported()


def test_wrong_fields_are_named_by_their_pointers() -> None:
    errors = [{"pointer": "/dateOfBirth", "code": "form"}, {"pointer": "/0/myNumber", "code": "required"}]

    assert problem(RECORD_DOSE, 422, "invalid-fields", errors=errors) == Invalid(
        ("dateOfBirth", "0/myNumber")
    )
    assert problem(RECORD_DOSE, 400, "malformed") == Invalid(())


@pytest.mark.parametrize("errors", [None, "x", [{"pointer": 1, "code": "form"}], [{"code": "form"}], {}])
def test_wrong_fields_that_are_not_named_are_malformed(errors: object) -> None:
    assert isinstance(problem(RECORD_DOSE, 422, "invalid-fields", errors=errors), Malformed)


def test_a_pointer_that_holds_more_than_names_is_not_passed_on() -> None:
    errors = [{"pointer": "/合成 花子 2020-05-05", "code": "form"}]
    outcome = problem(RECORD_DOSE, 422, "invalid-fields", errors=errors)

    assert isinstance(outcome, Malformed)
    assert "花子" not in outcome.detail


def test_a_second_use_and_a_reused_key_are_told_apart() -> None:
    assert problem(RECORD_DOSE, 409, "already-registered") == AlreadyRegistered()
    assert problem(RECORD_DOSE, 409, "key-reused") == Conflict()
    assert problem(RECORD_DOSE, 409, "interval-too-short") == Refused("interval-too-short")
    assert isinstance(problem(RECORD_DOSE, 409, "No Code"), Malformed)


@pytest.mark.parametrize("status", [404, 405, 501])
def test_what_a_hub_does_not_have_is_unsupported(status: int) -> None:
    page = Response(status, {"content-type": "text/html"}, b"<html>Not Found</html>")

    assert told(QUESTIONNAIRE, page) == Unsupported()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_hub_is_unavailable_whatever_its_page_says(status: int) -> None:
    assert isinstance(told(CHECK, Response(status, {}, b"<html>")), Unavailable)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        (" 120 ", 120),
        ("Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("-1", None),
        ("1e3", None),
        ("\u0667", None),
        ("99999999", None),
    ],
)
def test_a_busy_hub_may_say_in_seconds_when_to_ask_again(said: str, seconds: int | None) -> None:
    assert told(CHECK, Response(503, {"retry-after": said}, b"")) == Unavailable("HTTP 503", seconds)


def test_without_an_answer_it_matters_whether_the_request_left() -> None:
    assert told(RECORD_DOSE, NoAnswer("refused", sent=False)) == Unavailable("refused")
    assert told(RECORD_DOSE, NoAnswer("reset", sent=True)) == Unknown("reset")


@pytest.mark.parametrize(
    "answer",
    [
        Response(200, {"content-type": "text/html"}, b"<html>ok</html>"),
        Response(200, JSON, b"<html>ok</html>"),
        Response(200, {}, b'{"certificates": []}'),
        Response(200, JSON, b"{}"),
        Response(200, JSON, b""),
        Response(200, JSON, b'{"certificates": ['),
        Response(200, JSON, b'{"certificates": {}}'),
        Response(200, JSON, b'{"certificates": [{}]}'),
        Response(200, JSON, b"\xff\xfe"),
        Response(201, JSON, b'{"certificates": []}'),
        Response(204, {}, b""),
        Response(302, {"location": "https://elsewhere.example/"}, b""),
        Response(401, {"content-type": "text/html"}, b"<html>login</html>"),
        Response(403, JSON, b'{"type": "urn:pmh:problem:forbidden"}'),
        Response(500, {}, b""),
        Response(0, {}, b""),
    ],
)
def test_any_other_answer_is_malformed(answer: Response) -> None:
    assert isinstance(told(CHECK, answer), Malformed)


def test_a_code_under_another_status_is_no_answer_of_the_interface() -> None:
    assert isinstance(problem(CHECK, 500, "card-expired"), Malformed)


def test_a_health_that_is_not_ok_is_malformed() -> None:
    assert isinstance(answered(HEALTH, 200, {"status": "down"}), Malformed)


@pytest.mark.parametrize("field", CERTIFICATE)
def test_a_certificate_without_one_of_its_members_is_malformed_and_tells_which(field: str) -> None:
    lacking = {name: value for name, value in CERTIFICATE.items() if name != field}
    outcome = answered(CHECK, 200, {"certificates": [lacking]})

    assert outcome == Malformed(f"HTTP 200: /certificates/0/{field}: required")


def test_the_detail_of_a_malformed_answer_repeats_none_of_its_values() -> None:
    outcome = answered(CHECK, 200, {"certificates": [{**CERTIFICATE, "validTo": "合成 花子"}]})

    assert outcome == Malformed("HTTP 200: /certificates/0/validTo: form")


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["certificates", "type", "errors", "status", "records", "kind", "taskId"]), inner
        )
    ),
    max_leaves=8,
)


@given(
    st.sampled_from(
        [CHECK, RECORD_DOSE, QUESTIONNAIRE, HEALTH, ops.ListHistory("p", "p"), ops.LinkCards(())]
    ),
    st.integers(100, 599),
    st.sampled_from(["application/json", "application/problem+json", "text/html", ""]),
    st.binary(max_size=20) | VALUES.map(lambda value: json.dumps(value).encode()),
)
def test_no_answer_whatever_makes_the_adapter_fail(
    operation: ops.Operation, status: int, kind: str, body: bytes
) -> None:
    assert isinstance(told(operation, Response(status, {"content-type": kind}, body)), Outcome)
