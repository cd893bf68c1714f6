"""Rows of a registration as the store keeps them while they wait: JSON arrays of plain values."""

import json
from datetime import date
from typing import Any

from simulator.hub.reference.rows import AnyRow
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.person import BasicFive, BodyPerson, Registrant, Sex
from simulator.records.ticket import TicketRow

Values = list[Any]


def row_text(row: AnyRow) -> str:
    """The registrant's values and those of what is registered."""
    values = ticket_values(row) if isinstance(row, TicketRow) else certificate_values(row)
    return json.dumps([_registrant_values(row.registrant), values], ensure_ascii=False)


def read_row(text: str, body_code: str) -> tuple[Registrant, Values]:
    """The registrant, and the values of what is registered, without the holder."""
    person, values = json.loads(text)
    return _registrant(body_code, person), values


def _registrant_values(registrant: Registrant) -> Values:
    basic = registrant.basic
    return [
        registrant.at_body.person_key,
        registrant.my_number,
        basic.name,
        basic.name_kana,
        basic.address,
        basic.date_of_birth.isoformat(),
        basic.sex.value,
        registrant.is_not_disclosed,
    ]


def _registrant(body_code: str, values: Values) -> Registrant:
    key, number, name, kana, address, born, sex, not_disclosed = values
    basic = BasicFive(name, kana, address, date.fromisoformat(born), Sex(sex))
    return Registrant(BodyPerson(body_code, key), number, basic, is_not_disclosed=not_disclosed)


def certificate_values(row: RecipientRow | HistoryRow) -> Values:
    """What stands in the table of certificates beside the holder, and last whether it is taken back."""
    certificate = row.certificate
    return [
        certificate.scheme,
        certificate.recipient_number,
        certificate.valid_from.isoformat(),
        certificate.valid_to.isoformat(),
        certificate.name,
        certificate.payer_number,
        certificate.income_class,
        certificate.monthly_ceiling_yen,
        int(certificate.is_always_reimbursement),
        row.history_key if isinstance(row, HistoryRow) else "",
        _further(certificate),
        isinstance(row, HistoryRow) and row.is_deleted,
    ]


def _further(certificate: BeneficiaryCertificate) -> str | None:
    """What is only passed on, as JSON; None where there is nothing of it."""
    values = (
        certificate.segment,
        certificate.sub_key,
        certificate.additional_conditions,
        certificate.designated_institutions,
        certificate.details,
    )
    return json.dumps(values, ensure_ascii=False) if any(values) else None


def further_fields(text: str | None) -> dict[str, Any]:
    """What was only passed on, as fields of a certificate."""
    if text is None:
        return {}
    segment, sub_key, conditions, institutions, details = json.loads(text)
    return {
        "segment": segment,
        "sub_key": sub_key,
        "additional_conditions": conditions,
        "designated_institutions": tuple(institutions),
        "details": tuple((label, value) for label, value in details),
    }


def ticket_values(row: TicketRow) -> Values:
    """What stands in the table of tickets beside the holder."""
    ticket = row.ticket
    return [
        ticket.ticket_number,
        ticket.kind.value,
        ticket.subject,
        ticket.course,
        ticket.dose_number,
        ticket.valid_from.isoformat(),
        ticket.valid_to.isoformat(),
    ]
