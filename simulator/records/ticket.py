"""Vaccination tickets (接種券) and checkup tickets (受診券)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from simulator.records.person import Registrant


class TicketKind(StrEnum):
    """What a ticket is for."""

    VACCINATION = "vaccination"
    CHECKUP = "checkup"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket for one dose of a vaccine or one checkup; the period includes both days.

    `subject` is the vaccine or the code of the checkup; `course` and `dose_number` are for doses only.
    """

    ticket_number: str
    kind: TicketKind
    body_code: str
    subject: str
    valid_from: date
    valid_to: date
    course: str = ""
    dose_number: int = 0

    def valid_on(self, day: date) -> bool:
        """Whether the day lies within the period."""
        return self.valid_from <= day <= self.valid_to


@dataclass(frozen=True, slots=True)
class TicketRow:
    """One row of a ticket registration."""

    registrant: Registrant
    ticket: Ticket
