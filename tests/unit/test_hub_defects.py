"""The catalogue of defects: for each, one thing that a sound hub does right and this one does wrong."""

import ast
import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta

from simulator.card.assertion import tamper
from simulator.hub.contract.page import PageWish
from simulator.hub.reference.caller import Caller
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.defects import DEFECTS, SHOWN_BY_DAY, Kind, find_defect
from simulator.language import Complaint
from simulator.port import operations as ops
from simulator.port.outcomes import AlreadyRegistered, Conflict, Empty, Invalid, Ok, Refused
from simulator.records.consent import ConsentArea
from simulator.records.departure import DepartureReason
from simulator.records.result import Dose, DoseClass
from simulator.records.ticket import TicketKind

Scene = Callable[[Any], object]


def _rows(outcome: object) -> object:
    """The number of rows shown, or the refusal."""
    if isinstance(outcome, Ok) and isinstance(outcome.value, tuple):
        return len(outcome.value)
    return 0 if outcome == Empty() else outcome


def _present(town: Any, assertion: str) -> object:
    asked = ops.CheckEligibility(town.clinic, assertion, consent=True, service_date=town.today)
    return _rows(town.act(asked))


def expired_card(town: Any) -> object:
    held = town.settle()
    town.act(ops.SetClock(date(2029, 9, 1)))
    return _rows(town.check(held))


def revoked_card(town: Any) -> object:
    held = town.settle()
    town.revoke(held)
    return _rows(town.check(held))


def tampered_assertion(town: Any) -> object:
    return _present(town, tamper(town.assertion(town.settle())))


def replayed_assertion(town: Any) -> object:
    assertion = town.assertion(town.settle())
    _present(town, assertion)
    return _present(town, assertion)


def old_card(town: Any) -> object:
    old = town.settle()
    town.link(town.registrant(), issue_number=2)
    return _rows(town.check(old))


def on_day(year: int, month: int, day: int) -> Scene:
    return lambda town: _rows(town.check(town.settle(), day=date(year, month, day)))


def same_key_at_another_body(town: Any) -> object:
    held = town.settle()
    town.settle("taro", town.other_city, person_key="key-hana")
    return _rows(town.check(held))


def namesake(town: Any) -> object:
    held = town.settle()
    town.settle("twin", name_kana=town.registrant().basic.name_kana)
    return _rows(town.check(held))


def recipient_number(town: Any) -> object:
    return town.check(town.settle()).value[0].recipient_number


def without_consent(town: Any) -> object:
    return _rows(town.check(town.settle(), consent=False))


def without_setting(town: Any) -> object:
    return _rows(town.check(town.settle(), town.clinic_without_setting))


def two_certificates(town: Any) -> object:
    registrant = town.registrant()
    town.register(registrant, town.certificate(), town.certificate(scheme="disability"))
    return _rows(town.check(town.link(registrant)))


def always_refund(town: Any) -> object:
    registrant = town.registrant()
    town.register(registrant, town.certificate(is_always_reimbursement=True))
    return town.check(town.link(registrant)).value[0].is_always_reimbursement


def used_ticket(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant())
    town.record(town.dose())
    return _rows(town.tickets(held))


def expired_ticket(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant(), valid_to=town.today - timedelta(1))
    return _rows(town.tickets(held))


def ticket_of_same_key(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant("taro", town.other_city, person_key="key-hana"))
    return _rows(town.tickets(held))


def recorded_dose(town: Any) -> object:
    town.settle()
    town.issue_ticket(town.registrant())
    assert isinstance(town.record(town.dose(), "k"), Ok)
    return _rows(town.history())


def recorded_dose_sent_again(town: Any) -> object:
    recorded_dose(town)
    assert isinstance(town.record(town.dose(), "k"), Ok)
    return _rows(town.history())


def short_interval(town: Any) -> object:
    for number in ("T-1", "T-2"):
        town.issue_ticket(town.registrant(), number)
    town.record(town.dose("T-1"))
    outcome = town.record(town.dose("T-2", given_on=town.today + timedelta(26), dose_number=2))
    return outcome if isinstance(outcome, Refused) else "taken"


def erroneous_dose(town: Any) -> object:
    town.issue_ticket(town.registrant())
    outcome = town.record(town.dose(dose_class=DoseClass.ERROR))
    return outcome if isinstance(outcome, Refused) else "taken"


