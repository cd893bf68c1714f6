"""What can be wrong with one row of a registration, as stable codes; personal values are never repeated."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.person import Registrant
from simulator.records.ticket import Ticket, TicketKind, TicketRow

IDENTITY_CONFLICT = "identity-conflict"
TICKET_NUMBER_TAKEN = "ticket-number-taken"

_MY_NUMBER = re.compile(r"[0-9]{12}")
_PAYER_NUMBER = re.compile(r"([0-9]{8})?")
_RECIPIENT_NUMBER = re.compile(r"[!-~]{0,30}")
_SCHEME = re.compile(r"[0-9A-Za-z_-]{1,50}")
_TICKET_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,50}")
_HISTORY_KEY = re.compile(r"[!-~]{1,100}")
_CONDITIONS = re.compile(r"([0-9A-Za-z]+-[0-9A-Za-z]+(;[0-9A-Za-z]+-[0-9A-Za-z]+)*)?")
_LONGEST_NAME = 100
_LONGEST_CONDITIONS = 1000

AnyRow = RecipientRow | HistoryRow | TicketRow


@dataclass(frozen=True, slots=True)
class BodyRules:
    """What rows are held against: the body that sends them and the schemes of its master."""

    body_code: str
    schemes: frozenset[str]


def row_errors(row: AnyRow, rules: BodyRules) -> tuple[str, ...]:
    """The codes of what is wrong with a row by itself; none for a good one."""
    return tuple(dict.fromkeys((*_registrant_errors(row.registrant, rules), *_content_errors(row, rules))))


def _content_errors(row: AnyRow, rules: BodyRules) -> Iterator[str]:
    if isinstance(row, TicketRow):
        yield from _ticket_errors(row.ticket, rules)
        return
    yield from _certificate_errors(row.certificate, rules)
    if isinstance(row, HistoryRow) and not _HISTORY_KEY.fullmatch(row.history_key):
        yield "history-key-form"


def _registrant_errors(registrant: Registrant, rules: BodyRules) -> Iterator[str]:
    basic = registrant.basic
    if registrant.at_body.body_code != rules.body_code:
        yield "foreign-body"
    if not 1 <= len(registrant.at_body.person_key) <= _LONGEST_NAME:
        yield "identity-key-length"
    if not _MY_NUMBER.fullmatch(registrant.my_number):
        yield "my-number-digits"
    if not (_is_name(basic.name) and _is_name(basic.name_kana)):
        yield "name-missing"


def _is_name(name: str) -> bool:
    return bool(name.strip()) and len(name) <= _LONGEST_NAME


def _are_conditions(conditions: str) -> bool:
    return len(conditions) <= _LONGEST_CONDITIONS and _CONDITIONS.fullmatch(conditions) is not None


def _certificate_errors(certificate: BeneficiaryCertificate, rules: BodyRules) -> Iterator[str]:
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
    if not _are_conditions(certificate.additional_conditions):
        yield "additional-conditions-form"
    if certificate.valid_from > certificate.valid_to:
        yield "period-order"
    if certificate.monthly_ceiling_yen is not None and certificate.monthly_ceiling_yen < 0:
        yield "ceiling-negative"


def _ticket_errors(ticket: Ticket, rules: BodyRules) -> Iterator[str]:
    if ticket.body_code != rules.body_code:
        yield "foreign-body"
    if not _TICKET_NUMBER.fullmatch(ticket.ticket_number):
        yield "ticket-number-form"
    if not 1 <= len(ticket.subject) <= _LONGEST_NAME:
        yield "subject-missing"
    if ticket.dose_number < (1 if ticket.kind is TicketKind.VACCINATION else 0):
        yield "dose-number"
    if ticket.valid_from > ticket.valid_to:
        yield "period-order"
