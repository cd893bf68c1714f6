"""Registration, look-ups, departures, tickets, notices, results and residents."""

import time

import pytest
from documentworld import (
    BODY,
    CLINIC,
    DOCUMENT,
    HANAKO,
    KEY,
    MOTHER,
    OTHER_BODY,
    checkup,
    dose,
    history,
    institution,
    interview,
    notice,
    recipient,
    ticket,
)


def test_first_morning_examples(world):
    paths = DOCUMENT["paths"]
    for layout in ("recipient", "history", "ticket"):
        operation = paths[f"/v1/bodies/{{bodyCode}}/{layout}-registration-tasks"]["post"]
        rows = operation["requestBody"]["content"]["application/json"]["example"]
        assert world.register(*rows, layout=layout) == [[]] * len(rows)
    shown = world.lookup().json["certificates"]
    assert [found["medicalSubsidyInsurerNumber"] for found in shown] == ["54990009", "54990009", "81990001"]
    assert (
        shown[2]
        == paths["/v1/gateway/subsidy-lookups"]["post"]["responses"]["200"]["content"]["application/json"][
            "example"
        ]["certificates"][1]
    )
    assert world.check().json["certificates"] == shown


def test_a_task_is_its_bodys_own_and_is_taken_in_without_polling(world):
    task = world.by_body("POST", "recipient-registration-tasks", [recipient()]).json["taskId"]
    assert world.by_body("GET", f"tasks/{task}").json["status"] in ("processing", "done")
    assert world.by_body("GET", f"tasks/{task}", code=OTHER_BODY).code == "forbidden"
    assert world.by_body("GET", "tasks/unknown").code == "forbidden"
    for _ in range(6):
        world.send("GET", "/v1/health")
    assert world.names() == ["こども"]


def test_rows_are_judged_one_by_one(world):
    wrong = [
        (recipient(key=""), "identity-key-length"),
        (recipient(number="12345678901\n"), "my-number-digits"),
        (recipient(certificationName=""), "certification-name-length"),
        (recipient(orgSpecificCertificateTypeId="other"), "unknown-scheme"),
        (recipient(medicalSubsidyInsurerNumber="8199000１"), "payer-number-digits"),
        (recipient(medicalSubsidyRecipientNumber="あ"), "recipient-number-length"),
        (recipient(validTo="2026-03-31"), "period-order"),
        (recipient(maxCopaymentAmount={"monthlyYen": -1}), "ceiling-negative"),
        (recipient(number="111111111111"), "identity-conflict"),
    ]
    blank = recipient()
    blank["basicFiveInfo"]["name"] = "\u3000"
    reports = world.register(recipient(), *(row for row, _code in wrong), blank)
    assert reports == [[], *([code] for _row, code in wrong), ["name-missing"]]
    assert world.names() == ["こども"]
    tickets = [ticket(), ticket(number="T 1"), ticket(subject=""), ticket("T-2", doseNumber=0),
               ticket(key="other", my_number="2" * 12), ticket("C-1", "checkup")]  # fmt: skip
    assert world.register(*tickets, layout="ticket") == [
        [], ["ticket-number-form"], ["subject-missing"], ["dose-number"], ["ticket-number-taken"], []]  # fmt: skip
    assert world.register(ticket(), layout="ticket", code=OTHER_BODY) == [["ticket-number-taken"]]
    assert world.register(history(historyKey=""), layout="history") == [["history-key-form"]]
    assert world.register(recipient(validFrom="2026-04-01", maxCopaymentAmount={"monthlyYen": -1}, certificationName="",
                                    number="x"))[0] != ["identity-conflict"]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"myNumber": None}, ("/1/myNumber", "type")),
        ({"validFrom": "2026-02-29"}, ("/1/validFrom", "form")),
        ({"validFrom": "２０26-02-28"}, ("/1/validFrom", "form")),
        ({"isAlwaysReimbursement": "2"}, ("/1/isAlwaysReimbursement", "form")),
        ({"isAlwaysReimbursement": 1}, ("/1/isAlwaysReimbursement", "type")),
        ({"isNotDisclosed": 1}, ("/1/isNotDisclosed", "type")),
        ({"maxCopaymentAmount": {"monthlyYen": 500.0}}, ("/1/maxCopaymentAmount/monthlyYen", "type")),
        ({"maxCopaymentAmount": {"monthlyYen": 2**53}}, ("/1/maxCopaymentAmount/monthlyYen", "form")),
        ({"maxCopaymentAmount": {}}, ("/1/maxCopaymentAmount/monthlyYen", "required")),
        ({"maxCopaymentAmount": None}, ("/1/maxCopaymentAmount", "type")),
        ({"certificationName": "\ud800"}, ("/1/certificationName", "form")),
        ({"designatedMedicalInstitutions": ["", 1]}, ("/1/designatedMedicalInstitutions/1", "type")),
    ],
)
def test_shape_refuses_the_whole_request(world, change, error):
    answer = world.by_body("POST", "recipient-registration-tasks", [recipient(), recipient(**change)])
    assert (answer.code, answer.errors) == ("invalid-fields", [error])
    for _ in range(9):
        world.send("GET", "/v1/health")
    assert world.names() == []


