"""The whole country: how many bodies are expected live by when, where, and what decides the day."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from simulator.dashboard import chart
from simulator.dashboard.bodytable import show_bodies
from simulator.dashboard.forecast import Band, Forecast, Group, forecast_of
from simulator.dashboard.grounds import show_back_test, show_grounds
from simulator.dashboard.page import (
    chosen,
    empty,
    heading,
    html,
    keep,
    note,
    origin,
    sentence,
    table,
)
from simulator.dashboard.shelf import ROLLOUT, Run, look
from simulator.dashboard.speech import language, long_day, named, t
from simulator.dashboard.table import Table
from simulator.dashboard.tiles import show_tiles

COMMAND = "pmhsim rollout run"


def show() -> None:
    """Show the forecast of the chosen rollout run, or what to type for one."""
    runs = look().of_verb(ROLLOUT)
    if not runs:
        sentence(t("全国の見通しは、まだありません。"))
        empty(COMMAND, t("次の命令で、先行実施団体がいつ稼働するかの見通しを作ります。"))
        return
    top = st.container()
    run = choose_run(runs)
    forecast = forecast_of(run)
    day = _choose_day(forecast.dates, forecast.headline)
    with top:
        sentence(summary(forecast, day))
        origin(run, forecast.replications, forecast=True)
    _band(forecast, day)
    _areas(forecast, day)
    show_tiles(forecast, day)
    _schemes(forecast, day)
    _causes(forecast)
    show_bodies(forecast, run)
    show_back_test(forecast)
    show_grounds(forecast)


def choose_run(runs: Sequence[Run]) -> Run:
    """The rollout run that the URL names or the user picks; the newest by itself."""
    if len(runs) == 1:
        return runs[0]
    names = [run.id for run in runs]
    chosen("run", names, names[0])
    name = st.selectbox(t("見る実行"), names, key="run")
    keep("run", name, names[0])
    return next(run for run in runs if run.id == name)


def summary(forecast: Forecast, day: date) -> str:
    """Number, interval, assumption and main cause in a sentence."""
    band = forecast.live_by[day]
    told = t(
        "{day}までに稼働する見込みは、対象{bodies}団体のうち {count}団体（80%区間 {low}〜{high}）。"
        "所要日数は仮定です。",
        day=long_day(day),
        bodies=forecast.bodies,
        count=_count(band.p50),
        low=_count(band.p10),
        high=_count(band.p90),
    )
    cause = forecast.main_cause()
    if cause is None:
        return told
    more = t(
        "最大の要因は{cause}（団体の{share}%、中央値{days}日）。",
        cause=named(cause.names),
        share=f"{(cause.share_of_bodies or 0) * 100:.0f}",
        days=_count(cause.median_days),
    )
    return told + ("" if language() == "ja" else " ") + more


def _choose_day(days: Sequence[date], headline: date) -> date:
    options = [day.isoformat() for day in days]
    default = headline.isoformat()
    if len(options) == 1:
        return days[0]
    chosen("day", options, default)
    labels = {day.isoformat(): long_day(day) for day in days}
    value = st.select_slider(
        t("見る日（地図と表も、この日のものになります）"), options, key="day", format_func=labels.__getitem__
    )
    keep("day", value, default)
    return date.fromisoformat(value)


def _band(forecast: Forecast, day: date) -> None:
    heading(t("稼働している団体数の見通し（月次・累計、団体）"))
    html(
        Markup(
            '<ul class="key"><li><i class="line"></i>{}</li><li><i class="band"></i>{}</li>'
            '<li><i class="rule"></i>{}</li></ul>'
        ).format(t("中央値"), t("80%区間"), t("対象 {count}団体", count=forecast.bodies))
    )
    first, last = forecast.dates[0], forecast.dates[-1]
    st.altair_chart(
        chart.forecast_band(forecast.live_by, forecast.bodies, day),
        theme=None,
        alt=t(
            "稼働団体数の中央値は {first}の{low}団体から {last}の{high}団体へ増える見通し。",
            first=long_day(first),
            low=_count(forecast.live_by[first].p50),
            last=long_day(last),
            high=_count(forecast.live_by[last].p50),
        ),
    )
    columns = (t("日付"), *_quantiles())
    rows = tuple((at.isoformat(), *_whole(forecast.live_by[at])) for at in forecast.dates)
    table(Table(t("稼働団体数の見通し"), columns, rows), "live_by", folded=True, tall=True)


def _areas(forecast: Forecast, day: date) -> None:
    heading(t("分野ごとの見込み（{day}、団体）", day=long_day(day)))
    columns = (
        t("分野"),
        t("対象（団体）"),
        *_quantiles(),
    )
    rows = tuple((named(group.names), group.denominator, *_band_at(group, day)) for group in forecast.areas)
    table(Table(t("分野ごとの見込み"), columns, rows), "areas")


def _schemes(forecast: Forecast, day: date) -> None:
    heading(t("制度ごとの見込み（{day}、団体）", day=long_day(day)))
    columns = (
        t("制度"),
        t("全国の実施機関（団体）"),
        t("行うと資料にある団体"),
        t("資料に記載のない団体"),
        *_quantiles(),
    )
    rows = tuple(
        (named(each.names), each.denominator, each.stated, each.not_stated, *_band_at(each, day))
        for each in forecast.schemes
    )
    table(Table(t("制度ごとの見込み"), columns, rows), "schemes")
    note(
        t(
            "稼働の数に入るのは、行うと資料にある団体だけです。実施機関の数は制度ごとに違います。"
            "「–」は、資料に数がないことを示します。"
        )
    )


def _causes(forecast: Forecast) -> None:
    heading(t("稼働の日を決めた要因（団体の割合・日数）"))
    ordered = sorted(forecast.causes, key=lambda each: -(each.share_of_bodies or 0))
    rows = tuple(
        (
            named(each.names),
            None if each.share_of_bodies is None else f"{each.share_of_bodies * 100:.1f}%",
            round(each.median_days),
        )
        for each in ordered
    )
    columns = (t("要因"), t("主な要因である団体の割合"), t("中央値（日）"))
    table(Table(t("稼働の日を決めた要因"), columns, rows), "causes")


def _band_at(group: Group, day: date) -> tuple[int | None, int | None, int | None]:
    band = group.live_by.get(day)
    return _whole(band) if band else (None, None, None)


def _whole(band: Band) -> tuple[int, int, int]:
    return round(band.p10), round(band.p50), round(band.p90)


def _quantiles() -> tuple[str, str, str]:
    return t("80%区間の下（団体）"), t("中央値（団体）"), t("80%区間の上（団体）")


def _count(value: float) -> str:
    return f"{value:,.0f}"
