"""The documents of the pmh interface: what is written is read back, what is wrong is named, not repeated."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import NotJson, dump, parse
from simulator.hub.contract.forms import FieldErrors
from simulator.hub.contract.page import Page
from simulator.port import operations as ops
from simulator.port.capabilities import Capabilities
from simulator.port.outcomes import Accepted
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.consent import Consent, ConsentArea
from simulator.records.departure import Departure, DepartureReason
from simulator.records.institution import Institution, InstitutionKind
from simulator.records.notice import Notice, NoticeKind
from simulator.records.person import BasicFive, BodyPerson, Registrant, Sex
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import BodyRecord, CheckupResult, Dose, DoseClass, InterviewOnly, Record
from simulator.records.ticket import Ticket, TicketKind, TicketRow

TEXTS = st.text(max_size=12)
PARTS = st.text(min_size=1, max_size=12)
CODES = st.from_regex(r"[0-9A-Za-z-]{1,20}", fullmatch=True)
NUMBERED = st.from_regex(r"[0-9A-Za-z_-]{1,50}", fullmatch=True)
DAYS = st.dates()
FLAGS = st.booleans()
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
SERIALS = st.integers(1, 2**160 - 1)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)
BODY = "131016"
CLINIC = "1312345678"
BIRTH = date(2020, 5, 5)


def many(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


def certificates(
    body: st.SearchStrategy[str], *, with_details: bool = True
) -> st.SearchStrategy[BeneficiaryCertificate]:
    return st.builds(
        BeneficiaryCertificate,
        body,
        *[TEXTS] * 4,
        DAYS,
        DAYS,
        TEXTS,
        st.none() | NUMBERS,
        FLAGS,
        *[TEXTS] * 3,
        many(TEXTS),
        PAIRS if with_details else st.just(()),
    )


def tickets(body: st.SearchStrategy[str]) -> st.SearchStrategy[Ticket]:
    return st.builds(Ticket, TEXTS, st.sampled_from(TicketKind), body, TEXTS, DAYS, DAYS, TEXTS, NUMBERS)


def registrants() -> st.SearchStrategy[Registrant]:
    basic = st.builds(BasicFive, TEXTS, TEXTS, TEXTS, DAYS, st.sampled_from(Sex))
    return st.builds(Registrant, st.builds(BodyPerson, st.just(BODY), TEXTS), TEXTS, basic, FLAGS)


def doses(institution: st.SearchStrategy[str], vaccine: st.SearchStrategy[str]) -> st.SearchStrategy[Dose]:
    classes = st.sampled_from(DoseClass)
    return st.builds(Dose, TEXTS, vaccine, NUMBERS, DAYS, *[TEXTS] * 4, institution, classes)


def interviews(
    institution: st.SearchStrategy[str], vaccine: st.SearchStrategy[str]
) -> st.SearchStrategy[InterviewOnly]:
    return st.builds(InterviewOnly, TEXTS, vaccine, NUMBERS, DAYS, TEXTS, TEXTS, institution)


def checkups(
    recorder: st.SearchStrategy[str], checkup: st.SearchStrategy[str]
) -> st.SearchStrategy[CheckupResult]:
    return st.builds(CheckupResult, TEXTS, checkup, DAYS, TEXTS, TEXTS, FLAGS, recorder)


def notices(
    body: st.SearchStrategy[str],
    said: st.SearchStrategy[str],
    ticket_number: st.SearchStrategy[str],
) -> st.SearchStrategy[Notice]:
    kinds = st.sampled_from(NoticeKind)
    about = st.builds(BodyPerson, body, said)
    return st.builds(Notice, said, about, kinds, said, TEXTS, DAYS, ticket_number, FLAGS)


def pages(rows: st.SearchStrategy[Any]) -> st.SearchStrategy[Page]:
    return st.builds(Page, many(rows), st.none() | st.from_regex(r"[0-9A-Za-z_-]{1,20}", fullmatch=True))


NEW_RESULTS = doses(CODES, PARTS) | interviews(CODES, PARTS) | checkups(CODES, PARTS)
RESULTS = doses(TEXTS, TEXTS) | interviews(TEXTS, TEXTS) | checkups(TEXTS, TEXTS)
RECORDS = st.builds(Record, TEXTS, TEXTS, RESULTS, FLAGS)
VERSIONS = st.from_regex(r"[!#-~]{1,20}", fullmatch=True)
HERE = st.just(CLINIC)
OWN = st.just(BODY)
OPERATIONS: dict[type[ops.Operation], st.SearchStrategy[Any]] = {
    ops.LinkCards: st.builds(
        ops.LinkCards,
        many(st.builds(ops.CardLink, PARTS, st.builds(BodyPerson, CODES, PARTS), st.none() | SERIALS)),
    ),
    ops.PublishRevocations: st.builds(ops.PublishRevocations, st.binary(max_size=30)),
    ops.PutInstitutions: st.builds(
        ops.PutInstitutions,
        many(
            st.builds(Institution, CODES, TEXTS, st.sampled_from(InstitutionKind), TEXTS, TEXTS, FLAGS, FLAGS)
        ),
    ),
    ops.PutSchemes: st.builds(ops.PutSchemes, CODES, many(st.tuples(NUMBERED, TEXTS))),
    ops.OpenAccounts: st.builds(ops.OpenAccounts, many(st.tuples(PARTS, many(PARTS)))),
    ops.RegisterRecipients: st.builds(
        ops.RegisterRecipients,
        OWN,
        many(st.builds(RecipientRow, registrants(), certificates(OWN, with_details=False))),
    ),
    ops.RegisterHistory: st.builds(
        ops.RegisterHistory,
        OWN,
        many(st.builds(HistoryRow, registrants(), certificates(OWN), TEXTS, FLAGS)),
    ),
    ops.RegisterDepartures: st.builds(
        ops.RegisterDepartures,
        OWN,
        many(st.builds(Departure, st.builds(BodyPerson, OWN, TEXTS), st.sampled_from(DepartureReason), DAYS)),
    ),
    ops.SendNotice: st.builds(ops.SendNotice, OWN, notices(OWN, PARTS, st.just("") | NUMBERED)),
    ops.WithdrawNotice: st.builds(ops.WithdrawNotice, CODES, PARTS),
    ops.FetchResults: st.builds(ops.FetchResults, CODES),
    ops.RegisterTickets: st.builds(
        ops.RegisterTickets, OWN, many(st.builds(TicketRow, registrants(), tickets(OWN)))
    ),
    ops.FetchTask: st.builds(ops.FetchTask, CODES, PARTS),
    ops.LookUpSubsidy: st.builds(ops.LookUpSubsidy, PARTS, CODES, FLAGS, DAYS),
    ops.CheckEligibility: st.builds(ops.CheckEligibility, CODES, TEXTS, FLAGS, DAYS),
    ops.FetchTickets: st.builds(ops.FetchTickets, CODES, TEXTS, st.sampled_from(TicketKind), DAYS),
    ops.FetchQuestionnaire: st.builds(ops.FetchQuestionnaire, CODES, NUMBERED),
    ops.RecordDose: st.builds(ops.RecordDose, HERE, doses(HERE, PARTS), DAYS, TEXTS),
    ops.RecordInterviewOnly: st.builds(ops.RecordInterviewOnly, HERE, interviews(HERE, PARTS), DAYS, TEXTS),
    ops.RecordCheckup: st.builds(ops.RecordCheckup, HERE, checkups(HERE, PARTS), DAYS, TEXTS),
    ops.RecordGroupCheckup: st.builds(ops.RecordGroupCheckup, OWN, checkups(OWN, PARTS), DAYS, TEXTS),
    ops.SubmitQuestionnaire: st.builds(
        ops.SubmitQuestionnaire,
        PARTS,
        PARTS,
        st.builds(Questionnaire, NUMBERED, many(st.tuples(PARTS, TEXTS))),
        TEXTS,
    ),
    ops.FetchRecord: st.builds(ops.FetchRecord, CODES, PARTS),
    ops.AmendResult: st.builds(ops.AmendResult, CODES, PARTS, VERSIONS, NEW_RESULTS),
    ops.CancelResult: st.builds(ops.CancelResult, CODES, PARTS, VERSIONS),
    ops.WithdrawQuestionnaire: st.builds(ops.WithdrawQuestionnaire, PARTS, PARTS, NUMBERED),
    ops.ListHistory: st.builds(ops.ListHistory, PARTS, PARTS),
    ops.ListNotices: st.builds(ops.ListNotices, PARTS, PARTS),
    ops.ListCertificates: st.builds(ops.ListCertificates, PARTS, PARTS),
    ops.ListConsents: st.builds(ops.ListConsents, PARTS, PARTS),
    ops.SetConsent: st.builds(ops.SetConsent, PARTS, PARTS, st.sampled_from(ConsentArea), FLAGS),
    ops.CheckHealth: st.builds(ops.CheckHealth),
    ops.FetchCapabilities: st.builds(ops.FetchCapabilities),
    ops.SetClock: st.builds(ops.SetClock, DAYS),
    ops.FetchAuditTrail: st.builds(ops.FetchAuditTrail, PARTS),
}
CERTIFICATES = many(certificates(TEXTS))
RECORD_IDS = TEXTS
ANSWERS: dict[type[ops.Operation], st.SearchStrategy[Any]] = {
    ops.RegisterRecipients: st.builds(Accepted, TEXTS),
    ops.RegisterHistory: st.builds(Accepted, TEXTS),
    ops.RegisterTickets: st.builds(Accepted, TEXTS),
    ops.FetchResults: pages(st.builds(BodyRecord, st.builds(BodyPerson, TEXTS, TEXTS), RECORDS)),
    ops.FetchRecord: RECORDS,
    ops.AmendResult: TEXTS,
    ops.ListNotices: pages(notices(TEXTS, TEXTS, TEXTS)),
    ops.ListCertificates: CERTIFICATES,
    ops.ListConsents: many(st.builds(Consent, st.sampled_from(ConsentArea), FLAGS)),
    ops.FetchTask: st.builds(ops.TaskReport, FLAGS, many(st.builds(ops.RowReport, NUMBERS, many(TEXTS)))),
    ops.LookUpSubsidy: CERTIFICATES,
    ops.CheckEligibility: CERTIFICATES,
    ops.FetchTickets: many(tickets(TEXTS)),
    ops.FetchQuestionnaire: st.builds(Questionnaire, TEXTS, PAIRS),
    ops.RecordDose: RECORD_IDS,
    ops.RecordInterviewOnly: RECORD_IDS,
    ops.RecordCheckup: RECORD_IDS,
    ops.RecordGroupCheckup: RECORD_IDS,
    ops.ListHistory: pages(RESULTS),
    ops.CheckHealth: st.none(),
    ops.FetchCapabilities: st.builds(Capabilities, TEXTS, TEXTS, st.frozensets(TEXTS)),
    ops.FetchAuditTrail: pages(st.builds(ops.AuditEntry, TEXTS, TEXTS, TEXTS)),
}


def read_back(call: Call, operation: ops.Operation) -> ops.Operation:
    """What a server makes of the request for an operation."""
    path, _, query = call.write_path(operation).partition("?")
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", call.path)
    found = re.fullmatch(pattern, path)
    assert found is not None
    parts = {name: unquote(part, errors="strict") for name, part in found.groupdict().items()}
    values = dict(parse_qsl(query, keep_blank_values=True, errors="strict"))
    return call.read(parts, values, call.write_headers(operation), call.write_body(operation))


def test_every_operation_of_the_port_has_its_call_and_its_strategy() -> None:
    operations = set(ops.Operation.__args__)

    assert set(CALLS) == operations == set(OPERATIONS)
    assert {kind for kind, call in CALLS.items() if call.answer is not None} == set(ANSWERS)
    assert len({(call.method, call.path) for call in CALLS.values()}) == len(CALLS)


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_an_operation_survives_the_way_over_the_wire(kind: type[ops.Operation]) -> None:
    @given(OPERATIONS[kind])
    def survives(operation: ops.Operation) -> None:
        assert read_back(CALLS[kind], operation) == operation

    survives()


@pytest.mark.parametrize("kind", ANSWERS, ids=lambda kind: kind.__name__)
def test_a_value_survives_the_way_back(kind: type[ops.Operation]) -> None:
    form = CALLS[kind].answer
    assert form is not None

    @given(ANSWERS[kind])
    def survives(value: object) -> None:
        assert form.read(parse(dump(form.write(value)))) == value

    survives()


RECIPIENT = RecipientRow(
    Registrant(
        BodyPerson(BODY, "0000123"),
        "000000000012",
        BasicFive("合成 花子", "ゴウセイ ハナコ", "合成県合成市1-1", BIRTH, Sex.FEMALE),
    ),
    BeneficiaryCertificate(
        BODY,
        "child",
        "子ども医療費受給者証",
        "01234567",
        "0000012",
        date(2026, 4, 1),
        date(2027, 3, 31),
        "一般",
        500,
    ),
)
OPTIONAL = {
    "medicalSubsidyInsurerNumber",
    "medicalSubsidyRecipientNumber",
    "incomeSegment",
    "maxCopaymentAmount",
}
RECIPIENT_DOCUMENT = {
    "orgSpecificCertificateTypeId": "child",
    "municipalityIdentityKey": "0000123",
    "myNumber": "000000000012",
    "basicFiveInfo": {
        "name": "合成 花子",
        "nameKana": "ゴウセイ ハナコ",
        "address": "合成県合成市1-1",
        "dateOfBirth": "2020-05-05",
        "sex": "2",
    },
    "isNotDisclosed": False,
    "medicalSubsidyInsurerNumber": "01234567",
    "certificationName": "子ども医療費受給者証",
    "medicalSubsidyRecipientNumber": "0000012",
    "incomeSegment": "一般",
    "isAlwaysReimbursement": "0",
    "maxCopaymentAmount": {"monthlyYen": 500},
    "validFrom": "2026-04-01",
    "validTo": "2027-03-31",
}


def written(operation: ops.Operation) -> object:
    return json.loads(CALLS[type(operation)].write_body(operation))


def test_a_recipient_is_written_with_the_published_names_and_its_leading_zeros() -> None:
    assert written(ops.RegisterRecipients(BODY, (RECIPIENT,))) == [RECIPIENT_DOCUMENT]


def test_a_card_serial_is_written_in_lower_case_hexadecimal() -> None:
    link = ops.CardLink("p1", BodyPerson(BODY, "k"), 0xABCDEF)

    assert written(ops.LinkCards((link,))) == {
        "links": [
            {
                "personId": "p1",
                "bodyCode": BODY,
                "municipalityIdentityKey": "k",
                "certificateSerial": "abcdef",
            }
        ]
    }


def test_a_dose_is_written_without_its_institution_which_stands_in_the_path() -> None:
    dose = Dose("T1", "mr", 1, date(2026, 11, 30), "L1", "0.50", "left", "doctor", CLINIC)
    operation = ops.RecordDose(CLINIC, dose, BIRTH, "key-1")

    assert CALLS[ops.RecordDose].write_path(operation) == f"/v1/institutions/{CLINIC}/doses"
    assert CALLS[ops.RecordDose].write_headers(operation)["Idempotency-Key"] == "key-1"
    assert written(operation) == {
        "ticketNumber": "T1",
        "dateOfBirth": "2020-05-05",
        "vaccine": "mr",
        "doseNumber": 1,
        "givenOn": "2026-11-30",
        "lotNumber": "L1",
        "amountMl": "0.50",
        "site": "left",
        "doctor": "doctor",
        "doseClass": "routine",
    }


def wrong(document: object) -> dict[str, str]:
    """The errors of a registration's document: pointer to code."""
    call = CALLS[ops.RegisterRecipients]
    with pytest.raises(FieldErrors) as caught:
        call.read({"bodyCode": BODY}, {}, {}, dump(document))
    return {error.pointer: error.code for error in caught.value.errors}


