"""Records and a book for tests: one sound thing each, changed by keyword."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from simulator.card import Card, Method, Presentation, Reading, ReadingResult
from simulator.card.reading import ASSERTING, conclude
from simulator.port.book import Book, PresentedCard
from simulator.port.operations import (
    CardLink,
    FetchTask,
    LinkCards,
    OpenAccounts,
    Operation,
    PutInstitutions,
    RegisterHistory,
    RegisterRecipients,
    RegisterTickets,
    RowReport,
    TaskReport,
)
from simulator.port.outcomes import Accepted, Ok, Outcome
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.institution import Institution, InstitutionKind
from simulator.records.person import BasicFive, BodyPerson, Registrant, Sex
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import CheckupResult, Dose, InterviewOnly
from simulator.records.ticket import Ticket, TicketKind, TicketRow
from simulator.visits.plan import Occasion, Proof, Visitor
from simulator.visits.steps import CardRead

DAY = date(2026, 11, 30)
BORN = date(2026, 5, 1)
CITY, OTHER_CITY = "990001", "990002"
CHILD, GUARDIAN, STRANGER = "p-child", "p-guardian", "p-stranger"
SERIAL = 11

CLINIC = Institution("9910000001", "合成診療所", InstitutionKind.CLINIC, CITY)
PHARMACY = Institution("9940000001", "合成薬局", InstitutionKind.PHARMACY, CITY)
CLINIC_WITHOUT_SETTING = replace(CLINIC, code="9910000002", uses_subsidy_information=False)
HEALTH_CENTRE = Institution("9990000001", "合成保健センター", InstitutionKind.HEALTH_CENTRE, CITY)


def certificate(**changes: Any) -> BeneficiaryCertificate:
    sound = BeneficiaryCertificate(
        body_code=CITY,
        scheme="child",
        name="子ども医療費受給者証",
        payer_number="81990001",
        recipient_number="1234567",
        valid_from=date(2026, 4, 1),
        valid_to=date(2027, 3, 31),
    )
    return replace(sound, **changes)


def ticket(number: str = "T-00001", **changes: Any) -> Ticket:
    sound = Ticket(
        ticket_number=number,
        kind=TicketKind.VACCINATION,
        body_code=CITY,
        subject="hepb",
        valid_from=date(2026, 5, 1),
        valid_to=date(2027, 4, 30),
        course="standard",
        dose_number=1,
    )
    return replace(sound, **changes)


def checkup_ticket(number: str = "C-00001", **changes: Any) -> Ticket:
    return ticket(number, kind=TicketKind.CHECKUP, subject="infant_18m", course="", dose_number=0, **changes)


def questionnaire(number: str = "T-00001", answer: str = "36.5") -> Questionnaire:
    return Questionnaire(number, (("体温", answer),))


def dose(number: str = "T-00001", **changes: Any) -> Dose:
    return replace(Dose(number, "hepb", 1, DAY, "LOT1", "0.25", "左上腕", "合成医師", CLINIC.code), **changes)


def interview(number: str = "T-00001") -> InterviewOnly:
    return InterviewOnly(number, "hepb", 1, DAY, "発熱", "合成医師", CLINIC.code)


def checkup(number: str = "C-00001", **changes: Any) -> CheckupResult:
    sound = CheckupResult(
        number, "infant_18m", DAY, "80.1", "10.2", needs_closer_examination=False, recorder_code=CLINIC.code
    )
    return replace(sound, **changes)


def registrant(person: str = CHILD, body: str = CITY, **changes: Any) -> Registrant:
    """A registrant whose key, name and My Number follow from the person, unless changed."""
    number = changes.pop("my_number", f"{sum(map(ord, person)):012d}")
    basic = BasicFive(
        name=f"合成 {person}",
        name_kana=changes.pop("name_kana", f"ゴウセイ {person}"),
        address="合成県合成市1-1",
        date_of_birth=changes.pop("birth", BORN),
        sex=Sex.FEMALE,
    )
    return Registrant(BodyPerson(body, changes.pop("person_key", f"key-{person}")), number, basic, **changes)


class FilledBook(Book):
    """A book filled through what drivers note, with a shorter way of saying it."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers = count(1)
        self.today = DAY
        places = (CLINIC, PHARMACY, CLINIC_WITHOUT_SETTING, HEALTH_CENTRE)
        self.note(PutInstitutions(places), Ok())
        self.note(OpenAccounts(((GUARDIAN, (CHILD,)), (STRANGER, ()))), Ok())

    def with_person(
        self, known: Registrant, person: str = CHILD, serial: int | None = SERIAL
    ) -> "FilledBook":
        self.note(LinkCards((CardLink(person, known.at_body, serial),)), Ok())
        return self

    def with_certificates(self, known: Registrant, *rows: BeneficiaryCertificate) -> "FilledBook":
        task = f"task-{next(self._numbers)}"
        recipients = tuple(RecipientRow(known, row) for row in rows)
        self.note(RegisterRecipients(known.at_body.body_code, recipients), Accepted(task))
        self._finish(known.at_body.body_code, task, len(rows))
        return self

    def with_tickets(self, known: Registrant, *rows: Ticket) -> "FilledBook":
        task = f"task-{next(self._numbers)}"
        tickets = tuple(TicketRow(known, row) for row in rows)
        self.note(RegisterTickets(known.at_body.body_code, tickets), Accepted(task))
        self._finish(known.at_body.body_code, task, len(rows))
        return self

    def with_history(self, known: Registrant, *rows: tuple[BeneficiaryCertificate, bool]) -> "FilledBook":
        """Rows of one history key in one request, each with whether it takes the certificate back."""
        task = f"task-{next(self._numbers)}"
        changes = tuple(HistoryRow(known, row, "h-1", is_deleted) for row, is_deleted in rows)
        self.note(RegisterHistory(known.at_body.body_code, changes), Accepted(task))
        self._finish(known.at_body.body_code, task, len(rows))
        return self

    def after(self, *noted: tuple[Operation, Outcome]) -> "FilledBook":
        for operation, outcome in noted:
            self.note(operation, outcome)
        return self

    def with_card(self, assertion: str = "a-1", person: str = CHILD, **changes: Any) -> "FilledBook":
        self.present(assertion, replace(PresentedCard(person, SERIAL), **changes))
        return self

    def _finish(self, body: str, task: str, rows: int) -> None:
        report = TaskReport(done=True, rows=tuple(RowReport(place) for place in range(rows)))
        self.note(FetchTask(body, task), Ok(report))


