"""The intake: takes in what was accepted, portion by portion, the bodies in turn."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.hub.reference.decisions.trail import Entry
from simulator.hub.reference.identity import enrol
from simulator.hub.reference.rows import IDENTITY_CONFLICT, TICKET_NUMBER_TAKEN
from simulator.hub.reference.rowtext import read_row

if TYPE_CHECKING:
    from simulator.hub.reference.core import Core

PORTION = 1000
_TICKET = (
    "INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ticket_number) DO UPDATE SET"
    " kind = excluded.kind, subject = excluded.subject, course = excluded.course,"
    " dose_number = excluded.dose_number, valid_from = excluded.valid_from, valid_to = excluded.valid_to"
    " WHERE holder = excluded.holder"
)
_NEXT = "SELECT min(id), body_code FROM task WHERE NOT done AND body_code > ? GROUP BY body_code LIMIT 1"
_ACTIONS = {"certificates": "register-recipients", "tickets": "register-tickets"}


class Intake:
    """What waits to be taken in. After a restart it goes on where the last portion was committed."""

    def __init__(self) -> None:
        self.is_idle = False
        self._last_body = ""

    def wake(self) -> None:
        """Something was accepted."""
        self.is_idle = False

    def work(self, core: "Core", rows: int = PORTION) -> None:
        """Take in at most so many rows of one task; part of the transaction that is under way."""
        found = core.store.row(_NEXT, self._last_body) or core.store.row(_NEXT, "")
        if found is None:
            self.is_idle = True
            core.store.on_rollback(self.wake)
            return
        task, self._last_body = int(found[0]), str(found[1])
        _take_in(core, task, self._last_body, rows)


def _take_in(core: "Core", task: int, body_code: str, most: int) -> None:
    store = core.store
    kind, kept = store.row("SELECT kind, errors FROM task WHERE id = ?", task) or ("", "{}")
    order = core.decisions.intake_order()
    waiting = store.rows(
        f"SELECT place, row FROM intake_row WHERE task = ? ORDER BY {order} LIMIT ?",  # noqa: S608 - our own
        *(task, most),
    )
    take = _take_ticket if kind == "tickets" else _take_certificate
    errors = json.loads(kept)
    people: list[int] = []
    for place, text in waiting:
        registrant, values = read_row(text, body_code)
        enrolled = enrol(store, registrant)
        error = take(core, enrolled[0], values) if enrolled else IDENTITY_CONFLICT
        if error:
            errors[place] = [error]
        elif enrolled:
            people.append(enrolled[1])
    store.write_many(
        "DELETE FROM intake_row WHERE task = ? AND place = ?", ((task, row[0]) for row in waiting)
    )
    done = store.row("SELECT 1 FROM intake_row WHERE task = ?", task) is None
    store.write("UPDATE task SET errors = ?, done = ? WHERE id = ?", json.dumps(errors), done, task)
    _leave_entries(core, body_code, _ACTIONS[kind], people)


def _take_certificate(core: "Core", holder: int, values: Sequence[object]) -> str | None:
    *certificate, is_deleted = values
    if is_deleted:
        core.decisions.take_back_certificate(core.store, holder, str(values[0]), str(values[9]))
    else:
        core.decisions.write_certificate(core.store, holder, certificate)
        _has_come_back(core, holder)
    return None


def _take_ticket(core: "Core", holder: int, values: Sequence[object]) -> str | None:
    number, *others = values
    if core.store.write(_TICKET, number, holder, *others) == 0:
        return TICKET_NUMBER_TAKEN
    _has_come_back(core, holder)
    return None


def _has_come_back(core: "Core", holder: int) -> None:
    core.store.write("DELETE FROM departure WHERE holder = ? AND reason = 'move_out'", holder)


def _leave_entries(core: "Core", body_code: str, action: str, people: Sequence[int]) -> None:
    now = core.clock.seconds()
    for person in dict.fromkeys(people):
        core.decisions.leave_entry(core.store, Entry(person, "body", body_code, action, "Ok", now))
