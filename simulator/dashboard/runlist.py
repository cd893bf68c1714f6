"""The runs: all of them, or the one that the URL names."""

import streamlit as st

from simulator.dashboard.day import day_of
from simulator.dashboard.dayview import show_day
from simulator.dashboard.forecast import forecast_of
from simulator.dashboard.names import body_name, verb_name, verdict_state
from simulator.dashboard.outlook import summary
from simulator.dashboard.page import (
    complain,
    empty,
    heading,
    html,
    link,
    links,
    note,
    origin,
    reproduce,
    sentence,
    table,
)
from simulator.dashboard.shelf import DEMO, ROLLOUT, Run, Shelf, Unread, look
from simulator.dashboard.speech import language, t
from simulator.dashboard.table import Cell, State, Table
from simulator.language import Complaint, say

COMMAND = "pmhsim demo"


def show() -> None:
    """Show one run or the list of them."""
    shelf = look()
    name = st.query_params.get("run")
    if name is None:
        _list(shelf)
        return
    links(link("runs", t("← 実行一覧へ")))
    run = shelf.find(name)
    if run.verb == DEMO:
        show_day(run)
    elif run.verb == ROLLOUT:
        _rollout(run)
    else:
        _other(run)


def _list(shelf: Shelf) -> None:
    if not shelf.runs:
        sentence(t("見られる実行は、まだありません。"))
        empty(COMMAND, t("次の命令で、市町村の1日を模擬します。終わるとここに出ます。"))
    else:
        newest = max(shelf.runs, key=lambda run: run.made_at.timestamp() if run.made_at else 0.0)
        told = t(
            "実行は {count}件。いちばん新しいのは「{verb}」（{made}）。",
            count=len(shelf.runs),
            verb=verb_name(newest.verb),
            made=_made(newest) or newest.id,
        )
        sentence(told)
        note(t("実行の置き場所: {path}", path=shelf.root.absolute()))
        columns = (t("実行"), t("種類"), t("団体"), t("結果"), t("基準日"), "seed", t("作成"))
        table(Table(t("実行一覧"), columns, tuple(_row(run) for run in shelf.runs)), "runs")
    if shelf.unread:
        heading(t("読めないフォルダ（{count}件）", count=len(shelf.unread)))
        named = (t("フォルダ"), t("わけ"), t("場所"), t("直し方"))
        html(Table(t("読めないフォルダ"), named, tuple(map(_unread, shelf.unread))).html())


def _unread(unread: Unread) -> tuple[Cell, ...]:
    told = unread.complaint
    parts = (told.what, told.where, told.mend)
    return (unread.name, *(part.render(language()) if part else None for part in parts))


def _row(run: Run) -> tuple[Cell, ...]:
    place = body_name(run.municipality) if run.municipality else t("全国") if run.verb == ROLLOUT else None
    return (
        link("runs", run.id, run=run.id),
        verb_name(run.verb),
        place,
        _result(run),
        run.day,
        run.seed,
        _made(run),
    )


def _made(run: Run) -> str | None:
    return run.made_at.strftime("%Y-%m-%d %H:%M") if run.made_at else None


def _result(run: Run) -> Cell:
    try:
        if run.verb == DEMO:
            return verdict_state(day_of(run).verdict, run.defect, has_faults=run.has_faults)
        if run.verb == ROLLOUT:
            forecast = forecast_of(run)
            times = f"{forecast.replications:,}"
            return t("対象{bodies}団体 × {count}回", bodies=forecast.bodies, count=times)
    except Complaint as complaint:
        return State("no-evidence", "？", complaint.what.render(language()))
    return None


def _rollout(run: Run) -> None:
    forecast = forecast_of(run)
    sentence(summary(forecast, forecast.headline))
    origin(run, forecast.replications, forecast=True)
    links(link("", t("全国の見通しで見る"), run=run.id))
    reproduce(run)


def _other(run: Run) -> None:
    sentence(t("この種類の実行（{verb}）の画面は、まだありません。", verb=run.verb))
    origin(run, 1, forecast=False)
    complain(
        Complaint(
            say("この画面が示すのは demo と rollout の実行です。"),
            where=say("{path}", path=run.folder.path),
            mend=say("フォルダの中の報告書を開いてください。"),
        )
    )
