"""Checkups of infants at institutions, and of toddlers in a group at the health centre."""

from collections.abc import Iterator
from dataclasses import replace

from simulator.facts.checkups import checkup_kind
from simulator.records.institution import InstitutionKind
from simulator.records.ticket import Ticket, TicketKind
from simulator.visits.plan import CheckupPlan, Occasion
from simulator.visits.usual.draw import Draw
from simulator.visits.usual.vaccinations import filled_in
from simulator.world.tickets import child_checkups

_PATTERN = "clinic_ent_paediatrics"
_GROUP_BEGINS, _GROUP_LASTS = 13 * 3600, 3600


def checkup_visits(draw: Draw) -> Iterator[CheckupPlan]:
    """As many checkups as the births make on such a day."""
    left = draw.due_today("checkup visits", len(child_checkups()))
    for index in draw.ticket_holders("checkup visits"):
        if left <= 0:
            return
        ticket = next((t for t in draw.world.tickets_of(index) if t.kind is TicketKind.CHECKUP), None)
        if ticket is not None:
            left -= 1
            yield _visit(draw, index, ticket)


def _visit(draw: Draw, index: int, ticket: Ticket) -> CheckupPlan:
    resident = draw.world.resident(index)
    visit_id = draw.visit_id("checkup", index)
    is_group = checkup_kind(ticket.subject).setting == "group"
    occasion = draw.occasion(visit_id, resident, _PATTERN)
    by_phone = occasion.visitor.guardian_id is not None and draw.happens(
        "questionnaire by phone", visit_id, "digital_questionnaire_share"
    )
    kind = InstitutionKind.HEALTH_CENTRE if is_group else InstitutionKind.CLINIC
    grown = draw.streams.uniform("growth", visit_id)
    return CheckupPlan(
        _at_session(draw, occasion) if is_group else occasion,
        draw.place("checkup place", visit_id, kind),
        ticket,
        is_group,
        filled_in(ticket, resident) if by_phone else None,
        height_cm=f"{60 + 30 * grown:.1f}",
        weight_kg=f"{6 + 7 * grown:.1f}",
        needs_closer_examination=draw.happens("closer examination", visit_id, "closer_examination_share"),
    )


def _at_session(draw: Draw, occasion: Occasion) -> Occasion:
    """The same occasion at the hour of the group session."""
    within = draw.streams.uniform("arrival at session", occasion.visit_id)
    return replace(occasion, arrival_seconds=_GROUP_BEGINS + within * _GROUP_LASTS)