@pytest.mark.parametrize("name", [name for name in RECIPIENT_DOCUMENT if name not in OPTIONAL])
def test_a_missing_member_is_required_at_its_place_in_its_row(name: str) -> None:
    lacking = {key: value for key, value in RECIPIENT_DOCUMENT.items() if key != name}

    assert wrong([RECIPIENT_DOCUMENT, lacking]) == {f"/1/{name}": "required"}


def test_what_is_published_as_optional_may_be_left_out_and_is_left_out_where_it_says_nothing() -> None:
    lacking = {key: value for key, value in RECIPIENT_DOCUMENT.items() if key not in OPTIONAL}
    read = CALLS[ops.RegisterRecipients].read({"bodyCode": BODY}, {}, {}, dump([lacking]))

    assert isinstance(read, ops.RegisterRecipients)
    (row,) = read.rows
    assert (row.certificate.payer_number, row.certificate.recipient_number) == ("", "")
    assert row.certificate.monthly_ceiling_yen is None
    assert written(read) == [lacking]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"myNumber": 12}, {"/0/myNumber": "type"}),
        ({"myNumber": None}, {"/0/myNumber": "type"}),
        ({"isNotDisclosed": "false"}, {"/0/isNotDisclosed": "type"}),
        ({"isNotDisclosed": 0}, {"/0/isNotDisclosed": "type"}),
        ({"isAlwaysReimbursement": False}, {"/0/isAlwaysReimbursement": "type"}),
        ({"isAlwaysReimbursement": "2"}, {"/0/isAlwaysReimbursement": "form"}),
        ({"validFrom": "2026-02-29"}, {"/0/validFrom": "form"}),
        ({"validFrom": "20260401"}, {"/0/validFrom": "form"}),
        ({"validFrom": "2026-W14-3"}, {"/0/validFrom": "form"}),
        ({"validFrom": "２０２６-04-01"}, {"/0/validFrom": "form"}),
        ({"validFrom": "2026-04-01T00:00"}, {"/0/validFrom": "form"}),
        ({"maxCopaymentAmount": {"monthlyYen": "500"}}, {"/0/maxCopaymentAmount/monthlyYen": "type"}),
        ({"maxCopaymentAmount": {"monthlyYen": 500.0}}, {"/0/maxCopaymentAmount/monthlyYen": "type"}),
        ({"maxCopaymentAmount": {"monthlyYen": True}}, {"/0/maxCopaymentAmount/monthlyYen": "type"}),
        ({"maxCopaymentAmount": {"monthlyYen": 10**30}}, {"/0/maxCopaymentAmount/monthlyYen": "form"}),
        ({"maxCopaymentAmount": {}}, {"/0/maxCopaymentAmount/monthlyYen": "required"}),
        ({"maxCopaymentAmount": 500}, {"/0/maxCopaymentAmount": "type"}),
        ({"basicFiveInfo": []}, {"/0/basicFiveInfo": "type"}),
        (
            {"basicFiveInfo": {**RECIPIENT_DOCUMENT["basicFiveInfo"], "sex": "3"}},  # type: ignore[dict-item]
            {"/0/basicFiveInfo/sex": "form"},
        ),
        ({"myNumber": 1, "validTo": "?"}, {"/0/myNumber": "type", "/0/validTo": "form"}),
    ],
)
def test_a_wrong_member_is_named_with_what_is_wrong(change: dict[str, Any], errors: dict[str, str]) -> None:
    assert wrong([{**RECIPIENT_DOCUMENT, **change}]) == errors


