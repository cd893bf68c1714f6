"""What a hub may show of tickets and questionnaires: TCK-001 to TCK-005 and QST-001 to QST-005."""

from dataclasses import replace
from datetime import timedelta

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
    checkup_ticket,
    dose,
    interview,
    questionnaire,
    registrant,
    ticket,
)
from golden.answer import Case

from simulator.port.book import Book
from simulator.port.operations import (
    CardLink,
    FetchQuestionnaire,
    FetchTask,
    FetchTickets,
    LinkCards,
    OpenAccounts,
    RecordDose,
    RecordInterviewOnly,
    RegisterTickets,
    SubmitQuestionnaire,
    TaskReport,
)
from simulator.port.outcomes import Accepted, Empty, Ok, Outcome, Refused, Unknown
from simulator.records.questionnaire import Questionnaire
from simulator.records.ticket import Ticket, TicketKind, TicketRow
from simulator.rules.questionnaires import QUESTIONNAIRES
from simulator.rules.results import SUBMISSIONS
from simulator.rules.tickets import BY_CARD

ONE_DAY = timedelta(days=1)
TICKET, SECOND, CHECKUP = ticket(), ticket("T-00002", dose_number=2), checkup_ticket()
LAST_DAY = ticket(valid_to=DAY)
FIRST_DAY = ticket(valid_from=DAY)
OVER = ticket(valid_to=DAY - ONE_DAY)
AHEAD = ticket(valid_from=DAY + ONE_DAY)
FOREIGN = ticket("T-00009", body_code=OTHER_CITY)
SAME_KEY = registrant("p-other", OTHER_CITY, person_key=registrant().at_body.person_key)
SHOWN, DONE = Ok((TICKET,)), Ok()
FETCH = FetchTickets(CLINIC.code, "a-1", TicketKind.VACCINATION, DAY)
ASK = FetchQuestionnaire(CLINIC.code, TICKET.ticket_number)
FORM, CHANGED = questionnaire(), questionnaire(answer="37.0")
SIBLINGS = questionnaire("T-00002")


def _with(*rows: Ticket) -> FilledBook:
    return book(tickets=rows)


def _recorded(outcome: Outcome) -> Book:
    after = _with(TICKET)
    after.note(RecordDose(CLINIC.code, dose(), BORN, "k-1"), outcome)
    return after


def _interviewed() -> Book:
    after = _with(TICKET)
    after.note(RecordInterviewOnly(CLINIC.code, interview(), BORN, "k-1"), Ok())
    return after


def _sent(*forms: Questionnaire, read: Outcome | None = SHOWN, outcome: Outcome = DONE) -> Book:
    """Questionnaires sent, the last with this outcome, and the card read with that."""
    after = _with(TICKET)
    for place, form in enumerate(forms, 1):
        sending = SubmitQuestionnaire(GUARDIAN, CHILD, form, f"q-{place}")
        after.note(sending, outcome if place == len(forms) else Ok())
    if read is not None:
        after.note(FETCH, read)
    return after


def _with_siblings_form(after: Book) -> Book:
    """The same, and the guardian has sent a questionnaire for the child's sibling too."""
    sibling = registrant("p-sibling")
    after.note(OpenAccounts(((GUARDIAN, (CHILD, "p-sibling")),)), Ok())
    after.note(LinkCards((CardLink("p-sibling", sibling.at_body, None),)), Ok())
    after.note(RegisterTickets(CITY, (TicketRow(sibling, ticket("T-00002")),)), Accepted("siblings"))
    after.note(FetchTask(CITY, "siblings"), Ok(TaskReport(done=True)))
    after.note(SubmitQuestionnaire(GUARDIAN, "p-sibling", SIBLINGS, "q-sibling"), Ok())
    return after


def _tickets(
    requirement: str,
    shows: str,
    after: Book,
    right: tuple[Outcome, ...] = (),
    wrong: tuple[Outcome, ...] = (),
) -> Case:
    return Case(requirement, shows, BY_CARD, FETCH, after, right, wrong)


def _forms(
    requirement: str,
    shows: str,
    after: Book,
    right: tuple[Outcome, ...] = (),
    wrong: tuple[Outcome, ...] = (),
) -> Case:
    return Case(requirement, shows, QUESTIONNAIRES, ASK, after, right, wrong)


def _sending(shows: str, sender: str, right: tuple[Outcome, ...], wrong: tuple[Outcome, ...]) -> Case:
    operation = SubmitQuestionnaire(sender, CHILD, FORM, "q-1")
    return Case("QST-004", shows, SUBMISSIONS, operation, _with(TICKET), right, wrong)


