"""Documents of notices, departures and consents; assumed, but for `modificationSeg` of the screenings."""

from datetime import date

from simulator.hub.contract.forms import ListForm, Member, ObjectForm, Wrapped
from simulator.hub.contract.limits import shown
from simulator.hub.contract.page import PageForm
from simulator.hub.contract.scalars import DAY, FLAG, TEXT, choice, text
from simulator.hub.contract.texts import IDENTITY_KEY, SAID, TICKET_NUMBER_OR_NONE
from simulator.port.operations import SendNotice
from simulator.records.consent import Consent, ConsentArea
from simulator.records.departure import Departure, DepartureReason
from simulator.records.notice import Notice, NoticeKind
from simulator.records.person import BodyPerson

AREA = choice(ConsentArea)
"""The area of a consent."""

_NOTICE = (
    Member("municipalityIdentityKey", "about.person_key", IDENTITY_KEY),
    Member("kind", "kind", choice(NoticeKind)),
    Member("subject", "subject", SAID),
    Member("text", "text", text(0, 2000)),
    Member("showFrom", "show_from", DAY),
    Member("ticketNumber", "ticket_number", TICKET_NUMBER_OR_NONE, ""),
    Member("concernsPregnancy", "concerns_pregnancy", FLAG, default=False),
)


def _notice(
    body_code: str,
    person_key: str,
    kind: NoticeKind,
    subject: str,
    text: str,
    show_from: date,
    notice_id: str,
    ticket_number: str,
    *,
    concerns_pregnancy: bool,
) -> Notice:
    about = BodyPerson(body_code, person_key)
    return Notice(notice_id, about, kind, subject, text, show_from, ticket_number, concerns_pregnancy)


def _send_notice(body_code: str, **notice: object) -> SendNotice:
    return SendNotice(body_code, _notice(body_code, **notice))  # type: ignore[arg-type]


NOTICE_BODY = ObjectForm(_send_notice, tuple(member.under("notice") for member in _NOTICE))
"""A notice, with `body_code` and `notice_id` given."""

NOTICES = PageForm(
    "notices",
    ListForm(
        ObjectForm(
            _notice,
            (
                Member("noticeId", "notice_id", TEXT),
                Member("bodyCode", "about.body_code", TEXT),
                *shown(*_NOTICE),
            ),
        )
    ),
)
"""The notices that a resident is shown."""


def _departure(body_code: str, person_key: str, reason: DepartureReason, departed_on: date) -> Departure:
    return Departure(BodyPerson(body_code, person_key), reason, departed_on)


DEPARTURE_ROWS = ListForm(
    ObjectForm(
        _departure,
        (
            Member("municipalityIdentityKey", "person.person_key", TEXT),
            Member("reason", "reason", choice(DepartureReason)),
            Member("departedOn", "departed_on", DAY),
        ),
        {"modificationSeg": "2"},
    ),
    100_000,
)
"""Departures of a body's people; read with `body_code` given, which stands in the path."""

CONSENTS = Wrapped(
    "consents",
    ListForm(ObjectForm(Consent, (Member("area", "area", AREA), Member("isGiven", "is_given", FLAG)))),
)
"""A resident's standing consents."""