def test_shape_of_the_whole_and_at_most_100_errors(world):
    assert world.by_body("POST", "recipient-registration-tasks", {}).errors == [("", "type")]
    assert len(world.by_body("POST", "recipient-registration-tasks", [{}] * 50).errors) == 100


def test_a_row_sent_again_replaces(world):
    world.register(recipient(), recipient(certificationName="新", validTo="2026-12-31"))
    assert world.names() == ["新"] and world.names("2027-01-01") == []
    world.register(recipient(certificationName="別", medicalSubsidyRecipientNumber="0000013"))
    assert sorted(world.names()) == ["別", "新"]
    shown = world.lookup().json["certificates"]
    assert {found["maxCopaymentAmount"]["monthlyYen"] for found in shown} == {500}


def test_difference_history(world):
    world.register(
        history(certificationName="a"),
        history(certificationName="b", validFrom="2020-01-01"),
        layout="history",
    )
    assert world.names() == ["b"] and world.names("2020-01-01") == ["b"]
    world.register(recipient(certificationName="c"))
    assert sorted(world.names()) == ["b", "c"]
    assert world.register(history(deleted=True), history("H-9", True), layout="history") == [[], []]
    assert world.names() == ["c"] and world.names("2020-01-01") == []
    world.register(
        history(certificationName="d", certificationDetail=[{"label": "病名", "value": ""}]), layout="history"
    )
    assert sorted(world.names()) == ["c", "d"]
    assert world.register(layout="history") == []


def test_periods_include_both_days_and_texts_stay(world):
    odd = "葛󠄀飾𠮷ｶﾞe\u0301　"
    world.register(
        recipient(certificationName=odd, maxCopaymentAmount={"monthlyYen": 0}, validTo="9999-12-31")
    )
    assert world.names("2026-03-31") == [] and world.names("2026-04-01") == [odd] == world.names("9999-12-31")
    assert world.lookup().json["certificates"][0]["maxCopaymentAmount"] == {"monthlyYen": 0}


def test_lookup_refusals_and_empty_answers(world):
    world.register(recipient())
    assert world.lookup(person="p-unknown").code == "person-unknown"
    assert world.lookup(code="unknown").code == "institution-not-enabled"
    world.platform("institutions", {"institutions": [institution(CLINIC, False)]})
    assert world.lookup().code == "institution-not-enabled" == world.check().code
    world.platform("institutions", {"institutions": [institution(CLINIC)]})
    assert world.names(consent=False) == [] == world.check(consent=False).json["certificates"]
    setting = {"query": {"subject": HANAKO}}
    assert world.resident("PUT", "consents/medical_subsidy", {"isGiven": False}, **setting).status == 204
    assert world.names() == []
    assert len(world.resident("GET", "certificates", **setting).json["certificates"]) == 1
    assert world.resident("GET", "consents", **setting).json["consents"][0] == {
        "area": "medical_subsidy",
        "isGiven": False,
    }
    world.resident("PUT", "consents/medical_subsidy", {"isGiven": True}, **setting)
    assert world.names() == ["こども"]
    wrong = world.resident("PUT", "consents/other", {"isGiven": True}, **setting)
    assert wrong.errors == [("/area", "form")]