CASES = (
    _tickets(
        "TCK-001",
        "使える券を登録のまま示す",
        _with(TICKET, SECOND),
        (Ok((TICKET, SECOND)), Ok((SECOND, TICKET))),
        (Empty(), Ok((TICKET,)), Ok((TICKET, replace(SECOND, dose_number=3))), Refused("x")),
    ),
    _tickets("TCK-001", "券のない人には該当なしと答える", _with(), (Empty(), Ok(())), (Refused("x"), Ok())),
    _tickets("TCK-001", "接種の照会に受診券は求めない", _with(CHECKUP), (Empty(), Ok(())), (Refused("x"),)),
    Case(
        "TCK-001",
        "受診券を示す",
        BY_CARD,
        replace(FETCH, kind=TicketKind.CHECKUP),
        _with(CHECKUP, TICKET),
        (Ok((CHECKUP,)),),
        (Empty(), Ok((TICKET,))),
    ),
    _tickets("TCK-001", "使用済みの券は求めない", _recorded(Ok()), (Empty(),), (Refused("x"),)),
    _tickets("TCK-001", "失効したカードには求めない", _with(TICKET).with_card(is_revoked=True)),
    _tickets("TCK-002", "最終日の券を示す", _with(LAST_DAY), (Ok((LAST_DAY,)),), (Empty(), Ok(()))),
    _tickets("TCK-002", "初日の券を示す", _with(FIRST_DAY), (Ok((FIRST_DAY,)),), (Empty(), Ok(()))),
    _tickets("TCK-002", "期間の中ほどは別の要件", _with(TICKET)),
    _tickets(
        "TCK-003",
        "使用済みの券を示さない",
        _recorded(Ok()),
        (Empty(), Ok(()), Refused("x")),
        (Ok((TICKET,)),),
    ),
    _tickets("TCK-003", "まだ使われていない券", _with(TICKET)),
    _tickets("TCK-003", "見合わせでは券は使われない", _interviewed()),
    _tickets("TCK-003", "回答のなかった記録では使われたか分からない", _recorded(Unknown())),
    _tickets("TCK-004", "昨日終わった券を示さない", _with(OVER), (Empty(), Ok(())), (Ok((OVER,)),)),
    _tickets("TCK-004", "明日始まる券を示さない", _with(AHEAD), (Empty(), Ok(())), (Ok((AHEAD,)),)),
    _tickets("TCK-004", "最終日はまだ期間内", _with(LAST_DAY)),
    _tickets(
        "TCK-005",
        "他の自治体の同じ宛名番号の人の券を示さない",
        _with(TICKET).with_tickets(SAME_KEY, FOREIGN),
        (Ok((TICKET,)), Empty()),
        (Ok((TICKET, FOREIGN)), Ok((FOREIGN,))),
    ),
    _tickets("TCK-005", "同じ宛名番号の人がいない", _with(TICKET)),
    _forms("QST-001", "提出された回答を示す", _sent(FORM), (Ok(FORM),), (Empty(), Refused("x"), Ok(()))),
    _forms("QST-001", "提出がなければ該当なし", _sent(), (Empty(),), (Ok(SIBLINGS), Refused("x"))),
    _forms("QST-001", "カードを読んでいない", _sent(FORM, read=None)),
    _forms("QST-001", "届いたか分からない提出", _sent(FORM, outcome=Unknown())),
    _forms(
        "QST-002",
        "別の子の回答を示さない",
        _with_siblings_form(_sent(FORM)),
        (Ok(FORM), Empty()),
        (Ok(SIBLINGS),),
    ),
    _forms("QST-002", "同じ保護者のほかの子の提出がない", _sent(FORM)),
    _forms("QST-002", "この券への提出がない", _sent()),
    _forms("QST-003", "変更後の回答を示す", _sent(FORM, CHANGED), (Ok(CHANGED),), (Ok(FORM), Empty())),
    _forms("QST-003", "変更されていない", _sent(FORM)),
    _forms("QST-003", "同じ内容の再送", _sent(FORM, FORM)),
    _forms("QST-003", "変更が届いたか分からない", _sent(FORM, CHANGED, outcome=Unknown())),
    _sending("保護者からの提出を受け付ける", GUARDIAN, (Ok(),), (Refused("x"), Empty())),
    _sending("本人からの提出を受け付ける", CHILD, (Ok(),), (Refused("x"),)),
    _sending("代理できない人からの提出を受け付けない", STRANGER, (Refused("x"),), (Ok(),)),
    _forms(
        "QST-005", "読んでいない施設に示さない", _sent(FORM, read=None), (Refused("x"), Empty()), (Ok(FORM),)
    ),
    _forms(
        "QST-005",
        "断られた読み取りは読んだことにならない",
        _sent(FORM, read=Refused("card")),
        (Refused("x"), Empty()),
        (Ok(FORM),),
    ),
    _forms("QST-005", "カードを読んだ施設", _sent(FORM)),
    _forms("QST-005", "使える券がなくてもカードは読まれている", _sent(FORM, read=Empty())),
    _forms("QST-005", "回答がなくてもカードは読まれたかもしれない", _sent(FORM, read=Unknown())),
    _forms("QST-005", "提出がない", _sent(read=None)),
)
