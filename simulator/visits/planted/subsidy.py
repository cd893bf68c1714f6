"""Planted visits for every state that a beneficiary certificate may be in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from simulator.facts.selections import Program
from simulator.language import Text, say
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.institution import Institution, InstitutionKind
from simulator.visits.plan import Channel, Probe, SubsidyPlan
from simulator.visits.planted.stage import Planted, Stage, link, recipient
from simulator.world.resident import Resident

ONE_DAY = timedelta(days=1)
LEADING_ZEROS = "0000123"


def subsidy_states(stage: Stage) -> Iterator[Planted]:
    """Every state of a certificate; nothing where the body registers none."""
    if not stage.subsidies:
        return
    yield from _periods(stage)
    yield from _contents(stage)
    yield from _decisions(stage)
    yield from _mistaken_identities(stage)
    yield from _counters(stage)


def case(
    stage: Stage,
    label: str,
    why: Text,
    registered: tuple[BeneficiaryCertificate, ...],
    resident: Resident,
    *,
    consent: bool = True,
    clinic: Institution | None = None,
    with_pharmacy: bool = False,
    papers: tuple[BeneficiaryCertificate, ...] | None = None,
    on_file: tuple[BeneficiaryCertificate, ...] = (),
    channel: Channel = Channel.GATEWAY,
    probes: frozenset[Probe] = frozenset(),
    **proof: bool,
) -> Planted:
    """A visit with certificates that the body has registered, and the same on paper unless told otherwise."""
    visit = SubsidyPlan(
        stage.occasion(label, resident, None, probes, **proof),
        clinic or stage.live(InstitutionKind.CLINIC),
        stage.live(InstitutionKind.PHARMACY) if with_pharmacy else None,
        channel,
        consent,
        registered if papers is None else papers,
        on_file,
    )
    return Planted(label, why, (visit,), (link(resident),), recipients=recipient(resident, *registered))


def _periods(stage: Stage) -> Iterator[Planted]:
    day = stage.day
    for label, why, begin, end in (
        ("ended", say("受給者証の期間は昨日までだった"), None, day - ONE_DAY),
        ("last-day", say("受給者証の期間の最終日に受診する"), None, day),
        ("first-day", say("受給者証の期間の初日に受診する"), day, None),
        ("not-begun", say("受給者証の期間は明日から始まる"), day + ONE_DAY, None),
    ):
        resident = stage.holder(label)
        certificate = stage.certificate(resident, valid_from=begin, valid_to=end)
        yield case(stage, f"subsidy-{label}", why, (certificate,), resident, with_pharmacy=True)


def _contents(stage: Stage) -> Iterator[Planted]:
    zeros = stage.holder("zeros")
    numbered = stage.certificate(zeros, recipient_number=LEADING_ZEROS)
    yield case(stage, "subsidy-leading-zeros", say("受給者番号がゼロで始まる"), (numbered,), zeros)
    refunded = stage.holder("refunded")
    certificate = stage.certificate(refunded, is_always_reimbursement=True)
    yield case(stage, "subsidy-reimbursement", say("常に償還払いの受給者証"), (certificate,), refunded)
    capped = stage.holder("capped")
    certificate = stage.certificate(capped, monthly_ceiling_yen=2500, income_class="low_1")
    yield case(stage, "subsidy-ceiling", say("自己負担上限額のある受給者証"), (certificate,), capped)
    several = stage.holder("several")
    certificates = tuple(
        replace(
            stage.certificate(several, program=program, valid_from=stage.day - timedelta(days=100 + place)),
            recipient_number=f"{place}{number}",
        )
        for place, (program, number) in enumerate(_two_of(stage))
    )
    yield case(
        stage, "subsidy-several", say("受給者証が2枚とも有効"), certificates, several, with_pharmacy=True
    )


def _two_of(stage: Stage) -> tuple[tuple[Program, str], ...]:
    first = stage.subsidies[0]
    second = stage.subsidies[1] if len(stage.subsidies) > 1 else first
    return ((first, "654321"), (second, "123456"))


def _decisions(stage: Stage) -> Iterator[Planted]:
    refuser = stage.holder("refuser")
    certificate = stage.certificate(refuser)
    yield case(
        stage, "subsidy-consent-refused", say("有効な受給者証があるが「利用しない」を選ぶ"),
        (certificate,), refuser, consent=False, on_file=(certificate,),
    )  # fmt: skip
    visitor, closed = stage.holder("setting off"), stage.without_setting()
    why = say("「医療費助成情報: 利用する」を設定していない施設が照会する")
    probes = frozenset({Probe.ASKED_WITHOUT_SETTING})
    registered = (stage.certificate(visitor),)
    planted = case(stage, "subsidy-setting-off", why, registered, visitor, clinic=closed, probes=probes)
    yield replace(planted, places=(closed,))
    unregistered = stage.holder("unregistered")
    certificate = stage.certificate(unregistered)
    yield case(
        stage, "subsidy-not-registered", say("紙の受給者証だけがあり、ハブには登録されていない"),
        (), unregistered, papers=(certificate,), on_file=(certificate,),
    )  # fmt: skip


def _mistaken_identities(stage: Stage) -> Iterator[Planted]:
    ours = stage.holder("same key")
    elsewhere = stage.other_body(
        stage.subsidies[0] if _is_common(stage.subsidies[0]) else Program.LOCAL_SHOGAI
    )
    theirs = stage.holder("same key elsewhere", key_of=ours, body_code=elsewhere)
    foreign = stage.certificate(theirs, recipient_number="7777777")
    planted = case(
        stage, "subsidy-same-key-elsewhere", say("他の自治体に、宛名番号の同じ別人がいる"),
        (stage.certificate(ours),), ours,
    )  # fmt: skip
    yield replace(
        planted,
        links=(*planted.links, link(theirs)),
        recipients=(*planted.recipients, *recipient(theirs, foreign)),
    )
    one = stage.holder("namesake one")
    other = stage.holder("namesake other", namesake_of=one)
    theirs_too = stage.certificate(other, recipient_number="8888888")
    planted = case(
        stage,
        "subsidy-namesake",
        say("同じ自治体に、カナ氏名と生年月日の同じ別人がいる"),
        (stage.certificate(one),),
        one,
    )
    yield replace(
        planted,
        links=(*planted.links, link(other)),
        recipients=(*planted.recipients, *recipient(other, theirs_too)),
    )


def _is_common(program: Program) -> bool:
    return program in (Program.LOCAL_KODOMO, Program.LOCAL_SHOGAI)


def _counters(stage: Stage) -> Iterator[Planted]:
    at_both = stage.holder("pharmacy")
    yield case(
        stage, "subsidy-pharmacy", say("受診の後、薬局でも同じ受給者証を使う"),
        (stage.certificate(at_both),), at_both, with_pharmacy=True, channel=Channel.DIRECT,
    )  # fmt: skip
    unread = stage.holder("reader fails")
    yield case(
        stage, "subsidy-reader-fails", say("読取機が動かず紙で受け付け、後から照会する"),
        (stage.certificate(unread),), unread, device_fails=True,
    )  # fmt: skip