def interview(town: Any) -> object:
    town.settle()
    town.issue_ticket(town.registrant())
    town.record(town.interview())
    return isinstance(town.history().value[0], Dose)


def lot_number(town: Any) -> object:
    recorded_dose(town)
    return town.history().value[0].lot_number


def another_birth_date(town: Any) -> object:
    town.issue_ticket(town.registrant())
    outcome = town.record(town.dose(), born=town.born + timedelta(1))
    return outcome if isinstance(outcome, Invalid) else "taken"


def _checked_up(town: Any) -> Any:
    town.settle()
    town.issue_ticket(town.registrant(), "C-0001", kind=TicketKind.CHECKUP, subject="infant_18m")
    assert isinstance(town.record(town.checkup()), Ok)
    return town.history()


def recorded_checkup(town: Any) -> object:
    return _rows(_checked_up(town))


def closer_examination(town: Any) -> object:
    return _checked_up(town).value[0].needs_closer_examination


def _first_answer(town: Any, held: object) -> object:
    town.tickets(held)
    shown = town.act(ops.FetchQuestionnaire(town.clinic, "T-0001"))
    return shown.value.answers[0][1]


def sibling_questionnaire(town: Any) -> object:
    held, _sibling = town.settle(), town.settle("taro")
    town.issue_ticket(town.registrant())
    town.issue_ticket(town.registrant("taro"), "T-0002")
    town.act(ops.OpenAccounts((("mother", ("hana", "taro")),)))
    town.submit("36.5", by="mother")
    town.submit("39.9", "taro", "T-0002", by="mother")
    return _first_answer(town, held)


def changed_questionnaire(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant())
    town.submit("36.5")
    town.submit("37.9")
    return _first_answer(town, held)


def stranger(town: Any) -> object:
    recorded_dose(town)
    return _rows(town.history("hana", by="stranger"))


def look_up_in_trail(town: Any) -> object:
    town.check(town.settle())
    return "check-eligibility" in town.trail()


def history_in_order(town: Any) -> object:
    town.change(town.history_row(recipient_number="0000001"), town.history_row(recipient_number="0000002"))
    return town.check(town.link(town.registrant())).value[0].recipient_number


def deleted_history(town: Any) -> object:
    town.change(town.history_row())
    town.change(town.history_row(is_deleted=True))
    return _rows(town.check(town.link(town.registrant())))


def sent_again(town: Any) -> object:
    held = town.settle()
    town.register(town.registrant(), town.certificate(monthly_ceiling_yen=200))
    return [each.monthly_ceiling_yen for each in town.check(held).value]


def bad_row_between(town: Any) -> object:
    wrong = town.certificate(scheme="disability", valid_to=date(2020, 1, 1))
    report = town.register(town.registrant(), town.certificate(), wrong, town.certificate())
    return [bool(row.errors) for row in report]


def task_of_another_body(town: Any) -> object:
    accepted = town.act(ops.RegisterTickets(town.city, ()))
    return type(town.act(ops.FetchTask(town.other_city, accepted.task)))


def _named(town: Any, name: str) -> object:
    registrant = town.registrant()
    town.register(registrant, town.certificate(name=name))
    return town.check(town.link(registrant)).value[0].name


def half_width_name(town: Any) -> object:
    return _named(town, "ｺﾄﾞﾓ医療証①")


def name_beyond_bmp(town: Any) -> object:
    return _named(town, "𠮷田市医療証")


def no_ceiling_but_zero(town: Any) -> object:
    registrant = town.registrant()
    town.register(registrant, town.certificate(monthly_ceiling_yen=0))
    return town.check(town.link(registrant)).value[0].monthly_ceiling_yen


def of_prefecture(town: Any) -> object:
    prefecture = "450006"
    assert town.act(ops.PutSchemes(prefecture, (("child", "子ども"),))) == Ok()
    registrant = town.registrant(body=prefecture)
    town.register(registrant, town.certificate(prefecture))
    return _rows(town.check(town.link(registrant)))


def valid_from_to(valid_from: date, valid_to: date) -> Scene:
    def scene(town: Any) -> object:
        registrant = town.registrant()
        town.register(registrant, town.certificate(valid_from=valid_from, valid_to=valid_to))
        return _rows(town.check(town.link(registrant)))

    return scene


def consent_withdrawn(town: Any) -> object:
    held = town.settle()
    assert town.consent(ConsentArea.MEDICAL_SUBSIDY, is_given=False) == Ok()
    return _rows(town.check(held))


