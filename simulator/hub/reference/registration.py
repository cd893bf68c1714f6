"""Registration in bulk by the bodies: good rows are taken in, bad ones are reported by their place."""

import json
import re
from collections.abc import Sequence

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.identity import enrol
from simulator.hub.reference.rows import (
    IDENTITY_CONFLICT,
    TICKET_NUMBER_TAKEN,
    BodyRules,
    recipient_errors,
    ticket_errors,
)
from simulator.hub.reference.store import Store
from simulator.port.operations import FetchTask, RegisterRecipients, RegisterTickets, RowReport, TaskReport
from simulator.port.outcomes import Accepted, Ok, Refused
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.ticket import Ticket

_TASK = re.compile(r"t[0-9]{8,18}", re.ASCII)
_CERTIFICATE = "INSERT OR REPLACE INTO certificate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_TICKET = (
    "INSERT INTO ticket VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ticket_number) DO UPDATE SET"
    " kind = excluded.kind, subject = excluded.subject, course = excluded.course,"
    " dose_number = excluded.dose_number, valid_from = excluded.valid_from, valid_to = excluded.valid_to"
    " WHERE holder = excluded.holder"
)
RowErrors = dict[int, tuple[str, ...]]


def register_recipients(core: Core, operation: RegisterRecipients) -> Answer:
    """Take in recipients; a row sent again changes its certificate and makes no second one."""
    store, rules = core.store, _rules(core.store, operation.body_code)
    errors: RowErrors = {}
    values: list[tuple[object, ...]] = []
    people: list[int] = []
    for place, row in enumerate(operation.rows):
        wrong = recipient_errors(row, rules)
        enrolled = None if wrong else enrol(store, row.registrant)
        if enrolled is None:
            errors[place] = wrong or (IDENTITY_CONFLICT,)
        else:
            values.append(_certificate_values(enrolled[0], row.certificate))
            people.append(enrolled[1])
    store.write_many(_CERTIFICATE, values)
    return _accepted(core, operation, errors, people)


def register_tickets(core: Core, operation: RegisterTickets) -> Answer:
    """Take in tickets; a number names one ticket only, whoever issued it."""
    store, rules = core.store, _rules(core.store, operation.body_code)
    errors: RowErrors = {}
    people: list[int] = []
    for place, row in enumerate(operation.rows):
        wrong = ticket_errors(row, rules)
        enrolled = None if wrong else enrol(store, row.registrant)
        if enrolled is None:
            errors[place] = wrong or (IDENTITY_CONFLICT,)
        elif store.write(_TICKET, *_ticket_values(enrolled[0], row.ticket)) == 0:
            errors[place] = (TICKET_NUMBER_TAKEN,)
        else:
            people.append(enrolled[1])
    return _accepted(core, operation, errors, people)


def fetch_task(core: Core, operation: FetchTask) -> Answer:
    """How a body's own registration fared; of others' and unknown tasks nothing is said."""
    if not _TASK.fullmatch(operation.task):
        return Answer(Refused("forbidden"))
    found = core.store.row(
        "SELECT row_count, errors FROM task WHERE id = ? AND body_code = ?",
        *(int(operation.task[1:]), operation.body_code),
    )
    if found is None:
        return Answer(Refused("forbidden"))
    errors = {int(place): tuple(codes) for place, codes in json.loads(found[1]).items()}
    rows = tuple(RowReport(place, errors.get(place, ())) for place in range(found[0]))
    return Answer(Ok(TaskReport(done=True, rows=rows)))


def _accepted(
    core: Core, operation: RegisterRecipients | RegisterTickets, errors: RowErrors, people: Sequence[int]
) -> Answer:
    task = core.store.insert(
        "INSERT INTO task (body_code, row_count, errors) VALUES (?, ?, ?)",
        *(operation.body_code, len(operation.rows), json.dumps(errors)),
    )
    return Answer(Accepted(f"t{task:08d}"), tuple(dict.fromkeys(people)))


def _rules(store: Store, body_code: str) -> BodyRules:
    schemes = store.rows("SELECT scheme FROM scheme WHERE body_code = ?", body_code)
    return BodyRules(body_code, frozenset(scheme for (scheme,) in schemes))


def _certificate_values(holder: int, certificate: BeneficiaryCertificate) -> tuple[object, ...]:
    return (
        holder,
        certificate.scheme,
        certificate.recipient_number,
        certificate.valid_from.isoformat(),
        certificate.valid_to.isoformat(),
        certificate.name,
        certificate.payer_number,
        certificate.income_class,
        certificate.monthly_ceiling_yen,
        certificate.is_always_reimbursement,
    )


def _ticket_values(holder: int, ticket: Ticket) -> tuple[object, ...]:
    return (
        ticket.ticket_number,
        holder,
        ticket.kind.value,
        ticket.subject,
        ticket.course,
        ticket.dose_number,
        ticket.valid_from.isoformat(),
        ticket.valid_to.isoformat(),
    )