def book(
    *certificates: BeneficiaryCertificate, tickets: tuple[Ticket, ...] = (), **changes: Any
) -> FilledBook:
    """A book with one child, who holds the certificates and tickets, and whose card stands behind `a-1`."""
    child = registrant(**changes)
    return (
        FilledBook()
        .with_person(child)
        .with_certificates(child, *certificates)
        .with_tickets(child, *tickets)
        .with_card()
    )


CARD = Card(
    person_id=CHILD,
    serial=SERIAL,
    issue_number=1,
    issued_on=date(2026, 6, 1),
    valid_to=date(2031, 5, 1),
    card_valid_to=date(2031, 5, 1),
    pin="4649",
    insurance_registered=True,
    revoked=False,
)
FACE, VISUAL = Presentation(Method.FACE), Presentation(Method.VISUAL)
WRONG_PIN = Presentation(Method.PIN, pin_entered="0000")


def read_as(result: ReadingResult = ReadingResult.OK, method: Method = Method.FACE) -> CardRead:
    """What a reader tells; it makes the assertion `a-1` where the reading lets it."""
    reading: Reading = conclude(result, method, CARD)
    return CardRead(reading, "a-1" if result in ASSERTING else None)


VISITOR = Visitor(CHILD, BodyPerson(CITY, f"key-{CHILD}"), BORN, Sex.FEMALE.value, CARD, GUARDIAN)
OCCASION = Occasion(
    visit_id="v-1",
    day=DAY,
    arrival_seconds=9 * 3600.0,
    visitor=VISITOR,
    proof=Proof((FACE,)),
    pace=lambda _activity: 30.0,
)
