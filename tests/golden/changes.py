"""Certificates and tickets after changes, or out of the common: REG, SUB-015 to SUB-020, TCK-006, TCK-007."""

from dataclasses import replace
from datetime import date, timedelta

from builders import (
    CHILD,
    CITY,
    CLINIC,
    DAY,
    GUARDIAN,
    OTHER_CITY,
    FilledBook,
    book,
    certificate,
    checkup_ticket,
    questionnaire,
    registrant,
    ticket,
)
from golden.answer import Case

from simulator.port.book import Book
from simulator.port.operations import (
    CheckEligibility,
    FetchQuestionnaire,
    FetchTask,
    FetchTickets,
    LookUpSubsidy,
    RegisterDepartures,
    RegisterHistory,
    RegisterRecipients,
    RowReport,
    SetConsent,
    SubmitQuestionnaire,
    TaskReport,
    WithdrawQuestionnaire,
)
from simulator.port.outcomes import Accepted, Empty, Ok, Outcome, Refused, Unknown
from simulator.records.certificate import HistoryRow, RecipientRow
from simulator.records.consent import ConsentArea
from simulator.records.departure import Departure, DepartureReason
from simulator.records.ticket import TicketKind
from simulator.rules import durability, questionnaires, registration, results, subsidy, tickets

ONE_DAY = timedelta(days=1)
Outcomes = tuple[Outcome, ...]
NOTHING: Outcomes = (Empty(), Ok(()), Refused("x"))
ONE = certificate()
NEWER = certificate(recipient_number="7654321", valid_to=date(2027, 9, 30))
LOOK = LookUpSubsidy(CHILD, CLINIC.code, consent=True, service_date=DAY)
CHECK = CheckEligibility(CLINIC.code, "a-1", consent=True, service_date=DAY)
TICKET, CHECKUP = ticket(), checkup_ticket()
FETCH = FetchTickets(CLINIC.code, "a-1", TicketKind.VACCINATION, DAY)
FETCH_CHECKUP = replace(FETCH, kind=TicketKind.CHECKUP)
ASK = FetchQuestionnaire(CLINIC.code, TICKET.ticket_number)
FORM = questionnaire()
GIVEN, WITHDRAWN = "given", "withdrawn"


def shown(*rows: object) -> Ok:
    """An answer that shows these rows."""
    return Ok(rows)


def history(*rows: tuple[object, bool]) -> FilledBook:
    """A book with the rows of one history key."""
    return book().with_history(registrant(), *rows)  # type: ignore[arg-type]


def gone(
    reason: DepartureReason, on: date, after: FilledBook | None = None, outcome: Outcome | None = None
) -> FilledBook:
    """A book in which the child has departed from the city on a day."""
    departed = RegisterDepartures(CITY, (Departure(registrant().at_body, reason, on),))
    return (after or book(ONE, tickets=(TICKET,))).after((departed, outcome or Ok()))


def consent(area: ConsentArea, *states: str, outcome: Outcome | None = None) -> FilledBook:
    """A book in which the guardian has set the consent of an area, the last time with this outcome."""
    filled = book(ONE, tickets=(TICKET, CHECKUP))
    for place, state in enumerate(states, 1):
        came = outcome if outcome is not None and place == len(states) else Ok()
        filled.note(SetConsent(GUARDIAN, CHILD, area, state == GIVEN), came)
    return filled


def lost(*rows: RecipientRow) -> Book:
    """A book in which a registration brought no answer."""
    return book(ONE).after((RegisterRecipients(CITY, rows), Unknown()))


def _case(
    requirement: str, shows: str, after: Book, right: Outcomes = (), wrong: Outcomes = (), **changes: object
) -> Case:
    operation = replace(LOOK, **changes)  # type: ignore[arg-type]
    return Case(requirement, shows, subsidy.BY_GATEWAY, operation, after, right, wrong)


def _tickets(
    requirement: str,
    shows: str,
    after: Book,
    right: Outcomes = (),
    wrong: Outcomes = (),
    operation: FetchTickets = FETCH,
) -> Case:
    return Case(requirement, shows, tickets.BY_CARD, operation, after, right, wrong)


RESENT = replace(ONE, valid_to=DAY + ONE_DAY)
CLOSED = replace(ONE, valid_to=DAY - ONE_DAY)
MOVE, DEATH = DepartureReason.MOVE_OUT, DepartureReason.DEATH
SUBSIDY = ConsentArea.MEDICAL_SUBSIDY
HIDDEN_BY_ANOTHER = registrant(body=OTHER_CITY, person_key="777", my_number=registrant().my_number)
THEIRS = certificate(body_code=OTHER_CITY)