def consent_given_again(town: Any) -> object:
    held = town.settle()
    for is_given in (False, True):
        town.consent(ConsentArea.MEDICAL_SUBSIDY, is_given=is_given)
    return _rows(town.check(held))


def certificate_after_move(days: int) -> Scene:
    def scene(town: Any) -> object:
        held = town.settle()
        assert town.depart() == Ok()
        return _rows(town.check(held, day=town.today + timedelta(days)))

    return scene


def read_elsewhere(town: Any) -> object:
    return _present(town, town.assertion(town.settle(), town.other_clinic))


def read_at(seconds: int) -> Scene:
    def scene(town: Any) -> object:
        return _present(town, town.assertion(town.settle(), issued_at=town.now + seconds))

    return scene


def a_day_after_grace(town: Any) -> object:
    held = town.settle()
    last = held.valid_to + relativedelta(months=3, day=31)
    town.act(ops.SetClock(last + timedelta(1)))
    return _rows(town.check(held))


def last_day_of_ticket(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant(), valid_to=town.today)
    return _rows(town.tickets(held))


def ticket_without_consent(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant())
    town.consent(ConsentArea.VACCINATION, is_given=False)
    return _rows(town.tickets(held))


def ticket_after_move(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant())
    town.depart(on=town.today - timedelta(1))
    return _rows(town.tickets(held))


def withdrawn_questionnaire(town: Any) -> object:
    held = town.settle()
    town.issue_ticket(town.registrant())
    town.submit("36.5")
    assert town.act(ops.WithdrawQuestionnaire("hana", "hana", "T-0001")) == Ok()
    town.tickets(held)
    return type(town.act(ops.FetchQuestionnaire(town.clinic, "T-0001")))


def unread_questionnaire(town: Any) -> object:
    town.settle()
    town.issue_ticket(town.registrant())
    town.submit("36.5")
    return type(town.act(ops.FetchQuestionnaire(town.clinic, "T-0001")))


def born_on_leap_day(town: Any) -> object:
    born = date(2020, 2, 29)
    town.issue_ticket(town.registrant(date_of_birth=born))
    return type(town.record(town.dose(), born=born))


def second_dose_on_ticket(town: Any) -> object:
    town.issue_ticket(town.registrant())
    town.record(town.dose())
    return type(town.record(town.dose()))


def _changed(town: Any) -> tuple[str, ops.AmendResult]:
    town.settle()
    town.issue_ticket(town.registrant())
    record = town.record_id()
    amendment = ops.AmendResult(town.clinic, record, "1", town.dose(lot_number="MR999Z"))
    assert isinstance(town.act(amendment), Ok)
    return record, amendment


def amended_lot(town: Any) -> object:
    _changed(town)
    return town.history().value[0].lot_number


def amended_on_old_version(town: Any) -> object:
    _, amendment = _changed(town)
    return type(town.act(amendment))


def cancelled_dose(town: Any) -> object:
    record, _ = _changed(town)
    assert town.act(ops.CancelResult(town.clinic, record, "2")) == Ok()
    return _rows(town.history())


def ticket_of_cancelled_dose(town: Any) -> object:
    record, _ = _changed(town)
    town.act(ops.CancelResult(town.clinic, record, "2"))
    return _rows(town.tickets(town.link(town.registrant())))


def amended_by_another(town: Any) -> object:
    _, amendment = _changed(town)
    dose = town.dose(institution_code=town.other_clinic)
    theirs = replace(amendment, institution_code=town.other_clinic, version="2", result=dose)
    return type(town.act(theirs))


def results_of_another_body(town: Any) -> object:
    _changed(town)
    return _rows(town.act(ops.FetchResults(town.other_city)))


def cancelled_for_body(town: Any) -> object:
    record, _ = _changed(town)
    town.act(ops.CancelResult(town.clinic, record, "2"))
    return _rows(town.act(ops.FetchResults(town.city)))


def notice_from(days: int, **changes: Any) -> Scene:
    def scene(town: Any) -> object:
        town.settle()
        assert town.send(show_from=town.today + timedelta(days), **changes) == Ok()
        return _rows(town.notices())

    return scene


def notice_after(reason: DepartureReason, **changes: Any) -> Scene:
    def scene(town: Any) -> object:
        town.settle()
        assert town.send(show_from=town.today + timedelta(1), **changes) == Ok()
        assert town.depart(reason) == Ok()
        town.act(ops.SetClock(town.today + timedelta(1)))
        return _rows(town.notices())

    return scene


