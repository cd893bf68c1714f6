"""After the doors close: what was done is read back, and looked at once more tomorrow."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from simulator.port.capabilities import CLOCK, Capabilities
from simulator.port.operations import FetchAuditTrail, FetchResults, ListHistory, SetClock
from simulator.port.outcomes import Ok, Unavailable, Unknown
from simulator.records.ticket import Ticket
from simulator.rules import bodies, history, registration
from simulator.rules.catalogue import rules_of
from simulator.visits.again import ask_again
from simulator.visits.plan import CheckupPlan, ErrandPlan, VisitPlan
from simulator.visits.plan import VaccinationPlan as DosePlan
from simulator.visits.steps import Visit


def evening(plans: Iterable[VisitPlan], day: date, capabilities: Capabilities) -> Visit:
    """Play the evening. Tomorrow comes only to a hub whose clock can be set; else it is left out."""
    plans = tuple(plans)
    for plan in plans:
        if plan.occasion.planted is not None:
            yield from ask_again(FetchAuditTrail(plan.occasion.visitor.person_id), registration.AUDIT)
    for body in sorted({ticket.body_code for plan in plans for ticket in _tickets(plan)}):
        yield from ask_again(FetchResults(body), bodies.RESULTS)
    if not capabilities.offers(CLOCK):
        return
    outcome = yield from ask_again(SetClock(day + timedelta(days=1)), ())
    if not isinstance(outcome, Ok | Unavailable | Unknown):
        return
    for plan in plans:
        yield from _next_day(plan)
    yield from ask_again(SetClock(day), ())


def _tickets(plan: VisitPlan) -> Iterator[Ticket]:
    match plan:
        case DosePlan():
            yield from plan.tickets
        case CheckupPlan():
            yield plan.ticket


def _next_day(plan: VisitPlan) -> Visit:
    guardian = plan.occasion.visitor.guardian_id
    if isinstance(plan, ErrandPlan):
        for operation in plan.tomorrow:
            yield from ask_again(operation, rules_of(operation))
    elif isinstance(plan, DosePlan | CheckupPlan) and guardian is not None:
        yield from ask_again(ListHistory(guardian, plan.occasion.visitor.person_id), history.NEXT_DAY)
