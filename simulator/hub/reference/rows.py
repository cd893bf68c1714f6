"""What can be wrong with one row of a registration, as stable codes; personal values are never repeated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.records.certificate import RecipientRow
from simulator.records.person import Registrant
from simulator.records.ticket import TicketKind, TicketRow

IDENTITY_CONFLICT = "identity-conflict"
TICKET_NUMBER_TAKEN = "ticket-number-taken"

_MY_NUMBER = re.compile(r"[0-9]{12}")
_PAYER_NUMBER = re.compile(r"([0-9]{8})?")
_RECIPIENT_NUMBER = re.compile(r"[!-~]{0,30}")
_SCHEME = re.compile(r"[0-9A-Za-z_-]{1,50}")
_TICKET_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,50}")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class BodyRules:
    """What rows are held against: the body that sends them and the schemes of its master."""

    body_code: str
    schemes: frozenset[str]


def recipient_errors(row: RecipientRow, rules: BodyRules) -> tuple[str, ...]:
    """The codes of what is wrong with a recipient's row; none for a good one."""
    return (*_registrant_errors(row.registrant, rules), *_certificate_errors(row, rules))


def ticket_errors(row: TicketRow, rules: BodyRules) -> tuple[str, ...]:
    """The codes of what is wrong with a ticket's row; none for a good one."""
    return (*_registrant_errors(row.registrant, rules), *_ticket_errors(row, rules))


def _registrant_errors(registrant: Registrant, rules: BodyRules) -> Iterator[str]:
    basic = registrant.basic
    if registrant.at_body.body_code != rules.body_code:
        yield "foreign-body"
    if not 1 <= len(registrant.at_body.person_key) <= _LONGEST_NAME:
        yield "identity-key-length"
    if not _MY_NUMBER.fullmatch(registrant.my_number):
        yield "my-number-digits"
    if not (basic.name.strip() and basic.name_kana.strip()):
        yield "name-missing"


def _certificate_errors(row: RecipientRow, rules: BodyRules) -> Iterator[str]:
    certificate = row.certificate
    if certificate.body_code != rules.body_code:
        yield "foreign-body"
    if not _SCHEME.fullmatch(certificate.scheme) or certificate.scheme not in rules.schemes:
        yield "unknown-scheme"
    if not 1 <= len(certificate.name) <= _LONGEST_NAME:
        yield "certification-name-length"
    if not _PAYER_NUMBER.fullmatch(certificate.payer_number):
        yield "payer-number-digits"
    if not _RECIPIENT_NUMBER.fullmatch(certificate.recipient_number):
        yield "recipient-number-length"
    if certificate.valid_from > certificate.valid_to:
        yield "period-order"
    if certificate.monthly_ceiling_yen is not None and certificate.monthly_ceiling_yen < 0:
        yield "ceiling-negative"


def _ticket_errors(row: TicketRow, rules: BodyRules) -> Iterator[str]:
    ticket = row.ticket
    if ticket.body_code != rules.body_code:
        yield "foreign-body"
    if not _TICKET_NUMBER.fullmatch(ticket.ticket_number):
        yield "ticket-number-form"
    if not ticket.subject:
        yield "subject-missing"
    if ticket.kind is TicketKind.VACCINATION and ticket.dose_number < 1:
        yield "dose-number"
    if ticket.valid_from > ticket.valid_to:
        yield "period-order"
