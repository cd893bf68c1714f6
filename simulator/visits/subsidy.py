"""A visit with a beneficiary certificate: clinic, then pharmacy."""

from collections.abc import Generator

from simulator.language import say
from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.port.outcomes import Outcome
from simulator.records.institution import Institution
from simulator.rules import subsidy
from simulator.rules.shown import shown
from simulator.visits.again import ask_again
from simulator.visits.plan import Channel, Probe, SubsidyPlan
from simulator.visits.reception import ask_by_card, by_paper, hold, present_card
from simulator.visits.steps import Arrive, CardRead, Did, Reply, Step, Visit, ask


def subsidy_visit(plan: SubsidyPlan) -> Visit:
    """Play the visit; SUB-0xx say what the hub may show, SUB-02x what staff do."""
    occasion = plan.occasion
    yield Arrive(occasion.arrival_seconds)
    yield from _counter(plan, plan.clinic)
    yield from hold(occasion, plan.clinic, "doctor", "doctor_interview_subsidy")
    yield from _late_look_up(plan)
    yield from hold(occasion, plan.clinic, "cashier", "cashier")
    if plan.pharmacy is not None:
        yield from _counter(plan, plan.pharmacy)
        yield from hold(occasion, plan.pharmacy, "pharmacist", "pharmacy_dispensing")
        yield from hold(occasion, plan.pharmacy, "cashier", "cashier")


def _counter(plan: SubsidyPlan, place: Institution) -> Generator[Step, Reply, None]:
    read = yield from present_card(plan.occasion, place)
    if read is None or not _asks(plan, place):
        yield from by_paper(plan.occasion, place)
        yield Did("SUB-022", say("紙の受給者証で受け付けた"))
        return
    read, outcome = yield from _look_up(plan, place, read)
    yield from _settle(plan, place, outcome)
    if Probe.REPLAYED in plan.occasion.probes:
        yield from ask(_by_assertion(plan, place, read), subsidy.BY_CARD)


def _asks(plan: SubsidyPlan, place: Institution) -> bool:
    return place.uses_subsidy_information or Probe.ASKED_WITHOUT_SETTING in plan.occasion.probes


def _look_up(
    plan: SubsidyPlan, place: Institution, read: CardRead
) -> Generator[Step, Reply, tuple[CardRead, Outcome]]:
    if plan.channel is Channel.GATEWAY:
        return read, (yield from _by_gateway(plan, place))
    return (
        yield from ask_by_card(
            plan.occasion, place, read, lambda by: _by_assertion(plan, place, by), subsidy.BY_CARD
        )
    )


def _by_gateway(plan: SubsidyPlan, place: Institution) -> Generator[Step, Reply, Outcome]:
    occasion = plan.occasion
    question = LookUpSubsidy(occasion.visitor.person_id, place.code, plan.consent, occasion.day)
    return (yield from ask_again(question, subsidy.BY_GATEWAY))


def _by_assertion(plan: SubsidyPlan, place: Institution, read: CardRead) -> CheckEligibility:
    return CheckEligibility(place.code, read.assertion or "", plan.consent, plan.occasion.day)


def _settle(plan: SubsidyPlan, place: Institution, outcome: Outcome) -> Generator[Step, Reply, None]:
    day = plan.occasion.day
    rows = shown(outcome)
    if rows:
        if any(row.is_always_reimbursement for row in rows):
            yield Did("SUB-024", say("窓口で支払い、後で払い戻すことを案内した"))
        return
    if rows == () and any(row.valid_on(day) for row in plan.on_file):
        # No consent, entitlement ended and body not on the hub look the same: an empty answer.
        yield Did("SUB-021", say("空の回答だけでは、有効な受給者証の登録を閉じなかった"))
    yield from by_paper(plan.occasion, place)
    yield Did("SUB-022", say("紙の受給者証で受け付けた"))


def _late_look_up(plan: SubsidyPlan) -> Generator[Step, Reply, None]:
    if not plan.occasion.proof.device_fails or not plan.clinic.uses_subsidy_information:
        return
    yield from hold(plan.occasion, plan.clinic, "clerk", "late_registration")
    yield from _by_gateway(plan, plan.clinic)
    yield Did("SUB-023", say("後から照会し、紙で入力済みの公費と突き合わせた"))
