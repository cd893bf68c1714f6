"""What a forecast rests on: published facts it is held against, its assumptions, and what nobody knows."""

from urllib.parse import urlsplit

import streamlit as st

from simulator.dashboard.forecast import Forecast, Tested
from simulator.dashboard.names import called
from simulator.dashboard.page import heading, note, table
from simulator.dashboard.speech import language, named, t
from simulator.dashboard.table import Cell, Link, State, Table
from simulator.report.names import LEVELS, citation


def show_back_test(forecast: Forecast) -> None:
    """Show which published facts the forecast agrees with."""
    facts = forecast.back_test
    heading(t("公表された稼働の事実との照合（{count}件）", count=len(facts)))
    if not facts:
        return
    note(
        t(
            "公表された稼働の事実 {facts}件のうち {agreeing}件が見通しと合う"
            "（うち {fitted}件は日数合わせに使ったもの）。",
            facts=len(facts),
            agreeing=sum(each.agrees for each in facts),
            fitted=sum(each.fitted for each in facts),
        )
    )
    columns = (
        t("団体"), t("分野"), t("公表された事実"), t("80%区間の始め"), t("中央値"), t("80%区間の終わり"),
        t("照合"), t("日数合わせ"), t("出典"),
    )  # fmt: skip
    rows = tuple(_compared(each, forecast) for each in facts)
    table(Table(t("公表された稼働の事実との照合"), columns, rows), "back_test")


def _compared(fact: Tested, forecast: Forecast) -> tuple[Cell, ...]:
    low, middle, high = fact.expected
    agrees = State("pass", "●", t("合う")) if fact.agrees else State("fail", "■", t("合わない"))
    fitted = t("使った") if fact.fitted else t("使っていない")
    told = {
        "started": t("{day} に稼働", day=fact.day),
        "live_by": t("{day} までに稼働", day=fact.day),
        "not_live": t("{day} には未稼働", day=fact.day),
        "count": t("{day} に {count}団体が稼働", day=fact.day, count=fact.count),
    }.get(fact.kind, f"{fact.kind} {fact.day}")
    area = named(forecast.area(fact.area))
    return named(fact.names), area, told, low, middle, high, agrees, fitted, source_cell(fact.source)


def source_cell(address: str) -> Cell:
    """A published address by its host; whatever else a run folder holds there is only shown."""
    if not address.startswith("https://"):
        return address
    return Link(urlsplit(address).hostname or address, address, address)


def show_grounds(forecast: Forecast) -> None:
    """Show the assumptions, and what is not known."""
    heading(t("この見通しの根拠と、分かっていないこと"))
    for each in forecast.unknown:
        note(named(each))
    columns = (t("前提"), t("値"), t("確かさ"), t("出典"))
    rows = tuple(
        (named(each.names), each.value, called(LEVELS, each.level), citation(each.source).render(language()))
        for each in forecast.assumptions
    )
    with st.expander(t("前提とした数（{count}件）", count=len(rows))):
        table(Table(t("前提とした数"), columns, rows), "assumptions", tall=True)
