"""An infant checkup: individual at an institution, or as a group at the health centre."""

from collections.abc import Generator

from simulator.language import say
from simulator.port.operations import (
    FetchQuestionnaire,
    FetchTickets,
    ListHistory,
    RecordCheckup,
    RecordGroupCheckup,
    SubmitQuestionnaire,
)
from simulator.port.outcomes import Ok
from simulator.records.result import CheckupResult
from simulator.records.ticket import TicketKind
from simulator.rules import history, questionnaires, results, tickets
from simulator.visits.again import ask_again
from simulator.visits.plan import CheckupPlan, Probe
from simulator.visits.reception import ask_by_card, by_paper, hold, present_card
from simulator.visits.steps import Arrive, CardRead, Did, Reply, Step, Visit, ask


def checkup_visit(plan: CheckupPlan) -> Visit:
    """Play the checkup; at a group checkup the body's staff record the result."""
    yield from _at_home(plan)
    yield Arrive(plan.occasion.arrival_seconds)
    read = yield from present_card(plan.occasion, plan.place)
    if read is None:
        yield from by_paper(plan.occasion, plan.place)
    else:
        yield from _by_card(plan, read)
    yield from _examination(plan)
    if read is None:
        yield from hold(plan.occasion, plan.place, "clerk", "late_registration")
        yield Did("CHK-007", say("紙で受け付けた健診を後から登録した"))
    yield from _record(plan)
    visitor = plan.occasion.visitor
    if visitor.guardian_id is not None:
        yield from ask_again(ListHistory(visitor.guardian_id, visitor.person_id), history.HISTORY)


def _at_home(plan: CheckupPlan) -> Generator[Step, Reply, None]:
    visitor = plan.occasion.visitor
    if plan.questionnaire is None or visitor.guardian_id is None:
        return
    key = f"{plan.occasion.visit_id}-q-{plan.questionnaire.ticket_number}"
    sending = SubmitQuestionnaire(visitor.guardian_id, visitor.person_id, plan.questionnaire, key)
    yield from ask_again(sending, results.SUBMISSIONS)


def _by_card(plan: CheckupPlan, read: CardRead) -> Generator[Step, Reply, None]:
    occasion, place = plan.occasion, plan.place

    def wanted(by: CardRead) -> FetchTickets:
        return FetchTickets(place.code, by.assertion or "", TicketKind.CHECKUP, occasion.day)

    read, _ = yield from ask_by_card(occasion, place, read, wanted, tickets.BY_CARD)
    if Probe.REPLAYED in occasion.probes:
        yield from ask(wanted(read), tickets.BY_CARD)
    asked = FetchQuestionnaire(place.code, plan.ticket.ticket_number)
    answers = yield from ask_again(asked, questionnaires.QUESTIONNAIRES)
    if not isinstance(answers, Ok):
        yield from hold(occasion, place, "waiting_room", "questionnaire_on_paper")
        yield Did("QST-006", say("紙の問診票に記入してもらった"))


def _examination(plan: CheckupPlan) -> Generator[Step, Reply, None]:
    if plan.is_group:
        yield from hold(plan.occasion, plan.place, "station_staff", "group_checkup_station")
    yield from hold(plan.occasion, plan.place, "nurse", "checkup_measurement")
    yield from hold(plan.occasion, plan.place, "doctor", "doctor_checkup")


def _record(plan: CheckupPlan) -> Generator[Step, Reply, None]:
    occasion, ticket = plan.occasion, plan.ticket
    recorder = ticket.body_code if plan.is_group else plan.place.code
    result = CheckupResult(
        ticket.ticket_number,
        ticket.subject,
        occasion.day,
        plan.height_cm,
        plan.weight_kg,
        plan.needs_closer_examination,
        recorder,
    )
    key = f"{occasion.visit_id}-{ticket.ticket_number}"
    if plan.is_group:
        group = RecordGroupCheckup(ticket.body_code, result, occasion.visitor.birth, key)
        yield from ask_again(group, results.GROUP_CHECKUPS)
    else:
        single = RecordCheckup(plan.place.code, result, occasion.visitor.birth, key)
        yield from ask_again(single, results.CHECKUPS)