def test_my_number_joins_bodies_and_conflicts(world):
    world.register(recipient())
    world.register(recipient(key="other-key", certificationName="県"), code=OTHER_BODY)
    assert sorted(world.names()) == ["こども", "県"]
    world.link("p-2", "k2", None)
    assert world.register(recipient(key="k2")) == [["identity-conflict"]]
    assert world.register(recipient(key="k2", number="2" * 12, certificationName="人")) == [[]]
    assert world.names(person="p-2") == ["人"]
    world.link(HANAKO, "k2", None)  # the key moves
    assert world.names(person="p-2") == [] and len(world.names()) == 3


def test_departures(world):
    world.register(recipient())
    world.register(recipient(key="k", certificationName="県"), code=OTHER_BODY)
    world.register(ticket(), layout="ticket")

    def depart(reason, day, key=KEY, **more):
        row = {"modificationSeg": "2", "municipalityIdentityKey": key, "reason": reason, "departedOn": day}
        return world.by_body("POST", "departures", [row], **more)

    good = {
        "modificationSeg": "2",
        "municipalityIdentityKey": KEY,
        "reason": "death",
        "departedOn": "2020-01-01",
    }
    both = world.by_body("POST", "departures", [good, good | {"municipalityIdentityKey": "x"}])
    assert both.errors == [("/1/municipalityIdentityKey", "rejected")] and len(world.names()) == 2
    assert world.by_body("POST", "departures", [good | {"modificationSeg": "1"}]).errors == [
        ("/0/modificationSeg", "form")
    ]
    assert depart("move_out", "2026-11-20").status == 204
    assert len(world.names("2026-11-20")) == 2 and world.names("2026-11-21") == ["県"]
    assert world.tickets(day="2026-11-20") == ["T-1"] and world.tickets() == []
    assert [
        c["certificationName"]
        for c in world.resident("GET", "certificates", query={"subject": HANAKO}).json["certificates"]
    ] == ["県"]
    depart("move_out", "2026-11-25")
    assert world.tickets(day="2026-11-25") == ["T-1"]
    world.register(recipient())
    assert len(world.names()) == 2 and world.tickets() == ["T-1"]
    depart("move_out", "2026-11-25")  # told again after the return, it counts again
    assert len(world.names()) == 1
    world.register(recipient())
    depart("death", "2026-11-28", "k", code=OTHER_BODY)
    assert world.names() == [] and len(world.names("2026-11-28")) == 2
    world.register(recipient())
    assert world.names() == []
    assert world.clinic("POST", "doses", dose(), headers=world.key()).status == 201


def test_accepted_before_the_move_is_older(world):
    world.register(recipient())
    world.by_body("POST", "recipient-registration-tasks", [recipient()])
    row = {
        "modificationSeg": "2",
        "municipalityIdentityKey": KEY,
        "reason": "move_out",
        "departedOn": "2026-11-20",
    }
    world.by_body("POST", "departures", [row])
    for _ in range(9):
        world.send("GET", "/v1/health")
    assert world.names() == []


