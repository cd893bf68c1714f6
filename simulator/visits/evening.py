"""After the doors close: the audit trail is read, and the day's results are looked at once more tomorrow."""

from collections.abc import Iterable
from datetime import date, timedelta

from simulator.port.capabilities import CLOCK, Capabilities
from simulator.port.operations import FetchAuditTrail, ListHistory, SetClock
from simulator.port.outcomes import Ok, Unavailable, Unknown
from simulator.rules import history, registration
from simulator.visits.again import ask_again
from simulator.visits.plan import CheckupPlan, VisitPlan
from simulator.visits.plan import VaccinationPlan as DosePlan
from simulator.visits.steps import Visit


def evening(plans: Iterable[VisitPlan], day: date, capabilities: Capabilities) -> Visit:
    """Play the evening. Tomorrow comes only to a hub whose clock can be set; else it is left out."""
    plans = tuple(plans)
    for plan in plans:
        if plan.occasion.planted is not None:
            yield from ask_again(FetchAuditTrail(plan.occasion.visitor.person_id), registration.AUDIT)
    if not capabilities.offers(CLOCK):
        return
    outcome = yield from ask_again(SetClock(day + timedelta(days=1)), ())
    if not isinstance(outcome, Ok | Unavailable | Unknown):
        return
    for plan in plans:
        guardian = plan.occasion.visitor.guardian_id
        if isinstance(plan, DosePlan | CheckupPlan) and guardian is not None:
            yield from ask_again(ListHistory(guardian, plan.occasion.visitor.person_id), history.NEXT_DAY)
    yield from ask_again(SetClock(day), ())
