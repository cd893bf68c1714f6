from collections.abc import Iterator

from builders import BORN, CHILD, CLINIC, GUARDIAN, VISITOR, dose
from conversation import Pair, hold_conversation, operations

from simulator.port.operations import (
    AmendResult,
    CancelResult,
    FetchRecord,
    ListHistory,
    Operation,
    RecordDose,
)
from simulator.port.outcomes import AlreadyRegistered, Conflict, Ok, Outcome, Refused
from simulator.records.result import Record
from simulator.visits.correction import correct, record_anew
from simulator.visits.plan import Probe
from simulator.visits.reception import another

RECORDING = RecordDose(CLINIC.code, dose(), BORN, "k")
FETCHED = Ok(Record("r-1", "v1", dose()))
ELSEWHERE = another(CLINIC.code)


def asked(probe: Probe, *told: tuple[str, Outcome]) -> list[Operation]:
    """What is asked after a dose was recorded as `r-1`, when the hub tells this."""
    pairs: list[Pair] = [(f"ask {name}", outcome) for name, outcome in told]
    journey = correct(RECORDING, "r-1", frozenset({probe}), VISITOR)
    return operations(hold_conversation(journey, pairs))


def versions(operations: list[Operation]) -> Iterator[tuple[type, str, str]]:
    for each in operations:
        if isinstance(each, AmendResult | CancelResult):
            yield type(each), each.institution_code, each.version


def test_a_lot_is_corrected_by_the_recorder_only_and_never_by_an_old_version() -> None:
    found = asked(
        Probe.AMENDED,
        ("FetchRecord", FETCHED),
        ("FetchRecord", Refused("forbidden")),
        ("AmendResult", Refused("forbidden")),
        ("AmendResult", Ok("v2")),
        ("AmendResult", Conflict()),
        ("CancelResult", Conflict()),
        ("FetchRecord", Ok(Record("r-1", "v2", dose(lot_number="LOT1B")))),
    )
    assert list(versions(found)) == [
        (AmendResult, ELSEWHERE, "v1"),
        (AmendResult, CLINIC.code, "v1"),
        (AmendResult, CLINIC.code, "v1"),
        (CancelResult, CLINIC.code, "v1"),
    ]
    by_recorder = [each for each in found if isinstance(each, AmendResult)][1]
    assert by_recorder.result == dose(lot_number="LOT1B")


def test_without_a_version_nothing_is_corrected() -> None:
    found = asked(Probe.AMENDED, ("FetchRecord", Refused("forbidden")))
    assert found == [FetchRecord(CLINIC.code, "r-1")]


def test_a_record_is_cancelled_by_the_recorder_after_another_tried() -> None:
    found = asked(
        Probe.CANCELLED,
        ("FetchRecord", FETCHED),
        ("CancelResult", Refused("forbidden")),
        ("CancelResult", Ok()),
        ("ListHistory", Ok(())),
    )
    assert list(versions(found)) == [(CancelResult, ELSEWHERE, "v1"), (CancelResult, CLINIC.code, "v1")]
    assert found[-1] == ListHistory(GUARDIAN, CHILD)


def test_a_used_ticket_is_tried_once_more_under_another_key() -> None:
    (again,) = asked(Probe.TICKET_USED_TWICE, ("RecordDose", AlreadyRegistered()))
    assert isinstance(again, RecordDose)
    assert again.key != RECORDING.key
    assert again.dose == RECORDING.dose


def test_the_dose_that_was_given_is_recorded_on_the_same_ticket_under_a_new_key() -> None:
    (anew,) = operations(hold_conversation(record_anew(RECORDING), [("ask RecordDose", Ok("r-2"))]))
    assert isinstance(anew, RecordDose)
    assert anew.dose.ticket_number == RECORDING.dose.ticket_number
    assert (anew.dose == RECORDING.dose, anew.key == RECORDING.key) == (False, False)


def test_the_institution_next_door_is_another_one() -> None:
    assert CLINIC.code != ELSEWHERE
    assert len(ELSEWHERE) == len(CLINIC.code)
    assert another("9910000009") == "9910000000"
