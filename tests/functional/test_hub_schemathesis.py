"""Schemathesis over the contract and the served hub: whatever follows from the document holds at the hub.

`PMHSIM_EXAMPLES=N` makes it N cases for each operation in place of the usual few.
"""

import json
import os
import subprocess
import sysconfig
from collections.abc import Iterator
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
from contract import OPERATIONS
from demos import clean_environment
from examples import TICKETS, Reader, furnish
from hubs import Process, served_hub

from simulator.hub.transports.http import HttpTransport

pytestmark = pytest.mark.served
SCRIPT = Path(sysconfig.get_path("scripts")) / "st"
TESTS = Path(__file__).parent.parent
CONTRACT = files("simulator.hub.contract").joinpath("openapi.yaml")
MORE = os.environ.get("PMHSIM_EXAMPLES")
Tally = list[tuple[str, int, int]]


@pytest.fixture(scope="module")
def hub() -> Iterator[tuple[str, Process]]:
    """A served hub with the sample's people and those of the contract's examples."""
    with served_hub("--sample", "--test-clock", "--card-lookups-per-second", "1000000") as (address, process):
        with closing(HttpTransport(address)) as transport:
            furnish(transport.send, Reader("furnish"), TICKETS)
        yield address, process


def schemathesis(address: str, folder: Path, phases: str, examples: str) -> Tally:
    """Run the phases with all checks and no failure; the answers by operation and status."""
    tally = folder / "tally.json"
    done = subprocess.run(
        [
            *(str(SCRIPT), "run", str(CONTRACT), "--url", address),
            *("--phases", phases, "--checks", "all", "--max-examples", MORE or examples),
            *("--seed", "1", "--generation-database", "none", "--no-color", "--continue-on-failure"),
        ],
        check=False,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env=clean_environment(
            SCHEMATHESIS_HOOKS="contract_hooks",
            PYTHONPATH=os.pathsep.join([str(TESTS.parent), str(TESTS)]),
            PMHSIM_TALLY=str(tally),
        ),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return [tuple(each) for each in json.loads(tally.read_text(encoding="utf-8"))]


def test_the_served_hub_keeps_the_document_in_every_phase(hub: tuple[str, Process], tmp_path: Path) -> None:
    address, process = hub
    single = schemathesis(address, tmp_path, "examples,coverage,fuzzing", "12")
    stories = schemathesis(address, tmp_path, "stateful", "100")
    process.terminate()
    _, journal = process.communicate()

    answers = [*single, *stories]
    succeeded = {operation for operation, status, _ in answers if status < 300}
    refused = {operation for operation, status, _ in answers if 400 <= status < 500}
    every = {operation["operationId"] for _, _, operation in OPERATIONS}
    assert succeeded == refused == every
    assert sum(number for _, _, number in answers) > 2000
    assert {status for _, status, _ in answers if status >= 500} == set()
    assert "Traceback" not in journal
