"""A vaccination: questionnaire from the phone, card or paper, interview, consent, dose, record, history."""

from collections.abc import Generator

from simulator.language import say
from simulator.port.operations import (
    FetchQuestionnaire,
    FetchTickets,
    ListHistory,
    OpenAccounts,
    RecordDose,
    RecordInterviewOnly,
    SubmitQuestionnaire,
    WithdrawQuestionnaire,
)
from simulator.port.outcomes import Ok
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import Dose, DoseClass, InterviewOnly
from simulator.records.ticket import Ticket, TicketKind
from simulator.rules import history, questionnaires, registration, results, tickets
from simulator.rules.vaccination import Answer, Patient, enquire
from simulator.visits.again import ask_again
from simulator.visits.correction import correct, record_anew
from simulator.visits.plan import Probe, VaccinationPlan
from simulator.visits.reception import ask_by_card, by_paper, hold, present_card
from simulator.visits.steps import Arrive, CardRead, Did, Reply, Step, Visit, ask

FEVER = 37.5
DOCTOR = "架空 医師"
_OTHER_BIRTH_DAY = 28


def vaccination_visit(plan: VaccinationPlan) -> Visit:
    """Play the visit; TCK, QST and VAC requirements say what the hub owes at each step."""
    occasion, place = plan.occasion, plan.institution
    yield from _at_home(plan)
    yield Arrive(occasion.arrival_seconds)
    if Probe.QUESTIONNAIRE_UNREAD in occasion.probes:
        yield from ask_again(
            FetchQuestionnaire(place.code, plan.tickets[0].ticket_number), questionnaires.QUESTIONNAIRES
        )
    read = yield from present_card(occasion, place)
    if read is None:
        yield from by_paper(occasion, place)
    else:
        yield from _by_card(plan, read)
    yield from hold(occasion, place, "nurse", "temperature")
    for ticket in plan.tickets:
        yield from _one_dose(plan, ticket, late=read is None)
    yield from hold(occasion, place, "cashier", "cashier")
    yield from _afterwards(plan, again=read is not None)


def _at_home(plan: VaccinationPlan) -> Generator[Step, Reply, None]:
    for questionnaire in plan.questionnaires:
        yield from _submit(plan, questionnaire, 1)
        if Probe.QUESTIONNAIRE_CHANGED in plan.occasion.probes:
            changed = (*questionnaire.answers, ("当日までに変わったこと", "なし"))
            yield from _submit(plan, Questionnaire(questionnaire.ticket_number, changed), 2)
        if Probe.QUESTIONNAIRE_WITHDRAWN in plan.occasion.probes:
            visitor = plan.occasion.visitor
            yield from ask_again(
                WithdrawQuestionnaire(
                    visitor.guardian_id or visitor.person_id, visitor.person_id, questionnaire.ticket_number
                ),
                results.WITHDRAWALS,
            )


def _submit(
    plan: VaccinationPlan, questionnaire: Questionnaire, version: int
) -> Generator[Step, Reply, None]:
    visitor = plan.occasion.visitor
    if visitor.guardian_id is None:
        return
    key = f"{plan.occasion.visit_id}-q-{questionnaire.ticket_number}-{version}"
    sending = SubmitQuestionnaire(visitor.guardian_id, visitor.person_id, questionnaire, key)
    yield from ask_again(sending, results.SUBMISSIONS)


def _by_card(plan: VaccinationPlan, read: CardRead) -> Generator[Step, Reply, None]:
    occasion, place = plan.occasion, plan.institution

    def wanted(by: CardRead) -> FetchTickets:
        return _tickets_wanted(plan, by)

    read, outcome = yield from ask_by_card(occasion, place, read, wanted, tickets.BY_CARD)
    if Probe.REPLAYED in occasion.probes:
        yield from ask(wanted(read), tickets.BY_CARD)
    if not tickets.shown_numbers(outcome):
        yield from by_paper(occasion, place)
    for ticket in plan.tickets:
        answers = yield from ask_again(
            FetchQuestionnaire(place.code, ticket.ticket_number), questionnaires.QUESTIONNAIRES
        )
        if not isinstance(answers, Ok):
            yield from hold(occasion, place, "waiting_room", "questionnaire_on_paper")
            yield Did("QST-006", say("紙の予診票に記入してもらった"))


def _one_dose(plan: VaccinationPlan, ticket: Ticket, *, late: bool) -> Generator[Step, Reply, None]:
    occasion, place = plan.occasion, plan.institution
    yield from hold(occasion, place, "doctor", "doctor_interview_vaccination")
    reason = yield from _why_not(plan, ticket)
    if reason is None:
        yield from hold(occasion, place, "doctor", "dose")
    if late:
        yield from hold(occasion, place, "clerk", "late_registration")
        yield Did("VAC-014", say("紙で受け付けた接種を後から記録した"))
    if reason is None:
        yield from _record_dose(plan, ticket)
    else:
        yield from _record_interview(plan, ticket, reason)


