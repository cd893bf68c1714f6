"""A clinic at a served hub: children with cards and tickets, and requests as bytes to be sent."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from uuid import uuid4

from builders import BORN, CHILD, CITY, CLINIC, DAY, certificate, dose, registrant, ticket

from simulator.card.assertion import sign_assertion
from simulator.card.authority import CertificationAuthority
from simulator.card.reading import Method
from simulator.card.user_certificate import UserCertificate
from simulator.hub.connection import Connection, by_address
from simulator.port import operations as ops
from simulator.port.exchange import Request, perform
from simulator.port.outcomes import Accepted, Empty, Ok, Outcome
from simulator.records.certificate import RecipientRow
from simulator.records.institution import Institution
from simulator.records.person import Registrant
from simulator.records.result import Result
from simulator.records.ticket import TicketRow

SEED = 42


def ticket_number(number: int) -> str:
    return f"T-{number:05}"


def another(number: int) -> str:
    """The name of one of the further children."""
    return f"{CHILD}-{number}"


def _registrant(name: str) -> Registrant:
    number = 0 if name == CHILD else 1 + int(name.rpartition("-")[2])
    return registrant(name, my_number=f"{number:012d}")


@dataclass(slots=True)
class Surgery:
    """What is done at the hub over `connection`; operations become bytes for the crowd."""

    connection: Connection
    clinics: tuple[Institution, ...] = (CLINIC,)
    _jti: Iterator[int] = field(default_factory=lambda: count(1))
    # Card assertions of another surgery at the same hub have to be others.
    _run: str = field(default_factory=lambda: uuid4().hex)

    @property
    def port(self) -> int:
        return int(self.connection.where.rpartition(":")[2])

    def card(self, person: str = CHILD) -> UserCertificate:
        return CertificationAuthority.from_seed(SEED).issue(person, 1, DAY, BORN)

    def ask(self, operation: ops.Operation) -> Outcome:
        outcome, _ = perform(self.connection.adapter, self.connection.transport, operation)
        return outcome

    def furnish(self, tickets: int = 0, children: int = 0, each: int = 0) -> "Surgery":
        """Register the child and further children, with cards and certificates, and that many tickets.

        The tickets are the child's; with `each` the first so many are the first further child's, and so on.
        """
        names = [CHILD, *map(another, range(children))]
        assert self.ask(ops.PutInstitutions(self.clinics)) == Ok()
        assert self.ask(ops.PutSchemes(CITY, (("child", "子ども"),))) == Ok()
        assert self.ask(ops.OpenAccounts(tuple((name, ()) for name in names))) == Ok()
        recipients = tuple(RecipientRow(_registrant(name), certificate()) for name in names)
        self._register(ops.RegisterRecipients(CITY, recipients))
        self._register(self.registration(tickets, each))
        links = (ops.CardLink(name, _registrant(name).at_body, self.card(name).serial) for name in names)
        assert self.ask(ops.LinkCards(tuple(links))) == Ok()
        return self

    def registration(self, tickets: int, each: int = 0) -> ops.RegisterTickets:
        """The registration of that many tickets, dealt out as `furnish` does."""
        rows = (
            TicketRow(_registrant(another(number // each) if each else CHILD), ticket(ticket_number(number)))
            for number in range(tickets)
        )
        return ops.RegisterTickets(CITY, tuple(rows))

    def finished(self, fetch: ops.FetchTask) -> ops.TaskReport:
        """The report of a task, asked for until it is done."""
        while True:
            outcome = self.ask(fetch)
            assert isinstance(outcome, Ok)
            assert isinstance(outcome.value, ops.TaskReport)
            if outcome.value.done:
                return outcome.value

    def _register(self, registration: ops.RegisterRecipients | ops.RegisterTickets) -> None:
        accepted = self.ask(registration)
        assert isinstance(accepted, Accepted)
        assert not any(row.errors for row in self.finished(ops.FetchTask(CITY, accepted.task)).rows)

    def check(self, clinic: Institution = CLINIC, person: str = CHILD) -> ops.CheckEligibility:
        """An eligibility check by an assertion of its own."""
        assertion = sign_assertion(
            self.card(person),
            audience="pmh",
            institution_code=clinic.code,
            method=Method.FACE,
            issued_at=int(time.time()),
            token_id=f"{self._run}-{next(self._jti)}",
        )
        return ops.CheckEligibility(clinic.code, assertion, consent=True, service_date=DAY)

    def record(self, number: int, key: str | None = None) -> ops.RecordDose:
        """A dose on the ticket of that number."""
        given = dose(ticket_number(number), lot_number=f"LOT{number}")
        return ops.RecordDose(CLINIC.code, given, BORN, key or f"key-{number}")

    def history(self, person: str = CHILD) -> tuple[Result, ...]:
        outcome = self.ask(ops.ListHistory(person, person))
        if outcome == Empty():
            return ()
        assert isinstance(outcome, Ok)
        assert isinstance(outcome.value, tuple)
        return outcome.value

    def raw(self, operation: ops.Operation) -> bytes:
        """The request of an operation as it goes over the wire."""
        request = next(self.connection.adapter.perform(operation))
        return raw(request, self.connection.where.removeprefix("http://"))


def raw(request: Request, host: str) -> bytes:
    headers = {"Host": host, "Content-Length": str(len(request.body)), **request.headers}
    lines = [
        f"{request.method} {request.path} HTTP/1.1",
        *(f"{name}: {text}" for name, text in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + request.body


@contextmanager
def surgery_at(address: str) -> Iterator[Surgery]:
    """A surgery at the hub with this address, on the day of the rehearsal where the hub lets it be set."""
    with by_address(address, "pmh", SEED, DAY, frozenset()) as connection:
        yield Surgery(connection)


def dealt(requests: Iterable[bytes], clients: int) -> list[list[bytes]]:
    """Requests dealt out to that many clients."""
    every = list(requests)
    return [every[place::clients] for place in range(clients)]
