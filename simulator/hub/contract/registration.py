"""Documents of a body: rows of recipients and tickets, and how a registration fared.

The names of a recipient's row are those of the layout published in 2024-03, those of a row of the
difference history those of 2024-07; `municipalityIdentityKey` is published in the screening interface. The
ticket row is assumed, and so is what stands inside `maxCopaymentAmount`, `designatedMedicalInstitutions` and
`certificationDetail`.
"""

from dataclasses import replace
from typing import Any

from simulator.hub.contract.forms import (
    REQUIRED,
    ListForm,
    Member,
    Nullable,
    ObjectForm,
    PairForm,
    Wrapped,
    under,
)
from simulator.hub.contract.limits import shown
from simulator.hub.contract.scalars import DAY, DIGIT_FLAG, FLAG, INTEGER, TEXT, Scalar, choice, text
from simulator.hub.contract.texts import SHORT
from simulator.port.operations import RowReport, TaskReport
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.person import BasicFive, BodyPerson, Registrant, Sex
from simulator.records.ticket import Ticket, TicketKind, TicketRow

_BASIC_FIVE = ObjectForm(
    BasicFive,
    (
        Member("name", "name", TEXT),
        Member("nameKana", "name_kana", TEXT),
        Member("address", "address", text(0, 300)),
        Member("dateOfBirth", "date_of_birth", DAY),
        Member("sex", "sex", choice(Sex)),
    ),
)

_REGISTRANT = under(
    "registrant",
    Member("municipalityIdentityKey", "at_body.person_key", TEXT),
    Member("myNumber", "my_number", TEXT),
    Member("basicFiveInfo", "basic", _BASIC_FIVE),
    Member("isNotDisclosed", "is_not_disclosed", FLAG),
)

_CERTIFICATE = (
    Member("orgSpecificCertificateTypeId", "scheme", TEXT),
    Member("medicalSubsidyInsurerNumber", "payer_number", TEXT, ""),
    Member("certificationName", "name", TEXT),
    Member("medicalSubsidyRecipientNumber", "recipient_number", TEXT, ""),
    Member("certificationSubKey", "sub_key", SHORT, ""),
    Member("segment", "segment", SHORT, ""),
    Member("incomeSegment", "income_class", SHORT, ""),
    Member("additionalConditions", "additional_conditions", TEXT, ""),
    Member("designatedMedicalInstitutions", "designated_institutions", ListForm(SHORT, 100), ()),
    Member("isAlwaysReimbursement", "is_always_reimbursement", DIGIT_FLAG),
    Member("maxCopaymentAmount", "monthly_ceiling_yen", Wrapped("monthlyYen", Nullable(INTEGER)), None),
    Member("validFrom", "valid_from", DAY),
    Member("validTo", "valid_to", DAY),
)

_DETAIL = ListForm(PairForm("label", "value", SHORT, text(0, 1000)), 100)
_MOST_ROWS = 100_000

_TICKET = (
    Member("ticketNumber", "ticket_number", TEXT),
    Member("kind", "kind", choice(TicketKind)),
    Member("subject", "subject", TEXT),
    Member("course", "course", SHORT),
    Member("doseNumber", "dose_number", INTEGER),
    Member("validFrom", "valid_from", DAY),
    Member("validTo", "valid_to", DAY),
)


def _take_registrant(body_code: str, row: dict[str, Any]) -> Registrant:
    own = {member.argument: row.pop(member.argument) for member in _REGISTRANT}
    return Registrant(BodyPerson(body_code, own.pop("person_key")), **own)


def _recipient(body_code: str, **row: Any) -> RecipientRow:  # noqa: ANN401 - the members of the tables above
    registrant = _take_registrant(body_code, row)
    return RecipientRow(registrant, BeneficiaryCertificate(body_code=body_code, **row))


def _history(body_code: str, history_key: str, **row: Any) -> HistoryRow:  # noqa: ANN401 - as above
    is_deleted = row.pop("is_deleted")
    recipient = _recipient(body_code, **row)
    return HistoryRow(recipient.registrant, recipient.certificate, history_key, is_deleted)


def _ticket(body_code: str, **row: Any) -> TicketRow:  # noqa: ANN401 - the members of the tables above
    registrant = _take_registrant(body_code, row)
    return TicketRow(registrant, Ticket(body_code=body_code, **row))


RECIPIENT_ROWS = ListForm(
    ObjectForm(_recipient, _REGISTRANT + under("certificate", *_CERTIFICATE)), _MOST_ROWS
)
"""Rows of a recipient registration; read with `body_code` given, which stands in the path."""

HISTORY_ROWS = ListForm(
    ObjectForm(
        _history,
        (
            Member("historyKey", "history_key", TEXT),
            Member("isDeleted", "is_deleted", FLAG),
            *_REGISTRANT,
            *under("certificate", *_CERTIFICATE, Member("certificationDetail", "details", _DETAIL)),
        ),
    ),
    _MOST_ROWS,
)
"""Rows of a difference history; read with `body_code` given, which stands in the path."""

TICKET_ROWS = ListForm(ObjectForm(_ticket, _REGISTRANT + under("ticket", *_TICKET)), _MOST_ROWS)
"""Rows of a ticket registration; read with `body_code` given, which stands in the path."""

_BODY = Member("bodyCode", "body_code", TEXT)

# What a certificate says of numbers and money is always said to those who read it, also where it is nothing.
_ALWAYS_SAID = ("payer_number", "recipient_number", "income_class", "monthly_ceiling_yen")
_SHOWN = (
    _BODY,
    *(replace(each, default=REQUIRED) if each.attribute in _ALWAYS_SAID else each for each in _CERTIFICATE),
    Member("certificationDetail", "details", _DETAIL, ()),
)
CERTIFICATES = Wrapped("certificates", ListForm(ObjectForm(BeneficiaryCertificate, shown(*_SHOWN))))
"""Certificates as a hub shows them to institutions and to their holder."""

TICKETS = Wrapped("tickets", ListForm(ObjectForm(Ticket, (_BODY, *shown(*_TICKET)))))
"""Tickets as a hub shows them to institutions."""


_STATUSES = ("processing", "done")


def _status(value: object) -> bool:
    return bool(_STATUSES.index(TEXT.parse(value)))


_ROW_REPORT = ObjectForm(
    RowReport, (Member("row", "row", INTEGER), Member("errors", "errors", ListForm(TEXT)))
)

TASK_REPORT = ObjectForm(
    TaskReport,
    (
        Member("status", "done", Scalar(_status, lambda done: _STATUSES[done], _STATUSES)),
        Member("rows", "rows", ListForm(_ROW_REPORT)),
    ),
)
"""How a registration fared."""
