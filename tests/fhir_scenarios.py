"""What any FHIR server must come to through the adapter, with decoy records of somebody else beside.

Each scenario is played at the tests' own small server and at one written by others.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

from builders import BORN, CITY, CLINIC, CLINIC_WITHOUT_SETTING, DAY, OTHER_CITY, checkup_ticket
from builders import certificate as any_certificate
from builders import checkup as any_checkup
from builders import dose as any_dose
from builders import interview as any_interview
from builders import ticket as any_ticket
from fhir_town import DECOY, HANA, MOTHER, FhirTown, assertion, card

from simulator.port import operations as ops
from simulator.port.outcomes import AlreadyRegistered, Conflict, Empty, Invalid, Ok, Outcome, Refused
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import Consent, ConsentArea
from simulator.records.institution import InstitutionKind
from simulator.records.notice import Notice, NoticeKind
from simulator.records.person import BodyPerson
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import CheckupResult, Dose, InterviewOnly, Record
from simulator.records.ticket import Ticket, TicketKind

OTHER_CLINIC = replace(CLINIC, code="9910000077", kind=InstitutionKind.HOSPITAL)
FULL = any_certificate(
    name="𠮷田町 子ども医療費(ｶﾅ) 﨑",
    payer_number="01234567",
    recipient_number="0000012",
    valid_to=date(9999, 12, 31),
    income_class="一般",
    monthly_ceiling_yen=0,
    is_always_reimbursement=True,
    segment="A1",
    sub_key="k-1",
    additional_conditions="1-2;3-4",
    designated_institutions=("9910000001", "9940000001"),
    details=(("世帯", "非課税"), ("備考", "")),
)


def shown(outcome: Outcome) -> tuple[Any, ...]:
    assert isinstance(outcome, Ok), outcome
    assert isinstance(outcome.value, tuple)
    return outcome.value


def numbered(town: FhirTown, number: str = "T", **changes: Any) -> Ticket:
    return any_ticket(f"{number}{town.nonce}", **changes)


def record(town: FhirTown, result: Dose | InterviewOnly | CheckupResult, key: str = "k") -> Outcome:
    match result:
        case Dose():
            return town.act(ops.RecordDose(CLINIC.code, result, BORN, key))
        case InterviewOnly():
            return town.act(ops.RecordInterviewOnly(CLINIC.code, result, BORN, key))
        case CheckupResult():
            return town.act(ops.RecordCheckup(CLINIC.code, result, BORN, key))


def tickets(town: FhirTown, kind: TicketKind = TicketKind.VACCINATION, clinic: str = CLINIC.code) -> Outcome:
    return town.act(ops.FetchTickets(clinic, assertion(town.named(HANA)), kind, DAY))


def a_certificate_comes_back_as_it_was_registered(town: FhirTown) -> None:
    town.certify(town.hana, FULL)
    assert town.look_up() == Ok((FULL,))
    assert town.check() == Ok((FULL,))


def nothing_of_a_namesake_with_the_same_key_elsewhere_is_shown(town: FhirTown) -> None:
    town.certify(town.decoy, any_certificate(recipient_number="9999999"))
    assert town.look_up() == Empty()
    town.certify(town.hana, any_certificate())
    assert [row.recipient_number for row in shown(town.look_up())] == ["1234567"]
    assert [row.body_code for row in shown(town.look_up(DECOY))] == [OTHER_CITY]


def only_the_valid_ones_are_shown_both_border_days_included(town: FhirTown) -> None:
    def of(number: str, first: date, last: date) -> BeneficiaryCertificate:
        return any_certificate(recipient_number=number, valid_from=first, valid_to=last)

    town.certify(
        town.hana,
        of("1", date(2026, 1, 1), date(2026, 11, 29)),
        of("2", date(2026, 1, 1), DAY),
        of("3", DAY, date(2027, 1, 1)),
        of("4", date(2026, 12, 1), date(2027, 1, 1)),
    )
    assert [row.recipient_number for row in shown(town.look_up())] == ["2", "3"]


def consent_setting_and_card_stand_before_every_look_up(town: FhirTown) -> None:
    town.certify(town.hana, any_certificate())
    assert town.check(consent=False) == Empty()
    assert town.check(clinic=CLINIC_WITHOUT_SETTING.code) == Refused("institution-not-enabled")
    assert town.check(clinic="0000000000") == Refused("institution-not-enabled")
    assert town.check("P-nobody") == Refused("card-unknown")
    assert town.act(ops.CheckEligibility(CLINIC.code, "a.b.c", consent=True, service_date=DAY)) == Refused(
        "assertion-invalid"
    )
    assert town.look_up("P-nobody") == Refused("person-unknown")


def a_renewed_card_takes_the_place_of_the_old_one(town: FhirTown) -> None:
    town.certify(town.hana, any_certificate())
    link = ops.CardLink(town.named(HANA), town.hana.at_body, card(f"renewed{town.nonce}").serial)
    town.must(ops.LinkCards((link,)))
    assert town.check() == Refused("card-unknown")
    assert len(shown(town.check("renewed"))) == 1


def what_another_body_registers_for_the_same_my_number_is_shown_too(town: FhirTown) -> None:
    town.certify(town.hana, any_certificate())
    prefecture = replace(town.hana, at_body=BodyPerson("450006", f"pref{town.nonce}"))
    town.certify(prefecture, any_certificate(scheme="disability"))
    assert {row.body_code for row in shown(town.look_up())} == {CITY, "450006"}


def a_row_sent_again_replaces_and_the_newest_of_a_history_key_counts(town: FhirTown) -> None:
    town.certify(town.hana, any_certificate(monthly_ceiling_yen=500))
    town.certify(town.hana, any_certificate(monthly_ceiling_yen=600))
    assert [row.monthly_ceiling_yen for row in shown(town.look_up())] == [600]
    first, second = any_certificate(recipient_number="71"), any_certificate(recipient_number="72")
    town.change(town.hana, ("h-1", first, False), ("h-1", second, False))
    assert [row.recipient_number for row in shown(town.look_up())] == ["1234567", "72"]
    town.change(town.hana, ("h-1", second, True))
    assert [row.recipient_number for row in shown(town.look_up())] == ["1234567"]


def wrong_rows_are_turned_down_by_their_place_and_stop_no_right_one(town: FhirTown) -> None:
    reports = town.certify(
        town.hana,
        any_certificate(payer_number="123"),
        any_certificate(),
        any_certificate(valid_from=date(2027, 1, 1), valid_to=date(2026, 1, 1)),
    )
    assert reports == (
        ops.RowReport(0, ("payer-number-digits",)),
        ops.RowReport(1),
        ops.RowReport(2, ("period-order",)),
    )
    assert len(shown(town.look_up())) == 1


def a_task_is_shown_to_the_body_that_registered_only(town: FhirTown) -> None:
    accepted = town.act(ops.RegisterRecipients(CITY, ()))
    task = getattr(accepted, "task", "")
    assert isinstance(town.act(ops.FetchTask(CITY, task)), Ok)
    assert town.act(ops.FetchTask(OTHER_CITY, task)) == Refused("forbidden")
    for name in ("no-such-task", "", "..", "../Patient"):
        assert town.act(ops.FetchTask(CITY, name)) == Refused("forbidden")


def a_ticket_comes_back_as_it_was_registered_until_it_is_used_up(town: FhirTown) -> None:
    own, late = numbered(town), numbered(town, "L", valid_from=date(2026, 12, 1))
    town.issue(town.hana, own, late, checkup_ticket(f"C{town.nonce}"))
    town.issue(town.decoy, numbered(town, "D"))
    assert tickets(town) == Ok((own,))
    assert isinstance(record(town, any_interview(own.ticket_number), "i"), Ok)
    assert tickets(town) == Ok((own,))
    assert isinstance(record(town, any_dose(own.ticket_number)), Ok)
    assert tickets(town) == Empty()
    town.issue(town.hana, own)
    assert tickets(town) == Empty()


def a_ticket_number_names_one_ticket_whoever_issued_it(town: FhirTown) -> None:
    town.issue(town.hana, numbered(town))
    assert town.issue(town.decoy, numbered(town)) == (ops.RowReport(0, ("ticket-number-taken",)),)


def results_come_back_as_they_were_recorded_and_nobody_elses(town: FhirTown) -> None:
    put_off, given, examined = numbered(town, "I"), numbered(town, "G"), checkup_ticket(f"C{town.nonce}")
    town.issue(town.hana, put_off, given, examined)
    foreign = numbered(town, "D")
    town.issue(town.decoy, foreign)
    interview = any_interview(put_off.ticket_number)
    dose = any_dose(given.ticket_number, amount_ml="0.50", doctor="", lot_number="ﾛｯﾄ﨑1")
    checkup = any_checkup(examined.ticket_number, weight_kg="10.20", needs_closer_examination=True)
    for key, result in enumerate((interview, dose, checkup, any_dose(foreign.ticket_number))):
        assert isinstance(record(town, result, f"k{key}"), Ok)
    assert town.history() == Ok((interview, dose, checkup))


def a_history_of_several_pages_is_whole(town: FhirTown) -> None:
    many = [numbered(town, f"N{place:03d}-") for place in range(120)]
    town.issue(town.hana, *many)
    for place, each in enumerate(many):
        assert isinstance(record(town, any_dose(each.ticket_number), f"k{place}"), Ok)
    told = [result.ticket_number for result in shown(town.history())]
    assert sorted(told) == [each.ticket_number for each in many]


def the_same_key_is_the_same_record_and_a_ticket_takes_one_dose(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    dose = any_dose(own.ticket_number)
    first = record(town, dose)
    assert isinstance(first, Ok)
    assert record(town, dose) == first
    assert record(town, replace(dose, lot_number="LOT2")) == Conflict()
    assert record(town, dose, "another") == AlreadyRegistered()
    assert len(shown(town.history())) == 1


def of_several_at_once_one_dose_is_recorded(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    dose = any_dose(own.ticket_number)
    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(lambda key: record(town, dose, f"key-{key}"), range(8)))
    assert sorted(type(each).__name__ for each in came) == ["AlreadyRegistered"] * 7 + ["Ok"]
    assert len(shown(town.history())) == 1


def a_record_is_for_the_tickets_person_and_kind_only(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    dose = any_dose(own.ticket_number)
    assert town.act(ops.RecordDose(CLINIC.code, dose, date(2020, 1, 1), "k")) == Invalid(("dateOfBirth",))
    assert record(town, any_checkup(own.ticket_number)) == Invalid(("ticketNumber",))
    assert record(town, any_dose("no-such-ticket")) == Refused("ticket-unknown")
    assert town.history() == Empty()


def a_group_checkup_is_recorded_by_the_body_of_the_ticket(town: FhirTown) -> None:
    own = checkup_ticket(f"C{town.nonce}")
    town.issue(town.hana, own)
    checkup = any_checkup(own.ticket_number, recorder_code=CITY)
    assert town.act(ops.RecordGroupCheckup(OTHER_CITY, checkup, BORN, "k")) == Refused("forbidden")
    assert isinstance(town.act(ops.RecordGroupCheckup(CITY, checkup, BORN, "k")), Ok)
    assert town.history() == Ok((checkup,))


def _recorded(town: FhirTown, result: Dose | CheckupResult) -> Record:
    outcome = record(town, result)
    assert isinstance(outcome, Ok)
    found = town.must(ops.FetchRecord(CLINIC.code, str(outcome.value)))
    assert isinstance(found, Record)
    return found


def an_amendment_needs_the_current_version(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    dose = any_dose(own.ticket_number)
    before = _recorded(town, dose)
    right, wrong = replace(dose, lot_number="RIGHT"), replace(dose, lot_number="WRONG")
    amended = town.act(ops.AmendResult(CLINIC.code, before.record_id, before.version, right))
    assert isinstance(amended, Ok)
    assert amended.value != before.version
    again = ops.AmendResult(CLINIC.code, before.record_id, before.version, wrong)
    assert town.act(again) == Conflict()
    assert town.act(ops.CancelResult(CLINIC.code, before.record_id, before.version)) == Conflict()
    assert town.history() == Ok((right,))
    assert tickets(town) == Empty()
    other_ticket = replace(right, ticket_number="other")
    moved = ops.AmendResult(CLINIC.code, before.record_id, str(amended.value), other_ticket)
    assert town.act(moved) == Invalid(("result/ticketNumber",))


def a_cancelled_record_is_gone_and_its_ticket_usable_again(town: FhirTown) -> None:
    own, examined = numbered(town), checkup_ticket(f"C{town.nonce}")
    town.issue(town.hana, own, examined)
    dose = any_dose(own.ticket_number)
    cancelled = _recorded(town, dose)
    town.must(ops.CancelResult(CLINIC.code, cancelled.record_id, cancelled.version))
    again = ops.CancelResult(CLINIC.code, cancelled.record_id, cancelled.version)
    assert town.act(again) == Refused("record-cancelled")
    assert town.history() == Empty()
    assert tickets(town) == Ok((own,))
    checkup = _recorded(town, any_checkup(examined.ticket_number))
    assert isinstance(record(town, dose, "second"), Ok)
    rows = [row.record for row in shown(town.act(ops.FetchResults(CITY))) if _is_own(town, row)]
    assert [(row.result, row.is_cancelled) for row in rows] == [
        (dose, True),
        (dose, False),
        (checkup.result, False),
    ]


def _is_own(town: FhirTown, row: Any) -> bool:
    return bool(row.holder == town.hana.at_body)


def nobody_but_the_recorder_reaches_a_record(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    dose = any_dose(own.ticket_number)
    kept = _recorded(town, dose)
    for operation in (
        ops.FetchRecord(OTHER_CLINIC.code, kept.record_id),
        ops.AmendResult(OTHER_CLINIC.code, kept.record_id, kept.version, dose),
        ops.CancelResult(OTHER_CLINIC.code, kept.record_id, kept.version),
        ops.FetchRecord(CLINIC.code, "Immunization/no-such-record"),
        ops.FetchRecord(CLINIC.code, "Patient/../metadata"),
        ops.FetchRecord(CLINIC.code, "Immunization/.."),
        ops.FetchRecord(CLINIC.code, "Immunization/ %2e"),
    ):
        assert town.act(operation) == Refused("forbidden")


def answers_are_shown_after_the_card_was_read_in_their_last_version(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    fetch = ops.FetchQuestionnaire(CLINIC.code, own.ticket_number)

    def send(answer: str, by: str = MOTHER, name: str = HANA) -> Outcome:
        form = Questionnaire(own.ticket_number, (("体温は", answer), ("薬", "")))
        return town.act(ops.SubmitQuestionnaire(town.named(by), town.named(name), form, answer))

    assert send("36.5") == Ok()
    assert send("37.0") == Ok()
    assert send("99", DECOY) == Refused("forbidden")
    assert send("99", DECOY, DECOY) == Refused("forbidden")
    assert town.act(fetch) == Refused("forbidden")
    assert tickets(town) == Ok((own,))
    assert town.act(fetch) == Ok(Questionnaire(own.ticket_number, (("体温は", "37.0"), ("薬", ""))))
    assert town.act(replace(fetch, institution_code=OTHER_CLINIC.code)) == Refused("forbidden")
    withdraw = ops.WithdrawQuestionnaire(town.named(MOTHER), town.named(HANA), own.ticket_number)
    assert town.act(withdraw) == Ok()
    assert town.act(fetch) == Empty()
    assert send("36.6") == Ok()
    assert isinstance(town.act(fetch), Ok)


def a_history_is_shown_to_the_person_and_those_on_the_account_now(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    dose = any_dose(own.ticket_number)
    record(town, dose)
    assert town.history(MOTHER) == town.history() == Ok((dose,))
    assert town.history(DECOY) == town.history("P-nobody") == Refused("forbidden")
    town.must(ops.OpenAccounts(((town.named(MOTHER), ()),)))
    assert town.history(MOTHER) == Refused("forbidden")


def a_proxy_learns_no_place_of_a_person_who_is_not_to_be_found(town: FhirTown) -> None:
    own, screened = numbered(town), replace(town.hana, is_not_disclosed=True)
    town.certify(screened, any_certificate(valid_to=date(9999, 12, 31)))
    town.issue(screened, own)
    dose = any_dose(own.ticket_number)
    record(town, dose)
    assert town.history() == Ok((dose,))
    assert town.history(MOTHER) == Ok((replace(dose, institution_code="", doctor=""),))
    certificates = ops.ListCertificates(town.named(HANA), town.named(HANA))
    assert len(shown(town.act(certificates))) == 1
    assert town.act(replace(certificates, person_id=town.named(MOTHER))) == Empty()
    assert town.act(replace(certificates, person_id=town.named(DECOY))) == Refused("forbidden")


def standing_consents_are_kept_and_heeded(town: FhirTown) -> None:
    town.certify(town.hana, any_certificate())
    own = numbered(town)
    town.issue(town.hana, own)

    def agree(area: ConsentArea, *, given: bool) -> None:
        hana = town.named(HANA)
        town.must(ops.SetConsent(hana, hana, area, given))

    agree(ConsentArea.MEDICAL_SUBSIDY, given=False)
    agree(ConsentArea.VACCINATION, given=False)
    assert (town.look_up(), town.check(), tickets(town)) == (Empty(), Empty(), Empty())
    listed = ops.ListConsents(town.named(MOTHER), town.named(HANA))
    given = {ConsentArea.MEDICAL_SUBSIDY: False, ConsentArea.VACCINATION: False, ConsentArea.CHECKUP: True}
    assert town.act(listed) == Ok(tuple(Consent(area, is_given) for area, is_given in given.items()))
    agree(ConsentArea.MEDICAL_SUBSIDY, given=True)
    agree(ConsentArea.VACCINATION, given=True)
    assert len(shown(town.look_up())) == 1
    assert tickets(town) == Ok((own,))
    assert town.act(replace(listed, person_id=town.named(DECOY))) == Refused("forbidden")


def a_notice_is_shown_from_its_day_until_withdrawn_or_followed(town: FhirTown) -> None:
    own = numbered(town)
    town.issue(town.hana, own)
    information = NoticeKind.INFORMATION
    about = town.hana.at_body
    now = Notice(f"n1{town.nonce}", about, information, "hepb", "お知らせ", DAY)
    later = Notice(f"n2{town.nonce}", about, information, "hepb", "翌日", date(2026, 12, 1))
    recommended = Notice(
        f"n3{town.nonce}", about, NoticeKind.RECOMMENDATION, "hepb", "勧奨", DAY, own.ticket_number
    )
    listed = ops.ListNotices(town.named(MOTHER), town.named(HANA))
    for notice in (now, later, recommended):
        town.must(ops.SendNotice(CITY, notice))
    town.must(ops.SendNotice(CITY, now))
    assert town.act(ops.SendNotice(CITY, replace(now, text="別"))) == Conflict()
    assert set(shown(town.act(listed))) == {now, recommended}
    assert town.act(replace(listed, person_id=town.named(DECOY))) == Refused("forbidden")
    record(town, any_dose(own.ticket_number))
    assert town.act(listed) == Ok((now,))
    assert town.act(ops.WithdrawNotice(OTHER_CITY, now.notice_id)) == Refused("notice-unknown")
    town.must(ops.WithdrawNotice(CITY, now.notice_id))
    assert town.act(listed) == Empty()
    class_b = replace(recommended, notice_id=f"n4{town.nonce}", subject="zoster")
    assert town.act(ops.SendNotice(CITY, class_b)) == Refused("recommendation-not-allowed")
    stranger = replace(now, notice_id=f"n5{town.nonce}", about=BodyPerson(CITY, "nobody"))
    assert town.act(ops.SendNotice(CITY, stranger)) == Refused("person-unknown")


SCENARIOS: tuple[Callable[[FhirTown], None], ...] = (
    a_certificate_comes_back_as_it_was_registered,
    nothing_of_a_namesake_with_the_same_key_elsewhere_is_shown,
    only_the_valid_ones_are_shown_both_border_days_included,
    consent_setting_and_card_stand_before_every_look_up,
    a_renewed_card_takes_the_place_of_the_old_one,
    what_another_body_registers_for_the_same_my_number_is_shown_too,
    a_row_sent_again_replaces_and_the_newest_of_a_history_key_counts,
    wrong_rows_are_turned_down_by_their_place_and_stop_no_right_one,
    a_task_is_shown_to_the_body_that_registered_only,
    a_ticket_comes_back_as_it_was_registered_until_it_is_used_up,
    a_ticket_number_names_one_ticket_whoever_issued_it,
    results_come_back_as_they_were_recorded_and_nobody_elses,
    a_history_of_several_pages_is_whole,
    the_same_key_is_the_same_record_and_a_ticket_takes_one_dose,
    of_several_at_once_one_dose_is_recorded,
    a_record_is_for_the_tickets_person_and_kind_only,
    a_group_checkup_is_recorded_by_the_body_of_the_ticket,
    an_amendment_needs_the_current_version,
    a_cancelled_record_is_gone_and_its_ticket_usable_again,
    nobody_but_the_recorder_reaches_a_record,
    answers_are_shown_after_the_card_was_read_in_their_last_version,
    a_history_is_shown_to_the_person_and_those_on_the_account_now,
    a_proxy_learns_no_place_of_a_person_who_is_not_to_be_found,
    standing_consents_are_kept_and_heeded,
    a_notice_is_shown_from_its_day_until_withdrawn_or_followed,
)
