"""Which bodies were selected for the advance project, and for what."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from simulator.facts.table import load

FIRST_YEAR = 2023


class Program(StrEnum):
    """What a body may run over the hub: national schemes, local schemes, vaccination, checkups."""

    NANBYO = "nanbyo"
    SEISHIN_TSUIN = "seishin_tsuin"
    KOSEI = "kosei"
    IKUSEI = "ikusei"
    SHONI_MANSEI = "shoni_mansei"
    LOCAL_KODOMO = "local_kodomo"
    LOCAL_SHOGAI = "local_shogai"
    LOCAL_HITORIOYA = "local_hitorioya"
    LOCAL_KOKI = "local_koki"
    LOCAL_KAFU = "local_kafu"
    LOCAL_SEISHIN = "local_seishin"
    VACCINATION = "vaccination"
    CHECKUP = "checkup"


SUBSIDIES = tuple(each for each in Program if each not in (Program.VACCINATION, Program.CHECKUP))


@dataclass(frozen=True, slots=True)
class Selection:
    """One selection of one body; `level` is municipality or prefecture, `number` the row in the source.

    Two bodies were selected in both years.
    """

    fiscal_year: int
    number: int
    code: str
    name: str
    prefecture: str
    level: str


@cache
def selections() -> tuple[Selection, ...]:
    """All 169 selections, of 167 bodies, in the order of the source."""
    return tuple(
        Selection(
            fiscal_year=row.whole("fiscal_year"),
            number=row.whole("number"),
            code=row.text("code"),
            name=row.text("name"),
            prefecture=row.text("prefecture"),
            level=row.choice("body_level", "municipality", "prefecture"),
        )
        for row in load("selections").rows
    )


def first_year_codes() -> tuple[str, ...]:
    """Codes of the sixteen bodies of fiscal year 2023."""
    return tuple(each.code for each in selections() if each.fiscal_year == FIRST_YEAR)


def programs(code: str) -> frozenset[Program]:
    """What a body runs; empty where the source does not say (all that were selected in 2024 only)."""
    return _programs().get(code, frozenset())


@cache
def _programs() -> dict[str, frozenset[Program]]:
    found: dict[str, set[Program]] = {}
    for row in load("selection_programs").rows:
        found.setdefault(row.text("code"), set()).add(Program(row.choice("program", *Program)))
    return {code: frozenset(each) for code, each in found.items()}