def withdrawn_notice(town: Any) -> object:
    town.settle()
    town.send()
    town.act(ops.WithdrawNotice(town.city, "n-1"))
    return _rows(town.notices())


def recommended_after_dose(town: Any) -> object:
    town.settle()
    town.issue_ticket(town.registrant())
    town.send(ticket_number="T-0001")
    town.record(town.dose())
    return _rows(town.notices())


def class_b(town: Any) -> object:
    town.settle()
    return town.send(subject="influenza")


def notice_for_stranger(town: Any) -> object:
    town.settle()
    town.send()
    return _rows(town.notices(by="stranger"))


def _screened(town: Any) -> None:
    registrant = town.registrant(is_not_disclosed=True)
    town.register(registrant, town.certificate())
    town.link(registrant)
    town.issue_ticket(registrant)
    town.record(town.dose())
    town.may_act("former", "hana")


def place_for_proxy(town: Any) -> object:
    _screened(town)
    return town.history(by="former").value[0].institution_code


def ended_proxy(town: Any) -> object:
    recorded_dose(town)
    town.may_act("former", "hana")
    town.may_act("former")
    return _rows(town.history(by="former"))


def certificates_for_stranger(town: Any) -> object:
    town.settle()
    return _rows(town.act(ops.ListCertificates("stranger", "hana")))


def problem_with_birth_date(town: Any) -> object:
    town.issue_ticket(town.registrant())
    return "2020" in str(town.record(town.dose(), born=town.born + timedelta(1)))


def pages_of_history(town: Any) -> object:
    town.settle()
    for number in ("T-1", "T-2", "T-3", "T-4", "T-5"):
        town.issue_ticket(town.registrant(), number)
        town.record(town.dose(number))
    asked, caller = ops.ListHistory("hana", "hana"), Caller("resident", None, "hana")
    shown: list[str] = []
    wish = PageWish(2)
    while True:
        page = town.hub.perform(asked, caller, wish).value
        shown += [row.ticket_number for row in page.rows]
        if page.next is None or len(shown) > 20:
            return len(shown)
        wish = PageWish(2, page.next)


def refusal_in_trail(town: Any) -> object:
    held = town.settle()
    town.revoke(held)
    town.check(held)
    return "check-eligibility" in town.trail()


