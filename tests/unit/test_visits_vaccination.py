from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

import pytest
from builders import (
    BORN,
    CHILD,
    CLINIC,
    DAY,
    GUARDIAN,
    OCCASION,
    STRANGER,
    VISITOR,
    questionnaire,
    read_as,
    ticket,
)
from conversation import Pair, hold_conversation, operations

from simulator.port.operations import (
    FetchQuestionnaire,
    FetchTickets,
    ListHistory,
    Operation,
    RecordDose,
    RecordInterviewOnly,
    SubmitQuestionnaire,
)
from simulator.port.outcomes import AlreadyRegistered, Empty, Ok, Outcome, Refused
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import DoseClass
from simulator.records.ticket import TicketKind
from simulator.rules.vaccination import GivenDose
from simulator.visits.plan import Occasion, Probe, Proof, VaccinationPlan
from simulator.visits.steps import Did, Step
from simulator.visits.vaccination import vaccination_visit

Kind = TypeVar("Kind", bound=Operation)
TICKET, FORM = ticket(), questionnaire()
PLAN = VaccinationPlan(OCCASION, CLINIC, (TICKET,), (FORM,))

SENT: list[Pair] = [("ask SubmitQuestionnaire", Ok())]
ARRIVAL: list[Pair] = [("arrive", None), ("reception_desk: greeting", None)]
CARD: list[Pair] = [("card_reader: card_reading_face", None), ("read by face", read_as())]
TICKETS: list[Pair] = [("ask FetchTickets", Ok((TICKET,)))]
ANSWERS: list[Pair] = [("ask FetchQuestionnaire", Ok(FORM))]
RECEPTION: list[Pair] = [*ARRIVAL, *CARD, *TICKETS, *ANSWERS]
PAPER: list[Pair] = [("reception_desk: paper_check", None)]
TEMPERATURE: list[Pair] = [("nurse: temperature", None)]
INTERVIEW: list[Pair] = [("doctor: doctor_interview_vaccination", None)]
CONSENT: list[Pair] = [("doctor: consent_explanation", None)]
DOSE: list[Pair] = [*INTERVIEW, *CONSENT, ("doctor: dose", None)]
RECORD: list[Pair] = [("ask RecordDose", Ok())]
INTERVIEW_RECORD: list[Pair] = [("ask RecordInterviewOnly", Ok())]
END: list[Pair] = [("cashier: cashier", None), ("ask ListHistory", Ok(()))]


def probing(*probes: Probe) -> Occasion:
    return replace(OCCASION, probes=frozenset(probes))


def the(kind: type[Kind], steps: list[Step]) -> Kind:
    """The one operation of a kind."""
    (found,) = [each for each in operations(steps) if isinstance(each, kind)]
    return found


def test_a_dose_from_the_questionnaire_at_home_to_the_history() -> None:
    steps = hold_conversation(
        vaccination_visit(PLAN), [*SENT, *RECEPTION, *TEMPERATURE, *DOSE, *RECORD, *END]
    )
    sent, fetched, asked, recorded, listed = operations(steps)
    assert sent == SubmitQuestionnaire(GUARDIAN, CHILD, FORM, "v-1-q-T-00001-1")
    assert fetched == FetchTickets(CLINIC.code, "a-1", TicketKind.VACCINATION, DAY)
    assert asked == FetchQuestionnaire(CLINIC.code, "T-00001")
    assert isinstance(recorded, RecordDose)
    assert (recorded.dose.ticket_number, recorded.dose.vaccine, recorded.dose.dose_number) == (
        "T-00001",
        "hepb",
        1,
    )
    assert (recorded.dose.given_on, recorded.date_of_birth) == (DAY, BORN)
    assert recorded.dose.dose_class is DoseClass.ROUTINE
    assert listed == ListHistory(GUARDIAN, CHILD)


def test_a_recorded_dose_tells_lot_amount_site_doctor_and_institution() -> None:
    steps = hold_conversation(
        vaccination_visit(PLAN), [*SENT, *RECEPTION, *TEMPERATURE, *DOSE, *RECORD, *END]
    )
    given = the(RecordDose, steps).dose
    assert all((given.lot_number, given.amount_ml, given.site, given.doctor))
    assert given.institution_code == CLINIC.code


def test_without_a_questionnaire_from_home_the_paper_one_is_filled_in() -> None:
    hold_conversation(
        vaccination_visit(replace(PLAN, questionnaires=())),
        [
            *ARRIVAL,
            *CARD,
            *TICKETS,
            ("ask FetchQuestionnaire", Empty()),
            ("waiting_room: questionnaire_on_paper", None),
            ("did QST-006", None),
            *TEMPERATURE,
            *DOSE,
            *RECORD,
            *END,
        ],
    )


