"""The table of the bodies of a forecast, filtered by prefecture and area."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from simulator.dashboard.forecast import BodyForecast, Forecast
from simulator.dashboard.names import body_name, prefecture_name
from simulator.dashboard.page import chosen, heading, keep, link, note, table
from simulator.dashboard.prefectures import north_first
from simulator.dashboard.shelf import Run
from simulator.dashboard.speech import named, t
from simulator.dashboard.table import Cell, Table

ALL = "-"


def show_bodies(forecast: Forecast, run: Run) -> None:
    """Show the bodies with their expected days."""
    heading(t("団体ごとの見込み日（{count}団体、分野ごと）", count=forecast.bodies))
    present = sorted({row.prefecture for row in forecast.rows}, key=north_first)
    areas = list(dict.fromkeys(row.area for row in forecast.rows))
    left, right = st.columns(2)
    with left:
        prefecture = _filter("pref", t("都道府県で絞る"), present, prefecture_name)
    with right:
        area = _filter("area", t("分野で絞る"), areas, lambda code: named(forecast.area(code)))
    rows = [
        row
        for row in forecast.rows
        if prefecture in (ALL, row.prefecture) and area in (ALL, row.area)
    ]  # fmt: skip
    note(t("{count}団体・{rows}行", count=len({row.code for row in rows}), rows=len(rows)))
    columns = (
        t("団体コード"), t("団体"), t("都道府県"), t("採択年度"), t("分野"),
        t("中央値"), t("80%区間の始め"), t("80%区間の終わり"), t("主な要因"),
    )  # fmt: skip
    cells = tuple(_row(row, forecast, run) for row in rows)
    table(Table(t("団体ごとの見込み日"), columns, cells), "bodies", tall=True)


def _row(row: BodyForecast, forecast: Forecast, run: Run) -> tuple[Cell, ...]:
    cause = forecast.cause(row.main_cause)
    return (
        row.code,
        link("body", body_name(row.code, row.name), code=row.code, run=run.id),
        prefecture_name(row.prefecture),
        str(row.fiscal_year),
        named(forecast.area(row.area)),
        *(when(day) for day in (row.p50, row.p10, row.p90)),
        named(cause) if cause else row.main_cause or None,
    )


def when(day: date | None) -> str:
    """A day for tables, or that it lies beyond the months looked at."""
    return t("期間の後") if day is None else day.isoformat()


def _filter(key: str, label: str, options: Sequence[str], shown: Callable[[str], str]) -> str:
    labels = {ALL: t("すべて"), **{each: shown(each) for each in options}}
    chosen(key, list(labels), ALL)
    value = st.selectbox(label, list(labels), key=key, format_func=labels.__getitem__)
    keep(key, value, ALL)
    return value
