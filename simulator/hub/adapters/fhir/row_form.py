"""What can be wrong with a row of a registration; FHIR knows none of these rules, the adapter keeps them."""

import re
from collections.abc import Iterator

from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.person import Registrant
from simulator.records.ticket import Ticket, TicketKind, TicketRow

_MY_NUMBER = re.compile(r"[0-9]{12}", re.ASCII)
_PAYER_NUMBER = re.compile(r"[0-9]{8}", re.ASCII)
_RECIPIENT_NUMBER = re.compile(r"[!-~]{0,30}")
_HISTORY_KEY = re.compile(r"[!-~]{1,100}")
_TICKET_NUMBER = re.compile(r"[0-9A-Za-z_-]{1,50}")

Row = RecipientRow | HistoryRow | TicketRow


def row_errors(row: Row, body_code: str) -> tuple[str, ...]:
    """The codes of what is wrong with a row, as stable words; none for a right one."""
    special = (
        _ticket(row.ticket, body_code)
        if isinstance(row, TicketRow)
        else _certificate(row.certificate, body_code)
    )
    return (*_registrant(row.registrant, body_code), *special, *_history(row))


def _history(row: Row) -> Iterator[str]:
    if isinstance(row, HistoryRow) and not _HISTORY_KEY.fullmatch(row.history_key):
        yield "history-key-form"


def _registrant(registrant: Registrant, body_code: str) -> Iterator[str]:
    if registrant.at_body.body_code != body_code:
        yield "foreign-body"
    if not registrant.at_body.person_key:
        yield "identity-key-length"
    if not _MY_NUMBER.fullmatch(registrant.my_number):
        yield "my-number-digits"
    if not (registrant.basic.name.strip() and registrant.basic.name_kana.strip()):
        yield "name-missing"


def _certificate(certificate: BeneficiaryCertificate, body_code: str) -> Iterator[str]:
    if certificate.body_code != body_code:
        yield "foreign-body"
    if not certificate.scheme:
        yield "unknown-scheme"
    if not _PAYER_NUMBER.fullmatch(certificate.payer_number):
        yield "payer-number-digits"
    if not _RECIPIENT_NUMBER.fullmatch(certificate.recipient_number):
        yield "recipient-number-length"
    if certificate.valid_from > certificate.valid_to:
        yield "period-order"


def _ticket(ticket: Ticket, body_code: str) -> Iterator[str]:
    if ticket.body_code != body_code:
        yield "foreign-body"
    if not _TICKET_NUMBER.fullmatch(ticket.ticket_number):
        yield "ticket-number-form"
    if not ticket.subject:
        yield "subject-missing"
    if ticket.kind is TicketKind.VACCINATION and ticket.dose_number < 1:
        yield "dose-number"
    if ticket.valid_from > ticket.valid_to:
        yield "period-order"
