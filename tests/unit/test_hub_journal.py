"""The journal: JSON lines, in which neither our messages nor those of libraries name anybody."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from simulator.hub.reference.answered import Answered
from simulator.hub.reference.journal import note_answer, write_journal

ANSWERED = Answered("1f-7", "RecordDose", "institution", 201, 0.0123456)


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root, ours = logging.getLogger(), logging.getLogger("simulator")
    before = (root.handlers[:], root.level, ours.level)
    yield
    root.handlers[:], root.level, ours.level = before[0], before[1], before[2]
    # The cache of what is enabled is emptied by setting a level.
    root.setLevel(before[1])


def lines(journal: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in journal.getvalue().splitlines()]


def test_an_answer_is_one_line_with_what_may_be_told() -> None:
    journal = StringIO()
    write_journal("info", journal)
    note_answer(ANSWERED)
    (line,) = lines(journal)
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "simulator.hub.reference.journal",
        "event": "answered",
        "request": "1f-7",
        "operation": "RecordDose",
        "role": "institution",
        "status": 201,
        "milliseconds": 12.346,
    }


def test_only_faults_of_the_hub_are_told_from_the_level_of_warnings_on() -> None:
    journal = StringIO()
    write_journal("warning", journal)
    for status in (200, 404, 429, 500, 503):
        note_answer(Answered("1f-7", "RecordDose", "institution", status, 0.1))
    assert [(line["level"], line["status"]) for line in lines(journal)] == [("error", 500), ("error", 503)]


def test_of_a_library_the_place_and_the_kind_of_exception_are_told_and_no_message() -> None:
    journal = StringIO()
    write_journal("info", journal)
    library = logging.getLogger("uvicorn.error")
    library.addHandler(logging.StreamHandler(journal))
    library.propagate = False
    write_journal("info", journal)
    library.info("GET /v1/residents/p-hana/history")
    library.warning("Invalid request of 合成 花子", exc_info=ValueError("合成 花子"))
    (line,) = lines(journal)
    assert set(line) == {"time", "level", "logger", "place", "exception"}
    assert line["place"].startswith("test_hub_journal:")
    assert line["exception"] == "ValueError"
    assert "花子" not in journal.getvalue()