def test_results_and_tickets(world):
    world.register(ticket(), ticket("C-1", "checkup"), layout="ticket")
    assert world.tickets() == ["T-1"] and world.tickets("checkup") == ["C-1"]
    key = world.key()
    made = world.clinic("POST", "interviews", interview(), headers=world.key())
    assert made.status == 201 and world.tickets() == ["T-1"]
    made = world.clinic("POST", "doses", dose(), headers=key)
    again = world.clinic("POST", "doses", dose(unknown=1), headers=key)
    assert (made.status, again.status) == (201, 200) and made.json == again.json
    assert world.tickets() == []
    assert world.clinic("POST", "doses", dose(site="x"), headers=key).code == "key-reused"
    assert world.clinic("POST", "interviews", interview(), headers=key).code == "key-reused"
    assert world.clinic("POST", "doses", dose(), headers=world.key()).code == "already-registered"
    assert world.clinic("POST", "doses", dose(), code="9940000002", headers=key).code == "already-registered"
    assert world.clinic("POST", "interviews", interview(), headers=world.key()).status == 201
    assert world.clinic("POST", "doses", dose("T-9"), headers=world.key()).code == "ticket-unknown"
    assert (
        world.clinic("POST", "doses", dose("T-9"), headers={"Idempotency-Key": " a b"}).code
        == "ticket-unknown"
    )
    wrong = dose("C-1", doseNumber=0, lotNumber=" x", amountMl="1.", dateOfBirth="2020-05-06")
    assert sorted(world.clinic("POST", "doses", wrong, headers=world.key()).errors) == [
        (pointer, "rejected")
        for pointer in ("/amountMl", "/dateOfBirth", "/doseNumber", "/lotNumber", "/ticketNumber")
    ]
    assert world.clinic("POST", "doses", dose(), headers={"Idempotency-Key": "a b"}).errors == [
        ("/Idempotency-Key", "rejected")
    ]
    assert world.clinic("POST", "doses", dose()).errors == [("/Idempotency-Key", "required")]
    assert (
        world.by_body("POST", "checkup-results", checkup(), code=OTHER_BODY, headers=world.key()).code
        == "forbidden"
    )
    assert world.by_body("POST", "checkup-results", checkup(), headers=world.key()).status == 201
    assert (
        world.clinic("POST", "checkup-results", checkup(), headers=world.key()).code == "already-registered"
    )
    shown = world.resident("GET", "history", query={"subject": HANAKO}).json["records"]
    assert [record["kind"] for record in shown] == ["interview_only", "dose", "interview_only", "checkup"]
    assert shown[1]["amountMl"] == "0.50" and shown[3]["recorderCode"] == BODY
    world.register(ticket(subject="other"), layout="ticket")
    assert world.tickets() == []


def test_amending_and_cancelling(world):
    world.register(ticket(), layout="ticket")
    key = world.key()
    record = world.clinic("POST", "doses", dose(), headers=key).json["recordId"]
    path = f"records/{record}"
    found = world.clinic("GET", path)
    result, tag = found.json["result"], found.headers["etag"]
    assert tag == f'"{found.json["version"]}"'
    assert world.clinic("GET", path, code="9940000002").code == "forbidden"
    assert world.clinic("GET", "records/unknown").code == "forbidden"
    for bad in ("*", f"W/{tag}", f"{tag}, {tag}", "1"):
        assert world.clinic("DELETE", path, headers={"If-Match": bad}).errors == [("/If-Match", "form")]
    assert world.clinic("DELETE", path).errors == [("/If-Match", "required")]
    new = {"result": result | {"lotNumber": "B"}}
    done = world.clinic("PUT", path, new, headers={"If-Match": tag})
    assert done.status == 200 and done.headers["etag"] == f'"{done.json["version"]}"' != tag
    assert world.clinic("PUT", path, new, headers={"If-Match": tag}).code == "precondition-failed"
    newest = {"headers": {"If-Match": done.headers["etag"]}}
    bad = {"result": result | {"ticketNumber": "T-0", "lotNumber": ""}}
    assert sorted(world.clinic("PUT", path, bad, **newest).errors) == [
        (f"/result/{name}", "rejected") for name in ("lotNumber", "ticketNumber")
    ]
    foreign = {"result": result | {"institutionCode": "9940000002"}}
    assert world.clinic("PUT", path, foreign, **newest).code == "forbidden"
    bad = {"kind": "interview_only", "interviewedOn": "2026-11-30", "reason": ""}
    assert world.clinic("PUT", path, {"result": result | bad}, **newest).errors == [
        ("/result/kind", "rejected")
    ]
    assert world.clinic("PUT", path, {"result": {"kind": "x"}}, **newest).errors == [("/result/kind", "form")]
    assert world.resident("GET", "history", query={"subject": HANAKO}).json["records"][0]["lotNumber"] == "B"
    assert world.clinic("DELETE", path, **newest).status == 204
    assert world.clinic("DELETE", path, **newest).code == "record-cancelled"
    assert world.clinic("PUT", path, new, **newest).code == "record-cancelled"
    assert world.clinic("GET", path).json["isCancelled"] is True
    assert world.resident("GET", "history", query={"subject": HANAKO}).json["records"] == []
    [seen] = world.by_body("GET", "records").json["records"]
    assert seen["isCancelled"] and seen["municipalityIdentityKey"] == KEY
    assert world.by_body("GET", "records", code=OTHER_BODY).json == {"records": []}
    again = world.clinic("POST", "doses", dose(), headers=key)
    assert (again.status, again.json["recordId"]) == (200, record) and world.tickets() == ["T-1"]
    assert world.clinic("POST", "doses", dose(), headers=world.key()).status == 201


