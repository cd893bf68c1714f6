"""What a hub owes for notices: NTC-001 to NTC-009."""

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
    dose,
    registrant,
    ticket,
)
from golden.answer import Case

from simulator.port.book import Book
from simulator.port.operations import (
    CancelResult,
    FetchTask,
    ListNotices,
    RecordDose,
    RegisterDepartures,
    RegisterTickets,
    RowReport,
    SendNotice,
    SetClock,
    TaskReport,
    WithdrawNotice,
)
from simulator.port.outcomes import Accepted, Empty, Invalid, Ok, Outcome, Refused, Unknown
from simulator.records.departure import Departure, DepartureReason
from simulator.records.notice import Notice, NoticeKind
from simulator.records.ticket import TicketKind, TicketRow
from simulator.rules import notices

ONE_DAY = timedelta(days=1)
Outcomes = tuple[Outcome, ...]
LIST = ListNotices(GUARDIAN, CHILD)
BY_STRANGER = ListNotices(STRANGER, CHILD)
NOTHING: Outcomes = (Empty(), Ok(()))
TICKET = ticket()


def notice(**changes: Any) -> Notice:
    """A recommendation about the child that is shown from today on."""
    sound = Notice(
        "n-1", registrant().at_body, NoticeKind.RECOMMENDATION, "hepb", "予防接種のご案内", DAY, "T-00001"
    )
    return replace(sound, **changes)


SEND = SendNotice(CITY, notice())
WITHDRAW = WithdrawNotice(CITY, "n-1")
EARLY = notice(show_from=DAY + ONE_DAY)
OF_PREGNANCY = notice(subject="anc01", ticket_number="", concerns_pregnancy=True)
OF_NEXT = replace(OF_PREGNANCY, notice_id="n-2")
CLASS_B = notice(subject="influenza", ticket_number="")
RECORD = RecordDose(CLINIC.code, dose(), BORN, "k-1")


def sent(*these: Notice, outcome: Outcome | None = None, **person: Any) -> FilledBook:
    """A book with notices that were sent, with this outcome."""
    filled = book(tickets=(TICKET,), **person)
    for each in these or (notice(),):
        filled.note(SendNotice(each.about.body_code, each), outcome or Ok())
    return filled


def departed(reason: DepartureReason, after: FilledBook, outcome: Outcome | None = None) -> FilledBook:
    """The same book, and the child has departed from the city today."""
    departure = RegisterDepartures(CITY, (Departure(registrant().at_body, reason, DAY),))
    return after.after((departure, outcome or Ok()))


def shown(*these: Notice) -> Ok:
    """An answer that shows these notices."""
    return Ok(these)


def _case(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    by: ListNotices = LIST,
) -> Case:
    return Case(requirement, shows, notices.LISTS, by, after, right, wrong)


def _sending(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    operation: SendNotice = SEND,
) -> Case:
    return Case(requirement, shows, notices.SENDING, operation, after, right, wrong)


def accepted_before(reason: DepartureReason) -> FilledBook:
    """A registration was accepted, then the departure, and only then the registration was worked on."""
    row = TicketRow(registrant(), ticket("T-00002"))
    waiting = sent().after((RegisterTickets(CITY, (row,)), Accepted("late")))
    done = TaskReport(done=True, rows=(RowReport(0),))
    return departed(reason, waiting).after((FetchTask(CITY, "late"), Ok(done)))


def pregnant_again(after: FilledBook, **changes: Any) -> FilledBook:
    """The same book, and a ticket for a checkup in another pregnancy was registered."""
    antenatal = ticket("A-1", subject="anc01", kind=TicketKind.CHECKUP, valid_from=DAY + ONE_DAY)
    return after.with_tickets(registrant(), replace(antenatal, **changes))


