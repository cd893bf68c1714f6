"""Questionnaires: sent by residents, shown to the institution that has read the card today."""

import json

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions.residents import acts_for
from simulator.hub.reference.fields import is_key
from simulator.hub.reference.identity import person_by_id
from simulator.hub.reference.store import Store
from simulator.hub.reference.tickets import ticket_by_number
from simulator.port.operations import FetchQuestionnaire, SubmitQuestionnaire, WithdrawQuestionnaire
from simulator.port.outcomes import Conflict, Empty, Invalid, Ok, Refused
from simulator.records.questionnaire import Questionnaire

_SAME_KEY = "SELECT ticket_number, subject_id, answers FROM questionnaire WHERE person_id = ? AND key = ?"
_NEW = "INSERT INTO questionnaire (ticket_number, person_id, key, subject_id, answers) VALUES (?, ?, ?, ?, ?)"


def submit_questionnaire(core: Core, operation: SubmitQuestionnaire) -> Answer:
    """Take in a questionnaire; one sent later for the same ticket takes its place."""
    store, form = core.store, operation.questionnaire
    refused, people = _refusal(store, operation, form.ticket_number)
    if refused is not None:
        return Answer(refused, people)
    if not is_key(operation.key):
        return Answer(Invalid(("Idempotency-Key",)), people)
    wanted = (form.ticket_number, operation.subject_id, json.dumps(form.answers, ensure_ascii=False))
    earlier = store.row(_SAME_KEY, operation.person_id, operation.key)
    if earlier is None:
        number, subject_id, answers = wanted
        store.write(_NEW, number, operation.person_id, operation.key, subject_id, answers)
    return Answer(Ok() if earlier in (None, wanted) else Conflict(), people)


def withdraw_questionnaire(core: Core, operation: WithdrawQuestionnaire) -> Answer:
    """Take a questionnaire back; one sent later counts again."""
    number = operation.ticket_number
    refused, people = _refusal(core.store, operation, number)
    if refused is None:
        core.decisions.withdraw_answers(core.store, number, operation.person_id, operation.subject_id)
    return Answer(refused or Ok(), people)


def _refusal(
    store: Store, operation: SubmitQuestionnaire | WithdrawQuestionnaire, ticket_number: str
) -> tuple[Refused | None, tuple[int, ...]]:
    """Why the resident may not answer for the ticket, and whom that concerns: the subject and the holder."""
    held, subject = ticket_by_number(store, ticket_number), person_by_id(store, operation.subject_id)
    concerned = (subject, None if held is None else held.person)
    people = tuple(dict.fromkeys(person for person in concerned if person is not None))
    if not acts_for(store, operation.person_id, operation.subject_id):
        return Refused("forbidden"), people
    if held is None:
        return Refused("ticket-unknown"), people
    return (None if held.person == subject else Refused("forbidden")), people


def fetch_questionnaire(core: Core, operation: FetchQuestionnaire) -> Answer:
    """The questionnaire for a ticket of a person whose card this institution has read on the civil date."""
    held = ticket_by_number(core.store, operation.ticket_number)
    if held is None:
        return Answer(Refused("ticket-unknown"))
    today = core.clock.civil_date()
    may_read = core.decisions.has_read_card(core.store, operation.institution_code, held.person, today)
    if not may_read or not core.decisions.may_show_tickets(core.store, held.person, held.ticket.kind):
        return Answer(Refused("forbidden"), (held.person,))
    answers = core.decisions.answers(core.store, operation.ticket_number)
    if answers is None:
        return Answer(Empty(), (held.person,))
    pairs = tuple((str(question), str(answer)) for question, answer in json.loads(answers))
    return Answer(Ok(Questionnaire(operation.ticket_number, pairs)), (held.person,))