HISTORY_KEYS = (
    _case(
        "REG-003",
        "差分履歴の最新の行だけを示す",
        history((ONE, False), (NEWER, False)),
        (shown(NEWER),),
        (shown(ONE), shown(ONE, NEWER), Empty()),
    ),
    _case("REG-003", "行が1つの履歴", history((ONE, False))),
    _case(
        "REG-003",
        "回答のない差分履歴の後は、どちらもあり得る",
        history((ONE, False)).after(
            (RegisterHistory(CITY, (HistoryRow(registrant(), NEWER, "h-1"),)), Unknown())
        ),
    ),
    _case(
        "REG-003",
        "終わっていない登録の後は、どちらもあり得る",
        history((ONE, False)).after(
            (RegisterHistory(CITY, (HistoryRow(registrant(), NEWER, "h-1"),)), Accepted("t"))
        ),
    ),
    _case("REG-004", "取り消された証を示さない", history((ONE, False), (ONE, True)), NOTHING, (shown(ONE),)),
    _case(
        "REG-004",
        "2024年3月の様式で登録した同じ証は残る",
        history((ONE, False), (ONE, True)).with_certificates(registrant(), ONE),
    ),
    _case("REG-004", "取消しのない履歴", history((ONE, False))),
    _case("REG-004", "知らないキーの取消しは何も変えない", history((ONE, True))),
    _case(
        "REG-005",
        "送り直された行が前の行に代わる",
        book(ONE).with_certificates(registrant(), RESENT),
        (shown(RESENT),),
        (shown(ONE), shown(ONE, RESENT), shown(RESENT, RESENT), Empty()),
    ),
    _case(
        "REG-005",
        "送り直しで期間が終わった",
        book(ONE).with_certificates(registrant(), CLOSED),
        NOTHING,
        (shown(ONE),),
    ),
    _case("REG-005", "同じ行が二度", book(ONE).with_certificates(registrant(), ONE)),
    _case("REG-005", "送り直しに回答がない", lost(RecipientRow(registrant(), RESENT))),
    _case(
        "SUB-014",
        "回答のない登録の証も、あり得る",
        lost(RecipientRow(registrant(), NEWER)),
        (shown(ONE, NEWER),),
    ),
    _case(
        "SUB-001", "送り直しに回答がないときは求めない", lost(RecipientRow(registrant(), CLOSED)), NOTHING[:2]
    ),
)


def _beside_a_wrong_row() -> FilledBook:
    known = book()
    rows = (RecipientRow(registrant(), ONE), RecipientRow(registrant(), replace(NEWER, payer_number="1")))
    report = TaskReport(done=True, rows=(RowReport(0), RowReport(1, ("payer-number-digits",))))
    return known.after(
        (RegisterRecipients(CITY, rows), Accepted("mixed")), (FetchTask(CITY, "mixed"), Ok(report))
    )


TASKS = (
    _case("REG-001", "誤りのある行と並んだ正しい行も示す", _beside_a_wrong_row(), (shown(ONE),), (Empty(),)),
    _case("REG-001", "誤りのない登録", book(ONE)),
    Case(
        "PRV-008",
        "他の自治体の登録の状況を示さない",
        registration.TASKS,
        FetchTask(OTHER_CITY, "mixed"),
        _beside_a_wrong_row(),
        (Refused("forbidden"), Empty()),
        (Ok(TaskReport(done=True)), Ok(TaskReport(done=False))),
    ),
    Case("PRV-008", "自分の登録", registration.TASKS, FetchTask(CITY, "mixed"), _beside_a_wrong_row()),
    Case(
        "REG-001",
        "他の自治体の登録",
        registration.TASKS,
        FetchTask(OTHER_CITY, "mixed"),
        _beside_a_wrong_row(),
    ),
)

UNCOMMON_NAME = certificate(name="𠮷井髙ﾏﾙ医療証")
PREFECTURE = certificate(body_code="450006", scheme="nanbyo")
AT_PREFECTURE = registrant(body="450006", person_key="888", my_number=registrant().my_number)
ENDLESS = certificate(valid_to=date(9999, 12, 31))
OVER_MARCH = certificate(valid_from=date(2025, 10, 1))
WITHIN = certificate(valid_from=date(2026, 4, 1), valid_to=date(2027, 3, 31))

