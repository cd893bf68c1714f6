"""Planted errands of bodies and residents around certificates: changes, departures, consents."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from simulator.language import Text, say
from simulator.port.operations import (
    ListCertificates,
    ListConsents,
    LookUpSubsidy,
    RegisterDepartures,
    RegisterHistory,
    RegisterRecipients,
    SetConsent,
)
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.consent import ConsentArea
from simulator.records.departure import Departure, DepartureReason
from simulator.records.institution import InstitutionKind
from simulator.visits.plan import Errand, ErrandPlan, OtherBodyPeeks
from simulator.visits.planted.stage import Planted, Stage, account, link, not_disclosed, recipient
from simulator.world.resident import Resident

ONE_DAY = timedelta(days=1)
KEY = "H-0001"
SUBSIDY = ConsentArea.MEDICAL_SUBSIDY


def errand_states(stage: Stage) -> Iterator[Planted]:
    """Errands around certificates; nothing where the body registers none."""
    if not stage.subsidies:
        return
    yield from _registrations(stage)
    yield from _departures(stage)
    yield _consent(stage)
    yield _own_certificates(stage)
    yield _hidden_certificates(stage)


def errand(
    stage: Stage,
    label: str,
    why: Text,
    resident: Resident,
    steps: tuple[Errand, ...],
    registered: tuple[BeneficiaryCertificate, ...] = (),
) -> Planted:
    """An errand about one person, with the certificates that the body has registered before."""
    plan = ErrandPlan(stage.occasion(f"errand-{label}", resident), steps)
    rows = recipient(resident, *registered)
    return Planted(f"errand-{label}", why, (plan,), (link(resident),), recipients=rows)


def look_up(stage: Stage, resident: Resident) -> LookUpSubsidy:
    """A clinic looks the person's certificates up, by the gateway."""
    code = stage.live(InstitutionKind.CLINIC).code
    return LookUpSubsidy(resident.person_id, code, consent=True, service_date=stage.day)


def departs(
    resident: Resident, reason: DepartureReason, stage: Stage, *, days_ago: int
) -> RegisterDepartures:
    """The body of a person reports his departure."""
    departure = Departure(resident.at_body, reason, stage.day - timedelta(days=days_ago))
    return RegisterDepartures(resident.at_body.body_code, (departure,))


def _history(resident: Resident, *rows: tuple[BeneficiaryCertificate, bool]) -> RegisterHistory:
    changes = tuple(HistoryRow(resident.registrant, row, KEY, is_deleted) for row, is_deleted in rows)
    return RegisterHistory(resident.at_body.body_code, changes)


def _rows(resident: Resident, *rows: BeneficiaryCertificate) -> RegisterRecipients:
    return RegisterRecipients(resident.at_body.body_code, recipient(resident, *rows))


def _registrations(stage: Stage) -> Iterator[Planted]:
    moved = stage.holder("history newest")
    old, new = (stage.certificate(moved, recipient_number=number) for number in ("1111111", "2222222"))
    newest = replace(new, recipient_number="3333333", valid_to=new.valid_to + timedelta(days=30))
    look = look_up(stage, moved)
    yield errand(
        stage, "history-newest", say("差分履歴で、同じ履歴キーの行が続けて登録される"), moved,
        (_history(moved, (old, False), (new, False)), look, _history(moved, (newest, False)), look),
    )  # fmt: skip
    erased = stage.holder("history deleted")
    certificate = stage.certificate(erased)
    look = look_up(stage, erased)
    yield errand(
        stage, "history-deleted", say("差分履歴で、受給者証がさかのぼって取り消される"), erased,
        (_history(erased, (certificate, False)), look, _history(erased, (certificate, True)), look),
    )  # fmt: skip
    longer = stage.holder("row sent again")
    ended = stage.certificate(longer, valid_to=stage.day - ONE_DAY)
    extended = replace(ended, valid_to=stage.day + timedelta(days=200))
    look = look_up(stage, longer)
    yield errand(
        stage, "row-sent-again", say("昨日終わった受給者証の行が、期間を延ばして送り直される"), longer,
        (look, _rows(longer, extended), look), (ended,),
    )  # fmt: skip
    yield _mixed_rows(stage)


