"""Tickets, questionnaires, results and history, on the sound hub."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from simulator.hub.reference.caller import Caller
from simulator.hub.reference.decisions.results import RecordId
from simulator.port import operations as ops
from simulator.port.outcomes import AlreadyRegistered, Conflict, Empty, Invalid, Ok, Refused
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import DoseClass
from simulator.records.ticket import TicketKind


@pytest.fixture
def visit(town: Any) -> tuple[Any, Any, Any]:
    """A town, a card, and its holder's ticket."""
    return town, town.settle(), town.issue_ticket(town.registrant())


def test_tickets_are_shown_by_kind_and_period(visit: Any) -> None:
    town, held, ticket = visit
    checkup = town.issue_ticket(town.registrant(), "C-0001", kind=TicketKind.CHECKUP, subject="infant_18m")
    assert town.tickets(held) == Ok((ticket,))
    assert town.tickets(held, TicketKind.CHECKUP) == Ok((checkup,))
    assert town.tickets(held, day=ticket.valid_to) == Ok((ticket,))
    assert town.tickets(held, day=ticket.valid_to + timedelta(1)) == Empty()
    assert town.tickets(held, day=ticket.valid_from - timedelta(1)) == Empty()


def test_an_institution_without_the_subsidy_setting_sees_tickets(visit: Any) -> None:
    town, held, ticket = visit
    assert town.tickets(held, clinic=town.clinic_without_setting) == Ok((ticket,))


def test_a_dose_uses_up_its_ticket_and_is_in_the_history_at_once(visit: Any) -> None:
    town, held, _ticket = visit
    assert isinstance(town.record(town.dose()), Ok)
    assert town.history() == Ok((town.dose(),))
    assert town.tickets(held) == Empty()


def test_a_checkup_uses_up_its_ticket(town: Any) -> None:
    held = town.settle()
    town.issue_ticket(town.registrant(), "C-0001", kind=TicketKind.CHECKUP, subject="infant_18m")
    assert isinstance(town.record(town.checkup()), Ok)
    assert town.history() == Ok((town.checkup(),))
    assert town.tickets(held, TicketKind.CHECKUP) == Empty()


def test_an_interview_without_a_dose_is_kept_as_such_and_leaves_the_ticket(visit: Any) -> None:
    town, held, ticket = visit
    assert isinstance(town.record(town.interview()), Ok)
    assert town.history() == Ok((town.interview(),))
    assert town.tickets(held) == Ok((ticket,))
    assert isinstance(town.record(town.dose()), Ok)
    assert town.history() == Ok((town.interview(), town.dose()))


def test_the_same_key_is_the_same_record(visit: Any) -> None:
    town, _held, _ticket = visit
    first = town.record(town.dose(), "k")
    again = town.record(town.dose(), "k")
    assert first == again
    assert isinstance(first.value, RecordId)
    assert (first.value.repeated, again.value.repeated) == (False, True)
    assert town.history() == Ok((town.dose(),))


def test_a_key_used_for_another_content_is_a_conflict(visit: Any) -> None:
    town, _held, _ticket = visit
    town.record(town.dose(), "k")
    assert town.record(town.dose(lot_number="ZZ999"), "k") == Conflict()
    assert town.record(town.interview(), "k") == Conflict()


def test_keys_of_two_institutions_do_not_meet(town: Any) -> None:
    for number in ("T-1", "T-2"):
        town.issue_ticket(town.registrant(), number)
    assert isinstance(town.record(town.dose("T-1"), "k"), Ok)
    assert isinstance(town.record(town.dose("T-2", institution_code=town.other_clinic), "k"), Ok)


def test_a_used_ticket_takes_no_second_dose(visit: Any) -> None:
    town, _held, _ticket = visit
    town.record(town.dose())
    assert town.record(town.dose()) == AlreadyRegistered()


def test_a_given_dose_is_taken_whatever_its_interval_age_or_class(town: Any) -> None:
    for number in ("T-1", "T-2", "T-3"):
        town.issue_ticket(town.registrant(), number)
    doses = (
        town.dose("T-1"),
        town.dose("T-2", given_on=town.today + timedelta(1), dose_number=2),
        town.dose("T-3", given_on=town.born, dose_class=DoseClass.ERROR),
    )
    town.link(town.registrant())
    assert all(isinstance(town.record(dose), Ok) for dose in doses)
    assert town.history() == Ok(doses)


def test_a_result_needs_a_known_ticket_of_its_kind_and_the_holder_s_birth_date(visit: Any) -> None:
    town, _held, _ticket = visit
    assert town.record(town.dose("T-9")) == Refused("ticket-unknown")
    assert town.record(town.dose(), born=date(2020, 5, 6)) == Invalid(("dateOfBirth",))
    assert town.record(town.checkup("T-0001")) == Invalid(("ticketNumber",))
    assert town.history() == Empty()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"lot_number": " "}, "lotNumber"),
        ({"lot_number": "x" * 31}, "lotNumber"),
        ({"dose_number": 0}, "doseNumber"),
        ({"amount_ml": "half"}, "amountMl"),
    ],
)
def test_impossible_values_are_named_by_their_field(visit: Any, change: dict[str, Any], field: str) -> None:
    town, _held, _ticket = visit
    assert town.record(town.dose(**change)) == Invalid((field,))