EXPIRED, UNKNOWN = Refused("card-expired"), Refused("card-unknown")
TOO_SHORT = Refused("interval-too-short")
INVALID = Refused("assertion-invalid")
BAD_IN_THE_MIDDLE = [False, True, False]
SCENES: dict[str, list[tuple[Scene, object, object]]] = {
    "expired-user-certificate-accepted": [(expired_card, EXPIRED, 1)],
    "revoked-user-certificate-accepted": [(revoked_card, Refused("card-revoked"), 1)],
    "tampered-assertion-accepted": [(tampered_assertion, Refused("assertion-invalid"), 1)],
    "replayed-assertion-accepted": [(replayed_assertion, Refused("assertion-replayed"), 1)],
    "old-serial-accepted": [(old_card, UNKNOWN, 1)],
    "ended-certificate-shown": [(on_day(2027, 4, 1), 0, 1)],
    "last-valid-day-excluded": [(on_day(2027, 3, 31), 1, 0)],
    "not-yet-valid-certificate-shown": [(on_day(2026, 3, 31), 0, 1)],
    "other-body-certificate-shown": [(same_key_at_another_body, 1, 2)],
    "leading-zeros-dropped": [(recipient_number, "0000012", "12")],
    "consent-ignored": [(without_consent, 0, 1)],
    "setting-ignored": [(without_setting, Refused("institution-not-enabled"), 1)],
    "only-first-certificate-shown": [(two_certificates, 2, 1)],
    "refund-flag-lost": [(always_refund, True, False)],
    "namesake-certificate-shown": [(namesake, 1, 2)],
    "used-ticket-shown": [(used_ticket, 0, 1)],
    "expired-ticket-shown": [(expired_ticket, 0, 1)],
    "foreign-ticket-shown": [(ticket_of_same_key, 0, 1)],
    "dose-lost": [(recorded_dose, 1, 0)],
    "dose-refused-by-interval": [(short_interval, "taken", TOO_SHORT), (erroneous_dose, "taken", TOO_SHORT)],
    "interview-only-stored-as-dose": [(interview, False, True)],
    "dose-doubled-on-retry": [(recorded_dose_sent_again, 1, 2)],
    "lot-number-truncated": [(lot_number, "MR012A", "MR012")],
    "wrong-birth-date-accepted": [(another_birth_date, Invalid(("dateOfBirth",)), "taken")],
    "checkup-lost": [(recorded_checkup, 1, 0)],
    "closer-examination-flag-lost": [(closer_examination, True, False)],
    "history-next-day": [(recorded_dose, 1, 0)],
    "sibling-questionnaire-shown": [(sibling_questionnaire, "36.5", "39.9")],
    "questionnaire-stale": [(changed_questionnaire, "37.9", "36.5")],
    "stranger-history-shown": [(stranger, Refused("forbidden"), 1)],
    "audit-missing": [(look_up_in_trail, True, False)],
    "history-order-reversed": [(history_in_order, "0000002", "0000001")],
    "deleted-history-shown": [(deleted_history, 0, 1)],
    "resent-row-ignored": [(sent_again, [200], [500])],
    "good-rows-dropped-with-bad": [(bad_row_between, BAD_IN_THE_MIDDLE, [True, True, True])],
    "bad-row-accepted": [(bad_row_between, BAD_IN_THE_MIDDLE, [False, False, False])],
    "row-errors-shifted": [(bad_row_between, BAD_IN_THE_MIDDLE, [False, False, True])],
    "foreign-task-shown": [(task_of_another_body, Refused, Ok)],
    "text-normalised": [(half_width_name, "ｺﾄﾞﾓ医療証①", "コドモ医療証1")],
    "characters-outside-bmp-lost": [(name_beyond_bmp, "𠮷田市医療証", "●田市医療証")],
    "zero-ceiling-lost": [(no_ceiling_but_zero, 0, None)],
    "prefecture-certificate-hidden": [(of_prefecture, 1, 0)],
    "endless-period-overflows": [(valid_from_to(date(2026, 4, 1), date(9999, 12, 31)), 1, 0)],
    "period-cut-at-fiscal-year": [(valid_from_to(date(2025, 10, 1), date(2027, 9, 30)), 1, 0)],
    "withdrawn-consent-ignored": [(consent_withdrawn, 0, 1)],
    "consent-never-restored": [(consent_given_again, 1, 0)],
    "moved-out-certificate-shown": [(certificate_after_move(1), 0, 1)],
    "last-day-before-move-excluded": [(certificate_after_move(0), 1, 0)],
    "foreign-institution-assertion-accepted": [(read_elsewhere, INVALID, 1)],
    "stale-assertion-accepted": [(read_at(-3600), INVALID, 1)],
    "future-assertion-accepted": [(read_at(3600), INVALID, 1)],
    "grace-counted-from-wrong-month-end": [(a_day_after_grace, EXPIRED, 1)],
    "last-ticket-day-excluded": [(last_day_of_ticket, 1, 0)],
    "ticket-shown-without-consent": [(ticket_without_consent, 0, 1)],
    "ticket-of-former-body-shown": [(ticket_after_move, 0, 1)],
    "withdrawn-questionnaire-shown": [(withdrawn_questionnaire, Empty, Ok)],
    "questionnaire-without-reading-shown": [(unread_questionnaire, Refused, Ok)],
    "leap-day-birth-refused": [(born_on_leap_day, Ok, Invalid)],
    "ticket-used-twice": [(second_dose_on_ticket, AlreadyRegistered, Ok)],
    "amendment-lost": [(amended_lot, "MR999Z", "MR012A")],
    "stale-version-accepted": [(amended_on_old_version, Conflict, Ok)],
    "cancelled-dose-shown": [(cancelled_dose, 0, 1)],
    "cancelled-ticket-stays-used": [(ticket_of_cancelled_dose, 1, 0)],
    "foreign-institution-amends": [(amended_by_another, Refused, Ok)],
    "other-body-results-shown": [(results_of_another_body, 0, 1)],
    "cancelled-hidden-from-body": [(cancelled_for_body, 1, 0)],
    "notice-late": [(notice_from(0), 1, 0)],
    "queued-notice-shown-early": [(notice_from(1), 0, 1)],
    "notice-after-death": [(notice_after(DepartureReason.DEATH), 0, 1)],
    "notice-after-move": [(notice_after(DepartureReason.MOVE_OUT), 0, 1)],
    "notice-after-pregnancy-end": [
        (notice_after(DepartureReason.PREGNANCY_END, concerns_pregnancy=True), 0, 1)
    ],
    "withdrawn-notice-shown": [(withdrawn_notice, 0, 1)],
    "recommendation-after-dose": [(recommended_after_dose, 0, 1)],
    "class-b-recommended": [(class_b, Refused("recommendation-not-allowed"), Ok())],
    "notice-to-anybody": [(notice_for_stranger, Refused("forbidden"), 1)],
    "place-shown-to-proxy": [(place_for_proxy, "", "9910000001")],
    "ended-proxy-still-sees": [(ended_proxy, Refused("forbidden"), 1)],
    "certificates-to-anybody": [(certificates_for_stranger, Refused("forbidden"), 1)],
    "birth-date-in-problem": [(problem_with_birth_date, False, True)],
    "page-row-lost": [(pages_of_history, 5, 3)],
    "page-row-doubled": [(pages_of_history, 5, 8)],
    "audit-of-refusals-missing": [(refusal_in_trail, True, False)],
}


