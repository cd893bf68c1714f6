"""What residents ask for, about themselves or about those for whom they act."""

from typing import Any

from .forms import AREAS
from .hub import Ask
from .problems import Answer, Refusal
from .records import to_others
from .registration import Ticket


def _subject(ask: Ask, subject: str) -> str:
    ask.concerns(subject)
    if not ask.hub.people.may_act_for(ask.path["personId"], subject):
        raise Refusal("forbidden")
    return subject


def _is_hidden(ask: Ask, subject: str) -> bool:
    return ask.hub.people.is_hidden_from(ask.path["personId"], subject)


def _ticket_of(ask: Ask, subject: str) -> Ticket:
    number = ask.path["ticketNumber"]
    named = ask.hub.registration.tickets.get(number)
    if named is not None:
        ask.concerns(named.holder)  # also where the subject is one for whom he may not act
    ticket = (_subject(ask, subject), ask.ticket(number))[1]
    if ask.hub.people.person_of(ticket.holder) != subject:
        raise Refusal("forbidden")
    return ticket


def submit_questionnaire(ask: Ask) -> Answer:
    """Takes in a questionnaire."""
    ticket = _ticket_of(ask, ask.content["subjectId"])
    ask.hub.questionnaires.submit(ask.path["personId"], ask.key(), ticket, ask.content)
    return Answer()


def withdraw_questionnaire(ask: Ask) -> Answer:
    """Takes back what was sent."""
    ask.hub.questionnaires.withdraw(_ticket_of(ask, ask.query["subject"]))
    return Answer()


def list_history(ask: Ask) -> Answer:
    """Results of the subject."""
    subject = _subject(ask, ask.query["subject"])
    rows = ask.hub.records.of_tickets(ask.hub.people.everywhere(subject))
    here, answer = ask.page("records", rows)
    results = [record.result for record in here]
    return answer([to_others(result) for result in results] if _is_hidden(ask, subject) else results)


def list_notices(ask: Ask) -> Answer:
    """Notices about the subject that are to be shown today."""
    hub = ask.hub
    subject = _subject(ask, ask.query["subject"])
    rows = []
    for notice in [] if _is_hidden(ask, subject) else hub.notices.about(hub.people.everywhere(subject)):
        content = notice.content
        ticket = hub.registration.tickets.get(content["ticketNumber"])
        is_done = content["kind"] == "recommendation" and hub.records.is_used_up(ticket)
        is_over = hub.people.has_departed(notice.about, content["concernsPregnancy"], notice.order)
        if content["showFrom"] <= ask.today() and not is_done and not is_over:
            rows.append((notice.place, notice.shown()))
    here, answer = ask.page("notices", rows)
    return answer(here)


def list_certificates(ask: Ask) -> Answer:
    """Certificates of the subject that have not ended."""
    subject = _subject(ask, ask.query["subject"])
    shown: list[dict[str, Any]] = []
    if not _is_hidden(ask, subject):
        shown = ask.hub.registration.certificates(subject, ask.today(), begun=False)
    return Answer(200, {"certificates": shown})


def _consenting(ask: Ask) -> str:
    subject = _subject(ask, ask.query["subject"])
    if not ask.hub.people.is_linked(subject):
        raise Refusal("person-unknown")
    if _is_hidden(ask, subject):
        raise Refusal("forbidden")
    return subject


def list_consents(ask: Ask) -> Answer:
    """The three standing consents."""
    subject = _consenting(ask)
    shown = [{"area": area, "isGiven": ask.hub.people.consents(subject, area)} for area in AREAS]
    return Answer(200, {"consents": shown})


def set_consent(ask: Ask) -> Answer:
    """Gives or withdraws one."""
    ask.hub.people.set_consent(_consenting(ask), ask.path["area"], ask.content["isGiven"])
    return Answer()
