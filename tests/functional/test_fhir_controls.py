"""A day at FHIR servers that are wrong in one way: such a server never passes, a sound one does."""

from typing import Any

import pytest
from demos import played_at
from fhir_server import FhirServer
from fhir_town import token

from simulator.cli.options import REHEARSAL_DAY
from simulator.clinicday.play import PlayedDay
from simulator.hub.adapters.fhir import FhirAdapter
from simulator.hub.connection import Connection
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import perform
from simulator.port.operations import FetchCapabilities
from simulator.port.outcomes import Ok
from simulator.rules.verdict import Verdict

SEED = 42


def day_at(server: FhirServer) -> PlayedDay:
    adapter = FhirAdapter(token, day=lambda: REHEARSAL_DAY)
    answer, _ = perform(adapter, server, FetchCapabilities())
    assert isinstance(answer, Ok)
    assert isinstance(answer.value, Capabilities)
    return played_at(Connection(adapter, server, answer.value, "in memory"), SEED)


def violated(played: PlayedDay) -> set[str]:
    return {finding.requirement for finding in played.judged.findings}


def test_a_sound_server_passes() -> None:
    played = day_at(FhirServer())
    assert violated(played) == set()
    assert played.judged.verdict is Verdict.PASS


def test_a_server_that_gives_everybodys_rows_to_every_search_fails() -> None:
    everything = frozenset({"_id", "identifier", "status", "_tag", "patient", "beneficiary"})
    played = day_at(FhirServer(ignores=everything, is_strict=False))
    assert played.judged.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("wrong", "requirement"),
    [
        ({"ignores": frozenset({"patient"})}, "TCK-001"),
        ({"ignores": frozenset({"patient"})}, "PRV-003"),
        ({"ignores": frozenset({"beneficiary"})}, "SUB-001"),
        ({"ignores": frozenset({"beneficiary"})}, "SUB-002"),
        ({"ignores": frozenset({"identifier"})}, "SUB-003"),
        ({"ignores": frozenset({"status"})}, "TCK-003"),
        ({"loses_updates": True}, "QST-003"),
        ({"ignores_conditions": True}, "VAC-007"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_what_a_server_does_wrong_is_found_by_the_requirement_that_it_is_judged_by(
    wrong: dict[str, Any], requirement: str
) -> None:
    played = day_at(FhirServer(**wrong))
    assert requirement in violated(played)
    assert played.judged.verdict is Verdict.FAIL
    assert requirement not in played.capabilities.decided_by_adapter


def test_a_server_that_can_search_for_nobodys_rows_is_never_passed_for_it() -> None:
    played = day_at(FhirServer(unknown=frozenset({"patient", "beneficiary"})))
    assert not {"SUB-001", "SUB-002", "TCK-001", "PRV-003"} & set(played.judged.exercised)
    assert violated(played) == set()
