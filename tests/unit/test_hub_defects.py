"""The catalogue of defects: for each, one thing that a sound hub does right and this one does wrong."""

import ast
import inspect
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from simulator.card.assertion import tamper
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.defects import DEFECTS, Kind, find_defect
from simulator.language import Complaint
from simulator.port import operations as ops
from simulator.port.outcomes import Empty, Invalid, Ok, Refused
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


EXPIRED, UNKNOWN = Refused("card-expired"), Refused("card-unknown")
TOO_SHORT = Refused("interval-too-short")
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


def test_every_defect_has_its_scene() -> None:
    assert set(SCENES) == set(DEFECTS)


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


@pytest.mark.parametrize("name", DEFECTS)
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
    assert len({defect.requirement for defect in DEFECTS.values()}) == len(DEFECTS)


def test_an_unknown_name_is_met_with_the_nearest(found_town: Any) -> None:
    with pytest.raises(Complaint) as complaint:
        found_town(defect="dose-lots")
    assert "dose-lost" in complaint.value.render()
    assert find_defect("dose-lost").requirement == "VAC-004"


def test_a_defective_hub_is_sound_elsewhere(found_town: Any) -> None:
    for name in set(DEFECTS) - {"last-valid-day-excluded", "leading-zeros-dropped"}:
        town = found_town(defect=name)
        held = town.settle()
        assert town.check(held) == Ok((town.certificate(),)), name
        assert town.check(held, day=date(2027, 3, 31)) == Ok((town.certificate(),)), name
