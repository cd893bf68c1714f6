"""Callers, registration, clock and capabilities of the sound hub."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from simulator.hub.reference import Caller
from simulator.hub.reference.hub import _PARTS, open_hub
from simulator.port import capabilities as offer
from simulator.port import operations as ops
from simulator.port.outcomes import Accepted, Empty, Ok, Refused, Unsupported
from simulator.records.certificate import RecipientRow
from simulator.records.ticket import TicketRow

FORBIDDEN = Refused("forbidden")


def test_every_operation_of_the_port_has_its_part() -> None:
    assert set(_PARTS) == set(get_args(ops.Operation))


def test_health_and_capabilities_are_public_and_nothing_else_is(town: Any) -> None:
    assert town.hub.perform(ops.CheckHealth()) == Ok()
    assert isinstance(town.hub.perform(ops.FetchCapabilities()), Ok)
    assert town.hub.perform(ops.FetchAuditTrail("hana")) == Refused("unauthenticated")


@pytest.mark.parametrize("steerable", [True, False])
def test_the_clock_is_offered_only_where_it_can_be_set(found_town: Any, *, steerable: bool) -> None:
    town = found_town(test_clock=steerable)
    declared = town.act(ops.FetchCapabilities()).value
    always = offer.ALL - {offer.CLOCK, offer.SCHEDULE_CHECK}
    assert declared.names == (always | {offer.CLOCK} if steerable else always)
    assert town.act(ops.SetClock(date(2027, 1, 1))) == (Ok() if steerable else Unsupported())
    assert town.hub.clock.civil_date() == (date(2027, 1, 1) if steerable else town.today)


def _operations(town: Any) -> list[ops.Operation]:
    row = RecipientRow(town.registrant(), town.certificate())
    return [
        ops.LinkCards(()),
        ops.RegisterRecipients(town.city, (row,)),
        ops.RegisterTickets(town.city, ()),
        ops.FetchTask(town.city, "t00000001"),
        ops.LookUpSubsidy("hana", town.clinic, consent=True, service_date=town.today),
        ops.CheckEligibility(town.clinic, "x", consent=True, service_date=town.today),
        ops.FetchQuestionnaire(town.clinic, "T-0001"),
        ops.RecordDose(town.clinic, town.dose(), town.born, "k"),
        ops.RecordCheckup(town.clinic, town.checkup(), town.born, "k"),
        ops.RecordInterviewOnly(town.clinic, town.interview(), town.born, "k"),
        ops.RecordGroupCheckup(town.city, town.checkup(recorder_code=town.city), town.born, "k"),
        ops.ListHistory("hana", "hana"),
        ops.SetClock(date(2027, 1, 1)),
        ops.FetchAuditTrail("hana"),
    ]


def test_an_operation_is_for_its_role_only(town: Any) -> None:
    for operation in _operations(town):
        for role in get_args(ops.Role):
            if role != operation.role:
                named = Caller(role, getattr(operation, "institution_code", town.city), "hana")
                assert town.hub.perform(operation, named) == FORBIDDEN, (operation, role)


@pytest.mark.parametrize("organisation", ["990002", "", None])
def test_nobody_acts_under_another_organisation_s_code(town: Any, organisation: str | None) -> None:
    for operation in _operations(town):
        if operation.role in ("body", "institution"):
            assert town.hub.perform(operation, Caller(operation.role, organisation)) == FORBIDDEN


def test_a_result_in_another_recorder_s_name_is_refused(town: Any) -> None:
    town.issue_ticket(town.registrant())
    forged = ops.RecordDose(town.clinic, town.dose(institution_code=town.other_clinic), town.born, "k")
    assert town.act(forged) == FORBIDDEN


def test_a_task_is_told_only_to_the_body_that_set_it(town: Any) -> None:
    accepted = town.act(ops.RegisterRecipients(town.city, ()))
    assert isinstance(accepted, Accepted)
    assert town.act(ops.FetchTask(town.other_city, accepted.task)) == FORBIDDEN
    assert town.act(ops.FetchTask(town.city, "t99999999")) == FORBIDDEN
    assert town.act(ops.FetchTask(town.city, "²")) == FORBIDDEN
    assert town.act(ops.FetchTask(town.city, accepted.task)) == Ok(ops.TaskReport(done=True))


@pytest.mark.parametrize(
    ("registrant", "certificate", "code"),
    [
        ({"my_number": "12345678901"}, {}, "my-number-digits"),
        ({"my_number": "12345678901２"}, {}, "my-number-digits"),
        ({"person_key": ""}, {}, "identity-key-length"),
        ({"name": " "}, {}, "name-missing"),
        ({}, {"scheme": "unheard-of"}, "unknown-scheme"),
        ({}, {"payer_number": "8199000"}, "payer-number-digits"),
        ({}, {"recipient_number": "1" * 31}, "recipient-number-length"),
        ({}, {"valid_from": date(2027, 4, 1)}, "period-order"),
        ({}, {"body_code": "990002"}, "foreign-body"),
        ({}, {"name": ""}, "certification-name-length"),
        ({}, {"monthly_ceiling_yen": -1}, "ceiling-negative"),
    ],
)
def test_a_bad_row_is_reported_and_the_good_ones_are_taken(
    town: Any, registrant: dict[str, Any], certificate: dict[str, Any], code: str
) -> None:
    bad = RecipientRow(town.registrant("bad", **registrant), replace(town.certificate(), **certificate))
    good = RecipientRow(town.registrant(), town.certificate())
    reported = town.report(ops.RegisterRecipients(town.city, (bad, good)))
    assert reported == (ops.RowReport(0, (code,)), ops.RowReport(1))
    assert town.check(town.link(town.registrant())) == Ok((town.certificate(),))


def test_a_recipient_number_of_thirty_characters_and_a_one_day_period_are_good(town: Any) -> None:
    longest = town.certificate(recipient_number="0" * 30, valid_to=date(2026, 4, 1))
    assert town.register(town.registrant(), longest) == (ops.RowReport(0),)


def test_a_ticket_number_names_one_ticket_only(town: Any) -> None:
    ticket = town.issue_ticket(town.registrant())
    other = TicketRow(town.registrant("taro"), ticket)
    reported = town.report(ops.RegisterTickets(town.city, (other,)))
    assert reported == (ops.RowReport(0, ("ticket-number-taken",)),)


def test_a_body_s_person_does_not_change_his_my_number(town: Any) -> None:
    town.register(town.registrant(), town.certificate())
    changed = replace(town.registrant(), my_number="000000000017")
    assert town.register(changed, town.certificate()) == (ops.RowReport(0, ("identity-conflict",)),)


def test_people_whom_the_platform_knows_as_two_do_not_become_one_by_a_my_number(town: Any) -> None:
    town.settle()
    there = town.registrant("taro", town.other_city, my_number=town.registrant().my_number)
    town.link(there, "taro")
    reported = town.register(there, town.certificate(town.other_city))
    assert reported == (ops.RowReport(0, ("identity-conflict",)),)


def test_who_was_not_linked_himself_goes_with_the_latest_link_of_his_my_number(town: Any) -> None:
    town.register(town.registrant(), town.certificate())
    there = town.registrant(body=town.other_city, person_key="key-there")
    town.register(there, town.certificate(town.other_city))
    wrongly = town.link(town.registrant(), "somebody")
    assert len(town.check(wrongly).value) == 2

    held = town.link(town.registrant())

    assert town.check(wrongly) == Empty()
    assert len(town.check(held).value) == 2
    assert town.register(there, town.certificate(town.other_city)) == (ops.RowReport(0),)


def test_a_body_registers_forty_thousand_rows_at_once(town: Any) -> None:
    rows = tuple(
        RecipientRow(
            town.registrant(person_key=f"k{number}", my_number=f"{number:012d}"),
            town.certificate(recipient_number=f"{number:07d}"),
        )
        for number in range(40_000)
    )
    reported = town.report(ops.RegisterRecipients(town.city, rows))
    assert len(reported) == 40_000
    assert not any(row.errors for row in reported)


def test_a_hub_is_opened_over_a_path(tmp_path: Path, town: Any) -> None:
    trust = town.trust()
    hub = open_hub(tmp_path / "fresh.sqlite", trust, date(2027, 1, 1), test_clock=True)
    assert hub.clock.civil_date() == date(2027, 1, 1)
    assert hub.perform(ops.FetchAuditTrail("hana"), Caller("operator")) == Empty()
    hub.close()
