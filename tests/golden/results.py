"""What a hub owes for records and histories (VAC, CHK, PRV), registrations and audits (REG, AUD, GEN)."""

from dataclasses import replace
from datetime import timedelta

from builders import (
    BORN,
    CHILD,
    CITY,
    CLINIC,
    DAY,
    GUARDIAN,
    STRANGER,
    FilledBook,
    book,
    certificate,
    checkup,
    checkup_ticket,
    dose,
    interview,
    registrant,
    ticket,
)
from golden.answer import Case

from simulator.port.book import Book
from simulator.port.operations import (
    AuditEntry,
    FetchAuditTrail,
    FetchTask,
    ListHistory,
    LookUpSubsidy,
    PutInstitutions,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    RegisterRecipients,
    RegisterTickets,
    RowReport,
    TaskReport,
)
from simulator.port.outcomes import (
    Accepted,
    AlreadyRegistered,
    Conflict,
    Empty,
    Invalid,
    Ok,
    Outcome,
    Refused,
    Unknown,
)
from simulator.records.certificate import RecipientRow
from simulator.records.result import DoseClass
from simulator.records.ticket import TicketRow
from simulator.rules import history, registration, results

ONE_DAY = timedelta(days=1)
Outcomes = tuple[Outcome, ...]
GIVEN, PUT_OFF = dose(), interview()
MISTAKE = dose(dose_class=DoseClass.ERROR)
MEASURED, CLOSER = checkup(), checkup(needs_closer_examination=True)
RECORD = RecordDose(CLINIC.code, GIVEN, BORN, "k-1")
RECORD_MISTAKE = replace(RECORD, dose=MISTAKE)
RECORD_PUT_OFF = RecordInterviewOnly(CLINIC.code, PUT_OFF, BORN, "k-2")
RECORD_CHECKUP = RecordCheckup(CLINIC.code, MEASURED, BORN, "k-3")
RECORD_CLOSER = replace(RECORD_CHECKUP, result=CLOSER)
RECORD_GROUP = RecordGroupCheckup(CITY, checkup(recorder_code=CITY), BORN, "k-4")
OTHER_BIRTH = BORN + ONE_DAY
TURNED_DOWN: Outcomes = (Refused("x"), Invalid(("x",)))
SEEN = ListHistory(GUARDIAN, CHILD)
SEEN_BY_STRANGER = ListHistory(STRANGER, CHILD)
Recording = RecordDose | RecordInterviewOnly | RecordCheckup | RecordGroupCheckup


def _tickets() -> FilledBook:
    return book(tickets=(ticket(), checkup_ticket()))


def _after(*records: tuple[Recording, Outcome]) -> Book:
    after = _tickets()
    for operation, outcome in records:
        after.note(operation, outcome)
    return after


def _done(*operations: Recording) -> Book:
    return _after(*((operation, Ok()) for operation in operations))


def _doses(
    requirement: str,
    shows: str,
    operation: RecordDose,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
) -> Case:
    return Case(requirement, shows, results.DOSES, operation, after, right, wrong)


def _history(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    by: ListHistory = SEEN,
) -> Case:
    return Case(requirement, shows, history.HISTORY, by, after, right, wrong)


def _next_day(requirement: str, shows: str, after: Book, right: Outcomes = (), wrong: Outcomes = ()) -> Case:
    return Case(requirement, shows, history.NEXT_DAY, SEEN, after, right, wrong)


