"""What a hub may answer to a card: CARD-001, CARD-003 to CARD-007 and CARD-010 to CARD-012."""

from dataclasses import replace

from builders import CHILD, CLINIC, CLINIC_WITHOUT_SETTING, DAY, SERIAL, book, certificate, registrant, ticket
from golden.answer import Case

from simulator.port.book import Book
from simulator.port.operations import CardLink, CheckEligibility, FetchTickets, LinkCards
from simulator.port.outcomes import Empty, Ok, Outcome, Refused, Unavailable, Unknown
from simulator.records.ticket import TicketKind
from simulator.rules import subsidy, tickets

ONE, TICKET = certificate(), ticket()
CHECK = CheckEligibility(CLINIC.code, "a-1", consent=True, service_date=DAY)
FETCH = FetchTickets(CLINIC.code, "a-1", TicketKind.VACCINATION, DAY)
NOTHING: tuple[Outcome, ...] = (Refused("card"), Empty(), Ok(()))
SHOWS_CERTIFICATE, SHOWS_TICKET = (Ok((ONE,)),), (Ok((TICKET,)),)


def _sent(outcome: Outcome) -> Book:
    after = book(ONE)
    after.note(CHECK, outcome)
    return after


def _linked(*serials: int) -> Book:
    after = book(ONE)
    for serial in serials:
        after.note(LinkCards((CardLink(CHILD, registrant().at_body, serial),)), Ok())
    return after


def _case(
    requirement: str,
    shows: str,
    after: Book,
    right: tuple[Outcome, ...] = (),
    wrong: tuple[Outcome, ...] = (),
) -> Case:
    return Case(requirement, shows, subsidy.BY_CARD, CHECK, after, right, wrong)


def _ticket_case(requirement: str, shows: str, after: Book) -> Case:
    return Case(requirement, shows, tickets.BY_CARD, FETCH, after, NOTHING, SHOWS_TICKET)


CASES = (
    _case(
        "CARD-001", "有効なカードの照会に答える", book(ONE), (Ok((ONE,)), Empty()), (Refused("card"), Ok())
    ),
    Case(
        "CARD-001",
        "「利用しない」の照会は断ってもよい",
        subsidy.BY_CARD,
        replace(CHECK, consent=False),
        book(ONE),
    ),
    Case(
        "CARD-001",
        "設定のない施設の照会は断ってもよい",
        subsidy.BY_CARD,
        replace(CHECK, institution_code=CLINIC_WITHOUT_SETTING.code),
        book(ONE),
    ),
    _case("CARD-001", "猶予期間中の扱いは公表されていない", book(ONE).with_card(is_grace=True)),
    _case("CARD-001", "期限切れのカード", book(ONE).with_card(is_expired=True)),
    _case("CARD-001", "一度送って回答のなかった提示", _sent(Unknown())),
    _case(
        "CARD-003",
        "猶予期間も過ぎたカードに示さない",
        book(ONE).with_card(is_expired=True),
        NOTHING,
        SHOWS_CERTIFICATE,
    ),
    _ticket_case("CARD-003", "券も示さない", book(tickets=(TICKET,)).with_card(is_expired=True)),
    _case("CARD-003", "猶予期間中", book(ONE).with_card(is_grace=True)),
    _case(
        "CARD-004",
        "失効したカードに示さない",
        book(ONE).with_card(is_revoked=True),
        NOTHING,
        SHOWS_CERTIFICATE,
    ),
    _ticket_case("CARD-004", "券も示さない", book(tickets=(TICKET,)).with_card(is_revoked=True)),
    _case("CARD-004", "有効なカード", book(ONE)),
    _case(
        "CARD-005",
        "署名の合わない提示に示さない",
        book(ONE).with_card(is_tampered=True),
        NOTHING,
        SHOWS_CERTIFICATE,
    ),
    _case("CARD-005", "署名の合う提示", book(ONE)),
    _case("CARD-006", "使われた提示の再利用に示さない", _sent(Ok((ONE,))), NOTHING, SHOWS_CERTIFICATE),
    _case("CARD-006", "空の回答でも提示は使われている", _sent(Empty()), NOTHING, SHOWS_CERTIFICATE),
    _case("CARD-006", "初めての提示", book(ONE)),
    _case("CARD-006", "回答のなかった提示は使われたか分からない", _sent(Unknown())),
    _case("CARD-006", "ハブが止まっていた間の提示は使われたか分からない", _sent(Unavailable())),
    _case("CARD-007", "更新前のカードに示さない", _linked(12), NOTHING, SHOWS_CERTIFICATE),
    _case("CARD-007", "同じカードが二度結び付けられた", _linked(SERIAL)),
    _case("CARD-007", "元のカードが結び直された", _linked(12, SERIAL)),
    _case(
        "CARD-010",
        "結び付いていないカードに示さない",
        book(ONE).with_card(serial=99),
        NOTHING,
        SHOWS_CERTIFICATE,
    ),
    _ticket_case("CARD-010", "券も示さない", book(tickets=(TICKET,)).with_card(serial=99)),
    _case("CARD-010", "結び付いたカード", book(ONE)),
    _case(
        "CARD-011",
        "他の施設のための提示に示さない",
        book(ONE).with_card(is_for_another_place=True),
        NOTHING,
        SHOWS_CERTIFICATE,
    ),
    _ticket_case("CARD-011", "券も示さない", book(tickets=(TICKET,)).with_card(is_for_another_place=True)),
    _case("CARD-011", "この施設のための提示", book(ONE)),
    _case(
        "CARD-012",
        "時の合わない提示に示さない",
        book(ONE).with_card(is_untimely=True),
        NOTHING,
        SHOWS_CERTIFICATE,
    ),
    _case("CARD-012", "今の提示", book(ONE)),
)
