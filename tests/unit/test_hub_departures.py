"""Departures at the reference hub: what ends with a death, a move, a pregnancy, and what does not."""

from datetime import timedelta
from typing import Any

import pytest

from simulator.port import operations as ops
from simulator.port.outcomes import Empty, Invalid, Ok, Refused
from simulator.records.departure import Departure, DepartureReason

ONE_DAY = timedelta(days=1)


def test_a_move_ends_the_papers_of_the_one_body_only(town: Any) -> None:
    held = town.settle()
    elsewhere = town.registrant(body=town.other_city, person_key="key-there")
    town.register(elsewhere, town.certificate(town.other_city))
    assert town.depart() == Ok()

    tomorrow = town.check(held, day=town.today + ONE_DAY)

    assert [each.body_code for each in tomorrow.value] == [town.other_city]


def test_a_death_ends_the_papers_of_all_bodies(town: Any) -> None:
    held = town.settle()
    elsewhere = town.registrant(body=town.other_city, person_key="key-there")
    town.register(elsewhere, town.certificate(town.other_city))
    town.depart(DepartureReason.DEATH)

    assert town.check(held, day=town.today + ONE_DAY) == Empty()


def test_the_end_of_a_pregnancy_ends_no_paper(town: Any) -> None:
    held = town.settle()
    town.depart(DepartureReason.PREGNANCY_END)

    assert isinstance(town.check(held, day=town.today + ONE_DAY), Ok)


def test_who_is_registered_again_after_a_move_has_come_back(town: Any) -> None:
    held = town.settle()
    town.depart(on=town.today - ONE_DAY)
    assert town.check(held) == Empty()

    town.register(town.registrant(), town.certificate())

    assert isinstance(town.check(held), Ok)
    assert town.send() == Ok()


def test_a_death_is_not_undone_by_a_late_row(town: Any) -> None:
    held = town.settle()
    town.depart(DepartureReason.DEATH, on=town.today - ONE_DAY)
    town.register(town.registrant(), town.certificate())

    assert town.check(held) == Empty()


def test_one_unknown_person_keeps_all_departures_from_being_taken(town: Any) -> None:
    town.settle()
    known = Departure(town.registrant().at_body, DepartureReason.DEATH, town.today)
    unknown = Departure(town.registrant("nobody").at_body, DepartureReason.DEATH, town.today)

    told = town.act(ops.RegisterDepartures(town.city, (known, unknown)))

    assert told == Invalid(("1/municipalityIdentityKey",))
    assert town.send() == Ok()
    assert town.trail()[-2:] == ["register-departures", "send-notice"]


def test_nobody_reports_departures_of_another_bodys_people(town: Any) -> None:
    town.settle()
    foreign = Departure(town.registrant().at_body, DepartureReason.DEATH, town.today)

    assert town.act(ops.RegisterDepartures(town.other_city, (foreign,))) == Refused("forbidden")


@pytest.mark.parametrize("reason", DepartureReason)
def test_a_departure_may_be_reported_again(town: Any, reason: DepartureReason) -> None:
    town.settle()

    assert town.depart(reason) == town.depart(reason) == Ok()
