"""What institutions ask for, and the gateway for them."""

from typing import Any

from .hub import Ask
from .problems import Answer, Refusal
from .records import Record

# The kind of a result: the kind of ticket that it needs, and the member that names the recorder.
_KINDS = {
    "dose": ("vaccination", "institutionCode"),
    "interview_only": ("vaccination", "institutionCode"),
    "checkup": ("checkup", "recorderCode"),
}


def _certificates(ask: Ask, institution: str, person: str, in_grace: bool) -> Answer:
    if not ask.hub.uses_subsidies.get(institution, False):
        raise Refusal("institution-not-enabled")
    shown: list[dict[str, Any]] = []
    if ask.content["consent"] and ask.hub.people.consents(person, "medical_subsidy") and not in_grace:
        shown = ask.hub.registration.certificates(person, ask.content["serviceDate"])
    return Answer(200, {"certificates": shown})


def look_up_subsidy(ask: Ask) -> Answer:
    """Certificates of somebody whom the gateway has authenticated."""
    person = ask.content["personId"]
    ask.concerns(person)
    if not ask.hub.people.is_linked(person):
        raise Refusal("person-unknown")
    return _certificates(ask, ask.content["institutionCode"], person, in_grace=False)


def _read_card(ask: Ask) -> tuple[str, bool]:
    """The holder of the card that was read, and whether its certificate is in grace."""
    hub, institution, today = ask.hub, ask.path["code"], ask.hub.today()
    reading = hub.cards.reading(ask.content["cardAssertion"], institution, today, hub.seconds())
    holder = hub.people.holder_of(reading.serial)
    ask.concerns(holder)
    hub.cards.use(reading)
    in_grace = hub.cards.in_grace(reading, today)
    if holder is None:
        raise Refusal("card-unknown")
    if not in_grace:
        hub.cards.note_reading(holder, institution, today)
    return holder, in_grace


def check_eligibility(ask: Ask) -> Answer:
    """Certificates by a card."""
    holder, in_grace = _read_card(ask)
    return _certificates(ask, ask.path["code"], holder, in_grace)


def fetch_tickets(ask: Ask) -> Answer:
    """Usable tickets by a card."""
    holder, in_grace = _read_card(ask)
    kind = ask.content["kind"]
    if in_grace or not ask.hub.people.consents(holder, kind):
        return Answer(200, {"tickets": []})
    found = ask.hub.registration.tickets_of(holder, kind, ask.content["serviceDate"])
    shown = [
        {"bodyCode": ticket.holder.body} | ticket.face
        for ticket in found
        if not ask.hub.records.is_used_up(ticket)
    ]
    return Answer(200, {"tickets": shown})


def fetch_questionnaire(ask: Ask) -> Answer:
    """The newest questionnaire of somebody whose card was read today."""
    ticket = ask.ticket(ask.path["ticketNumber"])
    ask.concerns(ticket.holder)
    holder = ask.hub.people.person_of(ticket.holder)
    if holder is None or not ask.hub.cards.was_read(holder, ask.path["code"], ask.hub.today()):
        raise Refusal("forbidden")
    if not ask.hub.people.consents(holder, ticket.kind):
        raise Refusal("forbidden")
    newest = ask.hub.questionnaires.newest(ticket)
    if newest is None:
        raise Refusal("not-found")
    return Answer(200, newest)


def record(ask: Ask, kind: str, recorder_code: str) -> Answer:
    """Records a result, or finds it recorded under the same key."""
    content, (ticket_kind, recorder_member) = ask.content, _KINDS[kind]
    ticket = ask.ticket(content["ticketNumber"])
    ask.concerns(ticket.holder)
    key = ask.key()
    if ticket.kind != ticket_kind:
        ask.faults.insert(0, ("/ticketNumber", "rejected"))
    recorder = (ask.caller.role, recorder_code)
    earlier = ask.hub.records.repeated(recorder, key, ask.action, content)
    if earlier is not None:
        return Answer(200, {"recordId": earlier.record_id})
    ask.refuse_rejected(*(["/dateOfBirth"] if content["dateOfBirth"] != ticket.holder.birth else []))
    ask.hub.records.refuse_reused(recorder, key)
    told = {name: value for name, value in content.items() if name != "dateOfBirth"}
    made = ask.hub.records.add(recorder, ticket, {"kind": kind} | told | {recorder_member: recorder_code})
    ask.hub.records.keep(recorder, key, ask.action, content, made)
    return Answer(201, {"recordId": made.record_id})


def record_dose(ask: Ask) -> Answer:
    """Records a dose."""
    return record(ask, "dose", ask.path["code"])


def record_interview_only(ask: Ask) -> Answer:
    """Records an interview without a dose."""
    return record(ask, "interview_only", ask.path["code"])


def record_checkup(ask: Ask) -> Answer:
    """Records an individual checkup."""
    return record(ask, "checkup", ask.path["code"])


def _own_record(ask: Ask) -> Record:
    found = ask.hub.records.find(ask.path["recordId"])
    if found is not None:
        ask.concerns(found.ticket.holder)
    if found is None or found.recorder != (ask.caller.role, ask.path["code"]):
        raise Refusal("forbidden")
    return found


def fetch_record(ask: Ask) -> Answer:
    """One of the institution's own records."""
    found = _own_record(ask)
    return Answer(200, found.shown(), {"ETag": found.tag})


def amend_result(ask: Ask) -> Answer:
    """Replaces the content of a record."""
    told = ask.content["result"]
    if told.get("institutionCode", told.get("recorderCode")) != ask.path["code"]:
        raise Refusal("forbidden")
    found = _own_record(ask)
    found.change(ask.headers["If-Match"])
    new = ask.content["result"]
    fixed = ("kind", "ticketNumber")
    changed = [f"/result/{name}" for name in fixed if name in new and new[name] != found.result.get(name)]
    # The form of a number that is another one anyway is no second error.
    ask.faults = [fault for fault in ask.faults if fault[0] not in changed]
    ask.refuse_rejected(*changed)
    found.result, found.version = new, found.version + 1
    return Answer(200, {"version": str(found.version)}, {"ETag": found.tag})


def cancel_result(ask: Ask) -> Answer:
    """Cancels a record."""
    found = _own_record(ask)
    found.change(ask.headers["If-Match"])
    found.is_cancelled, found.version = True, found.version + 1
    return Answer()
