"""Amending and cancelling at the reference hub: by whom, from which version, and what is seen of it."""

from typing import Any

import pytest

from simulator.port import operations as ops
from simulator.port.outcomes import Conflict, Empty, Invalid, Ok, Refused
from simulator.records.result import Record


@pytest.fixture
def record(town: Any) -> str:
    """A dose of hana's, recorded."""
    town.settle()
    town.issue_ticket(town.registrant())
    return str(town.record_id())


def amend(town: Any, record: str, version: str = "1", **changes: Any) -> Any:
    return town.act(ops.AmendResult(town.clinic, record, version, town.dose(**changes)))


def test_an_amendment_shows_at_once_and_has_a_new_version(town: Any, record: str) -> None:
    assert town.fetch(record) == Ok(Record(record, "1", town.dose()))

    amended = amend(town, record, lot_number="MR999Z")

    assert amended == Ok("2")
    assert town.fetch(record) == Ok(Record(record, "2", town.dose(lot_number="MR999Z")))
    assert town.history() == Ok((town.dose(lot_number="MR999Z"),))


def test_of_two_who_amend_the_same_version_the_second_must_look_again(town: Any, record: str) -> None:
    assert amend(town, record, lot_number="A1") == Ok("2")
    assert amend(town, record, lot_number="B2") == Conflict()
    assert town.history().value[0].lot_number == "A1"
    assert town.act(ops.CancelResult(town.clinic, record, "1")) == Conflict()


def test_ticket_and_kind_of_a_record_stay(town: Any, record: str) -> None:
    town.issue_ticket(town.registrant(), "T-0002")
    assert amend(town, record, ticket_number="T-0002") == Invalid(("result/ticketNumber",))
    other_kind = ops.AmendResult(town.clinic, record, "1", town.interview())
    assert town.act(other_kind) == Invalid(("result/kind",))
    assert amend(town, record, lot_number="") == Invalid(("result/lotNumber",))


def test_a_cancelled_record_is_with_the_body_only_and_its_ticket_is_free(town: Any, record: str) -> None:
    assert town.act(ops.CancelResult(town.clinic, record, "1")) == Ok()

    assert town.history() == Empty()
    (kept,) = town.act(ops.FetchResults(town.city)).value
    assert kept.record == Record(record, "2", town.dose(), is_cancelled=True)
    assert isinstance(town.tickets(town.link(town.registrant())), Ok)
    assert isinstance(town.record(town.dose(lot_number="NEW")), Ok)
    assert [each.lot_number for each in town.history().value] == ["NEW"]


def test_a_cancelled_record_is_neither_amended_nor_cancelled_again(town: Any, record: str) -> None:
    town.act(ops.CancelResult(town.clinic, record, "1"))

    assert amend(town, record, version="2") == Refused("record-cancelled")
    assert town.act(ops.CancelResult(town.clinic, record, "2")) == Refused("record-cancelled")


@pytest.mark.parametrize("record_id", ["r00000001", "r99999999", "r", "1", "r00000001x", "r٠٠٠٠٠٠٠١"])
def test_of_other_institutions_records_nothing_is_said_not_even_whether_they_exist(
    town: Any, record: str, record_id: str
) -> None:
    assert record == "r00000001"
    clinic = town.other_clinic
    dose = town.dose(institution_code=clinic)
    for asked in (
        ops.FetchRecord(clinic, record_id),
        ops.AmendResult(clinic, record_id, "1", dose),
        ops.CancelResult(clinic, record_id, "1"),
    ):
        assert town.act(asked) == Refused("forbidden")


def test_a_body_gets_the_results_on_its_own_tickets_with_the_key_of_the_person(
    town: Any, record: str
) -> None:
    elsewhere = town.registrant("taro", town.other_city)
    town.issue_ticket(elsewhere, "T-0009")
    town.record(town.dose("T-0009"))

    (ours,) = town.act(ops.FetchResults(town.city)).value
    (theirs,) = town.act(ops.FetchResults(town.other_city)).value

    assert (ours.holder, ours.record.record_id) == (town.registrant().at_body, record)
    assert theirs.holder == elsewhere.at_body
