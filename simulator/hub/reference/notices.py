"""Recommendations and notices: sent and withdrawn by bodies, shown to residents."""

from datetime import date

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions.notices import StoredNotice
from simulator.hub.reference.decisions.residents import is_screened
from simulator.hub.reference.identity import holder_of, person_by_id
from simulator.port.operations import ListNotices, SendNotice, WithdrawNotice
from simulator.port.outcomes import Conflict, Empty, Ok, Refused
from simulator.records.notice import Notice, NoticeKind
from simulator.records.person import BodyPerson

_COLUMNS = "holder, kind, subject, text, show_from, ticket_number, concerns_pregnancy"
_SAME_ID = f"SELECT {_COLUMNS} FROM notice WHERE body_code = ? AND notice_id = ?"  # noqa: S608 - our own names
_NEW = f"INSERT INTO notice (body_code, notice_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
_OF_PERSON = (
    "SELECT n.id, n.withdrawn, n.holder, n.notice_id, b.body_code, b.person_key, n.kind, n.subject, n.text,"
    " n.show_from, n.ticket_number, n.concerns_pregnancy"
    " FROM notice n JOIN body_person b ON b.id = n.holder WHERE b.person = ? ORDER BY n.id"
)


def send_notice(core: Core, operation: SendNotice) -> Answer:
    """Take a notice about one of the body's people; the same again is the same."""
    store, notice = core.store, operation.notice
    held = holder_of(store, notice.about)
    if held is None:
        return Answer(Refused("person-unknown"))
    holder, person = held
    wanted = _values(holder, notice)
    earlier = store.row(_SAME_ID, operation.body_code, notice.notice_id)
    if earlier is not None:
        return Answer(Ok() if earlier == wanted else Conflict(), (person,))
    refusal = core.decisions.refusal_of_notice(store, holder, notice)
    if refusal is not None:
        return Answer(Refused(refusal), (person,))
    store.write(_NEW, operation.body_code, notice.notice_id, *wanted)
    return Answer(Ok(), (person,))


def withdraw_notice(core: Core, operation: WithdrawNotice) -> Answer:
    """Withdraw one of the body's notices; again is the same."""
    found = core.store.row(
        "SELECT n.id, b.person FROM notice n JOIN body_person b ON b.id = n.holder"
        " WHERE n.body_code = ? AND n.notice_id = ?",
        *(operation.body_code, operation.notice_id),
    )
    if found is None:
        return Answer(Refused("notice-unknown"))
    core.store.write("UPDATE notice SET withdrawn = 1 WHERE id = ?", found[0])
    return Answer(Ok(), (int(found[1]),))


def list_notices(core: Core, operation: ListNotices) -> Answer:
    """The notices about the resident, or one for whom he may act, that are to be shown today."""
    store = core.store
    person = person_by_id(store, operation.subject_id)
    people = () if person is None else (person,)
    if not core.decisions.may_list_notices(store, operation.person_id, operation.subject_id):
        return Answer(Refused("forbidden"), people)
    if person is None or is_screened(store, operation.person_id, operation.subject_id, person):
        return Answer(Empty(), people)
    today = core.clock.civil_date()
    stored = [_stored(row) for row in store.rows(_OF_PERSON, person)]
    shown = [each for each in stored if core.decisions.is_shown(store, each, today)]
    notices = tuple(each.notice for each in shown)
    return Answer(Ok(notices) if notices else Empty(), people, tuple(each.number for each in shown))


def _values(holder: int, notice: Notice) -> tuple[object, ...]:
    return (
        holder,
        notice.kind.value,
        notice.subject,
        notice.text,
        notice.show_from.isoformat(),
        notice.ticket_number,
        int(notice.concerns_pregnancy),
    )


def _stored(row: tuple[object, ...]) -> StoredNotice:
    number, withdrawn, holder, notice_id, body, key, kind, subject, text, show_from, ticket, pregnancy = row
    notice = Notice(
        str(notice_id),
        BodyPerson(str(body), str(key)),
        NoticeKind(str(kind)),
        str(subject),
        str(text),
        date.fromisoformat(str(show_from)),
        str(ticket),
        concerns_pregnancy=bool(pregnancy),
    )
    return StoredNotice(int(str(number)), int(str(holder)), notice, is_withdrawn=bool(withdrawn))
