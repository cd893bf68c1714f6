"""Planted vaccinations after which something is corrected, cancelled or kept from somebody."""

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from simulator.facts.selections import Program
from simulator.language import say
from simulator.visits.plan import Probe
from simulator.visits.planted.children import dose_case, family_of
from simulator.visits.planted.stage import Planted, Stage, not_disclosed

FOR_TODDLERS = "je"
"""A vaccine for every age from six months to the seventh year."""


def correction_states(stage: Stage) -> Iterator[Planted]:
    """Records and what becomes of them; nothing where the body does not run vaccinations."""
    if not stage.runs(Program.VACCINATION):
        return
    wrong_lot = say("接種の記録のロット番号を訂正する。他の施設や、古い版に基づく訂正も試みられる")
    yield dose_case(stage, "dose-amended", wrong_lot, Probe.AMENDED)[0]
    mistaken = say("接種の記録を取り消し、同じ券であらためて記録する")
    yield dose_case(stage, "dose-cancelled", mistaken, Probe.CANCELLED)[0]
    twice = say("使用済みの券で、別の接種として記録が送られる")
    yield dose_case(stage, "ticket-used-twice", twice, Probe.TICKET_USED_TWICE)[0]
    yield _born_on_leap_day(stage)
    label = "dose-of-another-body"
    away = family_of(stage, label, body_code=stage.other_body(Program.VACCINATION))
    yield dose_case(stage, label, say("里帰り先で、他の自治体の券を使って接種する"), family=away)[0]
    yield _under_protection(stage)
    ended = say("接種の後、保護者の代理の設定が終わる")
    yield dose_case(stage, "proxy-ended", ended, Probe.PROXY_ENDS)[0]


def _born_on_leap_day(stage: Stage) -> Planted:
    label = "dose-born-on-leap-day"
    latest = stage.day - relativedelta(months=7)
    year = next(year for year in range(latest.year, 0, -1) if _leap_day(year, latest))
    guardian = stage.adult(f"{label} guardian")
    child = stage.person(label, date(year, 2, 29), guardian=guardian)
    why = say("2月29日生まれの子が接種を受ける")
    return dose_case(stage, label, why, family=(child, guardian), vaccine=FOR_TODDLERS)[0]


def _leap_day(year: int, latest: date) -> bool:
    is_leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return is_leap and date(year, 2, 29) <= latest


def _under_protection(stage: Stage) -> Planted:
    label = "dose-not-disclosed"
    child, guardian = family_of(stage, label)
    why = say("不開示（支援措置）の子の接種の履歴を、代理人と本人が見る")
    return dose_case(stage, label, why, Probe.LOOKS_HIMSELF, family=(not_disclosed(child), guardian))[0]
