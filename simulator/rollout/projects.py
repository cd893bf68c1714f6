"""Who takes part: bodies, and their projects, each of which brings one or more areas live together."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from simulator.facts import UnknownBody, load, municipality, prefecture
from simulator.rollout.plan import Call, Plan


@dataclass(frozen=True, slots=True)
class Body:
    """A municipality or prefecture of the plan; `level` is `municipality` or `prefecture`."""

    code: str
    name: str
    prefecture: str
    level: str


@dataclass(frozen=True, slots=True)
class Project:
    """A body's work on the areas of one track under one call; `body` is its place among the bodies."""

    body: int
    areas: tuple[str, ...]
    call: Call
    opens: date


@dataclass(frozen=True, slots=True)
class Participants:
    """All bodies of a plan in the order of its calls, and all their projects.

    A body selected again for an area that it has begins nothing anew: what the second selection adds is not
    stated in the source.
    """

    bodies: tuple[Body, ...]
    projects: tuple[Project, ...]

    def with_area(self, area: str) -> list[int]:
        """Places of the projects that bring this area; at most one for each body."""
        return [place for place, project in enumerate(self.projects) if area in project.areas]

    def concerned(self, areas: Collection[str]) -> NDArray[np.bool_]:
        """Which projects bring any of these areas."""
        matching = {kind: not set(kind).isdisjoint(areas) for kind in {each.areas for each in self.projects}}
        return np.array([matching[project.areas] for project in self.projects])


def participants(plan: Plan) -> Participants:
    """The bodies that the plan's calls name, each area under the call decided first."""
    bodies: list[Body] = []
    places: dict[str, int] = {}
    taken: set[tuple[str, str]] = set()
    projects: list[Project] = []
    for call in sorted(plan.calls, key=lambda call: call.decided):
        for body, areas in _selected(call):
            if not areas:
                continue
            place = places.setdefault(body.code, len(bodies))
            bodies += [body] if place == len(bodies) else []
            new = [area for area in areas if (body.code, area) not in taken]
            taken.update((body.code, area) for area in new)
            projects += _projects(place, call, new, plan)
    return Participants(tuple(bodies), tuple(projects))


def _projects(body: int, call: Call, areas: list[str], plan: Plan) -> Iterator[Project]:
    tracks: dict[str, list[str]] = {}
    known = {area.code: area for area in plan.areas}
    for code in areas:
        tracks.setdefault(known[code].track, []).append(code)
    for codes in tracks.values():
        yield Project(body, tuple(codes), call, max(known[code].opens for code in codes))


def _selected(call: Call) -> Iterator[tuple[Body, list[str]]]:
    """The bodies of a call, each with its areas in the plan's order."""
    if call.fiscal_year is None:
        for code in call.bodies:
            yield _body(code), list(call.areas)
        return
    for row in load("selections").rows:
        if row.whole("fiscal_year") == call.fiscal_year:
            body = Body(row["code"], row["name"], row["prefecture"], row["body_level"])
            stated = row["areas"].split()
            yield body, [area for area in call.areas if area in stated]


def _body(code: str) -> Body:
    try:
        found = municipality(code)
    except UnknownBody:
        name = prefecture(code).name
        return Body(code, name, name, "prefecture")
    return Body(code, found.name, found.prefecture, "municipality")
