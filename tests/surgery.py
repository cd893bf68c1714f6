"""A clinic at a served hub: a child with a card and many tickets, and its requests ready to be sent as bytes."""

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
from simulator.records.result import Result
from simulator.records.ticket import TicketRow

SEED = 42


def ticket_number(number: int) -> str:
    return f"T-{number:05}"


@dataclass(slots=True)
class Surgery:
    """What is done at the hub over `connection`; operations become bytes for the crowd."""

    connection: Connection
    clinics: tuple[Institution, ...] = (CLINIC,)
    _jti: Iterator[int] = field(default_factory=lambda: count(1))
    _run: str = field(default_factory=lambda: uuid4().hex)

    @property
    def port(self) -> int:
        return int(self.connection.where.rpartition(":")[2])

    @property
    def card(self) -> UserCertificate:
        return CertificationAuthority.from_seed(SEED).issue(CHILD, 1, DAY, BORN)

    def ask(self, operation: ops.Operation) -> Outcome:
        outcome, _ = perform(self.connection.adapter, self.connection.transport, operation)
        return outcome

    def furnish(self, tickets: int = 0) -> "Surgery":
        """Register the child with a certificate and that many tickets, and link the card."""
        child = registrant()
        rows = tuple(TicketRow(child, ticket(ticket_number(number))) for number in range(tickets))
        assert self.ask(ops.PutInstitutions(self.clinics)) == Ok()
        assert self.ask(ops.PutSchemes(CITY, (("child", "子ども"),))) == Ok()
        assert self.ask(ops.OpenAccounts(((CHILD, ()),))) == Ok()
        for registration in (
            ops.RegisterRecipients(CITY, (RecipientRow(child, certificate()),)),
            ops.RegisterTickets(CITY, rows),
        ):
            assert isinstance(self.ask(registration), Accepted)
        link = ops.CardLink(CHILD, child.at_body, self.card.serial)
        assert self.ask(ops.LinkCards((link,))) == Ok()
        return self

    def check(self, clinic: Institution = CLINIC) -> ops.CheckEligibility:
        """An eligibility check by an assertion of its own."""
        assertion = sign_assertion(
            self.card,
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

    def history(self) -> tuple[Result, ...]:
        outcome = self.ask(ops.ListHistory(CHILD, CHILD))
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
    lines = [f"{request.method} {request.path} HTTP/1.1", *(f"{name}: {text}" for name, text in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + request.body


@contextmanager
def surgery_at(address: str, day: bool = True) -> Iterator[Surgery]:
    """A surgery at the hub with this address, on the day of the rehearsal where the hub lets it be set."""
    with by_address(address, "pmh", SEED, DAY if day else None, frozenset()) as connection:
        yield Surgery(connection)


def dealt(requests: Iterable[bytes], clients: int) -> list[list[bytes]]:
    """Requests dealt out to that many clients."""
    every = list(requests)
    return [every[place::clients] for place in range(clients)]
