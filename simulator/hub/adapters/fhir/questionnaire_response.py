"""QuestionnaireResponse: the answers for a ticket, put under an id that follows from its number.

Servers that can't search this resource can still read it so.
"""

from simulator.hub.adapters.fhir.element import Element, Resource, identifier, reference
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.service_request import HeldTicket
from simulator.hub.adapters.fhir.systems import FORM, TICKET, logical_id
from simulator.records.questionnaire import Questionnaire

KIND = "QuestionnaireResponse"
SENT = "completed"
WITHDRAWN = "entered-in-error"


def response_id(ticket_number: str) -> str:
    """The id under which the answers for a ticket are put."""
    return logical_id(KIND, ticket_number)


def response(questionnaire: Questionnaire, held: HeldTicket) -> Resource:
    """The answers for a ticket."""
    number = questionnaire.ticket_number
    return {
        "resourceType": KIND,
        "id": response_id(number),
        "identifier": identifier(TICKET, number),
        "questionnaire": f"{FORM}:{held.ticket.kind.value}",
        "status": SENT,
        "subject": reference(PATIENT, held.patient),
        "item": [
            {"linkId": str(place), "text": question, "answer": [{"valueString": answer}]}
            for place, (question, answer) in enumerate(questionnaire.answers, start=1)
        ],
    }


def questionnaire(source: Element) -> Questionnaire:
    """The answers that a QuestionnaireResponse holds."""
    return Questionnaire(
        source.part("identifier").text("value"),
        tuple((item.text("text"), _answer(item)) for item in source.parts("item")),
    )


def _answer(item: Element) -> str:
    answers = item.parts("answer")
    return answers[0].text("valueString") if answers else ""
