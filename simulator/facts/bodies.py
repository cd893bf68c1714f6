"""The bodies that can take part: 1,741 municipalities and 47 prefectures, with who lives there."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from simulator.facts.errors import UnknownBody
from simulator.facts.row import Row
from simulator.facts.table import load
from simulator.language import say

_BAND = re.compile(r"age_(\d+)_(?:to_(\d+)|up)")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Municipality:
    """A city, special ward, town or village.

    `code` is the 6-digit body code as text. Population is that of 2022-01-01, births those of 2021.
    `card_rate` is cards issued per inhabitant at the end of 2022, `card_rate_estimated` the estimated share
    of inhabitants holding a card in January 2026; both from 0 to 1.
    """

    code: str
    prefecture_code: str
    prefecture: str
    name: str
    kana: str
    romaji: str
    kind: str
    lat: float
    lon: float
    population: int
    births: int
    card_rate: float
    card_rate_estimated: float


@dataclass(frozen=True, slots=True)
class Prefecture:
    """A prefecture, which is a body of its own; the figures are those of `Municipality`."""

    code: str
    prefecture_code: str
    name: str
    kana: str
    romaji: str
    population: int
    births: int
    municipalities: int
    lat: float
    lon: float
    card_rate: float
    card_rate_estimated: float


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Full years of age, both ends included; the oldest band has no upper end."""

    age_from: int
    age_to: int | None


@dataclass(frozen=True, slots=True)
class AgeSex:
    """People by band and sex; people of undisclosed age, a few in 401 municipalities, are left out."""

    bands: tuple[AgeBand, ...]
    male: tuple[int, ...]
    female: tuple[int, ...]


def municipality(code: str) -> Municipality:
    """One municipality; raises `UnknownBody` with the nearest codes and names."""
    try:
        return _by_code()[code]
    except KeyError:
        raise _unknown(code) from None


@cache
def municipalities() -> tuple[Municipality, ...]:
    """All municipalities in the order of their codes."""
    names = {each.prefecture_code: each.name for each in prefectures()}
    return tuple(_municipality(row, names) for row in load("municipalities").rows)


def prefecture(code: str) -> Prefecture:
    """One prefecture by its 6-digit body code; raises `UnknownBody`."""
    try:
        return next(each for each in prefectures() if each.code == code)
    except StopIteration:
        raise _unknown(code) from None


@cache
def prefectures() -> tuple[Prefecture, ...]:
    """All prefectures in the order of their codes."""
    return tuple(_prefecture(row) for row in load("prefectures").rows)


@cache
def age_sex(code: str) -> AgeSex:
    """People of a municipality by five-year band and sex; raises `UnknownBody`."""
    municipality(code)
    rows = _age_rows()
    male, female = rows[code, "M"], rows[code, "F"]
    columns = [(column, found) for column in male if (found := _BAND.fullmatch(column))]
    bands = tuple(
        AgeBand(int(low), int(high) if high else None)
        for _, found in columns
        for low, high in [found.groups()]
    )
    return AgeSex(bands, tuple(male.whole(c) for c, _ in columns), tuple(female.whole(c) for c, _ in columns))


@cache
def _by_code() -> dict[str, Municipality]:
    return {each.code: each for each in municipalities()}


@cache
def _age_rows() -> dict[tuple[str, str], Row]:
    return {(row["code"], row["sex"]): row for row in load("municipality_age_sex").rows}


def _municipality(row: Row, names: dict[str, str]) -> Municipality:
    return Municipality(
        code=row.text("code"),
        prefecture_code=row["prefecture_code"],
        prefecture=names[row.choice("prefecture_code", *names)],
        name=row.text("name"),
        kana=row["kana"],
        romaji=row["romaji"],
        kind=row["kind"],
        lat=row.number("lat"),
        lon=row.number("lon"),
        population=row.whole("population"),
        births=row.whole("births"),
        card_rate=row.number("card_rate_20221231") / 100,
        card_rate_estimated=row.number("card_rate_202601") / 100,
    )


def _prefecture(row: Row) -> Prefecture:
    return Prefecture(
        code=row.text("code"),
        prefecture_code=row.text("prefecture_code"),
        name=row.text("name"),
        kana=row["kana"],
        romaji=row["romaji"],
        population=row.whole("population"),
        births=row.whole("births"),
        municipalities=row.whole("municipalities"),
        lat=row.number("lat"),
        lon=row.number("lon"),
        card_rate=row.number("card_rate_20221231") / 100,
        card_rate_estimated=row.number("card_rate_202601") / 100,
    )


def _unknown(asked: str) -> UnknownBody:
    labels = {each.code: f"{each.code} {each.prefecture}{each.name}" for each in municipalities()}
    of_prefectures = {each.code: f"{each.code} {each.name}" for each in prefectures()}
    shown: dict[str, object] = dict(labels)
    shown |= {code: say("{label}（都道府県）", label=label) for code, label in of_prefectures.items()}
    labels |= of_prefectures
    # a body may be asked for by its name, or by its 5-digit code without the check digit
    near = [code for code, label in labels.items() if asked and asked in label]
    near = near or get_close_matches(asked, labels, n=_SHOWN)
    hint = (
        say("近いもの: {near}", near=tuple(shown[code] for code in near[:_SHOWN]))
        if near
        else say("近いものはありません")
    )
    return UnknownBody(
        say("そのような団体コードはありません: 「{code}」", code=asked),
        "municipalities.csv",
        None,
        "code",
        say("6 桁の全国地方公共団体コードを書いてください。{hint}", hint=hint),
    )
