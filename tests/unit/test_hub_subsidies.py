"""Subsidy information by the gateway and by a card, on the sound hub."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.hub.reference.decisions.subsidies import SubsidyDecisions
from simulator.hub.reference.decisions.tickets import TicketDecisions
from simulator.port import operations as ops
from simulator.port.outcomes import Empty, Ok, Refused
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.ticket import Ticket, TicketKind


def test_a_valid_certificate_is_shown_as_it_was_registered(town: Any) -> None:
    held = town.settle()
    assert town.check(held) == Ok((town.certificate(),))


def test_the_gateway_is_shown_what_the_card_shows(town: Any) -> None:
    town.settle()
    asked = ops.LookUpSubsidy("hana", town.clinic, consent=True, service_date=town.today)
    assert town.act(asked) == Ok((town.certificate(),))


def test_the_gateway_is_told_that_a_person_is_unknown(town: Any) -> None:
    asked = ops.LookUpSubsidy("nobody", town.clinic, consent=True, service_date=town.today)
    assert town.act(asked) == Refused("person-unknown")


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_both_ends_of_the_period_are_days_of_the_period(town: Any, day: date, *, shown: bool) -> None:
    held = town.settle()
    assert (town.check(held, day=day) == Ok((town.certificate(),))) is shown
    assert (town.check(held, day=day) == Empty()) is not shown


@given(
    start=st.dates(date(2000, 1, 1), date(2050, 1, 1)),
    length=st.integers(0, 5000),
    offset=st.integers(-9, 5009),
)
@settings(max_examples=200)
def test_a_day_is_covered_if_it_is_one_of_the_days_from_the_first_to_the_last(
    start: date, length: int, offset: int
) -> None:
    end, day = start + timedelta(length), start + timedelta(offset)
    certificate = BeneficiaryCertificate("990001", "child", "x", "", "", start, end)
    ticket = Ticket("T", TicketKind.CHECKUP, "990001", "x", start, end)
    assert SubsidyDecisions().is_covered(certificate, day) is (0 <= offset <= length)
    assert TicketDecisions().is_usable_on(ticket, day) is (0 <= offset <= length)


def test_nothing_is_shown_without_consent(town: Any) -> None:
    assert town.check(town.settle(), consent=False) == Empty()


def test_an_institution_without_the_setting_or_unknown_is_refused(town: Any) -> None:
    held = town.settle()
    assert town.check(held, town.clinic_without_setting) == Refused("institution-not-enabled")
    assert town.check(held, "9919999999") == Refused("institution-not-enabled")


def test_a_person_with_several_valid_certificates_is_shown_with_all_of_them(town: Any) -> None:
    first = town.certificate()
    second = town.certificate(scheme="disability", payer_number="80990002", monthly_ceiling_yen=None)
    registrant = town.registrant()
    town.register(registrant, first, second)
    assert town.check(town.link(registrant)) == Ok((second, first))


def test_certificates_of_two_bodies_are_shown_together_by_the_my_number(town: Any) -> None:
    held = town.settle()
    moved = town.certificate(town.other_city, scheme="disability", payer_number="80990002")
    town.register(town.registrant(body=town.other_city, person_key="another"), moved)
    assert town.check(held) == Ok((moved, town.certificate()))


def test_a_link_joins_what_two_bodies_registered_without_knowing(town: Any) -> None:
    held = town.settle()
    there = town.registrant(body=town.other_city, person_key="another", my_number="000000000017")
    moved = town.certificate(town.other_city, scheme="disability", payer_number="80990002")
    town.register(there, moved)
    assert town.check(held) == Ok((town.certificate(),))
    town.link(there)
    assert town.check(held) == Ok((moved, town.certificate()))


def test_a_card_linked_before_the_registration_shows_what_is_registered_later(town: Any) -> None:
    registrant = town.registrant()
    held = town.link(registrant)
    assert town.check(held) == Empty()
    town.register(registrant, town.certificate())
    assert town.check(held) == Ok((town.certificate(),))


def test_people_who_share_key_or_name_or_birthday_are_not_mixed_up(town: Any) -> None:
    held = town.settle()
    twin = town.registrant("twin", name_kana=town.registrant().basic.name_kana)
    same_key = town.registrant("else", town.other_city, person_key="key-hana")
    for other, body in ((twin, town.city), (same_key, town.other_city)):
        town.register(other, town.certificate(body, recipient_number="0000099"))
    assert town.check(held) == Ok((town.certificate(),))


def test_a_row_sent_again_changes_the_certificate_and_makes_no_second_one(town: Any) -> None:
    registrant, certificate = town.registrant(), town.certificate()
    held = town.link(registrant)
    town.register(registrant, certificate, certificate)
    town.register(registrant, certificate)
    assert town.check(held) == Ok((certificate,))
    ended = replace(certificate, valid_to=date(2026, 6, 30))
    town.register(registrant, ended)
    assert town.check(held) == Empty()


def test_what_was_acknowledged_stands_in_the_files_at_once_and_after_reopening(
    town: Any, tmp_path: Path
) -> None:
    held = town.settle()
    town.issue_ticket(town.registrant())
    town.record(town.dose())
    # The files as they are while the hub still runs are all that a crash would leave.
    (tmp_path / "left").mkdir()
    for file in town.path.parent.glob(f"{town.path.name}*"):
        shutil.copy(file, tmp_path / "left")
    left = type(town)(tmp_path / "left" / town.path.name)
    assert left.history() == Ok((town.dose(),))
    left.hub.close()
    town.revoke(held)
    town.hub.close()
    reopened = type(town)(town.path)
    assert reopened.history() == Ok((town.dose(),))
    assert reopened.check(held) == Refused("card-revoked")
    reopened.hub.close()