@pytest.mark.parametrize("outcome", [Empty(), Ok(()), Refused("x")], ids=["empty", "no rows", "refused"])
def test_where_the_hub_shows_no_ticket_the_paper_ticket_is_checked(outcome: Outcome) -> None:
    hold_conversation(
        vaccination_visit(PLAN),
        [
            *SENT,
            *ARRIVAL,
            *CARD,
            ("ask FetchTickets", outcome),
            *PAPER,
            *ANSWERS,
            *TEMPERATURE,
            *DOSE,
            *RECORD,
            *END,
        ],
    )


def put_off(plan: VaccinationPlan, *between: Pair) -> list[Step]:
    """A visit that ends after the interview; `between` is what happens from there to the record."""
    return hold_conversation(
        vaccination_visit(plan),
        [*SENT, *RECEPTION, *TEMPERATURE, *INTERVIEW, *between, *INTERVIEW_RECORD, *END],
    )


@pytest.mark.parametrize("temperature", [37.5, 39.0])
def test_fever_puts_the_dose_off_and_is_recorded_as_an_interview(temperature: float) -> None:
    steps = put_off(replace(PLAN, temperature=temperature), ("did VAC-011", None))
    interview = the(RecordInterviewOnly, steps).interview
    assert (interview.ticket_number, interview.interviewed_on) == ("T-00001", DAY)
    assert interview.reason


def test_just_below_the_limit_of_fever_the_dose_is_given() -> None:
    hold_conversation(
        vaccination_visit(replace(PLAN, temperature=37.4)),
        [*SENT, *RECEPTION, *TEMPERATURE, *DOSE, *RECORD, *END],
    )


def test_the_doctor_may_put_a_dose_off() -> None:
    put_off(replace(PLAN, put_off=frozenset({"T-00001"})), ("did VAC-011", None))


def test_without_the_guardians_consent_after_the_explanation_no_dose_is_given() -> None:
    put_off(replace(PLAN, guardian_consents=False), *CONSENT, ("did VAC-003", None))


TOO_EARLY = replace(
    PLAN,
    tickets=(replace(TICKET, dose_number=2),),
    history=(GivenDose("hepb", 1, DAY - timedelta(days=10)),),
)


def test_too_short_an_interval_is_noticed_before_the_dose() -> None:
    steps = put_off(TOO_EARLY, ("did VAC-002", None))
    (did,) = [step for step in steps if isinstance(step, Did)]
    assert "間隔が足りない" in str(did.what)
    assert "間隔が足りない" in the(RecordInterviewOnly, steps).interview.reason


def test_a_dose_at_the_wrong_age_is_noticed_before_the_dose() -> None:
    late = replace(VISITOR, birth=DAY - timedelta(days=400))
    put_off(replace(PLAN, occasion=replace(OCCASION, visitor=late)), ("did VAC-002", None))


def test_a_dose_given_against_the_rules_is_recorded_as_an_error() -> None:
    plan = replace(TOO_EARLY, occasion=probing(Probe.GIVEN_AGAINST_RULES))
    steps = hold_conversation(
        vaccination_visit(plan), [*SENT, *RECEPTION, *TEMPERATURE, *DOSE, *RECORD, *END]
    )
    assert the(RecordDose, steps).dose.dose_class is DoseClass.ERROR


def test_a_dose_received_on_paper_is_recorded_afterwards() -> None:
    plan = replace(PLAN, occasion=replace(OCCASION, proof=Proof()), questionnaires=())
    late: list[Pair] = [("clerk: late_registration", None), ("did VAC-014", None)]
    hold_conversation(vaccination_visit(plan), [*ARRIVAL, *PAPER, *TEMPERATURE, *DOSE, *late, *RECORD, *END])


def test_an_interview_received_on_paper_is_recorded_afterwards_too() -> None:
    plan = replace(PLAN, occasion=replace(OCCASION, proof=Proof()), questionnaires=(), temperature=38.0)
    hold_conversation(
        vaccination_visit(plan),
        [
            *ARRIVAL,
            *PAPER,
            *TEMPERATURE,
            *INTERVIEW,
            ("did VAC-011", None),
            ("clerk: late_registration", None),
            ("did VAC-014", None),
            *INTERVIEW_RECORD,
            *END,
        ],
    )


def test_two_doses_on_one_day_have_each_its_own_questionnaire_interview_and_record() -> None:
    second = ticket("T-00002", subject="bcg")
    forms = (FORM, questionnaire("T-00002"))
    steps = hold_conversation(
        vaccination_visit(replace(PLAN, tickets=(TICKET, second), questionnaires=forms)),
        [
            *SENT,
            *SENT,
            *ARRIVAL,
            *CARD,
            ("ask FetchTickets", Ok((TICKET, second))),
            *ANSWERS,
            ("ask FetchQuestionnaire", Ok(forms[1])),
            *TEMPERATURE,
            *DOSE,
            *RECORD,
            *DOSE,
            *RECORD,
            *END,
        ],
    )
    keys = [each.key for each in operations(steps) if isinstance(each, RecordDose | SubmitQuestionnaire)]
    assert len(set(keys)) == 4


