"""What becomes of a recorded dose: it is corrected, cancelled, or meant to be recorded once more."""

from collections.abc import Generator
from dataclasses import replace

from simulator.port.operations import AmendResult, CancelResult, FetchRecord, ListHistory, RecordDose
from simulator.port.outcomes import Ok
from simulator.records.result import Dose, Record
from simulator.rules import amendments, history, results
from simulator.visits.again import ask_again
from simulator.visits.plan import Probe, Visitor
from simulator.visits.reception import another
from simulator.visits.steps import Reply, Step, ask

OTHER_SITE = "右上腕"


def correct(
    recording: RecordDose, record_id: str, probes: frozenset[Probe], visitor: Visitor
) -> Generator[Step, Reply, None]:
    """Play what the probes want with a dose that was recorded under an id."""
    if Probe.TICKET_USED_TWICE in probes:
        again = replace(recording, key=f"{recording.key}-again")
        yield from ask_again(again, results.DOSES)
    if Probe.AMENDED in probes:
        yield from _amend(recording, record_id)
    if Probe.CANCELLED in probes:
        yield from _cancel(recording, record_id, visitor)


def _version(code: str, record_id: str) -> Generator[Step, Reply, str | None]:
    outcome = yield from ask_again(FetchRecord(code, record_id), amendments.FETCHING)
    found = outcome.value if isinstance(outcome, Ok) else None
    return found.version if isinstance(found, Record) else None


def _amend(recording: RecordDose, record_id: str) -> Generator[Step, Reply, None]:
    """The lot was written wrong; another institution tries first, and somebody with an old version last."""
    code, dose = recording.institution_code, recording.dose
    version = yield from _version(code, record_id)
    if version is None:
        return
    right = replace(dose, lot_number=f"{dose.lot_number}B")
    yield from _by_another(code, record_id, version, right)
    # Not asked again: after a lost answer nobody knows which version stands.
    yield from ask(AmendResult(code, record_id, version, right), amendments.AMENDING)
    late = replace(dose, site=OTHER_SITE)
    yield from ask(AmendResult(code, record_id, version, late), amendments.AMENDING)
    yield from ask(CancelResult(code, record_id, version), amendments.CANCELLING)
    yield from ask_again(FetchRecord(code, record_id), amendments.FETCHING)


def _by_another(code: str, record_id: str, version: str, dose: Dose) -> Generator[Step, Reply, None]:
    other = another(code)
    yield from ask(FetchRecord(other, record_id), amendments.FETCHING)
    foreign = replace(dose, institution_code=other)
    yield from ask(AmendResult(other, record_id, version, foreign), amendments.AMENDING)


def _cancel(recording: RecordDose, record_id: str, visitor: Visitor) -> Generator[Step, Reply, None]:
    """The record was a mistake; it is cancelled, and the dose that was given is recorded."""
    code = recording.institution_code
    version = yield from _version(code, record_id)
    if version is None:
        return
    yield from ask(CancelResult(another(code), record_id, version), amendments.CANCELLING)
    yield from ask(CancelResult(code, record_id, version), amendments.CANCELLING)
    if visitor.guardian_id is not None:
        yield from ask_again(ListHistory(visitor.guardian_id, visitor.person_id), history.HISTORY)


def record_anew(recording: RecordDose) -> Generator[Step, Reply, None]:
    """Record the dose that was given in the place of a cancelled record, on the same ticket."""
    dose = replace(recording.dose, site=OTHER_SITE)
    yield from ask_again(replace(recording, dose=dose, key=f"{recording.key}-anew"), results.DOSES)