@pytest.mark.parametrize(
    ("name", "scene", "sound", "defective"),
    [(name, *each) for name, scenes in SCENES.items() for each in scenes],
)
def test_the_defect_is_seen_where_the_sound_hub_is_right(
    found_town: Any, name: str, scene: Scene, sound: object, defective: object
) -> None:
    assert scene(found_town()) == sound
    assert scene(found_town(defect=name)) == defective


def test_every_defect_that_a_day_can_show_has_its_scene() -> None:
    assert set(SCENES) == set(SHOWN_BY_DAY)


def test_a_lost_record_of_yesterday_is_in_the_history_today(found_town: Any) -> None:
    town = found_town(defect="history-next-day")
    recorded_dose(town)
    town.act(ops.SetClock(town.today + timedelta(1)))
    assert _rows(town.history()) == 1


def test_a_dose_after_the_interval_is_taken_even_by_the_hub_that_looks_at_it(found_town: Any) -> None:
    town = found_town(defect="dose-refused-by-interval")
    for number in ("T-1", "T-2"):
        town.issue_ticket(town.registrant(), number)
    town.record(town.dose("T-1"))
    assert isinstance(town.record(town.dose("T-2", given_on=town.today + timedelta(27))), Ok)


def test_a_hub_that_forgets_look_ups_keeps_the_entries_of_writes(found_town: Any) -> None:
    town = found_town(defect="audit-missing")
    town.settle()
    assert town.trail() == ["register-recipients", "link-cards"]


@pytest.mark.parametrize("name", SHOWN_BY_DAY)
def test_a_defect_answers_one_decision_wrong_in_at_most_ten_lines(name: str) -> None:
    wrong = DEFECTS[name].decisions
    (defined,) = ast.parse(inspect.getsource(wrong)).body
    assert isinstance(defined, ast.ClassDef)
    overridden = [each.name for each in defined.body if isinstance(each, ast.FunctionDef)]
    assert len(overridden) == len(defined.body) == 1
    assert hasattr(Decisions, overridden[0])
    assert wrong.__mro__[1] is Decisions
    assert len(inspect.getsource(wrong).splitlines()) <= 10


def test_the_catalogue_names_each_defect_in_both_languages_with_its_requirement() -> None:
    for name, defect in DEFECTS.items():
        assert defect.name == name
        assert defect.ja
        assert defect.en
        assert not defect.ja.isascii()
        assert defect.en.isascii()
        area, _, number = defect.requirement.partition("-")
        assert area.isupper()
        assert len(number) == 3
    assert {defect.kind for defect in DEFECTS.values()} == set(Kind)


def test_an_unknown_name_is_met_with_the_nearest(found_town: Any) -> None:
    with pytest.raises(Complaint) as complaint:
        found_town(defect="dose-lots")
    assert "dose-lost" in complaint.value.render()
    assert find_defect("dose-lost").requirement == "VAC-004"


def test_a_defective_hub_is_sound_elsewhere(found_town: Any) -> None:
    # The town's own body has the code of a prefecture.
    elsewhere = {"last-valid-day-excluded", "leading-zeros-dropped", "prefecture-certificate-hidden"}
    for name in set(DEFECTS) - elsewhere:
        town = found_town(defect=name)
        held = town.settle()
        assert town.check(held) == Ok((town.certificate(),)), name
        assert town.check(held, day=date(2027, 3, 31)) == Ok((town.certificate(),)), name