def test_notices(world):
    world.register(recipient())
    world.register(ticket(), layout="ticket")

    def seen(who=MOTHER):
        found = world.resident("GET", "notices", who=who, query={"subject": HANAKO}).json["notices"]
        return [shown["noticeId"] for shown in found]

    send = lambda name, **more: world.by_body("PUT", f"notices/{name}", notice(**more))
    assert (
        send("n-1", ticketNumber="T-1").status
        == 204
        == send("n-1", ticketNumber="T-1", concernsPregnancy=False).status
    )
    assert send("n-1").code == "key-reused"
    assert send("n-2", subject="zoster").code == "recommendation-not-allowed"
    assert send("n-2", subject="zoster", kind="information").status == 204
    assert send("n%2F3", showFrom="2026-12-01", concernsPregnancy=True).status == 204
    assert send("n-4", municipalityIdentityKey="x").code == "person-unknown"
    assert seen() == ["n-1", "n-2"] == seen(HANAKO)
    world.clock("2026-12-01")
    assert seen() == ["n-1", "n-2", "n/3"]
    world.clinic("POST", "doses", dose(), headers=world.key())
    assert seen() == ["n-2", "n/3"]
    row = {
        "modificationSeg": "2",
        "municipalityIdentityKey": KEY,
        "reason": "pregnancy_end",
        "departedOn": "2026-12-09",
    }
    world.by_body("POST", "departures", [row])
    assert seen() == ["n-2"]
    assert send("n-5", concernsPregnancy=True).code == "person-departed"
    assert (
        world.by_body("DELETE", "notices/n-2").status == 204 == world.by_body("DELETE", "notices/n-2").status
    )
    assert seen() == [] and send("n-2", subject="zoster", kind="information").status == 204 and seen() == []
    assert world.by_body("DELETE", "notices/n-2", code=OTHER_BODY).code == "notice-unknown"
    assert world.by_body("PUT", f"notices/{'x' * 101}", notice()).errors == [("/noticeId", "form")]


def test_not_disclosed(world):
    world.register(recipient(), recipient(hidden=True))
    world.register(ticket(hidden=True), layout="ticket")
    world.by_body("PUT", "notices/n", notice())
    world.clinic("POST", "doses", dose(), headers=world.key())
    subject = {"query": {"subject": HANAKO}}
    [shown] = world.resident("GET", "history", **subject).json["records"]
    assert (shown["institutionCode"], shown["doctor"], shown["lotNumber"]) == ("", "", "MR012A")
    assert world.resident("GET", "notices", **subject).json == {"notices": []}
    assert world.resident("GET", "certificates", **subject).json == {"certificates": []}
    assert world.resident("GET", "consents", **subject).code == "forbidden"
    assert world.resident("PUT", "consents/checkup", {"isGiven": False}, **subject).code == "forbidden"
    assert world.names() == ["こども"]
    assert (
        world.resident("GET", "history", who=HANAKO, **subject).json["records"][0]["institutionCode"]
        == CLINIC
    )
    assert len(world.resident("GET", "notices", who=HANAKO, **subject).json["notices"]) == 1


def test_acting_for_others(world):
    assert world.resident("GET", "history", who=HANAKO, query={"subject": MOTHER}).code == "forbidden"
    assert world.resident("GET", "history", who="山/ .", query={"subject": "山/ ."}).status == 200
    world.platform("accounts", {"accounts": [{"personId": MOTHER, "mayActFor": []}]})
    assert world.resident("GET", "history", query={"subject": HANAKO}).code == "forbidden"
    assert world.resident("GET", "history").errors == [("/subject", "required")]