UNCOMMON = (
    _case(
        "SUB-015",
        "名称の文字を変えない",
        book(UNCOMMON_NAME),
        (shown(UNCOMMON_NAME),),
        (
            shown(replace(UNCOMMON_NAME, name="𠮷井髙マル医療証")),
            shown(replace(UNCOMMON_NAME, name="?井髙ﾏﾙ医療証")),
            shown(replace(UNCOMMON_NAME, name="吉井高ﾏﾙ医療証")),
        ),
    ),
    _case("SUB-015", "ありふれた文字だけの名称", book(ONE)),
    _case(
        "SUB-018",
        "都道府県の受給者証も示す",
        book(ONE).with_certificates(AT_PREFECTURE, PREFECTURE),
        (shown(ONE, PREFECTURE),),
        (shown(ONE), Empty()),
    ),
    _case("SUB-018", "市町村の受給者証だけ", book(ONE)),
    _case("SUB-019", "9999年に終わる証を示す", book(ENDLESS), (shown(ENDLESS),), (Empty(),)),
    _case("SUB-019", "終わりが近い証", book(ONE)),
    _case("SUB-020", "年度をまたぐ証を示す", book(OVER_MARCH), (shown(OVER_MARCH),), (Empty(),)),
    _case(
        "SUB-020",
        "年度末で切った期間にしない",
        book(OVER_MARCH),
        (),
        (shown(replace(OVER_MARCH, valid_to=date(2026, 3, 31))),),
    ),
    _case("SUB-020", "年度の中に収まる証", book(WITHIN)),
)

DEPARTURES = (
    _case("SUB-017", "昨日転出した人に示さない", gone(MOVE, DAY - ONE_DAY), NOTHING, (shown(ONE),)),
    _case("SUB-017", "今日転出する人にはまだ示す", gone(MOVE, DAY), (shown(ONE),), (Empty(), Refused("x"))),
    _case("SUB-017", "昨日亡くなった人に示さない", gone(DEATH, DAY - ONE_DAY), NOTHING, (shown(ONE),)),
    _case(
        "SUB-017",
        "転出先の自治体の証は示す",
        gone(MOVE, DAY - ONE_DAY, book(ONE).with_certificates(HIDDEN_BY_ANOTHER, THEIRS)),
        (shown(THEIRS),),
        (shown(ONE, THEIRS),),
    ),
    _case(
        "SUB-001",
        "転出先の自治体の証を求める",
        gone(MOVE, DAY - ONE_DAY, book(ONE).with_certificates(HIDDEN_BY_ANOTHER, THEIRS)),
        (shown(THEIRS),),
        (Empty(),),
    ),
    _case(
        "SUB-017",
        "死亡はどの自治体の証にも及ぶ",
        gone(DEATH, DAY - ONE_DAY, book(ONE).with_certificates(HIDDEN_BY_ANOTHER, THEIRS)),
        NOTHING,
        (shown(THEIRS),),
    ),
    _case("SUB-017", "戻ってきた人", gone(MOVE, DAY - ONE_DAY).with_certificates(registrant(), ONE)),
    _case("SUB-017", "異動のない人", book(ONE)),
    _case("SUB-017", "異動の登録に回答がない", gone(MOVE, DAY - ONE_DAY, outcome=Unknown())),
    _case("SUB-001", "異動の登録に回答がないときは求めない", gone(MOVE, DAY - ONE_DAY, outcome=Unknown())),
    _case("SUB-003", "転出した人の照会は断ってもよい", gone(MOVE, DAY - ONE_DAY)),
    _tickets("TCK-007", "昨日転出した人の券を示さない", gone(MOVE, DAY - ONE_DAY), NOTHING, (shown(TICKET),)),
    _tickets("TCK-007", "今日転出する人の券はまだ示す", gone(MOVE, DAY)),
    _tickets("TCK-001", "今日転出する人の券を求める", gone(MOVE, DAY), (shown(TICKET),), (Empty(),)),
    _tickets("TCK-001", "転出した人の券は求めない", gone(MOVE, DAY - ONE_DAY)),
    Case(
        "REG-001",
        "登録した人の異動を受け付ける",
        registration.GOING,
        RegisterDepartures(CITY, (Departure(registrant().at_body, MOVE, DAY),)),
        book(ONE),
        (Ok(),),
        (Refused("x"),),
    ),
    Case(
        "REG-002",
        "知らない人の異動を退ける",
        registration.GOING,
        RegisterDepartures(CITY, (Departure(registrant("p-nobody").at_body, MOVE, DAY),)),
        book(ONE),
        (Refused("x"),),
        (Ok(),),
    ),
)

