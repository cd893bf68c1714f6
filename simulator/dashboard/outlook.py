"""The whole country: how many bodies are expected live by when, where, and what decides the day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup

from simulator.dashboard import chart
from simulator.dashboard.colour import NONE_OF, STEPS
from simulator.dashboard.forecast import Band, BodyForecast, Forecast, Group, Tested, forecast_of
from simulator.dashboard.names import (
    body_name,
    called,
    prefecture_name,
)
from simulator.dashboard.page import (
    chosen,
    empty,
    heading,
    html,
    keep,
    link,
    note,
    origin,
    sentence,
    table,
)
from simulator.dashboard.prefectures import PLACES
from simulator.dashboard.shelf import ROLLOUT, Run, look
from simulator.dashboard.speech import language, long_day, named, t
from simulator.dashboard.table import Cell, Link, State, Table
from simulator.facts import prefectures
from simulator.report.names import LEVELS

COMMAND = "pmhsim rollout run"
ALL = "-"
Counts = Mapping[str, tuple[int, int]]


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
    _tiles(forecast, day)
    _schemes(forecast, day)
    _causes(forecast)
    _bodies(forecast, run)
    _tested(forecast)
    _grounds(forecast)


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


def _tiles(forecast: Forecast, day: date) -> None:
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
        (prefecture_name(name), *counts.get(name, (0, 0))) for name in sorted(PLACES, key=_north_first)
    )
    table(Table(t("都道府県ごとの見込み"), columns, rows), "prefectures", folded=True, tall=True)


def _counted(forecast: Forecast, counts: Counts, day: date) -> str:
    if forecast.prefectures:
        return t("都道府県ごとの中央値です。合計は、全国の中央値と一致するとは限りません。")
    return t(
        "稼働の見込みの日（中央値）がこの日までの団体を数えます。複数の分野なら早いほうの日です。"
        "合計は {count}団体です。団体ごとの中央値で数え、全国の中央値（{median}団体）とは違います。",
        count=sum(live for live, _ in counts.values()),
        median=_count(forecast.live_by[day].p50),
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


def _bodies(forecast: Forecast, run: Run) -> None:
    heading(t("団体ごとの見込み日（{count}団体、分野ごと）", count=forecast.bodies))
    present = sorted({row.prefecture for row in forecast.rows}, key=_north_first)
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


def _tested(forecast: Forecast) -> None:
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
    return named(fact.names), area, told, low, middle, high, agrees, fitted, _source(fact.source)


def _source(address: str) -> Cell:
    """A published address by its host; whatever else a run folder holds there is only shown."""
    if not address.startswith("https://"):
        return address
    return Link(urlsplit(address).hostname or address, address, address)


def _grounds(forecast: Forecast) -> None:
    heading(t("この見通しの根拠と、分かっていないこと"))
    for each in forecast.unknown:
        note(named(each))
    columns = (t("前提"), t("値"), t("確かさ"), t("出典"))
    rows = tuple(
        (named(each.names), each.value, called(LEVELS, each.level), each.source)
        for each in forecast.assumptions
    )
    with st.expander(t("前提とした数（{count}件）", count=len(rows))):
        table(Table(t("前提とした数"), columns, rows), "assumptions", tall=True)


def _north_first(prefecture: str) -> int:
    names = [each.name for each in prefectures()]
    return names.index(prefecture) if prefecture in names else len(names)


def _band_at(group: Group, day: date) -> tuple[int | None, int | None, int | None]:
    band = group.live_by.get(day)
    return _whole(band) if band else (None, None, None)


def _whole(band: Band) -> tuple[int, int, int]:
    return round(band.p10), round(band.p50), round(band.p90)


def _quantiles() -> tuple[str, str, str]:
    return t("80%区間の下（団体）"), t("中央値（団体）"), t("80%区間の上（団体）")


def _count(value: float) -> str:
    return f"{value:,.0f}"
