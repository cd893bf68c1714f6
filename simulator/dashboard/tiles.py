"""The map of 47 tiles: bodies live and bodies in scope, by prefecture."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from simulator.dashboard import chart
from simulator.dashboard.colour import NONE_OF, STEPS
from simulator.dashboard.forecast import BodyForecast, Forecast
from simulator.dashboard.names import prefecture_name
from simulator.dashboard.page import heading, html, note, table
from simulator.dashboard.prefectures import PLACES, north_first
from simulator.dashboard.speech import long_day, t
from simulator.dashboard.table import Table

Counts = Mapping[str, tuple[int, int]]


def show_tiles(forecast: Forecast, day: date) -> None:
    """Show the map of a day, and its table."""
    heading(t("都道府県ごとの見込み（{day}、稼働の団体数／対象の団体数）", day=long_day(day)))
    counts = prefecture_counts(forecast, day)
    keys = zip(
        (*STEPS, NONE_OF),
        (t("0"), t("半数未満"), t("半数以上"), t("すべて"), t("対象の団体なし（–）")),
        strict=True,
    )
    items = Markup("").join(
        Markup('<li><i style="background:{}"></i>{}</li>').format(colour, name) for colour, name in keys
    )
    html(Markup('<ul class="key">{}</ul>').format(items))
    most = max(counts, key=lambda name: counts[name][0], default="")
    st.altair_chart(
        chart.prefecture_tiles(counts, {name: prefecture_name(name) for name in PLACES}),
        theme=None,
        alt=t(
            "47都道府県の地図。稼働の見込みが最も多いのは{name}で {live}団体。",
            name=prefecture_name(most),
            live=counts.get(most, (0, 0))[0],
        ),
    )
    note(_counted(forecast, counts, day))
    columns = (t("都道府県"), t("稼働の見込み（団体）"), t("対象（団体）"))
    rows = tuple(
        (prefecture_name(name), *counts.get(name, (0, 0))) for name in sorted(PLACES, key=north_first)
    )
    table(Table(t("都道府県ごとの見込み"), columns, rows), "prefectures", folded=True, tall=True)


def _counted(forecast: Forecast, counts: Counts, day: date) -> str:
    if forecast.prefectures:
        return t("都道府県ごとの中央値です。合計は、全国の中央値と一致するとは限りません。")
    return t(
        "稼働の見込みの日（中央値）がこの日までの団体を数えます。複数の分野なら早いほうの日です。"
        "合計は {count}団体です。団体ごとの中央値で数え、全国の中央値（{median}団体）とは違います。",
        count=sum(live for live, _ in counts.values()),
        median=f"{forecast.live_by[day].p50:,.0f}",
    )


def prefecture_counts(forecast: Forecast, day: date) -> Counts:
    """By prefecture, how many bodies are live and how many there are: the run's own median, if it has one."""
    if not forecast.prefectures:
        return live_in_prefectures(forecast.rows, day)
    return {
        name: (round(each.live_by[day].p50), each.denominator)
        for name, each in forecast.prefectures.items()
        if day in each.live_by
    }


def live_in_prefectures(rows: Sequence[BodyForecast], day: date) -> Counts:
    """By prefecture, how many bodies have a median day up to `day`, and how many there are."""
    first: dict[tuple[str, str], date | None] = {}
    for row in rows:
        known = first.get((row.prefecture, row.code))
        days = [each for each in (known, row.p50) if each is not None]
        first[row.prefecture, row.code] = min(days, default=None)
    counts: dict[str, tuple[int, int]] = {}
    for (prefecture, _), at in first.items():
        live, whole = counts.get(prefecture, (0, 0))
        counts[prefecture] = live + (at is not None and at <= day), whole + 1
    return counts
