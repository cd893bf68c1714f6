"""A played day as a demo run keeps it, read once and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from simulator.dashboard.names import Names, names_of
from simulator.dashboard.shelf import Run, Stamp, reading, results
from simulator.language import LANGUAGES
from simulator.report.dayreport import headline
from simulator.report.results import SCHEMA
from simulator.rules.verdict import Verdict

RESULTS = "results.json"


@dataclass(frozen=True, slots=True)
class Deviation:
    """An answer that was not allowed."""

    requirement: str
    visit: str
    planted: bool
    allowed: Names
    observed: Names


@dataclass(frozen=True, slots=True)
class Duty:
    """A requirement with how often it was exercised and violated."""

    id: str
    text: Names
    duty: str
    exercised: int
    violated: int
    not_run: Names | None


@dataclass(frozen=True, slots=True)
class Wait:
    """Waits for one kind of resource in one hour of the day, in seconds."""

    hour: int
    resource: str
    count: int
    mean_seconds: float
    longest_seconds: float


@dataclass(frozen=True, slots=True)
class Day:
    """All that the pages show of a demo run; `arrivals` are visits by hour."""

    headline: Names
    verdict: Verdict
    reason: Names
    municipality: str
    date: str
    visits: int
    as_expected: int
    planted: int
    holders: int
    unanswered: int
    deviations: tuple[Deviation, ...]
    duties: tuple[Duty, ...]
    waits: tuple[Wait, ...]
    arrivals: tuple[tuple[int, int], ...]


def day_of(run: Run) -> Day:
    """Read a demo run; raises Complaint for a file that is missing, damaged or of another version."""
    return _kept(run, run.id, str(run.folder.path), run.stamp)


@st.cache_data(show_spinner=False, max_entries=500)
def _kept(_run: Run, name: str, place: str, stamp: Stamp) -> Day:  # noqa: ARG001 - the key of what is kept
    content = results(_run, RESULTS, SCHEMA)
    with reading(_run.folder.path / RESULTS):
        return _day(content)


def _day(content: Mapping[str, Any]) -> Day:
    not_run = {id_: names_of(why) for id_, why in content["not_run"].items()}
    return Day(
        headline={language: headline(content, language) for language in LANGUAGES},
        verdict=Verdict(content["verdict"]),
        reason=names_of(content["reason"]),
        municipality=str(content["municipality"]),
        date=str(content["date"]),
        visits=int(content["visits"]),
        as_expected=int(content["as_expected"]),
        planted=int(content["planted"]),
        holders=int(content["holders"]),
        unanswered=int(content["unanswered"]),
        deviations=tuple(_deviation(each) for each in content["deviations"]),
        duties=tuple(_duty(each, not_run) for each in content["requirements"]),
        waits=tuple(_wait(each) for each in content["waits"]),
        arrivals=tuple((int(each["hour"]), int(each["visits"])) for each in content["arrivals"]),
    )


def _deviation(value: Mapping[str, Any]) -> Deviation:
    return Deviation(
        requirement=str(value["requirement"]),
        visit=str(value["visit"]),
        planted=bool(value["planted"]),
        allowed=names_of(value["allowed"]),
        observed=names_of(value["observed"]),
    )


def _duty(value: Mapping[str, Any], not_run: Mapping[str, Names]) -> Duty:
    return Duty(
        id=str(value["id"]),
        text=names_of(value["text"]),
        duty=str(value["duty"]),
        exercised=int(value["exercised"]),
        violated=int(value["violated"]),
        not_run=not_run.get(str(value["id"])),
    )


def _wait(value: Mapping[str, Any]) -> Wait:
    return Wait(
        hour=int(value["hour"]),
        resource=str(value["resource"]),
        count=int(value["count"]),
        mean_seconds=float(value["mean_seconds"]),
        longest_seconds=float(value["longest_seconds"]),
    )
