"""Antenatal, postpartum, newborn, infant and child checkups."""

from dataclasses import dataclass
from functools import cache

from simulator.facts.lookup import find, keyed
from simulator.facts.provenance import Level
from simulator.facts.row import Row
from simulator.facts.table import load


@dataclass(frozen=True, slots=True)
class CheckupKind:
    """One checkup and the window it is meant for, as ISO durations from the anchor.

    `timing_use` says what the window may be used for: `legal_window` and `window` bound the checkup,
    `reminder_only` refuses nobody, `none` = no timing known. `ticketed` is yes, no or depends (on the
    municipality); `statutory` is art12, art13 or no. `level` is the weakest level in the row.
    """

    code: str
    sequence: int
    name_ja: str
    name_en: str
    subject: str
    anchor: str
    timing_from: str | None
    timing_to: str | None
    timing_use: str
    day_before_birthday: bool
    setting: str
    ticketed: str
    statutory: str
    level: Level


def checkup_kind(code: str) -> CheckupKind:
    """One checkup; raises `UnknownFact` with the nearest codes."""
    return find(_by_code(), code, "checkups", "code")


def checkup_kinds() -> tuple[CheckupKind, ...]:
    """All checkups, from the first in pregnancy to the one at five years."""
    return tuple(_by_code().values())


@cache
def pregnancy_checkups() -> frozenset[str]:
    """The codes of the checkups in pregnancy: a ticket for one tells that its holder is pregnant."""
    return frozenset(each.code for each in checkup_kinds() if each.anchor == "gestational_age")


@cache
def _by_code() -> dict[str, CheckupKind]:
    return keyed(load("checkups"), "code", _kind)


def _kind(row: Row) -> CheckupKind:
    return CheckupKind(
        code=row.text("code"),
        sequence=row.whole("sequence"),
        name_ja=row.text("name_ja"),
        name_en=row.text("name_en"),
        subject=row.text("subject"),
        anchor=row.choice("anchor", "gestational_age", "delivery_date", "birth_date"),
        timing_from=row.optional_text("timing_from"),
        timing_to=row.optional_text("timing_to"),
        timing_use=row.choice("timing_use", "legal_window", "window", "reminder_only", "none"),
        day_before_birthday=row.yes("day_before_birthday"),
        setting=row.choice("setting", "individual", "group", "either"),
        ticketed=row.choice("ticketed", "yes", "no", "depends"),
        statutory=row.choice("statutory", "art12", "art13", "no"),
        level=row.level(),
    )
