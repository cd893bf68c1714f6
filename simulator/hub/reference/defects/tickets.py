"""Defects in showing tickets."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from datetime import date

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store
from simulator.records.ticket import Ticket, TicketKind

_SAME_KEY = (
    "SELECT DISTINCT other.id FROM body_person own JOIN body_person other USING (person_key)"
    " WHERE own.person = ?"
)


class _UsedShown(Decisions):
    def is_unused(self, store: Store, ticket: Ticket) -> bool:
        return True


class _ExpiredShown(Decisions):
    def is_usable_on(self, ticket: Ticket, day: date) -> bool:
        return ticket.valid_from <= day


class _ForeignShown(Decisions):
    def ticket_holders(self, store: Store, person: int) -> list[int]:
        return [row[0] for row in store.rows(_SAME_KEY, person)]


class _LastDayExcluded(Decisions):
    def is_usable_on(self, ticket: Ticket, day: date) -> bool:
        return ticket.valid_from <= day < ticket.valid_to


class _ConsentIgnored(Decisions):
    def may_show_tickets(self, store: Store, person: int, kind: TicketKind) -> bool:
        return True


class _FormerBodyShown(Decisions):
    def has_left_tickets(self, store: Store, holder: int, day: date) -> bool:
        return False


TICKET_DEFECTS = (
    Defect(
        "used-ticket-shown",
        "使用済みの接種券・受診券を表示する",
        "A ticket that is used up is shown",
        "TCK-003",
        Kind.SEQUENCE,
        _UsedShown,
    ),
    Defect(
        "expired-ticket-shown",
        "期限の切れた接種券・受診券を表示する",
        "A ticket whose period has ended is shown",
        "TCK-004",
        Kind.DATA,
        _ExpiredShown,
    ),
    Defect(
        "foreign-ticket-shown",
        "宛名番号だけで人を探し、別の実施機関の他人の接種券・受診券を表示する",
        "A person is found by the body's person key alone, and another body's person's tickets are shown",
        "TCK-005",
        Kind.DATA,
        _ForeignShown,
    ),
    Defect(
        "last-ticket-day-excluded",
        "接種券・受診券の期限の最終日に、その券を表示しない",
        "On the last day of its period a ticket is not shown",
        "TCK-002",
        Kind.TIME,
        _LastDayExcluded,
    ),
    Defect(
        "ticket-shown-without-consent",
        "マイナポータルで提供をやめた人の接種券・受診券を表示する",
        "Tickets are shown although the standing consent was withdrawn",
        "TCK-006",
        Kind.SEQUENCE,
        _ConsentIgnored,
    ),
    Defect(
        "ticket-of-former-body-shown",
        "転出・死亡の後の日にも、その自治体の接種券・受診券を表示する",
        "Tickets are shown for days after death or moving out",
        "TCK-007",
        Kind.SEQUENCE,
        _FormerBodyShown,
    ),
)