def _mixed_rows(stage: Stage) -> Planted:
    first, second = stage.holder("mixed rows one"), stage.holder("mixed rows two")
    right = stage.certificate(first)
    short = replace(right, payer_number=right.payer_number[:-1], recipient_number="9999999")
    rows = (
        RecipientRow(first.registrant, right),
        RecipientRow(first.registrant, short),
        *recipient(second, stage.certificate(second)),
    )
    steps: tuple[Errand, ...] = (
        RegisterRecipients(first.at_body.body_code, rows),
        OtherBodyPeeks(stage.another_body()),
        look_up(stage, first),
        look_up(stage, second),
    )
    why = say("登録の3行のうち、まん中の行の公費負担者番号が7桁しかない")
    planted = errand(stage, "mixed-rows", why, first, steps)
    return replace(planted, links=(*planted.links, link(second)))


def _departures(stage: Stage) -> Iterator[Planted]:
    moved = stage.holder("moved out")
    there = stage.known_at(moved, stage.another_body())
    left = stage.certificate(moved)
    back = replace(left, valid_from=stage.day)
    look = look_up(stage, moved)
    planted = errand(
        stage, "moved-out", say("昨日転出した人が受診し、後で元の自治体に戻る"), moved,
        (
            look,
            departs(moved, DepartureReason.MOVE_OUT, stage, days_ago=1),
            look,
            _rows(moved, back),
            look,
        ),
        (left,),
    )  # fmt: skip
    elsewhere = recipient(there, stage.certificate(there, program=stage.program_of(there)))
    yield replace(planted, recipients=(*planted.recipients, *elsewhere))
    leaving = stage.holder("moves today")
    look = look_up(stage, leaving)
    yield errand(
        stage, "moves-today", say("転出の当日に受診する"), leaving,
        (departs(leaving, DepartureReason.MOVE_OUT, stage, days_ago=0), look), (stage.certificate(leaving),),
    )  # fmt: skip
    dead = stage.holder("dead")
    yield errand(
        stage, "died-yesterday", say("昨日亡くなった人の受給者証が照会される"), dead,
        (departs(dead, DepartureReason.DEATH, stage, days_ago=1), look_up(stage, dead)),
        (stage.certificate(dead),),
    )  # fmt: skip


def _consent(stage: Stage) -> Planted:
    person = stage.holder("consent")
    me = person.person_id
    look, listed = look_up(stage, person), ListConsents(me, me)
    steps: tuple[Errand, ...] = (
        listed,
        SetConsent(me, me, SUBSIDY, is_given=False),
        look,
        listed,
        SetConsent(me, me, SUBSIDY, is_given=True),
        look,
        listed,
    )
    why = say("マイナポータルで医療費助成の同意を取り消し、また同意する")
    return errand(stage, "consent", why, person, steps, (stage.certificate(person),))


def _own_certificates(stage: Stage) -> Planted:
    person, stranger = stage.holder("own certificates"), stage.adult("own certificates stranger")
    me = person.person_id
    ahead = stage.certificate(
        person,
        recipient_number="4444444",
        valid_from=stage.day + ONE_DAY,
        valid_to=stage.day + timedelta(days=400),
    )
    steps = (ListCertificates(me, me), ListCertificates(stranger.person_id, me))
    why = say("本人と、代理できない人が、受給者証の一覧を見ようとする")
    planted = errand(stage, "own-certificates", why, person, steps, (stage.certificate(person), ahead))
    return replace(planted, links=(*planted.links, link(stranger)), accounts=(account(stranger),))


def _hidden_certificates(stage: Stage) -> Planted:
    guardian = stage.adult("hidden certificates guardian")
    child = not_disclosed(stage.holder("hidden certificates", guardian=guardian))
    proxy, me = guardian.person_id, child.person_id
    steps = (
        ListCertificates(proxy, me),
        ListCertificates(me, me),
        SetConsent(proxy, me, SUBSIDY, is_given=False),
        ListConsents(me, me),
    )
    why = say("不開示（支援措置）の人の受給者証と同意を、代理人と本人が見ようとする")
    planted = errand(stage, "hidden-certificates", why, child, steps, (stage.certificate(child),))
    return replace(planted, links=(*planted.links, link(guardian)), accounts=(account(guardian, child),))