def test_a_group_checkup_is_recorded_by_the_body_that_issued_the_ticket(town: Any) -> None:
    held = town.settle()
    town.issue_ticket(town.registrant(), "C-0001", kind=TicketKind.CHECKUP, subject="infant_18m")
    for body, outcome in ((town.other_city, Refused("forbidden")), (town.city, None)):
        result = town.checkup(recorder_code=body)
        answered = town.act(ops.RecordGroupCheckup(body, result, town.born, "k"))
        assert answered == outcome if outcome else isinstance(answered, Ok)
    assert town.history() == Ok((town.checkup(recorder_code=town.city),))
    assert town.tickets(held, TicketKind.CHECKUP) == Empty()


def test_a_questionnaire_is_shown_where_the_card_was_read_today(visit: Any) -> None:
    town, held, ticket = visit
    asked = ops.FetchQuestionnaire(town.clinic, ticket.ticket_number)
    assert town.act(asked) == Refused("forbidden")
    town.tickets(held)
    assert town.act(asked) == Empty()
    town.submit("36.5")
    assert town.act(asked) == Ok(Questionnaire("T-0001", (("体温は", "36.5"),)))
    assert town.act(replace(asked, institution_code=town.other_clinic)) == Refused("forbidden")
    town.act(ops.SetClock(town.today + timedelta(1)))
    assert town.act(asked) == Refused("forbidden")
    town.check(held, consent=False)
    assert isinstance(town.act(asked), Ok)


def test_the_questionnaire_sent_last_is_shown(visit: Any) -> None:
    town, held, ticket = visit
    assert town.submit("36.5", key="k") == Ok()
    assert town.submit("37.9") == Ok()
    assert town.submit("36.5", key="k") == Ok()
    assert town.submit("38.0", key="k") == Conflict()
    town.tickets(held)
    shown = town.act(ops.FetchQuestionnaire(town.clinic, ticket.ticket_number))
    assert shown == Ok(Questionnaire("T-0001", (("体温は", "37.9"),)))


def test_a_resident_acts_for_himself_and_for_those_in_his_account(visit: Any) -> None:
    town, _held, _ticket = visit
    town.settle("mother")
    town.record(town.dose())
    assert town.history("hana", by="mother") == Refused("forbidden")
    assert town.submit("36.5", by="mother") == Refused("forbidden")
    town.act(ops.OpenAccounts((("mother", ("hana",)),)))
    assert town.history("hana", by="mother") == Ok((town.dose(),))
    assert town.submit("36.5", by="mother") == Ok()
    assert town.submit("36.5", "mother") == Refused("forbidden")
    assert town.submit("36.5", number="T-9") == Refused("ticket-unknown")
    town.act(ops.OpenAccounts((("mother", ()),)))
    assert town.history("hana", by="mother") == Refused("forbidden")


def test_a_resident_reaches_nobody_through_another_s_token(visit: Any) -> None:
    town, _held, _ticket = visit
    thief = Caller("resident", None, "thief")
    assert town.hub.perform(ops.ListHistory("hana", "hana"), thief) == Refused("forbidden")


def test_who_may_not_answer_is_in_the_trail_of_the_person_and_of_the_ticket_s_holder(visit: Any) -> None:
    town, _held, ticket = visit
    town.settle("taro")
    town.submit("36.5", by="stranger")
    town.submit("36.5", person="taro")
    town.act(ops.WithdrawQuestionnaire("stranger", "hana", ticket.ticket_number))

    sent, withdrawn = "submit-questionnaire", "withdraw-questionnaire"
    assert town.trail()[-3:] == [sent, sent, withdrawn]
    assert town.trail("taro")[-1:] == [sent]


def test_a_repetition_is_one_also_after_the_date_of_birth_was_corrected(visit: Any) -> None:
    town, _held, _ticket = visit
    first = town.record(town.dose(), "k")
    town.register(town.registrant(date_of_birth=date(2020, 5, 6)), town.certificate())

    assert town.record(town.dose(), "k") == first
    assert town.record(town.dose(), "another") == Invalid(("dateOfBirth",))


def test_everything_that_shows_or_writes_data_leaves_an_entry(visit: Any) -> None:
    town, held, ticket = visit
    town.check(held, consent=False)
    town.check(held, town.clinic_without_setting)
    town.act(ops.LookUpSubsidy("hana", town.clinic, consent=True, service_date=town.today))
    town.tickets(held)
    town.submit("36.5")
    town.act(ops.FetchQuestionnaire(town.clinic, ticket.ticket_number))
    town.record(town.interview())
    town.record(town.dose())
    town.history("hana", by="stranger")
    assert town.trail() == [
        *("register-recipients", "link-cards", "register-tickets", "check-eligibility", "check-eligibility"),
        *("look-up-subsidy", "fetch-tickets", "submit-questionnaire", "fetch-questionnaire"),
        *("record-interview-only", "record-dose", "list-history"),
    ]
    entries = town.act(ops.FetchAuditTrail("hana")).value
    assert ops.AuditEntry("gateway", town.clinic, "look-up-subsidy") in entries
    assert ops.AuditEntry("institution", town.clinic_without_setting, "check-eligibility") in entries
