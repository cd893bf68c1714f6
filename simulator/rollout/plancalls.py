"""Reading the areas and calls of a plan."""

from collections.abc import Sequence

from simulator.facts import UnknownBody, municipality, prefecture
from simulator.facts.selections import selections
from simulator.language import Text, say
from simulator.rollout.entry import Entry
from simulator.rollout.plan import AREAS, Area, Call

FASTEST_PACE, SLOWEST_PACE = 0.1, 10


def read_areas(root: Entry) -> tuple[Area, ...]:
    """The areas; raises `PlanError`."""
    return tuple(_area(entry) for entry in root.coded("areas"))


def read_calls(root: Entry, areas: Sequence[str]) -> tuple[Call, ...]:
    """The calls, each for some of these areas; raises `PlanError`."""
    return tuple(_call(entry, areas) for entry in root.coded("calls"))


def _area(entry: Entry) -> Area:
    entry.only("code", "name_ja", "name_en", "track", "opens", "level", "source")
    code, track = entry.choice("code", AREAS), entry.text("track")
    return Area(code, entry.name(), track, entry.day("opens"), entry.origin())


def _call(entry: Entry, areas: Sequence[str]) -> Call:
    entry.only(
        "code", "name_ja", "name_en", "decided", "areas", "fiscal_year", "bodies", "pace", "level", "source"
    )  # fmt: skip
    if ("fiscal_year" in entry.cells) == ("bodies" in entry.cells):
        raise entry.refuse(
            "fiscal_year",
            say("fiscal_year と bodies のどちらか一つだけが要ります"),
            say("選定の一覧の年度を fiscal_year に書くか、団体コードを bodies に並べてください"),
        )
    listed = "bodies" in entry.cells
    return Call(
        code=entry.text("code"),
        name=entry.name(),
        decided=entry.day("decided"),
        areas=entry.choices("areas", areas),
        fiscal_year=None if listed else _fiscal_year(entry),
        bodies=_bodies(entry) if listed else (),
        pace=entry.number("pace", FASTEST_PACE, SLOWEST_PACE),
        origin=entry.origin(),
    )


def _fiscal_year(entry: Entry) -> int:
    year = entry.whole("fiscal_year", 0, 9999)
    known = sorted({each.fiscal_year for each in selections()})
    if year not in known:
        raise entry.unknown("fiscal_year", year, map(str, known))
    return year


def _bodies(entry: Entry) -> tuple[str, ...]:
    bodies = entry.texts("bodies")
    if not bodies:
        raise entry.refuse("bodies", say("bodies が空です"), say("団体コードを一つ以上書いてください"))
    for code in bodies:
        if (fault := _fault(code)) is not None:
            raise entry.refuse("bodies", *fault)
    return bodies


def _fault(code: str) -> tuple[Text, Text] | None:
    """What is wrong with a body code, if anything, and how to mend it."""
    try:
        municipality(code)
    except UnknownBody:
        try:
            prefecture(code)
        except UnknownBody as unknown:
            return unknown.what, unknown.mend or say("6 桁の全国地方公共団体コードを書いてください。")
    return None
