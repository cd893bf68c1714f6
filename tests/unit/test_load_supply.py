from datetime import date

import pytest
from cryptography import x509

from simulator.card import CertificationAuthority
from simulator.load.round import Planner, Round
from simulator.load.supply import Supply
from simulator.port.operations import FetchTask, PublishRevocations, TaskReport
from simulator.port.outcomes import Ok, Outcome
from simulator.visits.steps import Ask, Visit
from simulator.world.world import World, build

DAY = date(2026, 11, 30)
AUTHORITY = CertificationAuthority.from_seed(42)


@pytest.fixture(scope="module")
def world() -> World:
    return build("452025", 0.01, DAY, 42)


def supply(world: World, *, with_revoked: bool = True) -> Supply:
    planner = Planner.over(world, AUTHORITY, lambda: 1_796_000_000, with_revoked=with_revoked)
    return Supply(planner, "cafe")


def published(preparation: Visit) -> list[frozenset[int]]:
    """The serials on each revocation list that a preparation publishes."""
    lists: list[frozenset[int]] = []
    reply: Outcome | None = None
    while True:
        try:
            step = preparation.send(reply)
        except StopIteration:
            return lists
        assert isinstance(step, Ask)
        if isinstance(step.operation, PublishRevocations):
            listed = x509.load_der_x509_crl(step.operation.revocation_list)
            lists.append(frozenset(entry.serial_number for entry in listed))
        done = isinstance(step.operation, FetchTask)
        reply = Ok(TaskReport(done=True)) if done else Ok()


def all_taken(stocked: Supply) -> list[Round]:
    rounds = []
    while (outing := stocked.take()) is not None:
        assert outing.party in outing.round.parties
        rounds.append(outing.round)
    return rounds


def test_nothing_is_to_be_had_before_a_round_is_stocked(world: World) -> None:
    empty = supply(world)
    assert empty.runs_low
    assert empty.take() is None
    empty.next_round()
    assert empty.take() is None


def test_each_party_of_a_round_is_handed_out_once(world: World) -> None:
    stocked = supply(world)
    planned = stocked.next_round()
    stocked.stock(planned)
    taken = []
    while (outing := stocked.take()) is not None:
        taken.append(outing.party)
    assert taken == list(planned.parties)


def test_a_supply_runs_low_when_no_more_than_a_round_is_left(world: World) -> None:
    stocked = supply(world)
    first = stocked.next_round()
    stocked.stock(first)
    with_one_round = stocked.runs_low
    stocked.stock(stocked.next_round())
    with_two_rounds = stocked.runs_low
    for _ in first.parties:
        stocked.take()
    assert (with_one_round, with_two_rounds, stocked.runs_low) == (True, False, True)


def test_no_two_rounds_share_a_nonce_a_book_or_a_card_desk(world: World) -> None:
    stocked = supply(world)
    rounds = [stocked.next_round() for _ in range(3)]
    assert len({each.nonce for each in rounds}) == 3
    assert len({id(each.book) for each in rounds}) == 3
    assert len({id(each.cards) for each in rounds}) == 3
    assert all(each.nonce.startswith("cafe") for each in rounds)


def test_the_revocation_list_holds_the_cards_of_all_rounds_under_way_and_of_no_others(world: World) -> None:
    stocked = supply(world)
    first = stocked.next_round()
    assert published(stocked.preparation_of(first)) == [first.revoked]
    stocked.stock(first)
    second = stocked.next_round()
    assert published(stocked.preparation_of(second)) == [first.revoked | second.revoked]
    # The first round ends when its last party has been let go of.
    del first
    all_taken(stocked)
    third = stocked.next_round()
    assert published(stocked.preparation_of(third)) == [second.revoked | third.revoked]


def test_a_process_that_does_not_keep_the_revocation_list_leaves_it_alone(world: World) -> None:
    stocked = supply(world, with_revoked=False)
    assert published(stocked.preparation_of(stocked.next_round())) == []