RECORDS = (
    _doses("VAC-001", "接種の記録を受け付ける", RECORD, _tickets(), (Ok(),), TURNED_DOWN),
    _doses("VAC-001", "生年月日の合わない記録", replace(RECORD, date_of_birth=OTHER_BIRTH), _tickets()),
    _doses("VAC-001", "一度送った記録", RECORD, _done(RECORD)),
    _doses("VAC-001", "知らない券の記録", replace(RECORD, dose=dose("T-99999")), _tickets()),
    _doses(
        "VAC-005",
        "間隔の足りない接種も事実として受け付ける",
        RECORD_MISTAKE,
        _tickets(),
        (Ok(), AlreadyRegistered()),
        (Refused("interval"), Invalid(("given_on",)), Conflict()),
    ),
    _doses("VAC-005", "規則どおりの接種", RECORD, _tickets()),
    _doses(
        "VAC-007",
        "再送を同じ記録として受け付ける",
        RECORD,
        _done(RECORD),
        (Ok(), AlreadyRegistered()),
        (Refused("x"), Conflict()),
    ),
    _doses(
        "VAC-007",
        "回答のなかった記録の再送も受け付ける",
        RECORD,
        _after((RECORD, Unknown())),
        (Ok(),),
        TURNED_DOWN,
    ),
    _doses("VAC-007", "初めての記録", RECORD, _tickets()),
    _doses(
        "VAC-007",
        "生年月日の合わない記録は、再送されても受け付けなくてよい",
        replace(RECORD, date_of_birth=OTHER_BIRTH),
        _after((replace(RECORD, date_of_birth=OTHER_BIRTH), Unknown())),
    ),
    _doses(
        "VAC-010",
        "生年月日の合わない記録を受け付けない",
        replace(RECORD, date_of_birth=OTHER_BIRTH),
        _tickets(),
        TURNED_DOWN,
        (Ok(), AlreadyRegistered()),
    ),
    _doses("VAC-010", "本人の記録", RECORD, _tickets()),
    Case(
        "VAC-010",
        "健診でも受け付けない",
        results.CHECKUPS,
        replace(RECORD_CHECKUP, date_of_birth=OTHER_BIRTH),
        _tickets(),
        TURNED_DOWN,
        (Ok(),),
    ),
    Case(
        "VAC-012",
        "見合わせの記録を受け付ける",
        results.INTERVIEWS,
        RECORD_PUT_OFF,
        _tickets(),
        (Ok(),),
        TURNED_DOWN,
    ),
    Case(
        "VAC-012",
        "知らない券の見合わせ",
        results.INTERVIEWS,
        replace(RECORD_PUT_OFF, interview=interview("T-99999")),
        _tickets(),
    ),
    Case(
        "CHK-001",
        "個別健診の結果を受け付ける",
        results.CHECKUPS,
        RECORD_CHECKUP,
        _tickets(),
        (Ok(),),
        TURNED_DOWN,
    ),
    Case("CHK-001", "一度送った結果", results.CHECKUPS, RECORD_CHECKUP, _done(RECORD_CHECKUP)),
    Case(
        "CHK-002",
        "集団健診の結果を自治体から受け付ける",
        results.GROUP_CHECKUPS,
        RECORD_GROUP,
        _tickets(),
        (Ok(),),
        TURNED_DOWN,
    ),
    Case(
        "CHK-002",
        "知らない券の結果",
        results.GROUP_CHECKUPS,
        replace(RECORD_GROUP, result=checkup("C-99999")),
        _tickets(),
    ),
)
HISTORIES = (
    _next_day("VAC-004", "翌日も接種が履歴にある", _done(RECORD), (Ok((GIVEN,)),), (Empty(), Ok(()))),
    _next_day("VAC-004", "接種の記録がない", _tickets()),
    _history(
        "VAC-006",
        "見合わせを接種として示さない",
        _done(RECORD_PUT_OFF),
        (Ok((PUT_OFF,)), Empty()),
        (Ok((GIVEN,)),),
    ),
    _history("VAC-006", "見合わせの後に接種した", _done(RECORD_PUT_OFF, RECORD)),
    _history(
        "VAC-006",
        "回答のなかった接種は履歴にあるかもしれない",
        _after((RECORD_PUT_OFF, Ok()), (RECORD, Unknown())),
    ),
    _history(
        "VAC-007", "再送した接種を1件だけ示す", _done(RECORD, RECORD), (Ok((GIVEN,)),), (Ok((GIVEN, GIVEN)),)
    ),
    _history("VAC-007", "再送していない", _done(RECORD)),
    _history(
        "VAC-008", "接種をその場で示す", _done(RECORD), (Ok((GIVEN,)),), (Empty(), Ok(()), Ok((PUT_OFF,)))
    ),
    _history("VAC-008", "回答のなかった記録", _after((RECORD, Unknown()))),
    _history("VAC-008", "代理できない人の照会", _done(RECORD), by=SEEN_BY_STRANGER),
    _history(
        "VAC-009",
        "接種の内容を変えない",
        _done(RECORD),
        (Ok((GIVEN,)),),
        (
            Ok((dose(given_on=DAY - ONE_DAY),)),
            Ok((dose(lot_number="LOT2"),)),
            Ok((dose(amount_ml="0.5"),)),
            Ok((dose(site="右上腕"),)),
            Ok((dose(doctor="別の医師"),)),
            Ok((dose(institution_code="9910000009"),)),
            Ok((dose(vaccine="bcg"),)),
            Ok((dose(dose_number=2),)),
        ),
    ),
    _history("VAC-009", "接種の記録がない", _done(RECORD_PUT_OFF)),
    _history(
        "VAC-013",
        "見合わせを見合わせとして示す",
        _done(RECORD_PUT_OFF),
        (Ok((PUT_OFF,)),),
        (Empty(), Ok((GIVEN,))),
    ),
    _history("VAC-013", "見合わせがない", _done(RECORD)),
    _history(
        "CHK-003", "健診結果をその場で示す", _done(RECORD_CHECKUP), (Ok((MEASURED,)),), (Empty(), Ok(()))
    ),
    _history("CHK-003", "健診の記録がない", _done(RECORD)),
    _history("CHK-004", "要精密を変えない", _done(RECORD_CLOSER), (Ok((CLOSER,)),), (Ok((MEASURED,)),)),
    _history("CHK-004", "異常なしの結果", _done(RECORD_CHECKUP)),
    _history(
        "CHK-005",
        "測定値と健診日を変えない",
        _done(RECORD_CHECKUP),
        (Ok((MEASURED,)),),
        (
            Ok((checkup(weight_kg="102"),)),
            Ok((checkup(height_cm="80"),)),
            Ok((checkup(examined_on=DAY - ONE_DAY),)),
        ),
    ),
    _history("CHK-005", "健診の記録がない", _tickets()),
    _next_day(
        "CHK-006", "翌日も健診結果がある", _done(RECORD_CHECKUP), (Ok((MEASURED,)),), (Empty(), Ok(()))
    ),
    _next_day("CHK-006", "健診の記録がない", _tickets()),
    _history(
        "PRV-002",
        "代理できない人に示さない",
        _done(RECORD),
        (Refused("x"), Empty(), Ok(())),
        (Ok((GIVEN,)),),
        SEEN_BY_STRANGER,
    ),
    _history("PRV-002", "保護者の照会", _done(RECORD)),
    _history("PRV-003", "保護者に示す", _done(RECORD), (Ok((GIVEN,)),), (Refused("x"), Ok())),
    _history(
        "PRV-003", "本人に示す", _tickets(), (Empty(), Ok(())), (Refused("x"),), ListHistory(CHILD, CHILD)
    ),
    _history("PRV-003", "代理できない人の照会", _done(RECORD), by=SEEN_BY_STRANGER),
)

