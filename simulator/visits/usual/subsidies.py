"""Visits of people who hold beneficiary certificates."""

from collections.abc import Iterator

import numpy as np

from simulator.clock import age_on
from simulator.facts.arrivals import daily_visit_rate
from simulator.facts.assumptions import assumption
from simulator.records.institution import Institution, InstitutionKind
from simulator.visits.plan import Channel, SubsidyPlan
from simulator.visits.usual.draw import PATTERNS, Draw

CHILD_BELOW = 15


def subsidy_visits(draw: Draw) -> Iterator[SubsidyPlan]:
    """One visit at most for each holder, by the daily rate of the age and the weekday."""
    world = draw.world
    owners = np.unique(world.certificates.owner)
    draws = draw.generator("subsidy visits").random(len(world))[owners]
    busy = draw.busyness(InstitutionKind.CLINIC)
    births = world.people.birth[owners].astype(object)
    for index, drawn, birth in zip(owners.tolist(), draws.tolist(), births, strict=True):
        if drawn < busy * daily_visit_rate(age_on(birth, world.day)):
            plan = _visit(draw, index)
            # Paper of schemes that the body does not register never comes near the hub without a card.
            if plan.occasion.proof.attempts or world.certificates_of(index).registered:
                yield plan


def _visit(draw: Draw, index: int) -> SubsidyPlan:
    resident = draw.world.resident(index)
    visit_id = draw.visit_id("subsidy", index)
    clinic = _clinic(draw, visit_id)
    child = age_on(resident.birth, draw.world.day) < CHILD_BELOW
    pattern = "clinic_ent_paediatrics" if child else PATTERNS[clinic.kind]
    held = draw.world.certificates_of(index)
    by_gateway = draw.happens("channel", visit_id, "gateway_share")
    return SubsidyPlan(
        draw.occasion(visit_id, resident, pattern),
        clinic,
        _pharmacy(draw, visit_id),
        Channel.GATEWAY if by_gateway else Channel.DIRECT,
        consent=not draw.happens("consent refused", visit_id, "consent_refused_share"),
        papers=held.registered + held.paper_only,
        on_file=held.registered if draw.happens("on file", visit_id, "on_file_share") else (),
    )


def _clinic(draw: Draw, visit_id: str) -> Institution:
    drawn = draw.streams.uniform("kind of institution", visit_id)
    hospital = assumption("hospital_visit_share").value
    dental = assumption("dental_visit_share").value
    kind = InstitutionKind.CLINIC
    if drawn < hospital + dental:
        kind = InstitutionKind.HOSPITAL if drawn < hospital else InstitutionKind.DENTAL
    return draw.place("institution", visit_id, kind)


def _pharmacy(draw: Draw, visit_id: str) -> Institution | None:
    if not draw.happens("pharmacy", visit_id, "pharmacy_after_clinic_share"):
        return None
    return draw.place("pharmacy place", visit_id, InstitutionKind.PHARMACY)
