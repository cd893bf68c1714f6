"""Notices at the reference hub: who is shown them, from when, and what must never go out."""

from datetime import date, timedelta
from typing import Any

import pytest

from simulator.port import operations as ops
from simulator.port.outcomes import Conflict, Empty, Ok, Refused
from simulator.records.departure import DepartureReason
from simulator.records.notice import NoticeKind
from simulator.records.ticket import Ticket, TicketKind, TicketRow

TODAY = date(2026, 11, 30)
ONE_DAY = timedelta(days=1)


def test_person_and_guardian_are_shown_a_notice_in_the_words_of_the_body(town: Any) -> None:
    town.settle()
    town.may_act("mother", "hana")
    assert town.send() == Ok()

    assert town.notices() == town.notices(by="mother") == Ok((town.notice(),))


def test_notices_come_in_the_order_of_sending(town: Any) -> None:
    town.settle()
    for notice_id in ("z", "a", "m"):
        town.send(notice_id)

    assert [each.notice_id for each in town.notices().value] == ["z", "a", "m"]


def test_a_queued_notice_waits_for_its_day(town: Any) -> None:
    town.settle()
    town.send(show_from=town.today + ONE_DAY)
    assert town.notices() == Empty()

    town.act(ops.SetClock(town.today + ONE_DAY))

    assert isinstance(town.notices(), Ok)


def test_the_same_notice_again_is_the_same_and_another_under_its_id_is_not(town: Any) -> None:
    town.settle()
    assert town.send() == town.send() == Ok()
    assert town.send(text="別の文") == Conflict()
    assert len(town.notices().value) == 1


def test_two_bodies_may_use_the_same_id(town: Any) -> None:
    town.settle()
    elsewhere = town.registrant(body=town.other_city)
    town.register(elsewhere, town.certificate(town.other_city))
    assert town.send() == Ok()
    assert town.send(about=elsewhere.at_body) == Ok()
    assert len(town.notices().value) == 2


def test_a_body_withdraws_its_own_notices_only(town: Any) -> None:
    town.settle()
    town.send()
    assert town.act(ops.WithdrawNotice(town.other_city, "n-1")) == Refused("notice-unknown")
    assert isinstance(town.notices(), Ok)
    assert town.act(ops.WithdrawNotice(town.city, "n-1")) == Ok()
    assert town.act(ops.WithdrawNotice(town.city, "n-1")) == Ok()
    assert town.notices() == Empty()


def test_class_b_is_told_of_and_never_recommended(town: Any) -> None:
    town.settle()
    assert town.send(subject="influenza") == Refused("recommendation-not-allowed")
    assert town.send(subject="influenza", kind=NoticeKind.INFORMATION) == Ok()


@pytest.mark.parametrize("reason", [DepartureReason.DEATH, DepartureReason.MOVE_OUT])
def test_nothing_is_sent_to_those_who_have_gone(town: Any, reason: DepartureReason) -> None:
    town.settle()
    town.depart(reason)

    assert town.send(kind=NoticeKind.INFORMATION) == Refused("person-departed")


def test_a_move_reported_for_next_month_ends_what_is_queued_at_once(town: Any) -> None:
    town.settle()
    town.send(show_from=town.today)
    town.depart(on=town.today + timedelta(days=30))

    assert town.notices() == Empty()


def test_after_a_pregnancy_only_what_concerns_it_ends(town: Any) -> None:
    town.settle()
    town.send("pregnancy", concerns_pregnancy=True)
    town.send("other")
    town.depart(DepartureReason.PREGNANCY_END)

    assert [each.notice_id for each in town.notices().value] == ["other"]
    assert town.send("late", concerns_pregnancy=True) == Refused("person-departed")


def antenatal(town: Any, number: str, **changes: Any) -> None:
    """Register a ticket for a checkup in pregnancy."""
    first_day = changes.pop("valid_from", town.today + ONE_DAY)
    town.issue_ticket(
        town.registrant(), number, kind=TicketKind.CHECKUP, subject="anc01", valid_from=first_day, **changes
    )


def test_a_ticket_for_another_pregnancy_lets_its_notices_out_and_none_of_the_earlier(town: Any) -> None:
    town.settle()
    antenatal(town, "A-1", valid_from=town.today - ONE_DAY)
    town.send("first", concerns_pregnancy=True)
    town.depart(DepartureReason.PREGNANCY_END)

    antenatal(town, "A-2")
    assert town.send("second", concerns_pregnancy=True) == Ok()
    assert town.send("first", concerns_pregnancy=True) == Ok()

    assert [each.notice_id for each in town.notices().value] == ["second"]
    town.depart(DepartureReason.PREGNANCY_END, on=town.today + ONE_DAY)
    assert town.notices() == Empty()
    assert town.send("third", concerns_pregnancy=True) == Refused("person-departed")


@pytest.mark.parametrize(
    "ticket",
    [
        {"subject": "ppc01"},
        {"subject": "anc01", "kind": TicketKind.VACCINATION},
        {"subject": "anc01", "valid_from": TODAY},
    ],
)
def test_no_other_ticket_tells_of_another_pregnancy(town: Any, ticket: dict[str, Any]) -> None:
    town.settle()
    town.depart(DepartureReason.PREGNANCY_END)

    sound = {"kind": TicketKind.CHECKUP, "valid_from": town.today + ONE_DAY}
    town.issue_ticket(town.registrant(), "A-1", **{**sound, **ticket})

    assert town.send(concerns_pregnancy=True) == Refused("person-departed")


def test_a_ticket_that_was_on_its_way_when_the_pregnancy_ended_does_not_tell_of_another(town: Any) -> None:
    town.settle()
    ticket = Ticket("A-1", TicketKind.CHECKUP, town.city, "anc01", town.today + ONE_DAY, date(2027, 3, 31))
    town.act(ops.RegisterTickets(town.city, (TicketRow(town.registrant(), ticket),)))
    town.depart(DepartureReason.PREGNANCY_END)
    town.work()

    assert town.send(concerns_pregnancy=True) == Refused("person-departed")


def test_what_only_tells_of_a_ticket_stays_after_the_dose(town: Any) -> None:
    town.settle()
    town.issue_ticket(town.registrant())
    town.send(kind=NoticeKind.INFORMATION, ticket_number="T-0001")
    town.record(town.dose())

    assert isinstance(town.notices(), Ok)


def test_a_recommendation_comes_back_when_the_record_is_cancelled(town: Any) -> None:
    town.settle()
    town.issue_ticket(town.registrant())
    town.send(ticket_number="T-0001")
    record = town.record_id()
    assert town.notices() == Empty()

    town.act(ops.CancelResult(town.clinic, record, "1"))

    assert isinstance(town.notices(), Ok)


def test_a_proxy_is_not_shown_the_notices_about_a_person_under_protection(town: Any) -> None:
    town.register(town.registrant(is_not_disclosed=True), town.certificate())
    town.link(town.registrant())
    town.may_act("former", "hana")
    town.send()

    assert town.notices(by="former") == Empty()
    assert isinstance(town.notices(), Ok)