MANY = tuple(notice(notice_id=f"n-{number}", ticket_number="") for number in range(21))
PREGNANCY_END, DEATH, MOVE = (
    DepartureReason.PREGNANCY_END,
    DepartureReason.DEATH,
    DepartureReason.MOVE_OUT,
)
USED = sent().after((RECORD, Ok("r-1")))
CASES = (
    _case("NTC-001", "その日から保護者に示す", sent(), (shown(notice()),), (Empty(), Refused("x"))),
    _case(
        "NTC-001",
        "本人にも示す",
        sent(),
        (shown(notice()),),
        (Empty(), shown(replace(notice(), text="別の文"))),
        ListNotices(CHILD, CHILD),
    ),
    _case(
        "NTC-001",
        "日付が進めば示す",
        sent(EARLY).after((SetClock(DAY + ONE_DAY), Ok())),
        (shown(EARLY),),
        (Empty(),),
    ),
    _case("NTC-001", "まだその日でない", sent(EARLY)),
    _case("NTC-001", "送信に回答がない", sent(outcome=Unknown())),
    _case("NTC-001", "日付の変更に回答がない", sent().after((SetClock(DAY), Unknown()))),
    _case("NTC-001", "券が使われた", USED),
    _sending("NTC-001", "登録した人への通知を受け付ける", book(), (Ok(),), (Refused("x"),)),
    _sending("NTC-001", "知らない人への通知", FilledBook()),
    _sending("NTC-001", "転出した人への通知", departed(MOVE, book(tickets=(TICKET,)))),
    _sending("NTC-001", "同じ番号で別の内容", sent(replace(notice(), text="別の文"))),
    _case("NTC-002", "明日からの通知を今日は示さない", sent(EARLY), NOTHING, (shown(EARLY),)),
    _case("NTC-002", "今日からの通知", sent()),
    _case("NTC-003", "亡くなった後は示さない", departed(DEATH, sent()), NOTHING, (shown(notice()),)),
    _case("NTC-003", "予約された通知も示さない", departed(DEATH, sent(EARLY)), NOTHING, (shown(EARLY),)),
    _case("NTC-003", "死亡の登録に回答がない", departed(DEATH, sent(), Unknown())),
    _case("NTC-003", "存命の人", sent()),
    _case("NTC-004", "転出した後は示さない", departed(MOVE, sent()), NOTHING, (shown(notice()),)),
    _case("NTC-004", "転出していない人", sent()),
    _case("NTC-004", "戻ってきた人", departed(MOVE, sent()).with_tickets(registrant(), ticket("T-00002"))),
    _case(
        "NTC-004",
        "削除の行では、戻ったことにならない",
        departed(MOVE, sent()).with_history(registrant(), (certificate(), True)),
        NOTHING,
        (shown(notice()),),
    ),
    _case(
        "NTC-004",
        "転出より前に受け付けた登録は、戻ったことにならない",
        accepted_before(MOVE),
        NOTHING,
        (shown(notice()),),
    ),
    _case(
        "NTC-005",
        "妊娠に関わる通知を示さない",
        departed(PREGNANCY_END, sent(OF_PREGNANCY)),
        NOTHING,
        (shown(OF_PREGNANCY),),
    ),
    _case("NTC-005", "妊娠に関わらない通知", departed(PREGNANCY_END, sent())),
    _case(
        "NTC-001",
        "妊娠に関わらない通知は示す",
        departed(PREGNANCY_END, sent()),
        (shown(notice()),),
        (Empty(),),
    ),
    _case(
        "NTC-005",
        "次の妊娠の受診票が登録されても、前の妊娠の通知は示さない",
        pregnant_again(departed(PREGNANCY_END, sent(OF_PREGNANCY))),
        NOTHING,
        (shown(OF_PREGNANCY),),
    ),
    _case(
        "NTC-005",
        "次の妊娠の通知",
        pregnant_again(departed(PREGNANCY_END, sent())).after((SendNotice(CITY, OF_NEXT), Ok())),
    ),
    _case(
        "NTC-001",
        "次の妊娠の通知は示す",
        pregnant_again(departed(PREGNANCY_END, sent())).after((SendNotice(CITY, OF_NEXT), Ok())),
        (shown(notice(), OF_NEXT),),
        (shown(notice()), Empty()),
    ),
    _sending(
        "NTC-001",
        "次の妊娠の通知を受け付ける",
        pregnant_again(departed(PREGNANCY_END, sent())),
        (Ok(),),
        (Refused("person-departed"),),
        SendNotice(CITY, OF_NEXT),
    ),
    _case(
        "NTC-005",
        "妊娠が終わった後に受け付けた通知も示さない",
        departed(PREGNANCY_END, sent()).after((SendNotice(CITY, OF_NEXT), Ok())),
        (*NOTHING, shown(notice())),
        (shown(notice(), OF_NEXT),),
    ),
    _case(
        "NTC-005",
        "前の妊娠の受診票は、次の妊娠を告げない",
        pregnant_again(departed(PREGNANCY_END, sent(OF_PREGNANCY)), valid_from=DAY).after(
            (SendNotice(CITY, OF_NEXT), Ok())
        ),
        NOTHING,
        (shown(OF_PREGNANCY), shown(OF_NEXT)),
    ),
    _case("NTC-006", "取り下げた通知を示さない", sent().after((WITHDRAW, Ok())), NOTHING, (shown(notice()),)),
    _case("NTC-006", "取下げに回答がない", sent().after((WITHDRAW, Unknown()))),
    _case("NTC-001", "取下げに回答がないときは求めない", sent().after((WITHDRAW, Unknown()))),
    _case(
        "NTC-006",
        "他の自治体の取下げは効かない",
        sent().after((replace(WITHDRAW, body_code=OTHER_CITY), Ok())),
    ),
    Case(
        "NTC-006",
        "取下げを受け付ける",
        notices.WITHDRAWING,
        WITHDRAW,
        sent(),
        (Ok(),),
        (Refused("x"),),
    ),
    _case("NTC-007", "接種が済んだ券の勧奨を示さない", USED, NOTHING, (shown(notice()),)),
    _case("NTC-007", "まだ接種していない", sent()),
    _case(
        "NTC-007",
        "取り消された接種",
        sent().after((RECORD, Ok("r-1")), (CancelResult(CLINIC.code, "r-1", "v"), Ok())),
    ),
    _case(
        "NTC-007", "接種の後のお知らせ", sent(notice(kind=NoticeKind.INFORMATION)).after((RECORD, Ok("r-1")))
    ),
    _sending(
        "NTC-008",
        "B類の勧奨を受け付けない",
        book(),
        (Refused("recommendation-not-allowed"), Invalid(("kind",))),
        (Ok(),),
        SendNotice(CITY, CLASS_B),
    ),
    _sending("NTC-008", "A類の勧奨", book()),
    _sending(
        "NTC-008",
        "B類のお知らせ",
        book(),
        operation=SendNotice(CITY, replace(CLASS_B, kind=NoticeKind.INFORMATION)),
    ),
    _case("NTC-008", "受け付けられたB類の勧奨も示さない", sent(CLASS_B), NOTHING, (shown(CLASS_B),)),
    _case(
        "NTC-009",
        "代理できない人に示さない",
        sent(),
        (Empty(), Refused("x")),
        (shown(notice()),),
        BY_STRANGER,
    ),
    _case("NTC-009", "保護者", sent()),
    _case(
        "PAG-001",
        "何ページもの通知を1件ずつ示す",
        sent(*MANY),
        (shown(*MANY),),
        (shown(*MANY[:-1]), shown(*MANY, MANY[-1]), Empty()),
    ),
    _case("PAG-001", "1ページの通知", sent()),
    _case(
        "PRV-004",
        "不開示の人の通知を代理人に示さない",
        sent(is_not_disclosed=True),
        (Empty(), Refused("x")),
        (shown(notice()),),
    ),
    _case("PRV-004", "不開示の本人", sent(is_not_disclosed=True), by=ListNotices(CHILD, CHILD)),
)
