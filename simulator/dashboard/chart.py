"""Charts: everything in one font, from zero, with words beside colours; each needs a text alternative."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import altair as alt

from simulator.dashboard.colour import BAND, BLUE, INK, NONE_OF, OUTLINE, WHITE, step, text_on
from simulator.dashboard.forecast import Band
from simulator.dashboard.prefectures import COLUMNS, PLACES, ROWS
from simulator.dashboard.settings import FONT
from simulator.dashboard.speech import language, t

SIZE = 14
TILE = 0.94
Chart = alt.LayerChart | alt.FacetChart
Row = dict[str, object]


def forecast_band(live_by: Mapping[date, Band], denominator: int, chosen: date) -> Chart:
    """Bodies live by month: band of 80 percent, median, denominator, and the chosen day."""
    rows: list[Row] = [
        {"day": _local(day), "p10": band.p10, "p50": band.p50, "p90": band.p90}
        for day, band in sorted(live_by.items())
    ]
    x = alt.X("day:T", axis=alt.Axis(format=_month(), title=None, grid=False, tickCount=7))
    top = max([denominator, *(band.p90 for band in live_by.values())])
    scale = alt.Scale(domain=[0, top * 1.04])
    middle = alt.Y("p50:Q", title=None, scale=scale)
    tooltip = [
        alt.Tooltip("day:T", title=t("日付"), format="%Y-%m-%d"),
        alt.Tooltip("p50:Q", title=t("中央値（団体）")),
        alt.Tooltip("p10:Q", title=t("80%区間の下（団体）")),
        alt.Tooltip("p90:Q", title=t("80%区間の上（団体）")),
    ]
    base = _rows(rows)
    area = base.mark_area(color=BAND).encode(x=x, y=alt.Y("p10:Q", title=None, scale=scale), y2="p90:Q")
    line = base.mark_line(color=BLUE, strokeWidth=3).encode(x=x, y=middle)
    hover = base.mark_point(opacity=0, size=300).encode(x=x, y=middle, tooltip=tooltip)
    whole = _rows([{"n": denominator}]).mark_rule(color=INK, strokeDash=[6, 4], strokeWidth=2)
    at = _rows([{"day": _local(chosen), "p50": live_by[chosen].p50}])
    dot = at.mark_point(filled=True, color=BLUE, size=140, opacity=1).encode(x=x, y=middle)
    number = at.mark_text(dy=-16, dx=-8, align="right", fontSize=18, fontWeight="bold", color=INK).encode(
        x=x, y=middle, text=alt.Text("p50:Q", format=",.0f")
    )
    rule = whole.encode(y=alt.Y("n:Q", scale=scale))
    return _finished(alt.layer(area, rule, line, hover, dot, number), 340)


def prefecture_tiles(counts: Mapping[str, tuple[int, int]], names: Mapping[str, str]) -> Chart:
    """The 47 prefectures as tiles, each with its name and how many of its bodies are live."""
    rows = [_tile(name, counts.get(name), names[name]) for name in PLACES]
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, COLUMNS], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[ROWS, 0], nice=False))
    tooltip = [alt.Tooltip("name:N", title=t("都道府県")), alt.Tooltip("told:N", title=t("稼働の見込み"))]
    base = _rows(rows)
    ink = alt.Color("ink:N", scale=None, legend=None)
    tiles = base.mark_rect(stroke=OUTLINE, strokeWidth=1, cornerRadius=2).encode(
        x=x, x2="x2:Q", y=y, y2="y2:Q", fill=alt.Fill("fill:N", scale=None, legend=None), tooltip=tooltip
    )
    middle = alt.X("middle:Q", axis=None, scale=alt.Scale(domain=[0, COLUMNS], nice=False))
    upper = alt.Y("upper:Q", axis=None, scale=alt.Scale(domain=[ROWS, 0], nice=False))
    lower = alt.Y("lower:Q", axis=None, scale=alt.Scale(domain=[ROWS, 0], nice=False))
    size = SIZE if language() == "ja" else SIZE - 2
    name = base.mark_text(fontSize=size).encode(x=middle, y=upper, text="short:N", color=ink, tooltip=tooltip)
    number = base.mark_text(fontSize=16, fontWeight="bold").encode(
        x=middle, y=lower, text="number:N", color=ink, tooltip=tooltip
    )
    return _finished(alt.layer(tiles, name, number), 600)


def hours(arrivals: Sequence[tuple[int, int]]) -> Chart:
    """Visits by the hour they began in, each bar with its number."""
    rows = [{"hour": t("{hour}時", hour=hour), "n": n} for hour, n in arrivals]
    x = alt.X("hour:N", sort=None, title=None, axis=alt.Axis(labelAngle=0))
    y = alt.Y("n:Q", title=None, axis=None, scale=alt.Scale(domainMin=0))
    bars = _rows(rows).mark_bar(color=BLUE).encode(x=x, y=y)
    numbers = _rows(rows).mark_text(dy=-10, fontSize=SIZE, color=INK).encode(x=x, y=y, text="n:Q")
    return _finished(alt.layer(bars, numbers), 240)


def waits(rows: Iterable[tuple[int, str, float]]) -> Chart:
    """Mean waits in minutes as a strip: hours across, resources down, darker where longer."""
    known = list(rows)
    longest = max((minutes for _, _, minutes in known), default=0) or 1
    shown = [_cell(hour, resource, minutes, minutes / longest) for hour, resource, minutes in known]
    x = alt.X(
        "hour:N", sort=alt.EncodingSortField("order"), title=None, axis=alt.Axis(labelAngle=0, orient="top")
    )
    y = alt.Y("resource:N", sort=list(dict.fromkeys(each for _, each, _ in known)), title=None)
    base = _rows(shown)
    tooltip = [
        alt.Tooltip("resource:N", title=t("資源")),
        alt.Tooltip("hour:N", title=t("時")),
        alt.Tooltip("text:N", title=t("平均（分）")),
    ]
    cells = base.mark_rect(stroke=OUTLINE).encode(
        x=x, y=y, fill=alt.Fill("fill:N", scale=None, legend=None), tooltip=tooltip
    )
    texts = base.mark_text(fontSize=SIZE).encode(
        x=x, y=y, text="text:N", color=alt.Color("ink:N", scale=None, legend=None), tooltip=tooltip
    )
    resources = len({resource for _, resource, _ in known})
    return _finished(alt.layer(cells, texts), 60 + 40 * max(resources, 1))


def _tile(name: str, count: tuple[int, int] | None, shown: str) -> Row:
    column, row = PLACES[name]
    fill = step(count[0] / count[1]) if count else NONE_OF
    told = t("{all}団体中 {live}団体", all=count[1], live=count[0]) if count else t("対象の団体なし")
    return {
        "x": column, "x2": column + TILE, "middle": column + TILE / 2,
        "y": row, "y2": row + TILE, "upper": row + TILE * 0.3, "lower": row + TILE * 0.7,
        "name": shown, "short": _short(shown), "number": f"{count[0]}/{count[1]}" if count else "–",
        "told": told, "fill": fill, "ink": text_on(fill),
    }  # fmt: skip


def _short(name: str) -> str:
    return name[:-1] if name[-1] in "都府県" else name


def _cell(hour: int, resource: str, minutes: float, share: float) -> Row:
    fill = step(share) if f"{minutes:.1f}" != "0.0" else WHITE
    return {
        "hour": t("{hour}時", hour=hour), "order": hour, "resource": resource,
        "text": f"{minutes:.1f}", "fill": fill, "ink": text_on(fill),
    }  # fmt: skip


def _rows(rows: list[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=rows))


def _local(day: date) -> str:
    # A day without a time is read as UTC by browsers, and shown as the day before west of Greenwich.
    return f"{day.isoformat()}T00:00:00"


def _month() -> str:
    return "%Y年%-m月" if language() == "ja" else "%b %Y"


def _finished(chart: Chart, height: int) -> Chart:
    axis = alt.AxisConfig(
        labelFontSize=SIZE, labelColor=INK, labelLimit=260, gridColor="#e6e6e6", domainColor=OUTLINE
    )
    chart.height = height
    chart.config = alt.Config(font=FONT, axis=axis, view=alt.ViewConfig(stroke=None), background=WHITE)
    return chart
