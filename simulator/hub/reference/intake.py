"""The intake: takes in what was accepted, portion by portion, the bodies in turn."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from simulator.facts.checkups import pregnancy_checkups
from simulator.hub.reference.decisions.trail import Entry
from simulator.hub.reference.identity import enrol
from simulator.hub.reference.rows import IDENTITY_CONFLICT, TICKET_NUMBER_TAKEN
from simulator.hub.reference.rowtext import read_row
from simulator.records.person import Registrant
from simulator.records.ticket import TicketKind

if TYPE_CHECKING:
    from simulator.hub.reference.core import Core

PORTION = 1000
_TICKET = (
    "INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ticket_number) DO UPDATE SET"
    " kind = excluded.kind, subject = excluded.subject, course = excluded.course,"
    " dose_number = excluded.dose_number, valid_from = excluded.valid_from, valid_to = excluded.valid_to"
)
_NEXT = "SELECT min(id), body_code FROM task WHERE NOT done AND body_code > ? GROUP BY body_code LIMIT 1"
_ACTIONS = {
    "certificates": "register-recipients",
    "history": "register-history",
    "tickets": "register-tickets",
}
_FOREIGN_TICKET = (
    "SELECT 1 FROM ticket t JOIN body_person b ON b.id = t.holder"
    " WHERE t.ticket_number = ? AND (b.body_code <> ? OR b.person_key <> ?)"
)


class Taking(NamedTuple):
    """The task whose rows are taken in, and of what kind they are."""

    task: int
    kind: str


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
    errors = json.loads(kept)
    people: list[int] = []
    for place, text in waiting:
        registrant, values = read_row(text, body_code)
        found = _take_row(core, Taking(task, str(kind)), registrant, values)
        if isinstance(found, str):
            errors[place] = [found]
        else:
            people.append(found)
    store.write_many(
        "DELETE FROM intake_row WHERE task = ? AND place = ?", ((task, row[0]) for row in waiting)
    )
    done = store.row("SELECT 1 FROM intake_row WHERE task = ?", task) is None
    store.write("UPDATE task SET errors = ?, done = ? WHERE id = ?", json.dumps(errors), done, task)
    _leave_entries(core, body_code, _ACTIONS[kind], people)


def _take_row(core: "Core", taking: Taking, registrant: Registrant, values: Sequence[object]) -> int | str:
    """Take in a row; gives the person, or the code of what is wrong, and then nothing of it is kept."""
    at_body = registrant.at_body
    is_ticket = taking.kind == "tickets"
    if is_ticket and core.store.row(_FOREIGN_TICKET, values[0], at_body.body_code, at_body.person_key):
        return TICKET_NUMBER_TAKEN
    enrolled = enrol(core.store, registrant)
    if enrolled is None:
        return IDENTITY_CONFLICT
    take = _take_ticket if is_ticket else _take_certificate
    take(core, enrolled[0], values, taking.task)
    return enrolled[1]


def _take_certificate(core: "Core", holder: int, values: Sequence[object], task: int) -> None:
    *certificate, is_deleted = values
    if is_deleted:
        core.decisions.take_back_certificate(core.store, holder, str(values[0]), str(values[9]))
        return
    core.decisions.write_certificate(core.store, holder, certificate)
    core.decisions.come_back(core.store, holder, task)


def _take_ticket(core: "Core", holder: int, values: Sequence[object], task: int) -> None:
    number, kind, subject, *others = values
    core.store.write(_TICKET, number, holder, kind, subject, *others)
    core.decisions.come_back(core.store, holder, task)
    if kind == TicketKind.CHECKUP and subject in pregnancy_checkups():
        core.decisions.expect_again(core.store, holder, task, first_day=str(others[2]))


def _leave_entries(core: "Core", body_code: str, action: str, people: Sequence[int]) -> None:
    now = core.clock.seconds()
    for person in dict.fromkeys(people):
        core.decisions.leave_entry(core.store, Entry(person, "body", body_code, action, "Ok", now))
