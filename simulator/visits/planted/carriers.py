"""Planted visits that carry a card to the hub, by whichever program the body runs."""

from dataclasses import replace

from simulator.card import Presentation
from simulator.facts.selections import Program
from simulator.language import Text
from simulator.records.institution import InstitutionKind
from simulator.records.ticket import TicketKind
from simulator.visits.plan import Channel, CheckupPlan, Probe, SubsidyPlan, VaccinationPlan
from simulator.visits.planted.stage import Planted, Stage, account, link, recipient, ticketed
from simulator.world.resident import Resident

BABY_DAYS = 120


def carrier(stage: Stage, label: str) -> Resident:
    """A person who comes for the body's first program; a baby where it runs no subsidy."""
    if stage.subsidies:
        return stage.holder(label)
    return stage.baby(label, BABY_DAYS, stage.adult(f"{label} guardian"))


def card_case(
    stage: Stage,
    label: str,
    why: Text,
    resident: Resident,
    attempts: tuple[Presentation, ...] | None = None,
    probes: frozenset[Probe] = frozenset(),
    **proof: bool,
) -> Planted:
    """A visit whose point is the card: it goes to the hub directly, with a certificate or ticket in order."""
    occasion = stage.occasion(label, resident, attempts, probes, **proof)
    if stage.subsidies:
        certificate = stage.certificate(resident)
        clinic = stage.live(InstitutionKind.CLINIC)
        visit = SubsidyPlan(occasion, clinic, None, Channel.DIRECT, consent=True, papers=(certificate,))
        return Planted(label, why, (visit,), (link(resident),), recipients=recipient(resident, certificate))
    guardian = stage.adult(f"{label} guardian")
    common = Planted(label, why, (), (link(resident), link(guardian)), (account(guardian, resident),))
    if stage.runs(Program.VACCINATION):
        ticket = stage.ticket(resident, "hepb", course="standard", dose_number=1)
        doses = VaccinationPlan(occasion, stage.live(InstitutionKind.CLINIC), (ticket,))
        return replace(common, visits=(doses,), tickets=ticketed(resident, ticket))
    ticket = stage.ticket(resident, "inf04m", kind=TicketKind.CHECKUP)
    checkup = CheckupPlan(
        occasion, stage.live(InstitutionKind.CLINIC), ticket, is_group=False, questionnaire=None,
        height_cm="62.5", weight_kg="6.4", needs_closer_examination=False,
    )  # fmt: skip
    return replace(common, visits=(checkup,), tickets=ticketed(resident, ticket))
