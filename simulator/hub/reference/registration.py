"""Registration in bulk by the bodies: what is accepted waits for the intake, and is reported row by row."""

import json
import re
from collections.abc import Mapping
from types import MappingProxyType

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.rows import AnyRow, BodyRules, row_errors
from simulator.hub.reference.rowtext import row_text
from simulator.hub.reference.store import Store
from simulator.port.operations import (
    FetchTask,
    RegisterHistory,
    RegisterRecipients,
    RegisterTickets,
    RowReport,
    TaskReport,
)
from simulator.port.outcomes import Accepted, Ok, Refused

CERTIFICATES, HISTORY, TICKETS = "certificates", "history", "tickets"
_TASK = re.compile(r"t[0-9]{8,18}", re.ASCII)
Registration = RegisterRecipients | RegisterHistory | RegisterTickets
RowErrors = Mapping[int, tuple[str, ...]]
_KINDS: Mapping[type[Registration], str] = MappingProxyType(
    {RegisterRecipients: CERTIFICATES, RegisterHistory: HISTORY, RegisterTickets: TICKETS}
)


def register(core: Core, operation: Registration) -> Answer:
    """Accept rows: those that are wrong by themselves are reported, the others wait for the intake."""
    store, rules = core.store, _rules(core.store, operation.body_code)
    rows: tuple[AnyRow, ...] = operation.rows
    found = {place: row_errors(row, rules) for place, row in enumerate(rows)}
    errors = core.decisions.refused_rows({place: codes for place, codes in found.items() if codes}, found)
    waiting = [(place, row_text(row)) for place, row in enumerate(rows) if place not in errors]
    kind = _KINDS[type(operation)]
    task = store.insert(
        "INSERT INTO task (body_code, kind, row_count, errors, done) VALUES (?, ?, ?, ?, ?)",
        *(operation.body_code, kind, len(operation.rows), json.dumps(dict(errors)), not waiting),
    )
    store.write_many("INSERT INTO intake_row VALUES (?, ?, ?)", ((task, *row) for row in waiting))
    if waiting:
        core.intake.wake()
    return Answer(Accepted(f"t{task:08d}"))


def fetch_task(core: Core, operation: FetchTask) -> Answer:
    """How a body's own registration fared; of others' and unknown tasks nothing is said."""
    if not _TASK.fullmatch(operation.task):
        return Answer(Refused("forbidden"))
    found = core.store.row(
        "SELECT body_code, row_count, errors, done FROM task WHERE id = ?", int(operation.task[1:])
    )
    if found is None or not core.decisions.is_own_task(found[0], operation.body_code):
        return Answer(Refused("forbidden"))
    _, row_count, errors, done = found
    if not done:
        return Answer(Ok(TaskReport(done=False)))
    codes = core.decisions.reported(read_errors(errors))
    rows = tuple(RowReport(place, codes.get(place, ())) for place in range(row_count))
    return Answer(Ok(TaskReport(done=True, rows=rows)))


def read_errors(text: str) -> RowErrors:
    """Errors by the place of the row, as the store keeps them."""
    return MappingProxyType({int(place): tuple(codes) for place, codes in json.loads(text).items()})


def _rules(store: Store, body_code: str) -> BodyRules:
    schemes = store.rows("SELECT scheme FROM scheme WHERE body_code = ?", body_code)
    return BodyRules(body_code, frozenset(scheme for (scheme,) in schemes))
