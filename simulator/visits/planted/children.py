"""Planted vaccinations and checkups: what children, guardians and doctors bring about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from simulator.facts.selections import Program
from simulator.language import Text, say
from simulator.records.institution import InstitutionKind
from simulator.records.questionnaire import Questionnaire
from simulator.records.ticket import Ticket, TicketKind
from simulator.rules.vaccination import GivenDose
from simulator.visits.plan import CheckupPlan, Probe, VaccinationPlan
from simulator.visits.planted.stage import Planted, Stage, account, link, ticketed
from simulator.world.resident import Resident

BABY_DAYS = 120
TODDLER_DAYS = 570
ONE_DAY = timedelta(days=1)
VACCINE, COURSE = "hepb", "standard"


def answers(ticket: Ticket, name: str) -> Questionnaire:
    """A questionnaire filled in on the phone; the name tells one child's answers from another's."""
    lines = (("お子さんの名前", name), ("体調は良いですか", "はい"), ("アレルギーがありますか", "いいえ"))
    return Questionnaire(ticket.ticket_number, lines)


def vaccination_states(stage: Stage) -> Iterator[Planted]:
    """What may befall a vaccination; nothing where the body does not run vaccinations."""
    if not stage.runs(Program.VACCINATION):
        return
    yield from _desks(stage)
    yield from _interviews(stage)
    yield from _records(stage)
    yield from _tickets(stage)


def dose_case(
    stage: Stage,
    label: str,
    why: Text,
    *probes: Probe,
    ticket_days: tuple[int, int] = (30, 60),
    dose_number: int = 1,
    by_phone: bool = True,
    by_card: bool = True,
    family: tuple[Resident, Resident] | None = None,
    vaccine: str = VACCINE,
    **plan: object,
) -> tuple[Planted, Resident, Resident, Ticket]:
    """A child's visit for one dose, a baby's unless the child and the guardian are given.

    Gives the child, the guardian and the ticket besides.
    """
    child, guardian = family or family_of(stage, label)
    before, after = ticket_days
    ticket = stage.ticket(
        child,
        vaccine,
        course=COURSE,
        dose_number=dose_number,
        valid_from=stage.day - timedelta(days=before),
        valid_to=stage.day + timedelta(days=after),
    )
    sent = (answers(ticket, child.registrant.basic.name),) if by_phone else ()
    occasion = stage.occasion(label, child, None if by_card else (), frozenset(probes))
    visit = VaccinationPlan(occasion, stage.live(InstitutionKind.CLINIC), (ticket,), sent, **plan)  # type: ignore[arg-type]
    planted = Planted(
        label,
        why,
        (visit,),
        (link(child), link(guardian)),
        (account(guardian, child),),
        tickets=ticketed(child, ticket),
    )
    return planted, child, guardian, ticket


def family_of(stage: Stage, label: str, **traits: object) -> tuple[Resident, Resident]:
    """A baby and its guardian."""
    guardian = stage.adult(f"{label} guardian")
    return stage.baby(label, BABY_DAYS, guardian, **traits), guardian


def _desks(stage: Stage) -> Iterator[Planted]:
    yield dose_case(stage, "dose-usual", say("予診票を事前に送り、カードで受け付け、接種する"))[0]
    yield dose_case(stage, "dose-on-paper", say("紙で受け付け、接種を後から記録する"), by_card=False)[0]
    yield dose_case(stage, "dose-without-phone", say("予診票の事前提出がない"), by_phone=False)[0]
    changed = say("予診票を送った後に書き換える")
    yield dose_case(stage, "questionnaire-changed", changed, Probe.QUESTIONNAIRE_CHANGED)[0]
    unread = say("カードを読み取る前の施設が予診票を見ようとする")
    yield dose_case(stage, "questionnaire-unread", unread, Probe.QUESTIONNAIRE_UNREAD)[0]
    yield _siblings(stage)
    withdrawn = say("予診票を送った後に取り下げる")
    yield dose_case(stage, "questionnaire-withdrawn", withdrawn, Probe.QUESTIONNAIRE_WITHDRAWN)[0]


def _siblings(stage: Stage) -> Planted:
    label = "questionnaire-siblings"
    planted, child, guardian, _ = dose_case(stage, label, say("きょうだい2人の予診票を同じ保護者が送る"))
    sibling = stage.baby(f"{label} other", 400, guardian)
    ticket = stage.ticket(sibling, "mr", course="standard", dose_number=1)
    sent = (answers(ticket, sibling.registrant.basic.name),)
    occasion = stage.occasion(f"{label}-other", sibling)
    # The sibling's answers are sent last, and asked for after the first child's.
    other = VaccinationPlan(occasion, stage.live(InstitutionKind.CLINIC), (ticket,), sent)
    return replace(
        planted,
        visits=(*planted.visits, other),
        links=(*planted.links, link(sibling)),
        accounts=(account(guardian, child, sibling),),
        tickets=(*planted.tickets, *ticketed(sibling, ticket)),
    )


def _interviews(stage: Stage) -> Iterator[Planted]:
    yield dose_case(stage, "interview-fever", say("当日の体温が37.5度以上で見合わせる"), temperature=38.1)[0]
    planted, _, _, ticket = dose_case(stage, "interview-put-off", say("医師が見合わせを決める"))
    (visit,) = planted.visits
    assert isinstance(visit, VaccinationPlan)
    yield replace(planted, visits=(replace(visit, put_off=frozenset({ticket.ticket_number})),))
    refused = say("説明の後、保護者が同意しない")
    yield dose_case(stage, "interview-no-consent", refused, guardian_consents=False)[0]
    early = (GivenDose(VACCINE, 1, stage.day - timedelta(days=10)),)
    too_early = say("前の回から10日しかたっていない（接種前に気づく）")
    yield dose_case(stage, "interview-too-early", too_early, dose_number=2, history=early)[0]


def _records(stage: Stage) -> Iterator[Planted]:
    early = (GivenDose(VACCINE, 1, stage.day - timedelta(days=10)),)
    mistake = say("間隔が足りないまま接種してしまい、その事実を記録する")
    yield dose_case(stage, "dose-mistake", mistake, Probe.GIVEN_AGAINST_RULES, dose_number=2, history=early)[
        0
    ]
    yield dose_case(stage, "dose-sent-twice", say("同じ接種の記録が再送される"), Probe.SENT_TWICE)[0]
    wrong = say("生年月日の違う記録が送られる（人違い）")
    yield dose_case(stage, "dose-wrong-birth-date", wrong, Probe.WRONG_BIRTH_DATE)[0]
    stranger = stage.adult("stranger")
    planted, *_ = dose_case(
        stage, "history-stranger", say("代理できない人が子の履歴を見ようとする"),
        Probe.STRANGER_LOOKS, stranger_id=stranger.person_id,
    )  # fmt: skip
    yield replace(
        planted, links=(*planted.links, link(stranger)), accounts=(*planted.accounts, account(stranger))
    )


def _tickets(stage: Stage) -> Iterator[Planted]:
    again = say("接種の後、同じ券がもう一度照会される")
    yield dose_case(stage, "ticket-asked-again", again, Probe.TICKET_ASKED_AGAIN)[0]
    yield dose_case(stage, "ticket-last-day", say("券の期間の最終日"), ticket_days=(30, 0))[0]
    planted, child, _, _ = dose_case(stage, "ticket-expired", say("期間の過ぎた別の券もある"))
    expired = stage.ticket(
        child, "bcg", course="standard", dose_number=1, suffix="9",
        valid_from=stage.day - timedelta(days=100), valid_to=stage.day - ONE_DAY,
    )  # fmt: skip
    yield replace(planted, tickets=(*planted.tickets, *ticketed(child, expired)))
    planted, child, guardian, _ = dose_case(
        stage, "ticket-same-key-elsewhere", say("他の自治体に、宛名番号の同じ別の子がいる")
    )
    elsewhere = stage.other_body(Program.VACCINATION)
    other = stage.baby("same key child", BABY_DAYS, guardian, key_of=child, body_code=elsewhere)
    foreign = stage.ticket(other, VACCINE, course=COURSE, dose_number=1, suffix="8")
    yield replace(
        planted, links=(*planted.links, link(other)), tickets=(*planted.tickets, *ticketed(other, foreign))
    )


def checkup_states(stage: Stage) -> Iterator[Planted]:
    """Checkups, individual and in a group; nothing where the body does not run them."""
    if not stage.runs(Program.CHECKUP):
        return
    yield _checkup(stage, "checkup-usual", say("個別健診をカードと事前の問診票で受ける"))
    yield _checkup(stage, "checkup-closer", say("要精密となる"), closer=True)
    yield _checkup(stage, "checkup-on-paper", say("紙で受け付け、結果を後から登録する"), by_card=False)
    yield _checkup(stage, "checkup-group", say("保健センターの集団健診を職員が登録する"), group=True)


def _checkup(
    stage: Stage, label: str, why: Text, *, closer: bool = False, by_card: bool = True, group: bool = False
) -> Planted:
    guardian = stage.adult(f"{label} guardian")
    child = stage.baby(label, TODDLER_DAYS if group else BABY_DAYS, guardian)
    ticket = stage.ticket(child, "chk18m" if group else "inf04m", kind=TicketKind.CHECKUP)
    visit = CheckupPlan(
        stage.occasion(label, child, None if by_card else ()),
        stage.health_centre() if group else stage.live(InstitutionKind.CLINIC),
        ticket,
        is_group=group,
        questionnaire=answers(ticket, child.registrant.basic.name) if by_card else None,
        height_cm="80.1" if group else "62.5",
        weight_kg="10.2" if group else "6.4",
        needs_closer_examination=closer,
    )
    return Planted(
        label,
        why,
        (visit,),
        (link(child), link(guardian)),
        (account(guardian, child),),
        tickets=ticketed(child, ticket),
    )