def test_only_the_dose_put_off_is_recorded_as_an_interview() -> None:
    second = ticket("T-00002", subject="bcg")
    plan = replace(PLAN, tickets=(TICKET, second), put_off=frozenset({"T-00002"}))
    hold_conversation(
        vaccination_visit(plan),
        [
            *SENT,
            *ARRIVAL,
            *CARD,
            ("ask FetchTickets", Ok((TICKET, second))),
            *ANSWERS,
            *ANSWERS,
            *TEMPERATURE,
            *DOSE,
            *RECORD,
            *INTERVIEW,
            ("did VAC-011", None),
            *INTERVIEW_RECORD,
            *END,
        ],
    )


def test_without_an_account_nothing_is_sent_from_home_or_looked_up_afterwards() -> None:
    visitor = replace(VISITOR, guardian_id=None)
    hold_conversation(
        vaccination_visit(replace(PLAN, occasion=replace(OCCASION, visitor=visitor))),
        [
            *ARRIVAL,
            *CARD,
            *TICKETS,
            ("ask FetchQuestionnaire", Empty()),
            ("waiting_room: questionnaire_on_paper", None),
            ("did QST-006", None),
            *TEMPERATURE,
            *DOSE,
            *RECORD,
            ("cashier: cashier", None),
        ],
    )


def test_the_probe_changes_the_questionnaire_before_the_visit() -> None:
    steps = hold_conversation(
        vaccination_visit(replace(PLAN, occasion=probing(Probe.QUESTIONNAIRE_CHANGED))),
        [*SENT, *SENT, *RECEPTION, *TEMPERATURE, *DOSE, *RECORD, *END],
    )
    first, second = (each for each in operations(steps) if isinstance(each, SubmitQuestionnaire))
    assert isinstance(second.questionnaire, Questionnaire)
    assert second.questionnaire.answers[: len(FORM.answers)] == first.questionnaire.answers
    assert (second.questionnaire != first.questionnaire, second.key != first.key) == (True, True)


def test_the_probe_asks_for_the_questionnaire_before_the_card_is_read() -> None:
    hold_conversation(
        vaccination_visit(replace(PLAN, occasion=probing(Probe.QUESTIONNAIRE_UNREAD))),
        [
            *SENT,
            ("arrive", None),
            ("ask FetchQuestionnaire", Refused("forbidden")),
            ("reception_desk: greeting", None),
            *CARD,
            *TICKETS,
            *ANSWERS,
            *TEMPERATURE,
            *DOSE,
            *RECORD,
            *END,
        ],
    )


def test_the_probe_sends_the_same_record_twice_under_the_same_key() -> None:
    steps = hold_conversation(
        vaccination_visit(replace(PLAN, occasion=probing(Probe.SENT_TWICE))),
        [*SENT, *RECEPTION, *TEMPERATURE, *DOSE, *RECORD, ("ask RecordDose", AlreadyRegistered()), *END],
    )
    first, second = (each for each in operations(steps) if isinstance(each, RecordDose))
    assert first == second


@pytest.mark.parametrize("birth", [BORN, BORN.replace(day=28), BORN.replace(day=31)])
def test_the_probe_sends_a_wrong_birth_date_first_and_the_right_one_after(birth: date) -> None:
    visitor = replace(VISITOR, birth=birth)
    occasion = replace(probing(Probe.WRONG_BIRTH_DATE), visitor=visitor)
    steps = hold_conversation(
        vaccination_visit(replace(PLAN, occasion=occasion)),
        [*SENT, *RECEPTION, *TEMPERATURE, *DOSE, ("ask RecordDose", Refused("birth")), *RECORD, *END],
    )
    wrong, right = (each for each in operations(steps) if isinstance(each, RecordDose))
    assert (wrong.date_of_birth != birth, right.date_of_birth) == (True, birth)
    assert wrong.key != right.key


def test_the_probe_lets_a_stranger_look_at_the_history() -> None:
    plan = replace(PLAN, occasion=probing(Probe.STRANGER_LOOKS), stranger_id=STRANGER)
    steps = hold_conversation(
        vaccination_visit(plan),
        [*SENT, *RECEPTION, *TEMPERATURE, *DOSE, *RECORD, *END, ("ask ListHistory", Refused("forbidden"))],
    )
    assert operations(steps)[-1] == ListHistory(STRANGER, CHILD)


def test_the_probe_asks_for_the_used_ticket_once_more_with_a_new_reading() -> None:
    hold_conversation(
        vaccination_visit(replace(PLAN, occasion=probing(Probe.TICKET_ASKED_AGAIN))),
        [
            *SENT,
            *RECEPTION,
            *TEMPERATURE,
            *DOSE,
            *RECORD,
            *END,
            ("reception_desk: greeting", None),
            *CARD,
            ("ask FetchTickets", Empty()),
        ],
    )
