"""Before the doors open: the platform prepares the hub, and the bodies register."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from simulator.facts.schemes import scheme
from simulator.facts.selections import SUBSIDIES, programs
from simulator.port.operations import (
    CardLink,
    LinkCards,
    OpenAccounts,
    PublishRevocations,
    PutInstitutions,
    PutSchemes,
    RegisterRecipients,
    RegisterTickets,
)
from simulator.records.certificate import RecipientRow
from simulator.records.institution import Institution
from simulator.records.ticket import TicketRow
from simulator.rules import registration
from simulator.visits.again import NeverAnswered, ask_until_sure
from simulator.visits.registering import register
from simulator.visits.steps import Reply, Step, Visit

ROWS_AT_ONCE = 1000
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Preparation:
    """All that has to stand at the hub before the first visit; rows may be of several bodies.

    `revocation_list` None leaves the hub's list as it is.
    """

    institutions: tuple[Institution, ...]
    links: tuple[CardLink, ...]
    accounts: tuple[tuple[str, tuple[str, ...]], ...]
    revocation_list: bytes | None
    recipients: tuple[RecipientRow, ...]
    tickets: tuple[TicketRow, ...]

    @property
    def bodies(self) -> tuple[str, ...]:
        """The codes of the bodies that register."""
        registrants = [row.registrant for row in self.recipients] + [row.registrant for row in self.tickets]
        return tuple(sorted({registrant.at_body.body_code for registrant in registrants}))


def prepare(preparation: Preparation) -> Visit:
    """Play the preparation, in portions that a hub can take; it ends where no answer comes, asked ever again.

    All of it may be sent twice: settings take the place of the earlier ones, and rows change what stands.
    """
    with suppress(NeverAnswered):
        yield from _prepare(preparation)


def _prepare(preparation: Preparation) -> Visit:
    for places in _portions(preparation.institutions):
        yield from ask_until_sure(PutInstitutions(places), registration.PLATFORM)
    for links in _portions(preparation.links):
        yield from ask_until_sure(LinkCards(links), registration.PLATFORM)
    for accounts in _portions(preparation.accounts):
        yield from ask_until_sure(OpenAccounts(accounts), registration.PLATFORM)
    if preparation.revocation_list is not None:
        yield from ask_until_sure(PublishRevocations(preparation.revocation_list), registration.PLATFORM)
    for body in preparation.bodies:
        yield from ask_until_sure(PutSchemes(body, _schemes(preparation, body)), registration.PLATFORM)
        yield from _register(preparation, body)


def _schemes(preparation: Preparation, body: str) -> tuple[tuple[str, str], ...]:
    """The schemes that a body runs, and those of its rows; what prefectures run is not known otherwise."""
    run = [program.value for program in SUBSIDIES if program in programs(body)]
    of_rows = sorted({row.certificate.scheme for row in _of(body, preparation.recipients)} - set(run))
    return tuple((code, scheme(code).name_ja) for code in (*run, *of_rows))


def _register(preparation: Preparation, body: str) -> Generator[Step, Reply, None]:
    for recipients in _portions(_of(body, preparation.recipients)):
        yield from register(RegisterRecipients(body, recipients), ask_until_sure)
    for tickets in _portions(_of(body, preparation.tickets)):
        yield from register(RegisterTickets(body, tickets), ask_until_sure)


Row = TypeVar("Row", RecipientRow, TicketRow)


def _of(body: str, rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.registrant.at_body.body_code == body)


def _portions(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    for begin in range(0, len(items), ROWS_AT_ONCE):
        yield tuple(items[begin : begin + ROWS_AT_ONCE])
