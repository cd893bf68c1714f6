"""What is owed to people: amended records, proxies, own certificates, consents; and to bodies: results."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from builders import (
    BORN,
    CHILD,
    CITY,
    CLINIC,
    DAY,
    GUARDIAN,
    OTHER_CITY,
    STRANGER,
    FilledBook,
    book,
    certificate,
    checkup,
    checkup_ticket,
    dose,
    registrant,
    ticket,
)
from golden.answer import Case

from simulator.port.book import Book
from simulator.port.operations import (
    AmendResult,
    CancelResult,
    FetchRecord,
    FetchResults,
    FetchTickets,
    ListCertificates,
    ListConsents,
    ListHistory,
    OpenAccounts,
    RecordCheckup,
    RecordDose,
    SetConsent,
)
from simulator.port.outcomes import (
    AlreadyRegistered,
    Conflict,
    Empty,
    Invalid,
    Malformed,
    Ok,
    Outcome,
    Refused,
    Unknown,
)
from simulator.records.consent import Consent, ConsentArea
from simulator.records.result import BodyRecord, Dose, Record
from simulator.records.ticket import TicketKind
from simulator.rules import (
    amendments,
    bodies,
    consents,
    durability,
    history,
    own_certificates,
    results,
    tickets,
)

ONE_DAY = timedelta(days=1)
Outcomes = tuple[Outcome, ...]
TURNED_DOWN: Outcomes = (Refused("x"), Conflict())
TICKET, CHECKUP_TICKET = ticket(), checkup_ticket()
GIVEN = dose()
CORRECTED = dose(lot_number="LOT2")
RECORD = RecordDose(CLINIC.code, GIVEN, BORN, "k-1")
OTHER_CLINIC = "9910000009"
FETCH = FetchRecord(CLINIC.code, "r-1")
AMEND = AmendResult(CLINIC.code, "r-1", "v1", CORRECTED)
CANCEL = CancelResult(CLINIC.code, "r-1", "v1")
SEEN = ListHistory(GUARDIAN, CHILD)


def recorded(*noted: tuple[Any, Outcome], **person: Any) -> FilledBook:
    """A book with a dose whose version was fetched, and what was done then."""
    filled = book(tickets=(TICKET, CHECKUP_TICKET), **person)
    return filled.after((RECORD, Ok("r-1")), (FETCH, Ok(Record("r-1", "v1", GIVEN))), *noted)


AMENDED = recorded((AMEND, Ok("v2")))
CANCELLED = recorded((CANCEL, Ok()))
MASKED = dose(institution_code="", doctor="")


def _history(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    by: ListHistory = SEEN,
) -> Case:
    return Case(requirement, shows, history.HISTORY, by, after, right, wrong)


def _amending(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    operation: AmendResult = AMEND,
) -> Case:
    return Case(requirement, shows, amendments.AMENDING, operation, after, right, wrong)


def _cancelling(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    operation: CancelResult = CANCEL,
) -> Case:
    return Case(requirement, shows, amendments.CANCELLING, operation, after, right, wrong)


def _doses(
    requirement: str,
    shows: str,
    operation: RecordDose,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
) -> Case:
    return Case(requirement, shows, results.DOSES, operation, after, right, wrong)


AGAIN = replace(RECORD, key="k-9")
AMENDMENTS = (
    _amending(
        "AMD-001", "記録した施設の訂正を受け付ける", recorded(), (Ok("v2"),), (Refused("x"), Conflict())
    ),
    _amending("AMD-001", "古い版の訂正", AMENDED),
    _history(
        "AMD-001",
        "訂正した内容を示す",
        AMENDED,
        (Ok((CORRECTED,)),),
        (Ok((GIVEN,)), Ok((GIVEN, CORRECTED)), Empty()),
    ),
    _history("AMD-001", "訂正していない", recorded()),
    _history("AMD-001", "訂正に回答がない", recorded((AMEND, Unknown()))),
    _history(
        "VAC-009",
        "訂正に回答がなければ、どちらの内容もあり得る",
        recorded((AMEND, Unknown())),
        (Ok((GIVEN,)), Ok((CORRECTED,))),
        (Ok((dose(lot_number="LOT3"),)),),
    ),
    Case(
        "AMD-001",
        "記録した施設に訂正した内容を示す",
        amendments.FETCHING,
        FETCH,
        AMENDED,
        (Ok(Record("r-1", "v2", CORRECTED)),),
        (Ok(Record("r-1", "v2", GIVEN)), Refused("x")),
    ),
    _amending("AMD-002", "古い版に基づく訂正は行わない", AMENDED, (Conflict(), Refused("x")), (Ok("v3"),)),
    _amending("AMD-002", "訂正で版が変わる", recorded(), (Ok("v2"), Conflict()), (Ok("v1"),)),
    _amending("AMD-002", "版が分からない", recorded((AMEND, Unknown()))),
    _cancelling("AMD-002", "古い版に基づく取消しは行わない", AMENDED, (Conflict(),), (Ok(),)),
    _cancelling("AMD-002", "新しい版の取消し", recorded()),
    _cancelling("AMD-003", "取消しを受け付ける", recorded(), (Ok(),), (Refused("x"), Conflict())),
    _cancelling("AMD-003", "取り消した後", CANCELLED),
    _history("AMD-003", "取り消した記録を示さない", CANCELLED, (Empty(), Ok(())), (Ok((GIVEN,)),)),
    _history("AMD-003", "取消しに回答がない", recorded((CANCEL, Unknown()))),
    _history("VAC-008", "取り消した接種は求めない", CANCELLED),
    _history("VAC-008", "取消しに回答がなければ求めない", recorded((CANCEL, Unknown()))),
    Case(
        "AMD-003",
        "券をまた示す",
        tickets.BY_CARD,
        FetchTickets(CLINIC.code, "a-1", TicketKind.VACCINATION, DAY),
        CANCELLED,
        (Ok((TICKET,)),),
        (Empty(),),
    ),
    _doses("AMD-003", "券をまた使える", AGAIN, CANCELLED, (Ok("r-2"),), (AlreadyRegistered(), Refused("x"))),
    _doses("AMD-003", "まだ使われていない券", RECORD, book(tickets=(TICKET,))),
    _amending(
        "AMD-004",
        "記録していない施設に訂正させない",
        recorded(),
        TURNED_DOWN,
        (Ok("v2"),),
        replace(AMEND, institution_code=OTHER_CLINIC),
    ),
    _cancelling(
        "AMD-004",
        "記録していない施設に取り消させない",
        recorded(),
        TURNED_DOWN,
        (Ok(),),
        replace(CANCEL, institution_code=OTHER_CLINIC),
    ),
    Case(
        "AMD-004",
        "記録していない施設に版を示さない",
        amendments.FETCHING,
        replace(FETCH, institution_code=OTHER_CLINIC),
        recorded(),
        (Refused("x"), Empty()),
        (Ok(Record("r-1", "v1", GIVEN)),),
    ),
    _amending("AMD-004", "記録した施設", recorded()),
    _amending("AMD-004", "知らない記録", book()),
)

LEAPLING = registrant(birth=BORN.replace(year=2024, month=2, day=29))
LEAP = replace(RECORD, date_of_birth=LEAPLING.basic.date_of_birth)
OTHER_BIRTH = replace(RECORD, date_of_birth=BORN + ONE_DAY)
RECORDS = (
    _doses(
        "VAC-015",
        "2月29日生まれの子の接種を受け付ける",
        LEAP,
        book(tickets=(TICKET,), birth=LEAP.date_of_birth),
        (Ok(),),
        (Invalid(("dateOfBirth",)), Refused("x")),
    ),
    _doses("VAC-015", "ほかの日に生まれた子", RECORD, book(tickets=(TICKET,))),
    _doses(
        "VAC-016",
        "使用済みの券で別の接種を受け付けない",
        AGAIN,
        recorded(),
        (AlreadyRegistered(), Conflict(), Refused("x")),
        (Ok("r-2"),),
    ),
    Case(
        "VAC-016",
        "健診でも受け付けない",
        results.CHECKUPS,
        RecordCheckup(CLINIC.code, checkup(), BORN, "k-8"),
        book(tickets=(CHECKUP_TICKET,)).after((RecordCheckup(CLINIC.code, checkup(), BORN, "k-7"), Ok("r"))),
        (AlreadyRegistered(),),
        (Ok("r-2"),),
    ),
    _doses("VAC-016", "同じ記録の再送", RECORD, recorded()),
    _doses("VAC-016", "取り消した券", AGAIN, CANCELLED),
    _doses("VAC-016", "取消しに回答がない券", AGAIN, recorded((CANCEL, Unknown()))),
    _doses(
        "PRV-009",
        "人違いの拒否に生年月日を載せない",
        OTHER_BIRTH,
        book(tickets=(TICKET,)),
        (Invalid(("dateOfBirth",)), Refused("x")),
        (Malformed("HTTP 422: more than a problem holds"),),
    ),
    _doses("PRV-009", "本人の記録", RECORD, book(tickets=(TICKET,))),
    Case(
        "DUR-001", "停止の後も接種がある", durability.HISTORY, SEEN, recorded(), (Ok((GIVEN,)),), (Empty(),)
    ),
    Case("DUR-001", "記録がない", durability.HISTORY, SEEN, book()),
)

MANY = tuple(ticket(f"T-{number:05d}") for number in range(1, 23))
MANY_DOSES: tuple[Dose, ...] = tuple(dose(each.ticket_number) for each in MANY)


def _long_history() -> FilledBook:
    return book(tickets=MANY).after(
        *(
            (RecordDose(CLINIC.code, each, BORN, each.ticket_number), Ok(each.ticket_number))
            for each in MANY_DOSES
        )
    )


ENDED = recorded((OpenAccounts(((GUARDIAN, ()),)), Ok()))
HISTORIES = (
    _history(
        "PRV-004",
        "場所と医師を代理人に示さない",
        recorded(is_not_disclosed=True),
        (Ok((MASKED,)), Empty()),
        (Ok((GIVEN,)), Ok((dose(institution_code=""),)), Ok((dose(doctor=""),))),
    ),
    _history("PRV-004", "本人には示す", recorded(is_not_disclosed=True), by=ListHistory(CHILD, CHILD)),
    _history(
        "VAC-009",
        "不開示の人の代理人には、場所と医師のない記録を示す",
        recorded(is_not_disclosed=True),
        (Ok((MASKED,)),),
        (Ok((replace(MASKED, lot_number="LOT9"),)),),
    ),
    _history(
        "VAC-009",
        "不開示の本人には場所と医師も示す",
        recorded(is_not_disclosed=True),
        (Ok((GIVEN,)),),
        (Ok((MASKED,)),),
        ListHistory(CHILD, CHILD),
    ),
    _history("PRV-004", "不開示でない人", recorded()),
    _history("PRV-005", "代理が終わった人に示さない", ENDED, (Refused("x"), Empty()), (Ok((GIVEN,)),)),
    _history("PRV-005", "代理が続く人", recorded()),
    _history("PRV-005", "一度も代理でなかった人", recorded(), by=ListHistory(STRANGER, CHILD)),
    _history("PRV-005", "代理の終わりに回答がない", recorded((OpenAccounts(((GUARDIAN, ()),)), Unknown()))),
    _history("PRV-002", "代理の終わりに回答がない", recorded((OpenAccounts(((GUARDIAN, ()),)), Unknown()))),
    _history(
        "PAG-001",
        "何ページもの履歴を1件ずつ示す",
        _long_history(),
        (Ok(MANY_DOSES),),
        (Ok(MANY_DOSES[1:]), Ok((*MANY_DOSES, MANY_DOSES[0]))),
    ),
    _history("PAG-001", "1ページの履歴", recorded()),
)

OWN = ListCertificates(GUARDIAN, CHILD)
ONE, ENDED_ONE = certificate(), certificate(scheme="disability", valid_to=DAY - ONE_DAY)
AHEAD = certificate(scheme="single_parent", valid_from=DAY + ONE_DAY)


def _own(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    by: ListCertificates = OWN,
) -> Case:
    return Case(requirement, shows, own_certificates.OWN, by, after, right, wrong)


OWN_CERTIFICATES = (
    _own(
        "PRV-006",
        "終わっていない証を、先のものも含めて示す",
        book(ONE, AHEAD, ENDED_ONE),
        (Ok((ONE, AHEAD)),),
        (Ok((ONE,)), Empty(), Ok((ONE, AHEAD, certificate(scheme="other"))), Refused("x")),
    ),
    _own(
        "PRV-006",
        "代理できない人に示さない",
        book(ONE),
        (Refused("x"), Empty()),
        (Ok((ONE,)),),
        ListCertificates(STRANGER, CHILD),
    ),
    _own(
        "PRV-006", "代理人かどうか分からない", book(ONE).after((OpenAccounts(((GUARDIAN, ()),)), Unknown()))
    ),
    _own(
        "PRV-004",
        "不開示の人の証を代理人に示さない",
        book(ONE, is_not_disclosed=True),
        (Empty(), Refused("x")),
        (Ok((ONE,)),),
    ),
)

ALL_GIVEN = tuple(Consent(area, is_given=True) for area in ConsentArea)
WITHDRAWN = (Consent(ConsentArea.MEDICAL_SUBSIDY, is_given=False), *ALL_GIVEN[1:])
WITHDRAW = SetConsent(GUARDIAN, CHILD, ConsentArea.MEDICAL_SUBSIDY, is_given=False)
ASK = ListConsents(GUARDIAN, CHILD)


def _consents(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    by: ListConsents = ASK,
) -> Case:
    return Case(requirement, shows, consents.LISTS, by, after, right, wrong)


CONSENTS = (
    _consents(
        "CON-001", "初めは同意がある", book(), (Ok(ALL_GIVEN),), (Ok(ALL_GIVEN[1:]), Empty(), Ok(WITHDRAWN))
    ),
    _consents(
        "CON-001",
        "取り消したとおりに示す",
        book().after((WITHDRAW, Ok())),
        (Ok(WITHDRAWN), Ok(WITHDRAWN[::-1])),
        (Ok(ALL_GIVEN), Ok((*WITHDRAWN, WITHDRAWN[0]))),
    ),
    _consents(
        "CON-001",
        "取消しに回答がなければ、どちらもあり得る",
        book().after((WITHDRAW, Unknown())),
        (Ok(WITHDRAWN), Ok(ALL_GIVEN)),
        (Empty(),),
    ),
    _consents("CON-001", "代理できない人", book(), by=ListConsents(STRANGER, CHILD)),
    Case("CON-001", "変更を受け付ける", consents.SETTING, WITHDRAW, book(), (Ok(),), (Refused("x"),)),
    Case(
        "PRV-004",
        "不開示の人の同意は代理人に変えさせない",
        consents.SETTING,
        WITHDRAW,
        book(ONE, is_not_disclosed=True),
        (Refused("x"),),
        (Ok(),),
    ),
)

FOREIGN = ticket("T-90001", body_code=OTHER_CITY)
THEIR_CHILD = registrant("p-theirs", OTHER_CITY)
RESULTS = FetchResults(CITY)
MINE = BodyRecord(registrant().at_body, Record("r-1", "v1", GIVEN))
MARKED = BodyRecord(registrant().at_body, Record("r-1", "v2", GIVEN, is_cancelled=True))
MEASURED = BodyRecord(registrant().at_body, Record("r-2", "v1", checkup()))
THEIRS = BodyRecord(THEIR_CHILD.at_body, Record("r-9", "v1", dose("T-90001")))
CHECKUP = (RecordCheckup(CLINIC.code, checkup(), BORN, "k-3"), Ok("r-2"))


def _with_theirs() -> FilledBook:
    filled = recorded().with_tickets(THEIR_CHILD, FOREIGN)
    return filled.after((RecordDose(CLINIC.code, dose("T-90001"), BORN, "k-5"), Ok("r-9")))


def _body(requirement: str, shows: str, after: Book, right: Outcomes = (), wrong: Outcomes = ()) -> Case:
    return Case(requirement, shows, bodies.RESULTS, RESULTS, after, right, wrong)


MANY_RECORDS = tuple(
    BodyRecord(registrant().at_body, Record(each.ticket_number, "v", each)) for each in MANY_DOSES
)
BODIES = (
    _body(
        "BOD-001",
        "自治体の券の記録を順にすべて示す",
        recorded(CHECKUP),
        (
            Ok((MINE, MEASURED)),
            Ok((MEASURED, MINE)),
            Ok((MINE, BodyRecord(MINE.holder, Record("old", "v", GIVEN)), MEASURED)),
        ),
        (Ok((MINE,)), Empty(), Refused("x"), Ok((MARKED, MEASURED))),
    ),
    _body("BOD-001", "取り消した記録に印を付ける", CANCELLED, (Ok((MARKED,)),), (Ok((MINE,)), Empty())),
    _body("BOD-001", "取消しに回答がない", recorded((CANCEL, Unknown())), (Ok((MINE,)), Ok((MARKED,)))),
    _body(
        "BOD-001",
        "接種の記録を、記録した順に示す",
        _long_history(),
        (Ok(MANY_RECORDS),),
        (Ok(MANY_RECORDS[::-1]), Ok((*MANY_RECORDS[1:], MANY_RECORDS[0]))),
    ),
    _body("BOD-001", "何も記録していない", book()),
    _body(
        "PRV-007",
        "他の自治体の券の記録を示さない",
        _with_theirs(),
        (Ok((MINE,)), Empty()),
        (Ok((MINE, THEIRS)), Ok((THEIRS,))),
    ),
    _body("PRV-007", "他の自治体の券の記録がない", recorded()),
    _body(
        "PAG-001",
        "何ページもの記録を1件ずつ示す",
        _long_history(),
        (Ok(MANY_RECORDS),),
        (Ok(MANY_RECORDS[1:]), Ok((*MANY_RECORDS, MANY_RECORDS[-1]))),
    ),
)
CASES = (*AMENDMENTS, *RECORDS, *HISTORIES, *OWN_CERTIFICATES, *CONSENTS, *BODIES)
