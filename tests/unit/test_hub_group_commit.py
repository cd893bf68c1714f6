"""Group commit: operations at the same time share a commit, and stand or fall as each would alone."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from simulator.hub.reference.caller import Caller
from simulator.hub.reference.group_commit import Committed, GroupCommit
from simulator.port import operations as ops
from simulator.port.outcomes import Accepted, Empty, Ok, Outcome, Refused, Unavailable
from simulator.records.institution import Institution, InstitutionKind

PLATFORM, OPERATOR = Caller("platform"), Caller("operator")


def together(town: Any, *asked: tuple[ops.Operation, Caller | None]) -> tuple[list[Any], list[Committed]]:
    """What operations asked at the same time come to, and the commits that this took."""
    commits: list[Committed] = []
    group = GroupCommit(town.hub, commits.append)

    async def ask() -> list[Any]:
        return await asyncio.gather(*(group.perform(*each) for each in asked), return_exceptions=True)

    return asyncio.run(ask()), commits


def dose(town: Any, number: int) -> tuple[ops.Operation, Caller]:
    given = ops.RecordDose(town.clinic, town.dose(f"T-{number:04}"), town.born, f"key-of-{number}")
    return given, Caller("institution", town.clinic)


def prepared(town: Any, tickets: int) -> Any:
    held = town.settle()
    for number in range(tickets):
        town.issue_ticket(town.registrant(), f"T-{number:04}")
    return held


def test_operations_at_the_same_time_share_a_commit(town: Any) -> None:
    prepared(town, 8)
    outcomes, commits = together(town, *(dose(town, number) for number in range(8)))
    assert all(isinstance(outcome, Ok) for outcome in outcomes)
    assert [each.operations for each in commits] == [8]
    assert len(town.history().value) == 8


def test_each_sees_what_those_before_it_did(town: Any) -> None:
    prepared(town, 1)
    (first, second), _ = together(town, dose(town, 0), dose(town, 0))
    assert (first.value, first.value.repeated) == ("r00000001", False)
    assert (second.value, second.value.repeated) == ("r00000001", True)
    assert town.history() == Ok((town.dose("T-0000"),))


def test_one_that_raises_is_undone_alone(town: Any) -> None:
    prepared(town, 2)
    broken = ops.PutInstitutions(
        (Institution("9910000009", "合成医院", InstitutionKind.CLINIC, town.city), None)
    )  # type: ignore[arg-type]
    outcomes, commits = together(town, dose(town, 0), (broken, PLATFORM), dose(town, 1))
    assert isinstance(outcomes[0], Ok)
    assert isinstance(outcomes[1], AttributeError)
    assert isinstance(outcomes[2], Ok)
    assert [each.operations for each in commits] == [3]
    assert len(town.history().value) == 2
    asked = ops.LookUpSubsidy("hana", "9910000009", consent=True, service_date=town.today)
    assert town.act(asked) == Refused("institution-not-enabled")


def test_a_failed_commit_answers_all_with_unavailable_and_nothing_is_seen_afterwards(
    town: Any, full_disk: Any
) -> None:
    held = prepared(town, 2)
    revoked = ops.PublishRevocations(town.revocations(held))
    before = town.trail()
    with full_disk():
        outcomes, _ = together(
            town,
            dose(town, 0),
            (revoked, PLATFORM),
            (ops.SetClock(town.today.replace(year=2090)), OPERATOR),
            dose(town, 1),
        )
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes)
    assert town.history() == Empty()
    assert town.trail() == [*before, "list-history"]
    assert town.hub.clock.civil_date() == town.today
    assert isinstance(town.check(held), Ok)
    outcomes, _ = together(town, dose(town, 0), (revoked, PLATFORM))
    assert [type(outcome) for outcome in outcomes] == [Ok, Ok]
    assert town.check(held) == Refused("card-revoked")


def test_a_single_operation_that_fails_at_its_commit_is_undone_too(town: Any, full_disk: Any) -> None:
    held = prepared(town, 1)
    with full_disk():
        assert isinstance(town.revoke(held), Unavailable)
    assert isinstance(town.check(held), Ok)


def test_reading_and_being_refused_wait_for_no_commit(town: Any) -> None:
    accepted = town.act(ops.RegisterTickets(town.city, ()))
    assert isinstance(accepted, Accepted)
    outcomes, commits = together(
        town,
        (ops.CheckHealth(), None),
        (ops.FetchCapabilities(), None),
        (ops.FetchTask(town.city, accepted.task), Caller("body", town.city)),
        (ops.FetchAuditTrail("hana"), OPERATOR),
        (ops.FetchAuditTrail("hana"), None),
        (ops.FetchAuditTrail("hana"), PLATFORM),
        (replace(ops.PutInstitutions(())), OPERATOR),
    )
    kinds = [outcome if isinstance(outcome, Refused) else type(outcome) for outcome in outcomes]
    forbidden, unauthenticated = Refused("forbidden"), Refused("unauthenticated")
    assert kinds == [Ok, Ok, Ok, Empty, unauthenticated, forbidden, forbidden]
    assert commits == []


def test_who_goes_away_before_the_commit_leaves_the_others_their_answers(town: Any) -> None:
    prepared(town, 2)
    group = GroupCommit(town.hub)

    async def ask() -> Outcome:
        gone, stays = (asyncio.create_task(group.perform(*dose(town, number))) for number in range(2))
        await asyncio.sleep(0)
        assert group.waiting == 2
        gone.cancel()
        outcome = await stays
        with pytest.raises(asyncio.CancelledError):
            await gone
        return outcome

    assert isinstance(asyncio.run(ask()), Ok)
