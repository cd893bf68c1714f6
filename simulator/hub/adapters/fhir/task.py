"""Task: how a registration fared. The adapter has carried it out by then, and so it is always done."""

import re

from simulator.hub.adapters.fhir.element import Broken, Element, Resource, reference
from simulator.hub.adapters.fhir.organization import body_id
from simulator.hub.adapters.fhir.systems import BODY
from simulator.port.operations import RowReport, TaskReport

KIND = "Task"
_ROWS = "rows"
_ROW = re.compile(r"(0|[1-9][0-9]{0,8}): ([a-z-]+(?:, [a-z-]+)*)")

RowErrors = dict[int, tuple[str, ...]]


def task(body_code: str, rows: int, errors: RowErrors) -> Resource:
    """The report of a registration: how many rows, and what was wrong with some."""
    body = reference("Organization", body_id(body_code), BODY, body_code)
    return {
        "resourceType": KIND,
        "status": "completed",
        "intent": "order",
        "requester": body,
        "owner": body,
        "input": [{"type": {"text": _ROWS}, "valueInteger": rows}],
        "output": [
            {"type": {"text": "error"}, "valueString": f"{place}: {', '.join(codes)}"}
            for place, codes in sorted(errors.items())
        ],
    }


def owner_of(source: Element) -> str:
    """The code of the body that registered."""
    named = source.part("owner").part("identifier")
    return named.text("value") if named.text("system") == BODY else ""


def report(source: Element) -> TaskReport:
    """The report that a Task holds."""
    counts = [each for each in source.parts("input") if each.part("type").text("text") == _ROWS]
    if len(counts) != 1:
        raise Broken(f"{KIND}.input")
    errors = dict(_row(each.text("valueString")) for each in source.parts("output"))
    rows = counts[0].whole("valueInteger")
    return TaskReport(done=True, rows=tuple(RowReport(row, errors.get(row, ())) for row in range(rows)))


def _row(text: str) -> tuple[int, tuple[str, ...]]:
    found = _ROW.fullmatch(text)
    if found is None:
        raise Broken(f"{KIND}.output")
    return int(found[1]), tuple(found[2].split(", "))
