"""The page on FHIR servers tells of every operation, and of every requirement that the adapter decides."""

import re
from pathlib import Path
from typing import get_args

from simulator.hub.adapters.fhir.adapter import HANDLERS
from simulator.hub.adapters.fhir.capability_statement import DECIDED_BY_ADAPTER
from simulator.port.operations import Operation

PAGE = (Path(__file__).resolve().parents[2] / "docs/howto/fhir.md").read_text(encoding="utf-8")
PARTS = PAGE.split("\n## ")
MAPPED, DECIDED = PARTS[2], PARTS[3].partition("サーバーが判定されるのは")[0]


def rows_that_name(operation: type[Operation]) -> list[str]:
    return [row for row in MAPPED.splitlines() if row.startswith("|") and f"`{operation.__name__}`" in row]


def test_every_operation_stands_in_the_table_once_or_more() -> None:
    missing = [each.__name__ for each in get_args(Operation) if not rows_that_name(each)]
    assert missing == []


def test_what_is_not_mapped_is_said_to_be_not_run() -> None:
    for operation in get_args(Operation):
        is_left_out = any("実施せず" in row for row in rows_that_name(operation))
        assert is_left_out == (operation not in HANDLERS), operation.__name__


def test_what_the_adapter_decides_is_listed_exactly() -> None:
    assert set(re.findall(r"[A-Z]{3,4}-\d{3}", DECIDED)) == DECIDED_BY_ADAPTER