def _why_not(plan: VaccinationPlan, ticket: Ticket) -> Generator[Step, Reply, str | None]:
    visitor = plan.occasion.visitor
    patient = Patient(visitor.birth, visitor.sex, plan.history)
    enquiry = enquire(ticket.subject, ticket.course, ticket.dose_number, patient, plan.occasion.day)
    if enquiry.answer is not Answer.MAY_BE_GIVEN and Probe.GIVEN_AGAINST_RULES not in plan.occasion.probes:
        yield Did("VAC-002", say("接種前の確認で見合わせた: {reason}", reason=enquiry.reason))
        return str(enquiry.reason)
    if plan.temperature >= FEVER or ticket.ticket_number in plan.put_off:
        yield Did("VAC-011", say("医師が当日の体調により見合わせた"))
        return "当日の体調"
    yield from hold(plan.occasion, plan.institution, "doctor", "consent_explanation")
    if not plan.guardian_consents:
        yield Did("VAC-003", say("保護者の同意がないので接種しなかった"))
        return "保護者の同意なし"
    return None


def _record_dose(plan: VaccinationPlan, ticket: Ticket) -> Generator[Step, Reply, None]:
    occasion, code = plan.occasion, plan.institution.code
    against = Probe.GIVEN_AGAINST_RULES in occasion.probes
    dose = Dose(
        ticket.ticket_number,
        ticket.subject,
        ticket.dose_number,
        occasion.day,
        f"LOT{ticket.ticket_number.partition('-')[0][-5:]}",
        "0.5",
        "左上腕",
        DOCTOR,
        code,
        DoseClass.ERROR if against else DoseClass.ROUTINE,
    )
    key = f"{occasion.visit_id}-{ticket.ticket_number}"
    birth = occasion.visitor.birth
    if Probe.WRONG_BIRTH_DATE in occasion.probes:
        other = birth.replace(day=_OTHER_BIRTH_DAY if birth.day != _OTHER_BIRTH_DAY else 1)
        yield from ask_again(RecordDose(code, dose, other, f"{key}-wrong"), results.DOSES)
    recording = RecordDose(code, dose, birth, key)
    outcome = yield from ask_again(recording, results.DOSES)
    if Probe.SENT_TWICE in occasion.probes:
        yield from ask_again(recording, results.DOSES)
    if isinstance(outcome, Ok) and isinstance(outcome.value, str):
        yield from correct(recording, outcome.value, occasion.probes, occasion.visitor)
    if Probe.CANCELLED in occasion.probes:
        yield from _ask_for_tickets_again(plan)
        yield from record_anew(recording)


def _record_interview(plan: VaccinationPlan, ticket: Ticket, reason: str) -> Generator[Step, Reply, None]:
    occasion, code = plan.occasion, plan.institution.code
    interview = InterviewOnly(
        ticket.ticket_number, ticket.subject, ticket.dose_number, occasion.day, reason, DOCTOR, code
    )
    key = f"{occasion.visit_id}-{ticket.ticket_number}"
    yield from ask_again(
        RecordInterviewOnly(code, interview, occasion.visitor.birth, key), results.INTERVIEWS
    )


def _afterwards(plan: VaccinationPlan, *, again: bool) -> Generator[Step, Reply, None]:
    occasion, visitor = plan.occasion, plan.occasion.visitor
    if visitor.guardian_id is not None:
        yield from ask_again(ListHistory(visitor.guardian_id, visitor.person_id), history.HISTORY)
    if Probe.STRANGER_LOOKS in occasion.probes and plan.stranger_id is not None:
        yield from ask_again(ListHistory(plan.stranger_id, visitor.person_id), history.HISTORY)
    if Probe.LOOKS_HIMSELF in occasion.probes:
        yield from ask_again(ListHistory(visitor.person_id, visitor.person_id), history.HISTORY)
    if Probe.PROXY_ENDS in occasion.probes and visitor.guardian_id is not None:
        yield from ask_again(OpenAccounts(((visitor.guardian_id, ()),)), registration.PLATFORM)
        yield from ask_again(ListHistory(visitor.guardian_id, visitor.person_id), history.HISTORY)
    if Probe.TICKET_ASKED_AGAIN in occasion.probes and again:
        yield from _ask_for_tickets_again(plan)


def _ask_for_tickets_again(plan: VaccinationPlan) -> Generator[Step, Reply, None]:
    read = yield from present_card(plan.occasion, plan.institution)
    if read is not None:
        yield from ask(_tickets_wanted(plan, read), tickets.BY_CARD)


def _tickets_wanted(plan: VaccinationPlan, read: CardRead) -> FetchTickets:
    code, day = plan.institution.code, plan.occasion.day
    return FetchTickets(code, read.assertion or "", TicketKind.VACCINATION, day)