RIGHT_ROW = RecipientRow(registrant(), certificate())
SEVEN_DIGITS = RecipientRow(registrant(), certificate(payer_number="8199001"))
BACKWARDS = RecipientRow(registrant(), certificate(valid_to=certificate().valid_from - ONE_DAY))
REGISTRATION = RegisterRecipients(CITY, (RIGHT_ROW,))
TICKET_REGISTRATION = RegisterTickets(CITY, (TicketRow(registrant(), ticket()),))
TASK = FetchTask(CITY, "t")
LOOK = LookUpSubsidy(CHILD, CLINIC.code, consent=True, service_date=DAY)
TRAIL = FetchAuditTrail(CHILD)
LINE = AuditEntry("gateway", CLINIC.code, "look-up-subsidy")


def _under_way(*rows: RecipientRow) -> Book:
    after = FilledBook()
    after.note(replace(REGISTRATION, rows=rows), Accepted("t"))
    return after


def _reported(*, rows: int, turned_down: tuple[int, ...] = ()) -> Ok:
    reports = (RowReport(place, ("x",) if place in turned_down else ()) for place in range(rows))
    return Ok(TaskReport(done=True, rows=tuple(reports)))


NOT_YET = Ok(TaskReport(done=False))


def _looked_up(times: int, fruitless: int = 0) -> Book:
    after = book(certificate())
    for _ in range(fruitless):
        after.note(replace(LOOK, consent=False), Empty())
    for _ in range(times):
        after.note(LOOK, Ok((certificate(),)))
    return after