def test_wrong_fields_never_repeat_the_value() -> None:
    call = CALLS[ops.RegisterRecipients]
    with pytest.raises(FieldErrors) as caught:
        call.read({"bodyCode": BODY}, {}, {}, dump([{**RECIPIENT_DOCUMENT, "validTo": "secret-value"}]))

    assert "secret" not in f"{caught.value!s} {caught.value!r} {caught.value.__cause__!r}"


@pytest.mark.parametrize("document", [{}, None, "rows", 1, {"rows": [RECIPIENT_DOCUMENT]}])
def test_a_registration_that_is_no_array_is_of_the_wrong_type(document: object) -> None:
    assert wrong(document) == {"": "type"}


def test_half_a_surrogate_pair_is_no_text() -> None:
    document = json.dumps([{**RECIPIENT_DOCUMENT, "incomeSegment": "\ud800"}]).encode()

    with pytest.raises(FieldErrors, match="/0/incomeSegment: form"):
        CALLS[ops.RegisterRecipients].read({"bodyCode": BODY}, {}, {}, document)


@pytest.mark.parametrize("serial", ["ABC", "0abc", "", "0x1", "g", "1" * 41])
def test_a_serial_in_any_other_writing_is_refused(serial: str) -> None:
    link = {
        "personId": "p",
        "bodyCode": BODY,
        "municipalityIdentityKey": "k",
        "certificateSerial": serial,
    }

    with pytest.raises(FieldErrors, match="/links/0/certificateSerial: form"):
        CALLS[ops.LinkCards].read({}, {}, {}, dump({"links": [link]}))


