"""Standing consent at the reference hub: what it closes, for whom, and that nothing is lost by it."""

from typing import Any

import pytest

from simulator.port import operations as ops
from simulator.port.outcomes import Empty, Ok, Refused
from simulator.records.consent import Consent, ConsentArea
from simulator.records.ticket import TicketKind


def given(town: Any) -> dict[ConsentArea, bool]:
    return {each.area: each.is_given for each in town.act(ops.ListConsents("hana", "hana")).value}


def test_all_consents_are_given_until_one_is_withdrawn(town: Any) -> None:
    town.settle()
    assert town.act(ops.ListConsents("hana", "hana")) == Ok(
        tuple(Consent(area, is_given=True) for area in ConsentArea)
    )

    town.consent(ConsentArea.CHECKUP, is_given=False)

    assert given(town) == {area: area is not ConsentArea.CHECKUP for area in ConsentArea}


def test_the_gateway_is_shown_nothing_either(town: Any) -> None:
    town.settle()
    asked = ops.LookUpSubsidy("hana", town.clinic, consent=True, service_date=town.today)
    town.consent(ConsentArea.MEDICAL_SUBSIDY, is_given=False)
    assert town.act(asked) == Empty()

    town.consent(ConsentArea.MEDICAL_SUBSIDY, is_given=True)

    assert isinstance(town.act(asked), Ok)


@pytest.mark.parametrize(
    ("area", "kind"),
    [(ConsentArea.VACCINATION, TicketKind.VACCINATION), (ConsentArea.CHECKUP, TicketKind.CHECKUP)],
)
def test_an_area_closes_its_own_tickets_and_questionnaires_only(
    town: Any, area: ConsentArea, kind: TicketKind
) -> None:
    held = town.settle()
    for each in TicketKind:
        town.issue_ticket(town.registrant(), each.value, kind=each)
        town.submit("36.5", number=each.value)
        town.tickets(held, each)
    town.consent(area, is_given=False)

    for each in TicketKind:
        shown = town.tickets(held, each)
        form = town.act(ops.FetchQuestionnaire(town.clinic, each.value))
        closed = each is kind
        assert (shown == Empty()) is closed
        assert (form == Refused("forbidden")) is closed


def test_a_guardian_decides_for_a_child_and_a_stranger_does_not(town: Any) -> None:
    town.settle()
    town.may_act("mother", "hana")

    assert town.consent(ConsentArea.CHECKUP, is_given=False, by="mother") == Ok()
    assert town.consent(ConsentArea.CHECKUP, is_given=True, by="stranger") == Refused("forbidden")
    assert not given(town)[ConsentArea.CHECKUP]


def test_a_proxy_of_a_person_under_protection_does_not_decide(town: Any) -> None:
    town.register(town.registrant(is_not_disclosed=True), town.certificate())
    town.link(town.registrant())
    town.may_act("former", "hana")

    assert town.consent(ConsentArea.CHECKUP, is_given=False, by="former") == Refused("forbidden")
    assert town.act(ops.ListConsents("former", "hana")) == Refused("forbidden")
    assert town.act(ops.ListCertificates("former", "hana")) == Empty()
    assert isinstance(town.act(ops.ListCertificates("hana", "hana")), Ok)


def test_who_is_not_known_has_no_consent_to_give(town: Any) -> None:
    assert town.consent(ConsentArea.CHECKUP, is_given=False, person="nobody") == Refused("person-unknown")


def test_who_may_not_decide_is_in_the_trail_of_the_person(town: Any) -> None:
    town.settle()
    town.consent(ConsentArea.CHECKUP, is_given=False, by="stranger")
    town.act(ops.ListConsents("stranger", "hana"))

    assert town.trail()[-2:] == ["set-consent", "list-consents"]
