"""All visits of a day: the usual ones of the world, and the planted ones, with what has to stand before."""

from collections.abc import Mapping
from dataclasses import dataclass

from simulator.card import CertificationAuthority
from simulator.language import Text
from simulator.streams import Streams
from simulator.visits.checkup import checkup_visit
from simulator.visits.errand import errand_visit
from simulator.visits.pace import Pacer
from simulator.visits.plan import CheckupPlan, ErrandPlan, SubsidyPlan, VaccinationPlan, VisitPlan
from simulator.visits.planted import Planted, Stage, plant
from simulator.visits.preparation import Preparation
from simulator.visits.steps import Visit
from simulator.visits.subsidy import subsidy_visit
from simulator.visits.usual import checkup_visits, subsidy_visits, vaccination_visits
from simulator.visits.usual.draw import Draw
from simulator.visits.vaccination import vaccination_visit
from simulator.world.world import World


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The visits of a day in the order of arrival, why each planted one is there, and the preparation."""

    visits: tuple[VisitPlan, ...]
    reasons: Mapping[str, Text]
    preparation: Preparation


def plan_day(world: World, authority: CertificationAuthority) -> DayPlan:
    """Plan the day of a world."""
    pacer = Pacer(Streams(world.seed))
    draw = Draw(world, pacer)
    usual: tuple[VisitPlan, ...] = (*subsidy_visits(draw), *vaccination_visits(draw), *checkup_visits(draw))
    stage = Stage(world.seed, world.day, world.municipality.code, world.institutions, pacer, world.nonce)
    planted = plant(stage)
    visits: tuple[VisitPlan, ...] = (*usual, *(visit for case in planted for visit in case.visits))
    return DayPlan(
        tuple(sorted(visits, key=lambda plan: (plan.occasion.arrival_seconds, plan.occasion.visit_id))),
        {visit.occasion.visit_id: case.why for case in planted for visit in case.visits},
        _preparation(world, planted, visits, authority),
    )


def _preparation(
    world: World,
    planted: tuple[Planted, ...],
    visits: tuple[VisitPlan, ...],
    authority: CertificationAuthority,
) -> Preparation:
    cards = (plan.occasion.visitor.card for plan in visits)
    revoked = sorted({card.serial for card in cards if card is not None and card.revoked})
    return Preparation(
        (*world.institutions, *(place for case in planted for place in case.places)),
        (*world.card_links(), *(link for case in planted for link in case.links)),
        (*world.accounts(), *(account for case in planted for account in case.accounts)),
        authority.revocation_list(revoked, world.day),
        (*world.recipient_rows(), *(row for case in planted for row in case.recipients)),
        (*world.ticket_rows(), *(row for case in planted for row in case.tickets)),
    )


def kind_of(plan: VisitPlan) -> str:
    """The kind of a visit: subsidy, vaccination, checkup, group_checkup or errand."""
    match plan:
        case SubsidyPlan():
            return "subsidy"
        case VaccinationPlan():
            return "vaccination"
        case CheckupPlan(is_group=is_group):
            return "group_checkup" if is_group else "checkup"
        case ErrandPlan():
            return "errand"


def visit_of(plan: VisitPlan) -> Visit:
    """The generator that plays a plan."""
    match plan:
        case SubsidyPlan():
            return subsidy_visit(plan)
        case VaccinationPlan():
            return vaccination_visit(plan)
        case CheckupPlan():
            return checkup_visit(plan)
        case ErrandPlan():
            return errand_visit(plan)