def test_questionnaires(world):
    world.register(ticket(), layout="ticket")
    world.register(ticket("T-2", key="0000100200", my_number="3" * 12), layout="ticket")
    body = {"subjectId": HANAKO, "answers": [{"question": "体温は", "answer": "36.5"}]}
    key = world.key()
    path = "questionnaires/T-1"
    assert world.clinic("GET", "questionnaires/T-9").code == "ticket-unknown"
    assert world.clinic("GET", path).code == "forbidden"
    world.check(consent=False)
    assert world.clinic("GET", path).code == "not-found"
    assert world.resident("PUT", path, body, headers=key).status == 204
    assert world.clinic("GET", path).json == {"ticketNumber": "T-1", "answers": body["answers"]}
    assert world.clinic("GET", path, code="9940000002").code == "forbidden"
    newer = body | {"answers": []}
    assert world.resident("PUT", path, newer, headers=key).code == "key-reused"
    assert world.resident("PUT", path, newer, headers=world.key(), who=HANAKO).status == 204
    assert world.resident("PUT", path, body, headers=key).status == 204
    assert world.clinic("GET", path).json["answers"] == []
    assert world.resident("PUT", path, body | {"subjectId": "p-x"}, headers=world.key()).code == "forbidden"
    assert world.resident("PUT", "questionnaires/T-2", body, headers=world.key()).code == "forbidden"
    assert world.resident("PUT", "questionnaires/T-9", body, headers=world.key()).code == "ticket-unknown"
    assert world.resident("PUT", path, body, headers={"Idempotency-Key": "é"}).errors == [
        ("/Idempotency-Key", "rejected")
    ]
    assert world.resident("DELETE", path, query={"subject": HANAKO}).status == 204
    assert world.clinic("GET", path).code == "not-found"
    world.resident("PUT", "consents/vaccination", {"isGiven": False}, query={"subject": HANAKO})
    assert world.clinic("GET", path).code == "forbidden" and world.tickets() == []
    world.resident("PUT", "consents/vaccination", {"isGiven": True}, query={"subject": HANAKO})
    world.clock("2026-12-01")
    assert world.clinic("GET", path).code == "forbidden"


def test_pages(world):
    world.register(ticket(), layout="ticket")
    for _ in range(5):
        world.clinic("POST", "interviews", interview(), headers=world.key())
    seen, query = [], {"limit": 2}
    for _ in range(9):
        page = world.by_body("GET", "records", query=query).json
        seen += [record["recordId"] for record in page["records"]]
        if "next" not in page:
            break
        query = {"limit": 3, "cursor": page["next"]}
    assert len(seen) == 5 == len(set(seen))
    for wrong in ("0", "101", "01", "", "x", "１"):
        assert world.by_body("GET", "records", query={"limit": wrong}).errors == [("/limit", "form")]
    for cursor, code in (
        ("", "form"),
        (query["cursor"][:-1] + "!", "form"),
        ("x", "rejected"),
        ("AAAA", "rejected"),
    ):
        assert world.by_body("GET", "records", query={"cursor": cursor}).errors == [("/cursor", code)]


def test_audit(world):
    world.register(recipient())
    world.lookup(consent=False)
    world.lookup(code="unknown")
    world.check()
    world.resident("GET", "history", query={"subject": HANAKO}, who="p-x")
    world.send("GET", f"/v1/institutions/{CLINIC}/records/r", "institution", "another")
    assert world.trail() == [
        ("platform", "", "link-cards"), ("body", BODY, "register-recipients"), ("gateway", CLINIC, "look-up-subsidy"),
        ("gateway", "unknown", "look-up-subsidy"), ("institution", CLINIC, "check-eligibility"), ("resident", "", "list-history"),
    ]  # fmt: skip
    assert world.trail("nobody") == []
    world.register(recipient(key="late", number="5" * 12))
    world.link("p-late", "late", None)
    assert world.trail("p-late") == [("body", BODY, "register-recipients"), ("platform", "", "link-cards")]


def test_a_thousand_rows_are_fast(world):
    rows = [recipient(key=f"k{n}", number=f"{n:012}") for n in range(1000)]
    begin = time.perf_counter()
    assert world.register(*rows) == [[]] * 1000
    assert time.perf_counter() - begin < 1
