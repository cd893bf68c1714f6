"""Planted visits with certificates that are out of the common."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from simulator.clock import fiscal_year, fiscal_year_end, fiscal_year_start
from simulator.facts.selections import Program
from simulator.language import say
from simulator.visits.planted.stage import Planted, Stage, recipient
from simulator.visits.planted.subsidy import case

ENDLESS = date(9999, 12, 31)
UNCOMMON_NAME = "𠮷井髙ﾏﾙ医療費受給者証"


def paper_states(stage: Stage) -> Iterator[Planted]:
    """Certificates whose texts, periods, amounts or issuers are easily mishandled."""
    if not stage.subsidies:
        return
    named = stage.holder("uncommon name")
    certificate = replace(stage.certificate(named), name=UNCOMMON_NAME)
    why = say("証の名称に、異体字・半角カナ・JIS にない文字がある")
    yield case(stage, "subsidy-uncommon-name", why, (certificate,), named)
    free = stage.holder("zero ceiling")
    certificate = stage.certificate(free, monthly_ceiling_yen=0, income_class="low_2")
    yield case(stage, "subsidy-zero-ceiling", say("自己負担上限額が0円の受給者証"), (certificate,), free)
    endless = stage.holder("endless")
    certificate = stage.certificate(endless, valid_to=ENDLESS)
    why = say("終わりの定めのない受給者証（9999-12-31 まで）")
    yield case(stage, "subsidy-endless", why, (certificate,), endless)
    year = fiscal_year(stage.day)
    over = stage.holder("over march")
    certificate = stage.certificate(
        over,
        valid_from=fiscal_year_start(year) - timedelta(days=180),
        valid_to=fiscal_year_end(year) + timedelta(days=90),
    )
    why = say("期間が年度末（3月31日）をまたぐ受給者証")
    yield case(stage, "subsidy-over-march", why, (certificate,), over)
    yield _of_prefecture(stage)


def _of_prefecture(stage: Stage) -> Planted:
    ill = stage.adult("prefecture")
    known = stage.known_at(ill, stage.prefecture_code())
    certificate = stage.certificate(known, program=Program.NANBYO)
    why = say("都道府県が発行した指定難病の受給者証")
    planted = case(stage, "subsidy-prefecture", why, (certificate,), ill)
    # The municipality knows the person too, else nobody could tell who he is.
    own = stage.certificate(ill)
    return replace(planted, recipients=(*recipient(known, certificate), *recipient(ill, own)))
