from dataclasses import replace
from datetime import date

import pytest

from simulator.card import CertificationAuthority
from simulator.load.party import people_of
from simulator.load.round import Planner, Round
from simulator.visits.dayplan import plan_day
from simulator.visits.plan import VisitPlan
from simulator.world.world import World, build

DAY = date(2026, 11, 30)
AUTHORITY = CertificationAuthority.from_seed(42)


@pytest.fixture(scope="module")
def world() -> World:
    return build("452025", 0.02, DAY, 42)


def planner(world: World, *, with_revoked: bool = True) -> Planner:
    return Planner.over(world, AUTHORITY, lambda: 1_796_000_000, with_revoked=with_revoked)


def visits(planned: Round) -> list[VisitPlan]:
    return sorted(
        (_plain(plan) for party in planned.parties for plan in party),
        key=lambda plan: plan.occasion.visit_id,
    )


def _plain(plan: VisitPlan) -> VisitPlan:
    # Paces are functions, which are not equal even if they give the same.
    return replace(plan, occasion=replace(plan.occasion, pace=float))


def test_the_visits_of_a_round_are_those_of_the_day_of_the_whole_world(world: World) -> None:
    whole = plan_day(replace(world, nonce="n1"), AUTHORITY).visits
    expected = sorted(map(_plain, whole), key=lambda plan: plan.occasion.visit_id)
    assert visits(planner(world).plan("n1")) == expected


def test_the_preparation_holds_all_of_those_who_come_and_nobody_else_of_the_world(world: World) -> None:
    marked = replace(world, nonce="n1")
    whole = plan_day(marked, AUTHORITY)
    comers = {person for plan in whole.visits for person in people_of(plan)}
    idle = {marked.person_id(index) for index in range(len(world))} - comers
    idle_at_bodies = {link.at_body for link in whole.preparation.links if link.person_id in idle}
    prepared = planner(world).plan("n1").preparation
    assert len(idle) > len(comers)
    assert prepared == replace(
        whole.preparation,
        links=tuple(link for link in whole.preparation.links if link.person_id not in idle),
        accounts=tuple(account for account in whole.preparation.accounts if account[0] not in idle),
        recipients=tuple(
            row for row in whole.preparation.recipients if row.registrant.at_body not in idle_at_bodies
        ),
        tickets=tuple(
            row for row in whole.preparation.tickets if row.registrant.at_body not in idle_at_bodies
        ),
    )


def test_the_same_people_come_in_every_round_under_other_keys(world: World) -> None:
    one, other = (planner(world).plan(nonce) for nonce in ("n1", "n2"))

    def people(planned: Round) -> list[tuple[str, str]]:
        links = planned.preparation.links
        return sorted((link.person_id, link.at_body.person_key) for link in links)

    def unmarked(planned: Round) -> list[tuple[str, ...]]:
        return [tuple(key.removesuffix(f"-{planned.nonce}") for key in keys) for keys in people(planned)]

    assert unmarked(one) == unmarked(other)
    assert not {key for keys in people(one) for key in keys} & {key for keys in people(other) for key in keys}
    tickets = [{row.ticket.ticket_number for row in each.preparation.tickets} for each in (one, other)]
    assert not tickets[0] & tickets[1]


def test_a_round_knows_the_revoked_cards_that_will_be_shown(world: World) -> None:
    planned = planner(world).plan("n1")
    cards = [plan.occasion.visitor.card for plan in visits(planned)]
    assert planned.revoked == {card.serial for card in cards if card is not None and card.revoked}
    assert planned.revoked


def test_without_a_revocation_list_of_its_own_nobody_comes_with_a_revoked_card(world: World) -> None:
    planned = planner(world, with_revoked=False).plan("n1")
    assert planned.revoked == frozenset()
    everyone = planner(world).plan("n1")
    assert 0 < len(visits(everyone)) - len(visits(planned)) < 10