CONSENTS = (
    _case("SUB-016", "同意が取り消された人に示さない", consent(SUBSIDY, WITHDRAWN), NOTHING, (shown(ONE),)),
    _case("SUB-016", "同意が戻ればまた示す", consent(SUBSIDY, WITHDRAWN, GIVEN), (shown(ONE),), (Empty(),)),
    _case("SUB-016", "同意を変えていない人", book(ONE)),
    _case("SUB-016", "同意の変更に回答がない", consent(SUBSIDY, WITHDRAWN, outcome=Unknown())),
    _case("SUB-016", "予防接種の同意は別", consent(ConsentArea.VACCINATION, WITHDRAWN)),
    _case("SUB-001", "同意の変更に回答がないときは求めない", consent(SUBSIDY, WITHDRAWN, outcome=Unknown())),
    Case(
        "SUB-016",
        "カードの照会でも示さない",
        subsidy.BY_CARD,
        CHECK,
        consent(SUBSIDY, WITHDRAWN),
        NOTHING,
        (shown(ONE),),
    ),
    _tickets(
        "TCK-006",
        "同意が取り消された分野の券を示さない",
        consent(ConsentArea.VACCINATION, WITHDRAWN),
        NOTHING,
        (shown(TICKET),),
    ),
    _tickets(
        "TCK-006",
        "健診の同意は受診券に効く",
        consent(ConsentArea.CHECKUP, WITHDRAWN),
        NOTHING,
        (shown(CHECKUP),),
        FETCH_CHECKUP,
    ),
    _tickets(
        "TCK-006",
        "同意が戻れば示す",
        consent(ConsentArea.VACCINATION, WITHDRAWN, GIVEN),
        (shown(TICKET),),
        (Empty(),),
    ),
    _tickets("TCK-006", "別の分野の同意", consent(ConsentArea.CHECKUP, WITHDRAWN)),
    _tickets("TCK-001", "同意が取り消された券は求めない", consent(ConsentArea.VACCINATION, WITHDRAWN)),
)


def _sent(*, withdrawn: Outcome | None) -> FilledBook:
    filled = book(tickets=(TICKET,)).after((SubmitQuestionnaire(GUARDIAN, CHILD, FORM, "q"), Ok()))
    if withdrawn is not None:
        filled.note(WithdrawQuestionnaire(GUARDIAN, CHILD, TICKET.ticket_number), withdrawn)
    return filled.after((FETCH, shown(TICKET)))


def _forms(requirement: str, shows: str, after: Book, right: Outcomes = (), wrong: Outcomes = ()) -> Case:
    return Case(requirement, shows, questionnaires.QUESTIONNAIRES, ASK, after, right, wrong)


WITHDRAWALS = (
    _forms(
        "QST-007", "取り下げた回答を示さない", _sent(withdrawn=Ok()), (Empty(), Refused("x")), (Ok(FORM),)
    ),
    _forms("QST-007", "取り下げていない", _sent(withdrawn=None)),
    _forms("QST-007", "取下げに回答がない", _sent(withdrawn=Unknown())),
    _forms("QST-001", "取下げに回答がなければ求めない", _sent(withdrawn=Unknown())),
    _forms(
        "QST-001",
        "取下げの後に送り直した",
        _sent(withdrawn=Ok()).after((SubmitQuestionnaire(GUARDIAN, CHILD, FORM, "q-2"), Ok())),
        (Ok(FORM),),
        (Empty(),),
    ),
    Case(
        "QST-007",
        "取下げを受け付ける",
        results.WITHDRAWALS,
        WithdrawQuestionnaire(GUARDIAN, CHILD, TICKET.ticket_number),
        _sent(withdrawn=None),
        (Ok(),),
        (Refused("x"),),
    ),
)

KEPT = (
    Case("DUR-001", "停止の後も証がある", durability.LOOK_UPS, LOOK, book(ONE), (shown(ONE),), (Empty(),)),
    Case("DUR-001", "何も登録していない", durability.LOOK_UPS, LOOK, book()),
)
CASES = (
    *HISTORY_KEYS,
    *TASKS,
    *UNCOMMON,
    *DEPARTURES,
    *CONSENTS,
    *WITHDRAWALS,
    *KEPT,
)
