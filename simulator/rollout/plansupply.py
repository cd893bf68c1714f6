"""Reading what steps wait for: vendors with their slots, sessions of the assembly."""

import re
from collections.abc import Sequence
from datetime import date
from math import isclose

from simulator.language import say
from simulator.rollout.entry import Entry
from simulator.rollout.plan import Session, Vendor

MOST_SLOTS = 10_000
_COMMON_YEAR = 2023
_MONTH_DAY = re.compile(r"([0-9]{2})-([0-9]{2})")


def read_vendors(root: Entry, waiting: Sequence[str]) -> tuple[Vendor, ...]:
    """The vendors, with slots for each of the steps that wait for one; raises `PlanError`."""
    if not waiting and "vendors" not in root.cells:
        return ()
    entries = root.coded("vendors")
    vendors = tuple(_vendor(entry, waiting) for entry in entries)
    total = sum(vendor.share for vendor in vendors)
    if not isclose(total, 1, abs_tol=1e-6):
        what = say("業者の share の合計が 1 になりません（合計 {total}）", total=f"{total:g}")
        raise entries[-1].refuse("share", what, say("合計が 1 になるように直してください"))
    return vendors


def read_sessions(root: Entry, *, needed: bool) -> tuple[Session, ...]:
    """The sessions of the assembly in the order of the year; raises `PlanError`."""
    if not needed and "sessions" not in root.cells:
        return ()
    return tuple(sorted(map(_session, root.tables("sessions")), key=lambda session: session.submit))


def _vendor(entry: Entry, waiting: Sequence[str]) -> Vendor:
    entry.only("code", "name_ja", "name_en", "share", "slots", "level", "source")
    slots = entry.table("slots")
    for step in slots.cells:
        if step not in waiting:
            raise slots.unknown(step, step, waiting)
    return Vendor(
        code=entry.text("code"),
        name=entry.name(),
        share=entry.number("share", 0, 1),
        slots={step: slots.whole(step, 1, MOST_SLOTS) for step in waiting},
        origin=entry.origin(),
    )


def _session(entry: Entry) -> Session:
    entry.only("submit", "vote", "level", "source")
    submit, vote = (_month_day(entry, key) for key in ("submit", "vote"))
    if submit > vote:
        what = say("議案の締切が議決の日より後です")
        raise entry.refuse("submit", what, say("同じ年のうちで submit を vote より前にしてください"))
    return Session(submit, vote, entry.origin())


def _month_day(entry: Entry, key: str) -> tuple[int, int]:
    text = entry.text(key)
    found = _MONTH_DAY.fullmatch(text)
    try:
        # In a common year: the day has to exist in every year.
        day = date(_COMMON_YEAR, int(found[1]), int(found[2])) if found else None
    except ValueError:
        day = None
    if day is None:
        mend = say("毎年ある日を MM-DD の形で書いてください（例: 09-25）")
        raise entry.refuse(key, say("月日ではありません: 「{cell}」", cell=text), mend)
    return day.month, day.day
