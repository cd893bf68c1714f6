"""A played day: its verdict, what deviated, each requirement, waits and arrivals."""

import streamlit as st
from markupsafe import Markup

from simulator.dashboard import chart
from simulator.dashboard.day import Day, Duty, Wait, day_of
from simulator.dashboard.names import body_name, called, verdict_state
from simulator.dashboard.page import heading, html, link, links, note, origin, reproduce, sentence, table
from simulator.dashboard.shelf import Run
from simulator.dashboard.speech import named, t
from simulator.dashboard.table import Cell, State, Table
from simulator.report.names import DUTIES, RESOURCES

SECONDS = 60


def show_day(run: Run) -> None:
    """Show a demo run."""
    day = day_of(run)
    sentence(named(day.headline))
    origin(run, 1, forecast=False)
    state = verdict_state(day.verdict, run.defect, has_faults=run.has_faults)
    html(Markup('<div class="verdict {}">{} — {}</div>').format(day.verdict.value, state, named(day.reason)))
    note(t("これはハブ（情報連携基盤）の実装についての判定です。自治体の準備状況の判定ではありません。"))
    _deviations(day)
    _duties(day)
    _arrivals(day)
    _waits(day)
    reproduce(run)
    links(link("body", t("{name}のカルテへ", name=body_name(day.municipality)), code=day.municipality))


def _deviations(day: Day) -> None:
    heading(t("期待と違った回答（{count}件）", count=len(day.deviations)))
    if not day.deviations:
        note(t("期待と違った回答はありません。"))
        return
    columns = (t("要件"), t("受診など"), t("仕込み"), t("許される回答"), t("実際の回答"))
    rows = tuple(
        (
            each.requirement,
            each.visit,
            t("仕込み") if each.planted else None,
            named(each.allowed),
            named(each.observed),
        )
        for each in day.deviations
    )
    table(Table(t("期待と違った回答"), columns, rows), "deviations", tall=True)


def _duties(day: Day) -> None:
    heading(t("要件ごとの結果"))
    columns = (t("要件"), t("内容"), t("確かめた回数"), t("結果"))
    for code, title in DUTIES.items():
        rows = tuple(_duty(each) for each in day.duties if each.duty == code)
        shown = Table(called(DUTIES, code), columns, rows)
        violated = sum(each.violated > 0 for each in day.duties if each.duty == code)
        label = t(
            "{duty}: {count}要件（違反 {violated}要件）", duty=title, count=len(rows), violated=violated
        )
        with st.expander(label, expanded=violated > 0):
            table(shown, f"duties-{code}", tall=True)


def _duty(duty: Duty) -> tuple[Cell, ...]:
    return duty.id, named(duty.text), duty.exercised, _kept(duty)


def _kept(duty: Duty) -> State | str:
    if duty.violated:
        return State("fail", "■", t("違反 {count}件", count=duty.violated))
    if duty.exercised:
        return State("pass", "●", t("期待どおり") if duty.duty == "hub" else t("行った"))
    why = named(duty.not_run) if duty.not_run else ""
    return f"– {t('実施せず')} {why}".rstrip()


def _arrivals(day: Day) -> None:
    heading(t("来院の時間帯（1時間ごとの件数）"))
    note(t("時間帯の形は仮定です。"))
    if not day.arrivals:
        return
    busiest, most = max(day.arrivals, key=lambda each: each[1])
    told = t("来院が最も多いのは {hour}時台の {count}件。", hour=busiest, count=most)
    st.altair_chart(chart.hours(day.arrivals), theme=None, alt=told)
    table(Table(t("来院の時間帯"), (t("時"), t("件数")), day.arrivals), "arrivals", folded=True)


def _waits(day: Day) -> None:
    heading(t("待ち時間（時間帯と資源ごとの平均、分）"))
    note(t("この模擬で来院した人だけの待ちです。ほかの患者は含みません。人員と所要時間は仮定です。"))
    note(t("色が濃いほど長く、空欄はその時間に使った人がいません。"))
    if not day.waits:
        return
    longest = max(day.waits, key=lambda each: each.mean_seconds)
    st.altair_chart(
        chart.waits(
            (each.hour, called(RESOURCES, each.resource), each.mean_seconds / SECONDS)
            for each in sorted(day.waits, key=_first_met)
        ),
        theme=None,
        alt=t(
            "平均の待ちが最も長いのは {hour}時台の{resource}で {minutes}分。",
            hour=longest.hour,
            resource=called(RESOURCES, longest.resource),
            minutes=f"{longest.mean_seconds / SECONDS:.1f}",
        ),
    )
    columns = (t("時"), t("資源"), t("件数"), t("平均（秒）"), t("最長（秒）"))
    rows = tuple(
        (each.hour, called(RESOURCES, each.resource), each.count, each.mean_seconds, each.longest_seconds)
        for each in day.waits
    )
    table(Table(t("待ち時間"), columns, rows), "waits", folded=True, tall=True)


def _first_met(wait: Wait) -> tuple[int, int]:
    known = list(RESOURCES)
    return known.index(wait.resource) if wait.resource in known else len(known), wait.hour
