"""One body: what it was selected for, when it is expected live, and what it has rehearsed."""

from collections.abc import Sequence

import streamlit as st

from simulator.dashboard.bodytable import when
from simulator.dashboard.day import day_of
from simulator.dashboard.forecast import BodyForecast, Forecast, forecast_of
from simulator.dashboard.names import (
    LEVELS_OF_BODIES,
    body,
    body_name,
    called,
    no_evidence,
    prefecture_name,
    prefecture_of,
    program_name,
    verdict_state,
)
from simulator.dashboard.outlook import COMMAND, choose_run
from simulator.dashboard.page import (
    complain,
    empty,
    heading,
    html,
    keep,
    link,
    links,
    note,
    origin,
    sentence,
    table,
)
from simulator.dashboard.shelf import DEMO, ROLLOUT, Run, Shelf, look
from simulator.dashboard.speech import long_day, named, t
from simulator.dashboard.table import Cell, State, Table
from simulator.facts import Program, programs
from simulator.facts.bodies import Municipality
from simulator.facts.selections import selections
from simulator.language import Complaint

KEY = "code"


def show() -> None:
    """Show the body that the URL names, or let the user choose one."""
    top = st.container()
    code = _choose()
    if code is None:
        with top:
            sentence(t("団体を選ぶと、見込みの日と予行の証跡を示します。"))
        return
    body(code)
    shelf = look()
    run, forecast, complaint = _forecast(shelf)
    rows = tuple(row for row in forecast.rows if row.code == code) if forecast else ()
    with top:
        sentence(_summary(code, rows, forecast))
        if run and forecast:
            origin(run, forecast.replications, forecast=True)
    _about(code)
    _days(rows, forecast, complaint)
    _rehearsed(code, shelf)
    links(link("", t("全国の見通しへ")), link("runs", t("実行一覧へ")))


def _choose() -> str | None:
    codes = list(dict.fromkeys(each.code for each in selections()))
    asked = st.session_state.get(KEY) or st.query_params.get(KEY)
    if asked and asked not in codes:
        codes.insert(0, asked)
    st.session_state[KEY] = asked or None
    labels = {code: _labelled(code) for code in codes}
    code = st.selectbox(
        t("団体（先行実施の採択団体）"), codes, index=None, key=KEY, placeholder=t("団体を選ぶ"),
        format_func=labels.__getitem__,
    )  # fmt: skip
    keep(KEY, code or "")
    return code


def _labelled(code: str) -> str:
    try:
        prefecture = prefecture_name(prefecture_of(code))
    except Complaint:
        return code
    name = body_name(code)
    return f"{code} {name}" if name == prefecture else f"{code} {prefecture} {name}"


def _forecast(shelf: Shelf) -> tuple[Run | None, Forecast | None, Complaint | None]:
    runs = shelf.of_verb(ROLLOUT)
    if not runs:
        return None, None, None
    run = choose_run(runs)
    try:
        return run, forecast_of(run), None
    except Complaint as complaint:
        return run, None, complaint


def _summary(code: str, rows: Sequence[BodyForecast], forecast: Forecast | None) -> str:
    name = body_name(code)
    known = [row for row in rows if row.p50 and row.p10 and row.p90]
    if not rows or forecast is None:
        return t("{name}の稼働の見込みの日は、まだありません。", name=name)
    if not known:
        return t("{name}は、見通しの期間のうちには稼働しない見込みです。所要日数は仮定です。", name=name)
    first = min(known, key=lambda row: str(row.p50))
    assert first.p50
    assert first.p10
    assert first.p90
    return t(
        "{name}の{area}は {day}に稼働する見込み（80%区間 {low}〜{high}）。所要日数は仮定です。",
        name=name,
        area=named(forecast.area(first.area)),
        day=long_day(first.p50),
        low=long_day(first.p10),
        high=long_day(first.p90),
    )


def _about(code: str) -> None:
    heading(t("この団体について"))
    found = body(code)
    level = "municipality" if isinstance(found, Municipality) else "prefecture"
    years = [str(each.fiscal_year) for each in selections() if each.code == code]
    known = [program_name(each) for each in Program if each in programs(code)]
    rows: list[tuple[Cell, ...]] = [
        (t("団体コード"), code),
        (t("都道府県"), prefecture_name(prefecture_of(code))),
        (t("区分"), called(LEVELS_OF_BODIES, level)),
        (t("人口（2022年1月1日、公表）"), t("{count}人", count=f"{found.population:,}")),
        (t("採択年度"), t("、").join(years) if years else t("先行実施の採択団体ではない")),
        (t("対象事務"), t("、").join(known) if known else t("この団体の対象事務は資料に記載がない")),
    ]
    html(Table(t("この団体について"), (t("項目"), t("内容")), tuple(rows)).html())


def _days(rows: Sequence[BodyForecast], forecast: Forecast | None, complaint: Complaint | None) -> None:
    heading(t("分野ごとの見込みの日"))
    if complaint:
        complain(complaint)
        return
    if forecast is None:
        empty(COMMAND, t("次の命令で、先行実施団体がいつ稼働するかの見通しを作ります。"))
        return
    if not rows:
        note(t("この見通しに、この団体はありません。"))
        return
    columns = (t("分野"), t("中央値"), t("80%区間の始め"), t("80%区間の終わり"), t("主な要因"))
    cells = tuple(
        (
            named(forecast.area(row.area)),
            *(when(day) for day in (row.p50, row.p10, row.p90)),
            _cause(row, forecast),
        )
        for row in rows
    )
    table(Table(t("分野ごとの見込みの日"), columns, cells), "days")
    note(t("所要日数は仮定です。団体の計画ではありません。"))


def _cause(row: BodyForecast, forecast: Forecast) -> str | None:
    names = forecast.cause(row.main_cause)
    return named(names) if names else row.main_cause or None


def _rehearsed(code: str, shelf: Shelf) -> None:
    heading(t("予行の証跡（ハブの判定）"))
    runs = [run for run in shelf.of_verb(DEMO) if run.municipality == code]
    if not runs:
        html(f"<p>{no_evidence().__html__()}</p>")
        note(t("この団体の予行は、まだありません。稼働の可否は、これだけでは分かりません。"))
        return
    columns = (t("基準日"), t("ハブの判定"), t("期待どおり／件数"), t("実行"))
    table(Table(t("予行の証跡"), columns, tuple(_evidence(run) for run in runs)), "rehearsed")
    note(t("これはハブ（情報連携基盤）の実装についての判定です。自治体の準備状況の判定ではありません。"))


def _evidence(run: Run) -> tuple[Cell, ...]:
    to_run = link("runs", run.id, run=run.id)
    try:
        day = day_of(run)
    except Complaint:
        return run.day, State("no-evidence", "？", t("実行が読めません")), None, to_run
    state = verdict_state(day.verdict, run.defect, has_faults=run.has_faults)
    return day.date, state, f"{day.as_expected}/{day.visits}", to_run
