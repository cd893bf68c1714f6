"""Certificates and tickets that bodies register, by tasks that a hub works on for a while."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from simulator.facts.checkups import pregnancy_checkups
from simulator.port.book.people import People
from simulator.port.operations import RegisterHistory, RegisterRecipients, RegisterTickets, TaskReport
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.departure import DepartureReason
from simulator.records.person import BodyPerson
from simulator.records.ticket import Ticket, TicketKind, TicketRow

Row = RecipientRow | HistoryRow | TicketRow
Registration = RegisterRecipients | RegisterHistory | RegisterTickets
Key = tuple[BodyPerson, str, str, date | None]
"""Who holds a certificate, of which scheme, and its number with the first day, or its history key alone."""


@dataclass(frozen=True, slots=True)
class Change:
    """What stood under a certificate's key before, and what stands there now (None: deleted)."""

    is_history: bool
    earlier: tuple[BeneficiaryCertificate, ...]
    now: BeneficiaryCertificate | None


class Papers(People):
    """The certificates and tickets of a run, as the hub reported to have taken them in."""

    def __init__(self) -> None:
        super().__init__()
        self.tickets: dict[str, tuple[BodyPerson, Ticket]] = {}
        self.tickets_of: dict[BodyPerson, list[Ticket]] = defaultdict(list)
        self.task_bodies: dict[str, str] = {}
        self._standing: dict[BodyPerson, dict[Key, tuple[BeneficiaryCertificate | None, ...]]] = defaultdict(
            dict
        )
        self._beside_wrong: dict[BodyPerson, set[BeneficiaryCertificate]] = defaultdict(set)
        self._unsettled: dict[str, tuple[Row, ...]] = {}
        self._begun: dict[str, int] = {}
        self._perhaps: dict[BodyPerson, dict[Key, list[BeneficiaryCertificate | None]]] | None = None
        self._perhaps_tickets: dict[str, list[tuple[BodyPerson, Ticket]]] = {}

    def _begin(self, operation: Registration, task: str | None) -> None:
        """Note rows that the hub is working on; without a task, that it may have been given."""
        if task is not None:
            self.task_bodies[task] = operation.body_code
        self._unsettled[task if task is not None else f"lost {len(self._unsettled)}"] = operation.rows
        self._perhaps = None
        if task is not None:
            self._begun[task] = next(self._order)
        for row in operation.rows:
            self._register(row.registrant, certain=False)
            self._undo_departures(row, next(self._order), certain=False)

    def _take_in(self, task: str, body_code: str, report: TaskReport) -> None:
        if not report.done or self.task_bodies.get(task) != body_code or task not in self._unsettled:
            return
        rejected = {row.row for row in report.rows if row.errors}
        rows, begun = self._unsettled.pop(task), self._begun.pop(task)
        self._perhaps = None
        for place, row in enumerate(rows):
            if place in rejected:
                continue
            self._register(row.registrant, certain=True)
            self._undo_departures(row, begun, certain=True)
            holder = row.registrant.at_body
            if isinstance(row, TicketRow):
                self._take_ticket(holder, row.ticket)
                continue
            standing = self._standing[holder]
            standing[_key(row)] = (*standing.get(_key(row), ()), _content(row))
            if rejected:
                self._beside_wrong[holder].add(row.certificate)

    def _undo_departures(self, row: Row, accepted: int, *, certain: bool) -> None:
        """What a right row tells of its person that came after a departure, by the order of acceptance."""
        holder = row.registrant.at_body
        undone = [] if isinstance(row, HistoryRow) and row.is_deleted else [DepartureReason.MOVE_OUT]
        if isinstance(row, TicketRow) and _is_of_pregnancy(row.ticket):
            end = DepartureReason.PREGNANCY_END
            undone += [end] if self._is_after(row.ticket.valid_from, holder, end) else []
        for reason in undone:
            if accepted > self._reported.get((reason, holder), 0):
                self._undo(holder, reason, certain=certain)

    def _take_ticket(self, holder: BodyPerson, ticket: Ticket) -> None:
        known, earlier = self.tickets.get(ticket.ticket_number, (holder, None))
        if known != holder:
            return
        self.tickets[ticket.ticket_number] = (holder, ticket)
        held = self.tickets_of[holder]
        if earlier is None:
            held.append(ticket)
        else:
            held[held.index(earlier)] = ticket

    def task_rows(self, task: str) -> tuple[Row, ...]:
        """The rows of a registration that is still under way."""
        return self._unsettled.get(task, ())

    def certificates_at(self, holder: BodyPerson) -> tuple[BeneficiaryCertificate, ...]:
        """The beneficiary certificates that stand registered for a body's person for certain."""
        return tuple(rows[-1] for _, rows in self._sure(holder) if rows[-1] is not None)

    def certificates_of(self, person_id: str) -> tuple[BeneficiaryCertificate, ...]:
        """The beneficiary certificates registered for a person by any body, for certain."""
        holders = self.same_person(person_id)
        return tuple(certificate for holder in holders for certificate in self.certificates_at(holder))

    def perhaps_certificates_of(self, person_id: str) -> tuple[BeneficiaryCertificate, ...]:
        """Those, and the ones that may stand there, since no word came of their registration."""
        holders = self.same_person(person_id)
        return tuple(row for holder in holders for row in self._possible(holder) if row is not None)

    def changes_of(self, person_id: str) -> tuple[Change, ...]:
        """What was replaced or deleted for certain of a person's certificates."""
        return tuple(
            Change(key[-1] is None, tuple(row for row in rows[:-1] if row is not None), rows[-1])
            for holder in self.same_person(person_id)
            for key, rows in self._sure(holder)
            if rows[-1] is None or any(row != rows[-1] for row in rows)
        )

    def beside_wrong_rows(self, person_id: str) -> frozenset[BeneficiaryCertificate]:
        """A person's certificates that came in one registration with rows that were turned down."""
        holders = self.same_person(person_id)
        return frozenset(row for holder in holders for row in self._beside_wrong[holder])

    def tickets_for(self, person_id: str) -> tuple[Ticket, ...]:
        """The tickets registered for a person by any body, for certain."""
        perhaps = self._perhaps_by_holder() and self._perhaps_tickets
        return tuple(
            ticket
            for holder in self.same_person(person_id)
            for ticket in self.tickets_of[holder]
            if not perhaps
            or all(other == (holder, ticket) for other in perhaps.get(ticket.ticket_number, ()))
        )

    def _sure(self, holder: BodyPerson) -> Iterator[tuple[Key, tuple[BeneficiaryCertificate | None, ...]]]:
        perhaps = self._perhaps_by_holder().get(holder, {})
        for key, rows in self._standing.get(holder, {}).items():
            if all(other == rows[-1] for other in perhaps.get(key, ())):
                yield key, rows

    def _possible(self, holder: BodyPerson) -> Iterator[BeneficiaryCertificate | None]:
        for rows in self._standing.get(holder, {}).values():
            yield rows[-1]
        for others in self._perhaps_by_holder().get(holder, {}).values():
            yield from others

    def _perhaps_by_holder(self) -> dict[BodyPerson, dict[Key, list[BeneficiaryCertificate | None]]]:
        """What the unsettled registrations may have brought; the last row of a key counts in each."""
        if self._perhaps is None:
            self._perhaps, self._perhaps_tickets = {}, {}
            for rows in self._unsettled.values():
                self._add_perhaps(rows)
        return self._perhaps

    def _add_perhaps(self, rows: Iterable[Row]) -> None:
        assert self._perhaps is not None
        last: dict[Key, BeneficiaryCertificate | None] = {}
        for row in rows:
            holder = row.registrant.at_body
            if isinstance(row, TicketRow):
                numbers = self._perhaps_tickets.setdefault(row.ticket.ticket_number, [])
                numbers.append((holder, row.ticket))
            else:
                last[_key(row)] = _content(row)
        for key, content in last.items():
            self._perhaps.setdefault(key[0], {}).setdefault(key, []).append(content)


def _key(row: RecipientRow | HistoryRow) -> Key:
    holder, certificate = row.registrant.at_body, row.certificate
    if isinstance(row, HistoryRow):
        return (holder, certificate.scheme, row.history_key, None)
    return (holder, certificate.scheme, certificate.recipient_number, certificate.valid_from)


def _is_of_pregnancy(ticket: Ticket) -> bool:
    """Whether a ticket is for a checkup in pregnancy, and so tells that its holder is pregnant."""
    return ticket.kind is TicketKind.CHECKUP and ticket.subject in pregnancy_checkups()


def _content(row: RecipientRow | HistoryRow) -> BeneficiaryCertificate | None:
    return None if isinstance(row, HistoryRow) and row.is_deleted else row.certificate
