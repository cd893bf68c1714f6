"""Visits of children whose next doses are due."""

from collections.abc import Iterator

from simulator.facts.assumptions import assumption
from simulator.records.institution import InstitutionKind
from simulator.records.questionnaire import Questionnaire
from simulator.records.ticket import Ticket, TicketKind
from simulator.rules.vaccination import Answer, GivenDose, Patient, enquire
from simulator.visits.plan import VaccinationPlan
from simulator.visits.usual.draw import Draw
from simulator.world.resident import Resident

MOST_AT_ONCE = 3
_PATTERN = "clinic_ent_paediatrics"
_USUAL, _SPREAD = 36.3, 0.7


def vaccination_visits(draw: Draw) -> Iterator[VaccinationPlan]:
    """As many doses as the births and the schedule make on such a day, some of them in one visit."""
    left = draw.due_today("vaccination visits", assumption("legal_shots_per_child").value)
    for index in draw.ticket_holders("vaccination visits"):
        if left <= 0:
            return
        plan = _visit(draw, index, left)
        if plan is not None:
            left -= len(plan.tickets)
            yield plan


def _visit(draw: Draw, index: int, most: int) -> VaccinationPlan | None:
    world = draw.world
    history = tuple(
        GivenDose(dose.vaccine, dose.dose_number, dose.given_on) for dose in world.past_doses_of(index)
    )
    resident = world.resident(index)
    due = _due(draw, resident, world.tickets_of(index), history)[: min(most, MOST_AT_ONCE)]
    if not due:
        return None
    visit_id = draw.visit_id("vaccination", index)
    occasion = draw.occasion(visit_id, resident, _PATTERN)
    by_phone = occasion.visitor.guardian_id is not None and draw.happens(
        "questionnaire by phone", visit_id, "digital_questionnaire_share"
    )
    put_off = draw.happens("put off", visit_id, "interview_only_share")
    return VaccinationPlan(
        occasion,
        draw.place("vaccination place", visit_id, InstitutionKind.CLINIC),
        due,
        tuple(filled_in(ticket, resident) for ticket in due) if by_phone else (),
        history,
        temperature=_USUAL + _SPREAD * draw.streams.uniform("temperature", visit_id),
        put_off=frozenset(ticket.ticket_number for ticket in due) if put_off else frozenset(),
        guardian_consents=not draw.happens("guardian refuses", visit_id, "guardian_refuses_share"),
    )


def _due(
    draw: Draw, resident: Resident, tickets: tuple[Ticket, ...], history: tuple[GivenDose, ...]
) -> tuple[Ticket, ...]:
    patient = Patient(resident.birth, resident.sex.value, history)
    return tuple(
        ticket
        for ticket in tickets
        if ticket.kind is TicketKind.VACCINATION
        and enquire(ticket.subject, ticket.course, ticket.dose_number, patient, draw.world.day).answer
        is Answer.MAY_BE_GIVEN
    )


def filled_in(ticket: Ticket, resident: Resident) -> Questionnaire:
    """A questionnaire as a guardian fills it in."""
    name = resident.registrant.basic.name
    return Questionnaire(ticket.ticket_number, (("お子さんの名前", name), ("体調は良いですか", "はい")))