REGISTRATIONS = (
    Case(
        "REG-001",
        "受給者の登録を受け付ける",
        registration.RECIPIENTS,
        REGISTRATION,
        FilledBook(),
        (Accepted("t"),),
        (Refused("x"), Invalid(("rows",)), Ok()),
    ),
    Case(
        "REG-001",
        "券の登録を受け付ける",
        registration.TICKETS,
        TICKET_REGISTRATION,
        FilledBook(),
        (Accepted("t"),),
        (Refused("x"), Invalid(("rows",)), Ok()),
    ),
    Case(
        "REG-001",
        "誤りのある行があっても正しい行は登録する",
        registration.TASKS,
        TASK,
        _under_way(RIGHT_ROW, SEVEN_DIGITS),
        (_reported(rows=2, turned_down=(1,)), _reported(rows=2), NOT_YET),
        (_reported(rows=2, turned_down=(0, 1)), Refused("x"), Ok()),
    ),
    Case(
        "REG-002",
        "桁の足りない公費負担者番号を行で退ける",
        registration.TASKS,
        TASK,
        _under_way(RIGHT_ROW, SEVEN_DIGITS),
        (_reported(rows=2, turned_down=(1,)), NOT_YET),
        (_reported(rows=2), _reported(rows=2, turned_down=(0,))),
    ),
    Case(
        "REG-002",
        "終わりが始まりより前の期間を行で退ける",
        registration.TASKS,
        TASK,
        _under_way(BACKWARDS),
        (_reported(rows=1, turned_down=(0,)),),
        (_reported(rows=1),),
    ),
    Case("REG-002", "正しい行だけ", registration.TASKS, TASK, _under_way(RIGHT_ROW)),
    Case(
        "AUD-001",
        "照会を監査記録に残す",
        registration.AUDIT,
        TRAIL,
        _looked_up(2),
        (Ok((LINE, LINE)), Ok((LINE, replace(LINE, organisation="9910000009"), LINE))),
        (Ok((LINE,)), Ok(()), Empty(), Ok((LINE, replace(LINE, organisation="9910000009")))),
    ),
    Case("AUD-001", "照会がない", registration.AUDIT, TRAIL, _looked_up(0)),
    Case(
        "AUD-002",
        "何も示さなかった照会も監査記録に残す",
        registration.AUDIT,
        TRAIL,
        _looked_up(1, fruitless=1),
        (Ok((LINE, LINE)),),
        (Ok((LINE,)), Empty()),
    ),
    Case("AUD-002", "示した照会だけ", registration.AUDIT, TRAIL, _looked_up(2)),
    Case(
        "PAG-001",
        "何ページもの監査記録を残らず示す",
        registration.AUDIT,
        TRAIL,
        _looked_up(21),
        (Ok((LINE,) * 21),),
        (Ok((LINE,) * 20),),
    ),
    Case(
        "GEN-001",
        "施設の設定を受け入れる",
        registration.PLATFORM,
        PutInstitutions((CLINIC,)),
        FilledBook(),
        (Ok(),),
        (Refused("x"), Empty(), Invalid(("code",))),
    ),
)
CASES = (*RECORDS, *HISTORIES, *REGISTRATIONS)