def test_a_missing_key_and_a_missing_query_are_required() -> None:
    with pytest.raises(FieldErrors, match="/Idempotency-Key: required"):
        CALLS[ops.RecordDose].read({"code": CLINIC}, {}, {}, b"{}")
    with pytest.raises(FieldErrors, match="/subject: required"):
        CALLS[ops.ListHistory].read({"personId": "p"}, {}, {}, b"")


def test_members_beyond_the_contract_are_passed_over() -> None:
    read = CALLS[ops.SetClock].read({}, {}, {}, b'{"civilDate": "2026-11-30", "more": [1]}')

    assert read == ops.SetClock(date(2026, 11, 30))


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"kind": "visit"},
        {"kind": 1},
        {"kind": "dose"},
        "dose",
    ],
)
def test_a_record_of_no_known_kind_is_no_history(record: object) -> None:
    form = CALLS[ops.ListHistory].answer
    assert form is not None

    with pytest.raises(FieldErrors):
        form.read({"records": [record]})


@pytest.mark.parametrize(
    "document",
    [{"contract": "pmh/2", "hub": "h", "version": "1", "capabilities": []}, {"hub": "h"}, {"status": "ok"}],
)
def test_capabilities_of_another_contract_are_not_taken_for_ours(document: Mapping[str, object]) -> None:
    form = CALLS[ops.FetchCapabilities].answer
    assert form is not None

    with pytest.raises(FieldErrors, match="/contract"):
        form.read(document)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"<html>",
        b"\xff",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b"Infinity",
        b"[" * 200_000,
        b"1" * 5_000,
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_json_is_told_without_its_content(text: bytes) -> None:
    with pytest.raises(NotJson) as caught:
        parse(text)

    assert str(caught.value) == "not JSON"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "maker",
    [
        lambda part: ops.FetchTask(BODY, part),
        lambda part: ops.FetchRecord(CLINIC, part),
        lambda part: ops.ListHistory(part, part),
    ],
)
@pytest.mark.parametrize("part", ["..", ".", "a/b", "a?b#c", "%2F", "北", " "])
def test_an_identifier_stays_one_part_of_the_path(maker: Callable[[str], ops.Operation], part: str) -> None:
    operation = maker(part)
    call = CALLS[type(operation)]
    path = call.write_path(operation).partition("?")[0]

    assert path.count("/") == call.path.count("/")
    assert not {".", ".."} & set(path.split("/"))
    assert path.isascii()
    assert read_back(call, operation) == operation


@pytest.mark.parametrize(("nest", "innermost"), [("[{}]", "1"), ('{{"a":{}}}', "1"), ("[{}]", "[]")])
def test_a_document_is_nested_sixteen_deep_at_most(nest: str, innermost: str) -> None:
    def nested(depth: int) -> bytes:
        text = innermost
        for _ in range(depth - innermost.count("[")):
            text = nest.format(text)
        return text.encode()

    assert parse(nested(16)) == json.loads(nested(16))
    for depth in (17, 100, 100_000):
        with pytest.raises(NotJson):
            parse(nested(depth))


def test_a_long_document_is_no_deep_one() -> None:
    rows = [{"details": [{"name": "備考", "value": ""}]}] * 1000
    assert parse(dump(rows)) == rows
