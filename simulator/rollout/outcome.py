"""What the replications say: intervals of days and of numbers of bodies, and the causes of delay."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.rollout.causes import CAUSES, Part, Parts
from simulator.rollout.montecarlo import Played

Whole = NDArray[np.integer[Any]]
NEVER = date.max.toordinal()
_PLACES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Interval:
    """The 10th, 50th and 90th percentile over the replications; each is a value that did occur."""

    p10: int
    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class BodyForecast:
    """When a body goes live with an area (ordinal days), and its commonest largest cause of delay, if any."""

    body: int
    area: str
    days: Interval
    main_cause: Part | None


@dataclass(frozen=True, slots=True)
class CauseShare:
    """A part of the days between decision and start, over all projects and replications.

    `share_of_bodies` is the share of bodies whose largest cause it is, averaged over the replications; None
    for the usual work, which is no cause of delay.
    """

    part: Part
    median_days: int
    mean_days: float
    share_of_bodies: float | None


def interval(values: Whole) -> Interval:
    """The interval of one value for each replication."""
    return _intervals(values[:, None])[0]


def live_by(played: Played, projects: Collection[int]) -> dict[date, Interval]:
    """How many bodies are live with any of these projects on each day of the plan's horizon."""
    days = played.plan.horizon.days()
    counts = np.stack([live_on(played, projects, day) for day in days], axis=1)
    return dict(zip(days, _intervals(counts), strict=True))


def live_on(played: Played, projects: Collection[int], day: date) -> Whole:
    """How many bodies are live with any of these projects on a day, by replication."""
    return np.asarray((_first_live(played, projects) <= day.toordinal()).sum(axis=1), np.int64)


def bodies_forecast(played: Played) -> list[BodyForecast]:
    """A forecast for each body and area, in the order of the plan's calls."""
    days = _intervals(played.live)
    main = _main_causes(played)
    return [
        BodyForecast(project.body, area, days[place], main[place])
        for place, project in enumerate(played.who.projects)
        for area in project.areas
    ]


def cause_shares(played: Played) -> list[CauseShare]:
    """Every part with its days; the means add up to the mean days between decision and start."""
    by_body = np.zeros((played.replications, len(played.who.bodies), len(Part)), np.int32)
    for place, project in enumerate(played.who.projects):
        by_body[:, project.body] += played.parts[:, place]
    main = _largest_cause(by_body)
    return [
        CauseShare(
            part,
            _intervals(played.parts[..., part].reshape(-1, 1))[0].p50,
            float(played.parts[..., part].mean()),
            float((main == part).mean()) if part in CAUSES else None,
        )
        for part in Part
    ]


def _first_live(played: Played, projects: Collection[int]) -> Whole:
    """The first day on which each body is live with any of the projects, as (replications, bodies)."""
    of_body: dict[int, list[int]] = {}
    for place in projects:
        of_body.setdefault(played.who.projects[place].body, []).append(place)
    if not of_body:
        return np.full((played.replications, 0), NEVER)
    return np.stack([played.live[:, places].min(axis=1) for places in of_body.values()], axis=1)


def _main_causes(played: Played) -> list[Part | None]:
    """The cause that is the largest in most replications, by project."""
    counted = [np.bincount(column, minlength=len(Part)) for column in _largest_cause(played.parts).T]
    commonest = [Part(int(counts.argmax())) for counts in counted]
    return [part if part in CAUSES else None for part in commonest]


def _largest_cause(parts: Parts) -> Whole:
    """The part that is the largest cause, among equals the one that stands first.

    Where nothing held a body back it is the usual work.
    """
    causes = parts[..., len(Part) - len(CAUSES) :]
    largest = causes.argmax(axis=-1) + len(Part) - len(CAUSES)
    return np.where(causes.max(axis=-1) > 0, largest, Part.USUAL_WORK)


def _intervals(values: Whole) -> list[Interval]:
    """The intervals of columns with one row for each replication."""
    found = np.quantile(values, _PLACES, axis=0, method="inverted_cdf")
    return [Interval(*(int(place) for place in column)) for column in found.T]
