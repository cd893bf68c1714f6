"""Errands (手続き): what residents and bodies settle with the hub apart from visits."""

from collections.abc import Generator

from simulator.port.operations import (
    FetchTask,
    FetchTickets,
    RegisterHistory,
    RegisterRecipients,
    RegisterTickets,
)
from simulator.rules import registration, tickets
from simulator.rules.catalogue import rules_of
from simulator.visits.again import ask_again
from simulator.visits.plan import AtDesk, ErrandPlan, OtherBodyPeeks
from simulator.visits.reception import ask_by_card, present_card
from simulator.visits.registering import register
from simulator.visits.steps import Arrive, CardRead, Reply, Step, Visit


def errand_visit(plan: ErrandPlan) -> Visit:
    """Play the errand, one step after the other; nobody waits for anybody, except at a desk."""
    yield Arrive(plan.occasion.arrival_seconds)
    task: str | None = None
    for step in plan.steps:
        match step:
            case AtDesk():
                yield from _at_desk(plan, step)
            case OtherBodyPeeks():
                if task is not None:
                    yield from ask_again(FetchTask(step.body_code, task), registration.TASKS)
            case RegisterRecipients() | RegisterHistory() | RegisterTickets():
                task = yield from register(step, ask_again)
            case _:
                yield from ask_again(step, rules_of(step))


def _at_desk(plan: ErrandPlan, desk: AtDesk) -> Generator[Step, Reply, None]:
    read = yield from present_card(plan.occasion, desk.place)
    if read is None:
        return

    def wanted(by: CardRead) -> FetchTickets:
        return FetchTickets(desk.place.code, by.assertion or "", desk.kind, plan.occasion.day)

    yield from ask_by_card(plan.occasion, desk.place, read, wanted, tickets.BY_CARD)
