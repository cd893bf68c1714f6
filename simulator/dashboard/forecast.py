"""A forecast as a rollout run keeps it, read once and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

import streamlit as st

from simulator.dashboard.names import Names, names_of
from simulator.dashboard.shelf import Run, Stamp, reading, results
from simulator.language import LANGUAGES

SCHEMA = "pmhsim/rollout-results/1"
NEVER = date.max.isoformat()
RESULTS, BODIES = "results.json", "bodies.csv"


@dataclass(frozen=True, slots=True)
class Band:
    """The middle of the replications and the interval that holds 80 percent of them."""

    p10: float
    p50: float
    p90: float


@dataclass(frozen=True, slots=True)
class Group:
    """An area or a scheme; the denominator is None where the source gives none."""

    code: str
    names: Names
    denominator: int | None
    stated: int | None
    not_stated: int | None
    live_by: Mapping[date, Band]


@dataclass(frozen=True, slots=True)
class Counted:
    """Bodies of a prefecture: how many there are, and how many are live by when."""

    denominator: int
    live_by: Mapping[date, Band]


@dataclass(frozen=True, slots=True)
class Cause:
    """A part of the days before going live: its median, and the share of bodies that it holds up most.

    The share is None for work that is no cause of delay.
    """

    code: str
    names: Names
    median_days: float
    share_of_bodies: float | None


@dataclass(frozen=True, slots=True)
class Assumed:
    """A number the forecast rests on."""

    names: Names
    value: str
    level: str
    source: str


@dataclass(frozen=True, slots=True)
class Tested:
    """A published fact beside the forecast of it; `expected` are low end, median and high end.

    They are days, or bodies where the fact is a count. `fitted` facts were used to fit the durations.
    """

    names: Names
    area: str
    kind: str
    day: str
    count: int | None
    expected: tuple[str, str, str]
    agrees: bool
    fitted: bool
    source: str


@dataclass(frozen=True, slots=True)
class BodyForecast:
    """When a body is expected live in one area; None = not within the months looked at."""

    code: str
    name: str
    prefecture: str
    level: str
    fiscal_year: int
    area: str
    p10: date | None
    p50: date | None
    p90: date | None
    main_cause: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """All that the pages show of a rollout run; `prefectures` is empty where the run did not count them."""

    bodies: int
    replications: int
    dates: tuple[date, ...]
    live_by: Mapping[date, Band]
    prefectures: Mapping[str, Counted]
    areas: tuple[Group, ...]
    schemes: tuple[Group, ...]
    causes: tuple[Cause, ...]
    back_test: tuple[Tested, ...]
    unknown: tuple[Names, ...]
    headline: date
    assumptions: tuple[Assumed, ...]
    rows: tuple[BodyForecast, ...]

    def main_cause(self) -> Cause | None:
        """The cause that holds up most bodies."""
        known = [each for each in self.causes if each.share_of_bodies]
        return max(known, key=lambda each: each.share_of_bodies or 0.0, default=None)

    def cause(self, code: str) -> Names | None:
        """The name of a cause."""
        return next((each.names for each in self.causes if each.code == code), None)

    def area(self, code: str) -> Names:
        """The name of an area; an unknown one stands for itself."""
        known = (each.names for each in self.areas if each.code == code)
        return next(known, dict.fromkeys(LANGUAGES, code))


def forecast_of(run: Run) -> Forecast:
    """Read a rollout run; raises Complaint for a file that is missing, damaged or of another version."""
    return _kept(run, run.id, str(run.folder.path), run.stamp)


@st.cache_data(show_spinner=False, max_entries=20)
def _kept(_run: Run, name: str, place: str, stamp: Stamp) -> Forecast:  # noqa: ARG001 - the key of what is kept
    content = results(_run, RESULTS, SCHEMA)
    table = _run.folder.table(BODIES)
    with reading(_run.folder.path / BODIES):
        rows = tuple(_body(row) for row in table)
    with reading(_run.folder.path / RESULTS):
        return _forecast(content, rows)


def _forecast(content: Mapping[str, Any], rows: tuple[BodyForecast, ...]) -> Forecast:
    live_by = _live_by(content["live_by"])
    headline = date.fromisoformat(content["headline_date"])
    return Forecast(
        bodies=int(content["bodies"]),
        replications=int(content["replications"]),
        dates=tuple(sorted(live_by)),
        live_by=live_by,
        prefectures={
            name: Counted(int(each["denominator"]), _live_by(each["live_by"]))
            for name, each in content.get("by_prefecture", {}).items()
        },
        areas=tuple(_group(code, each) for code, each in content["by_area"].items()),
        schemes=tuple(_group(code, each) for code, each in content["by_scheme"].items()),
        causes=tuple(_cause(each) for each in content["causes"]),
        back_test=tuple(_tested(each) for each in content["back_test"]),
        unknown=tuple(names_of(each) for each in content["unknown"]),
        headline=headline if headline in live_by else max(live_by),
        assumptions=tuple(_assumed(each) for each in content["assumptions"]),
        rows=rows,
    )


def _live_by(value: Mapping[str, Any]) -> Mapping[date, Band]:
    bands = {
        date.fromisoformat(day): Band(*(float(band[name]) for name in ("p10", "p50", "p90")))
        for day, band in value.items()
    }
    if not bands or not all(isfinite(each.p10 + each.p50 + each.p90) for each in bands.values()):
        raise ValueError("live_by")
    return bands


def _group(code: str, value: Mapping[str, Any]) -> Group:
    return Group(
        code=code,
        names=names_of(value["name"]),
        denominator=_count(value["denominator"]),
        stated=_count(value.get("stated")),
        not_stated=_count(value.get("not_stated")),
        live_by=_live_by(value["live_by"]),
    )


def _cause(value: Mapping[str, Any]) -> Cause:
    return Cause(
        code=str(value["cause"]),
        names=names_of(value["name"]),
        median_days=float(value["median_days"]),
        share_of_bodies=None if value["share_of_bodies"] is None else float(value["share_of_bodies"]),
    )


def _tested(value: Mapping[str, Any]) -> Tested:
    return Tested(
        names=names_of(value["name"]),
        area=str(value["area"]),
        kind=str(value["kind"]),
        day=str(value["date"]),
        count=_count(value["count"]),
        expected=(str(value["p10"]), str(value["p50"]), str(value["p90"])),
        agrees=bool(value["agrees"]),
        fitted=bool(value["used_for_calibration"]),
        source=str(value["source"]),
    )


def _assumed(value: Mapping[str, Any]) -> Assumed:
    shown = value["value"]
    return Assumed(
        names=names_of(value["name"]),
        value=f"{shown:g}" if isinstance(shown, int | float) else str(shown),
        level=str(value["level"]),
        source=str(value["source"]),
    )


def _body(row: Mapping[str, str]) -> BodyForecast:
    return BodyForecast(
        code=row["code"],
        name=row["name"],
        prefecture=row["prefecture"],
        level=row["level"],
        fiscal_year=int(row["fiscal_year"]),
        area=row["area"],
        p10=_day(row["p10"]),
        p50=_day(row["p50"]),
        p90=_day(row["p90"]),
        main_cause=row["main_cause"],
    )


def _count(value: Any) -> int | None:  # noqa: ANN401 - any JSON
    return None if value is None else int(value)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text and text < NEVER else None
