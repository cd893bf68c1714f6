from dataclasses import replace

from builders import (
    CHILD,
    CITY,
    CLINIC,
    DAY,
    GUARDIAN,
    HEALTH_CENTRE,
    OCCASION,
    VISITOR,
    checkup_ticket,
    questionnaire,
    read_as,
)
from conversation import Pair, hold_conversation, operations, places

from simulator.port.operations import (
    FetchTickets,
    ListHistory,
    RecordCheckup,
    RecordGroupCheckup,
    SubmitQuestionnaire,
)
from simulator.port.outcomes import Empty, Ok
from simulator.records.result import CheckupResult
from simulator.records.ticket import TicketKind
from simulator.visits.checkup import checkup_visit
from simulator.visits.plan import CheckupPlan, Proof

TICKET = checkup_ticket()
FORM = questionnaire(TICKET.ticket_number)
INDIVIDUAL = CheckupPlan(
    OCCASION,
    CLINIC,
    TICKET,
    is_group=False,
    questionnaire=FORM,
    height_cm="80.1",
    weight_kg="10.2",
    needs_closer_examination=True,
)
GROUP = replace(INDIVIDUAL, place=HEALTH_CENTRE, is_group=True)

SENT: list[Pair] = [("ask SubmitQuestionnaire", Ok())]
ARRIVAL: list[Pair] = [("arrive", None), ("reception_desk: greeting", None)]
CARD: list[Pair] = [
    ("card_reader: card_reading_face", None),
    ("read by face", read_as()),
    ("ask FetchTickets", Ok((TICKET,))),
]
ANSWERS: list[Pair] = [("ask FetchQuestionnaire", Ok(FORM))]
ON_PAPER: list[Pair] = [
    ("ask FetchQuestionnaire", Empty()),
    ("waiting_room: questionnaire_on_paper", None),
    ("did QST-006", None),
]
STATION: list[Pair] = [("station_staff: group_checkup_station", None)]
EXAMINATION: list[Pair] = [("nurse: checkup_measurement", None), ("doctor: doctor_checkup", None)]
LATE: list[Pair] = [("clerk: late_registration", None), ("did CHK-007", None)]
HISTORY: list[Pair] = [("ask ListHistory", Ok(()))]


def test_an_individual_checkup_is_recorded_by_the_institution() -> None:
    steps = hold_conversation(
        checkup_visit(INDIVIDUAL),
        [*SENT, *ARRIVAL, *CARD, *ANSWERS, *EXAMINATION, ("ask RecordCheckup", Ok()), *HISTORY],
    )
    sent, fetched, _, recorded, listed = operations(steps)
    assert sent == SubmitQuestionnaire(GUARDIAN, CHILD, FORM, "v-1-q-C-00001")
    assert fetched == FetchTickets(CLINIC.code, "a-1", TicketKind.CHECKUP, DAY)
    assert isinstance(recorded, RecordCheckup)
    assert recorded.result == CheckupResult(
        "C-00001",
        "infant_18m",
        DAY,
        "80.1",
        "10.2",
        needs_closer_examination=True,
        recorder_code=CLINIC.code,
    )
    assert (recorded.institution_code, recorded.date_of_birth) == (CLINIC.code, VISITOR.birth)
    assert listed == ListHistory(GUARDIAN, CHILD)


def test_a_group_checkup_is_recorded_by_the_staff_of_the_body() -> None:
    steps = hold_conversation(
        checkup_visit(GROUP),
        [
            *SENT,
            *ARRIVAL,
            *CARD,
            *ANSWERS,
            *STATION,
            *EXAMINATION,
            ("ask RecordGroupCheckup", Ok()),
            *HISTORY,
        ],
    )
    (recorded,) = [each for each in operations(steps) if isinstance(each, RecordGroupCheckup)]
    assert (recorded.body_code, recorded.result.recorder_code) == (CITY, CITY)
    assert places(steps) == [HEALTH_CENTRE.code]


def test_a_health_centre_without_a_reader_registers_afterwards() -> None:
    plan = replace(GROUP, place=replace(HEALTH_CENTRE, has_reader=False), questionnaire=None)
    hold_conversation(
        checkup_visit(plan),
        [
            *ARRIVAL,
            ("reception_desk: paper_check", None),
            *STATION,
            *EXAMINATION,
            *LATE,
            ("ask RecordGroupCheckup", Ok()),
            *HISTORY,
        ],
    )


def test_an_individual_checkup_without_a_card_is_registered_afterwards() -> None:
    plan = replace(INDIVIDUAL, occasion=replace(OCCASION, proof=Proof()))
    hold_conversation(
        checkup_visit(plan),
        [
            *SENT,
            *ARRIVAL,
            ("reception_desk: paper_check", None),
            *EXAMINATION,
            *LATE,
            ("ask RecordCheckup", Ok()),
            *HISTORY,
        ],
    )


def test_without_a_questionnaire_from_home_the_paper_one_is_filled_in() -> None:
    hold_conversation(
        checkup_visit(replace(INDIVIDUAL, questionnaire=None)),
        [*ARRIVAL, *CARD, *ON_PAPER, *EXAMINATION, ("ask RecordCheckup", Ok()), *HISTORY],
    )


def test_without_an_account_nothing_is_sent_from_home_or_looked_up_afterwards() -> None:
    plan = replace(INDIVIDUAL, occasion=replace(OCCASION, visitor=replace(VISITOR, guardian_id=None)))
    hold_conversation(
        checkup_visit(plan), [*ARRIVAL, *CARD, *ON_PAPER, *EXAMINATION, ("ask RecordCheckup", Ok())]
    )
