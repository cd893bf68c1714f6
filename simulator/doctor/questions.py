"""What is registered, recorded and asked in an examination, made of the things of its scene."""

from dataclasses import replace

from simulator.doctor.scene import BODY, CHECKUP, VACCINE, Scene
from simulator.port import operations as ops
from simulator.records.certificate import HistoryRow, RecipientRow
from simulator.records.departure import Departure, DepartureReason
from simulator.records.notice import Notice, NoticeKind
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import CheckupResult, Dose, InterviewOnly
from simulator.records.ticket import TicketRow

_DOCTOR = "架空 医師"
_ANSWERS = (("体温", "36.5"),)


def dose(scene: Scene) -> Dose:
    """The dose that is recorded."""
    number, code = scene.ticket_number("dose"), scene.institution.code
    return Dose(number, VACCINE, 1, scene.day, "LOT-1", "0.25", "左上腕", _DOCTOR, code)


def interview(scene: Scene) -> InterviewOnly:
    """The interview without a dose that is recorded."""
    number, code = scene.ticket_number("interview"), scene.institution.code
    return InterviewOnly(number, VACCINE, 2, scene.day, "当日の体調", _DOCTOR, code)


def checkup(scene: Scene, use: str, recorder: str) -> CheckupResult:
    """The result of a checkup that is recorded."""
    number = scene.ticket_number(use)
    return CheckupResult(
        number, CHECKUP, scene.day, "61.5", "6.2", needs_closer_examination=False, recorder_code=recorder
    )


def questionnaire(scene: Scene) -> Questionnaire:
    """The questionnaire for the dose."""
    return Questionnaire(scene.ticket_number("dose"), _ANSWERS)


def linked_cards(scene: Scene) -> ops.LinkCards:
    """The cards of child and guardian."""
    return ops.LinkCards(
        tuple(
            ops.CardLink(person, scene.registrant(who).at_body, scene.serial(person))
            for who, person in (("child", scene.child), ("guardian", scene.guardian))
        )
    )


def registered_recipients(scene: Scene) -> ops.RegisterRecipients:
    """The registration of both certificates."""
    people = ("child", "guardian")
    rows = tuple(RecipientRow(scene.registrant(who), scene.certificate(who)) for who in people)
    return ops.RegisterRecipients(BODY, rows)


def registered_history(scene: Scene) -> ops.RegisterHistory:
    """A change of the guardian's certificate."""
    changed = replace(scene.certificate("guardian"), monthly_ceiling_yen=1000)
    row = HistoryRow(scene.registrant("guardian"), changed, scene.ticket_number("history"))
    return ops.RegisterHistory(BODY, (row,))


def reported_departures(scene: Scene) -> ops.RegisterDepartures:
    """The guardian's moving out, which comes last."""
    gone = Departure(scene.registrant("guardian").at_body, DepartureReason.MOVE_OUT, scene.day)
    return ops.RegisterDepartures(BODY, (gone,))


def notice(scene: Scene) -> Notice:
    """A notice about the child."""
    about, text = scene.registrant().at_body, "合成の診断のお知らせ"
    return Notice(scene.ticket_number("notice"), about, NoticeKind.INFORMATION, VACCINE, text, scene.day)


def amended_interview(scene: Scene) -> InterviewOnly:
    """The interview, corrected."""
    return replace(interview(scene), reason="当日の体調（訂正）")


def registered_tickets(scene: Scene) -> ops.RegisterTickets:
    """The registration of the child's tickets."""
    return ops.RegisterTickets(BODY, tuple(TicketRow(scene.registrant(), each) for each in scene.tickets()))


def own_code(scene: Scene) -> str:
    """The code of the clinic."""
    return scene.institution.code
