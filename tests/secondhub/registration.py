"""Registrations: tasks of rows, worked on some time after they were accepted."""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .forms import ALWAYS_TOLD, FACE, FACE_DEFAULTS, PREGNANCY_CHECKUPS, TICKET
from .people import Known, People
from .shapes import Fault

# A task rests for so many requests, or until it is polled a second time: callers must bear "processing".
REST = 6
POLLS = 2


@dataclass(eq=False)
class Ticket:
    """A ticket and its holder."""

    holder: Known
    face: dict[str, Any]

    @property
    def number(self) -> str:
        """Names one ticket in the whole hub."""
        number: str = self.face["ticketNumber"]
        return number

    @property
    def kind(self) -> str:
        """`vaccination` or `checkup`, which is the area of consent as well."""
        kind: str = self.face["kind"]
        return kind


@dataclass(eq=False)
class Task:
    """A registration of a body, with its rows and the errors that were found when it was read."""

    task_id: str
    body: str
    layout: str
    rows: list[dict[str, Any]]
    errors: dict[int, list[str]]
    order: int
    since: int
    schemes: frozenset[str]
    polls: int = 0
    report: list[dict[str, Any]] | None = None
    people: list[Known] = field(default_factory=list)


def by_row(faults: list[Fault]) -> dict[int, list[str]]:
    """The codes of the rows, each once."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for pointer, code in faults:
        found[int(pointer.split("/")[1])][code] = None
    return {row: list(codes) for row, codes in found.items()}


class Registration:
    """All tasks, and what came of them."""

    def __init__(self, people: People, note: Callable[[Task], None]) -> None:
        self._people = people
        self._note = note
        self._tasks: dict[str, Task] = {}
        self._waiting: deque[Task] = deque()
        self._schemes: dict[str, frozenset[str]] = {}
        self.tickets: dict[str, Ticket] = {}
        self._tickets_of: dict[Known, list[Ticket]] = defaultdict(list)

    def set_schemes(self, body: str, schemes: list[str]) -> None:
        """The new scheme master of a body."""
        self._schemes[body] = frozenset(schemes)

    def accept(
        self, body: str, layout: str, rows: list[dict[str, Any]], faults: list[Fault], order: int, now: int
    ) -> Task:
        """A new task; nothing is taken in yet."""
        name, schemes = f"t{len(self._tasks) + 1:08}", self._schemes.get(body, frozenset())
        task = Task(name, body, layout, rows, by_row(faults), order, now, schemes)
        self._tasks[task.task_id] = task
        self._waiting.append(task)
        return task

    def poll(self, body: str, task_id: str) -> Task | None:
        """A task of the body. Being asked after makes it go on."""
        task = self._tasks.get(task_id)
        if task is None or task.body != body:
            return None
        task.polls += 1
        while task.report is None and task.polls >= POLLS:
            self._work(self._waiting.popleft())
        return task

    def go_on(self, now: int) -> None:
        """Works on what has rested long enough, in the order of acceptance."""
        while self._waiting and self._waiting[0].since + REST <= now:
            self._work(self._waiting.popleft())

    def _work(self, task: Task) -> None:
        report = []
        for place, row in enumerate(task.rows):
            errors = self._judge(task, row, task.errors.get(place, []))
            if not errors:
                task.people.append(self._take_in(task, row))
            report.append({"row": place, "errors": errors})
        task.report = report
        task.rows = []  # My Numbers are not kept longer than they are needed.
        self._note(task)

    def _judge(self, task: Task, row: dict[str, Any], errors: list[str]) -> list[str]:
        found = list(errors)
        if task.layout == "tickets":
            if row["kind"] == "vaccination" and row["doseNumber"] < 1 and "dose-number" not in found:
                found.append("dose-number")
        elif row["orgSpecificCertificateTypeId"] not in task.schemes:
            found = [*found, "unknown-scheme"] if "unknown-scheme" not in found else found
        if row["validFrom"] > row["validTo"]:
            found.append("period-order")
        if found:
            return found
        key = row["municipalityIdentityKey"]
        if self._people.conflicts(task.body, key, row["myNumber"]):
            return ["identity-conflict"]
        if task.layout == "tickets" and self._is_taken(task.body, row):
            return ["ticket-number-taken"]
        return []

    def _is_taken(self, body: str, row: dict[str, Any]) -> bool:
        ticket = self.tickets.get(row["ticketNumber"])
        if ticket is None:
            return False
        return (ticket.holder.body, ticket.holder.key) != (body, row["municipalityIdentityKey"])

    def _take_in(self, task: Task, row: dict[str, Any]) -> Known:
        known = self._people.register(row, task.body, task.order)
        if task.layout == "tickets":
            self._issue(known, {name: row[name] for name in TICKET})
            if row["kind"] == "checkup" and row["subject"] in PREGNANCY_CHECKUPS:
                known.expect(row["validFrom"], task.order)
            return known
        scheme = row["orgSpecificCertificateTypeId"]
        if task.layout == "history":
            name: tuple[str, ...] = ("history", scheme, row["historyKey"])
        else:
            name = ("recipients", scheme, row["medicalSubsidyRecipientNumber"], row["validFrom"])
        known.certificates.pop(name, None)
        if not row.get("isDeleted", False):
            face = {member: row[member] for member in FACE if member in row}
            known.certificates[name] = {"bodyCode": task.body} | {
                member: value
                for member, value in face.items()
                if member in ALWAYS_TOLD or value != FACE_DEFAULTS.get(member)
            }
        return known

    def _issue(self, holder: Known, face: dict[str, Any]) -> None:
        ticket = self.tickets.setdefault(face["ticketNumber"], Ticket(holder, face))
        if ticket in self._tickets_of[ticket.holder]:
            self._tickets_of[ticket.holder].remove(ticket)
        # Results hang on the ticket, so it stays the same one and gets the new face.
        ticket.holder, ticket.face = holder, face
        self._tickets_of[holder].append(ticket)

    # What is shown

    def certificates(self, person: str | None, day: str, begun: bool = True) -> list[dict[str, Any]]:
        """The person's certificates of the day; with begun false also those that begin later."""
        found = [
            certificate
            for known in self._people.everywhere(person or "")
            if known.certificates and not self._people.is_ended(known, day)
            for certificate in known.certificates.values()
            if day <= certificate["validTo"] and (certificate["validFrom"] <= day or not begun)
        ]
        return sorted(found, key=lambda certificate: str(certificate.get("medicalSubsidyInsurerNumber", "")))

    def tickets_of(self, person: str, kind: str, day: str) -> list[Ticket]:
        """The person's tickets of a kind that are valid on the day, used up or not."""
        found = [
            ticket
            for known in self._people.everywhere(person)
            if not self._people.is_ended(known, day)
            for ticket in self._tickets_of.get(known, ())
            if ticket.kind == kind and ticket.face["validFrom"] <= day <= ticket.face["validTo"]
        ]
        return sorted(found, key=lambda ticket: ticket.number)
