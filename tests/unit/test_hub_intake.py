"""The intake of the reference hub: in portions, the bodies in turn, and on after a restart."""

from datetime import date, timedelta
from typing import Any

from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.hub import ReferenceHub
from simulator.hub.reference.intake import PORTION
from simulator.hub.reference.sqlite_store import SqliteStore
from simulator.port import operations as ops
from simulator.port.outcomes import Accepted, Empty, Ok
from simulator.records.certificate import RecipientRow
from simulator.records.ticket import TicketRow


def rows_of(town: Any, count: int, body: str) -> tuple[RecipientRow, ...]:
    return tuple(
        RecipientRow(
            town.registrant(f"p{number}-{body}", body, my_number=f"{int(body)}{number:06d}"),
            town.certificate(body),
        )
        for number in range(count)
    )


def is_done(town: Any, body: str, accepted: Accepted) -> bool:
    report = town.act(ops.FetchTask(body, accepted.task)).value
    assert isinstance(report, ops.TaskReport)
    return report.done


def test_a_registration_is_done_when_its_last_row_is_taken_in(town: Any) -> None:
    rows = rows_of(town, PORTION + 1, town.city)
    accepted = town.act(ops.RegisterRecipients(town.city, rows))
    assert not is_done(town, town.city, accepted)
    town.hub.work()
    assert not is_done(town, town.city, accepted)
    assert town.act(ops.FetchTask(town.city, accepted.task)) == Ok(ops.TaskReport(done=False))
    town.hub.work()
    assert is_done(town, town.city, accepted)


def test_a_large_registration_does_not_keep_another_body_waiting(town: Any) -> None:
    large = town.act(ops.RegisterRecipients(town.city, rows_of(town, 2 * PORTION, town.city)))
    small = town.act(ops.RegisterRecipients(town.other_city, rows_of(town, 1, town.other_city)))
    town.hub.work()
    town.hub.work()
    assert is_done(town, town.other_city, small)
    assert not is_done(town, town.city, large)


def test_an_accepted_registration_goes_on_after_a_restart_where_it_stood(town: Any) -> None:
    rows = rows_of(town, PORTION + 500, town.city)
    accepted = town.act(ops.RegisterRecipients(town.city, rows))
    town.hub.work()
    town.hub.close()

    clock = HubClock(town.today, steerable=True, seconds=lambda: town.now)
    town.hub = ReferenceHub(SqliteStore.open(town.path), town.trust(), clock=clock)
    assert town.hub.has_work
    town.work()

    report = town.act(ops.FetchTask(town.city, accepted.task)).value
    assert report.rows == tuple(ops.RowReport(place) for place in range(len(rows)))
    last = rows[-1].registrant
    held = town.link(last, "last")
    assert isinstance(town.check(held), Ok)


def test_what_waits_is_not_shown_yet(town: Any) -> None:
    registrant = town.registrant()
    held = town.link(registrant)
    town.act(ops.RegisterRecipients(town.city, (RecipientRow(registrant, town.certificate()),)))
    assert town.check(held) == Empty()
    town.work()
    assert isinstance(town.check(held), Ok)


def test_nothing_of_a_row_stays_behind_in_the_queue(town: Any) -> None:
    town.settle()
    town.hub.close()
    store = SqliteStore.open(town.path)
    assert store.rows("SELECT * FROM intake_row") == []
    town.hub = store


def test_a_history_row_and_a_plain_row_of_the_same_numbers_stand_apart(town: Any) -> None:
    held = town.settle()
    town.change(town.history_row())
    assert len(town.check(held).value) == 2
    town.change(town.history_row(is_deleted=True))
    assert len(town.check(held).value) == 1


def test_what_is_only_passed_on_comes_back_as_it_was_registered(town: Any) -> None:
    further = {
        "segment": "乙",
        "sub_key": "01",
        "additional_conditions": "A1-02;B3-4",
        "designated_institutions": (town.clinic, town.other_clinic),
        "details": (("交付日", "2026-04-01"), ("備考", "")),
    }
    row = town.history_row(**further)
    town.change(row)
    assert town.check(town.link(town.registrant())) == Ok((row.certificate,))


def test_the_trail_names_each_layout_by_its_own_name(town: Any) -> None:
    town.register(town.registrant(), town.certificate())
    town.change(town.history_row())
    town.issue_ticket(town.registrant())
    town.link(town.registrant())

    assert town.trail() == ["register-recipients", "register-history", "register-tickets", "link-cards"]


def test_a_ticket_of_somebody_else_tells_nothing_of_the_person_in_its_row(town: Any) -> None:
    ticket = town.issue_ticket(town.registrant("taro"))
    town.settle()
    town.issue_ticket(town.registrant(), "T-0002")
    moved = town.registrant(date_of_birth=date(2019, 1, 1))

    assert town.report(ops.RegisterTickets(town.city, (TicketRow(moved, ticket),))) == (
        ops.RowReport(0, ("ticket-number-taken",)),
    )

    assert isinstance(town.record(town.dose("T-0002")), Ok)


def test_one_human_with_two_keys_is_two_holders(town: Any) -> None:
    ticket = town.issue_ticket(town.registrant())
    again = TicketRow(town.registrant(person_key="key-second"), ticket)

    assert town.report(ops.RegisterTickets(town.city, (again,))) == (
        ops.RowReport(0, ("ticket-number-taken",)),
    )


def test_a_move_told_after_a_registration_was_accepted_is_newer_though_it_is_worked_on_later(
    town: Any,
) -> None:
    held = town.settle()
    town.act(ops.RegisterRecipients(town.city, (RecipientRow(town.registrant(), town.certificate()),)))
    town.depart(on=town.today - timedelta(1))
    town.work()

    assert town.check(held) == Empty()
    town.register(town.registrant(), town.certificate())
    assert isinstance(town.check(held), Ok)
