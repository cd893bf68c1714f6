"""Known facts of going live beside the forecast, which is never overwritten by them."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from simulator.facts import load
from simulator.facts.row import Row
from simulator.rollout.montecarlo import Played
from simulator.rollout.outcome import Interval, interval, live_on
from simulator.rollout.plan import AREAS

OUTSIDE = 0.1
COUNTED = ("bodies_subsidy_starting", "bodies_subsidy_live")
STARTED, LIVE_BY, NOT_LIVE, COUNT = "started", "live_by", "not_live", "count"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A fact and the forecast of it.

    `kind` is `started` (on `day`), `live_by` (on an unknown day up to `day`), `not_live` (on `day`) or
    `count` (of bodies live on `day`). `code` is empty for the nation. `forecast` holds ordinal days, or
    bodies for a count. `share` is the share of replications in which the body was live, or at most `count`
    bodies were live, on the day. `agrees`: inside the interval or, for a bound, no rarer than one in ten.
    """

    fact: str
    code: str
    area: str
    kind: str
    day: date
    count: int | None
    forecast: Interval
    share: float
    agrees: bool
    used_for_calibration: bool
    source: str
    level: str


def back_test(played: Played) -> list[Comparison]:
    """All facts that speak of a body and area of the plan, or of the number of its bodies."""
    return [
        comparison
        for row in load("golive_facts").rows
        for comparison in (*_bodies(played, row), *_counts(played, row))
    ]


def _bodies(played: Played, row: Row) -> Iterator[Comparison]:
    known = _known(row)
    if known is None or row["area"] not in AREAS:
        return
    kind, day = known
    for place in played.who.with_area(row["area"]):
        if played.who.bodies[played.who.projects[place].body].code == row["code"]:
            live = played.live[:, place]
            share = float(np.mean(live <= day.toordinal()))
            forecast = interval(live)
            agrees = {
                STARTED: forecast.p10 <= day.toordinal() <= forecast.p90,
                LIVE_BY: share >= OUTSIDE,
                NOT_LIVE: share <= 1 - OUTSIDE,
            }[kind]
            yield _comparison(played, row, kind, day, None, forecast, share, agrees=agrees)


def _known(row: Row) -> tuple[str, date] | None:
    """What the row says of one body; plans are no facts."""
    match row["record"]:
        case "start" if row["code"] and row["start_precision"] == "day":
            return STARTED, row.day("start")
        case "live_by":
            return LIVE_BY, row.day("live_by")
        case "not_live":
            return NOT_LIVE, row.day("not_live_as_of")
        case _:
            return None


def _counts(played: Played, row: Row) -> Iterator[Comparison]:
    if row["metric"] not in COUNTED:
        return
    day, count = last_day(row["as_of"]), row.whole("value")
    counts = live_on(played, played.who.with_area(row["area"]), day)
    forecast = interval(counts)
    agrees = forecast.p10 <= count <= forecast.p90
    yield _comparison(
        played, row, COUNT, day, count, forecast, float(np.mean(counts <= count)), agrees=agrees
    )


def last_day(text: str) -> date:
    """The last day of what an ISO day, month or year names."""
    year, *rest = (int(part) for part in text.split("-"))
    if not rest:
        return date(year, 12, 31)
    month, *day = rest
    return date(year, month, day[0] if day else monthrange(year, month)[1])


def _comparison(
    played: Played,
    row: Row,
    kind: str,
    day: date,
    count: int | None,
    forecast: Interval,
    share: float,
    *,
    agrees: bool,
) -> Comparison:
    return Comparison(
        fact=row["id"],
        code=row["code"],
        area=row["area"],
        kind=kind,
        day=day,
        count=count,
        forecast=forecast,
        share=share,
        agrees=agrees,
        used_for_calibration=row["id"] in played.plan.calibrated_on,
        source=row["address"],
        level=row["level"],
    )
