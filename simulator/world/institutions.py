"""The institutions of a municipality, with openly fictional names and well-formed codes."""

import numpy as np

from simulator.facts import assumption
from simulator.facts.bodies import municipality
from simulator.facts.institutions import claims_computer_vendors, institution_counts
from simulator.records.institution import Institution, InstitutionKind
from simulator.streams import Streams
from simulator.world.keys import institution_code

_STEMS = (
    "さくら", "みどり", "あおぞら", "ひまわり", "やまびこ", "せせらぎ", "こもれび", "わかば",
    "あさひ", "つばさ", "ほたる", "かえで", "すみれ", "なのはな", "もみじ", "けやき",
    "いずみ", "のぞみ", "ひだまり", "はるかぜ", "ゆうひ", "あけぼの", "こだま", "たんぽぽ",
    "つくし", "しらかば", "くすのき", "はなみずき", "きらり", "そよかぜ", "みらい", "にじいろ",
    "ふたば", "まつば", "ことり", "あじさい", "うみかぜ", "かりん", "ゆず", "れんげ",
)  # fmt: skip
_SPECIALITIES = {
    InstitutionKind.HOSPITAL: ("病院", "総合病院", "記念病院", "中央病院"),
    InstitutionKind.CLINIC: (
        "小児科", "内科", "内科小児科", "耳鼻咽喉科", "整形外科", "眼科", "皮膚科", "クリニック",
        "産婦人科", "心療内科", "泌尿器科", "外科",
    ),
    InstitutionKind.DENTAL: ("歯科", "歯科医院", "小児歯科", "デンタルクリニック"),
    InstitutionKind.PHARMACY: ("薬局", "調剤薬局", "ファーマシー", "薬局本店"),
}  # fmt: skip
# The first of each is live, so that the smallest world can be played.
_ALWAYS_LIVE = (InstitutionKind.CLINIC, InstitutionKind.PHARMACY)
_HEALTH_CENTRE_NUMBER = 9_900_001


def establish(municipality_code: str, share: float, seed: int) -> tuple[Institution, ...]:
    """Institutions at a share of the counts, at least one of each kind, and a health centre."""
    counts = institution_counts(municipality_code)
    numbers = {
        InstitutionKind.HOSPITAL: counts.hospital,
        InstitutionKind.CLINIC: counts.clinic,
        InstitutionKind.DENTAL: counts.dental,
        InstitutionKind.PHARMACY: counts.pharmacy,
    }
    established = [
        each
        for kind, count in numbers.items()
        for each in _of_kind(kind, max(1, round(share * count)), municipality_code, seed)
    ]
    return (*established, _health_centre(municipality_code))


def _of_kind(kind: InstitutionKind, count: int, municipality_code: str, seed: int) -> list[Institution]:
    draws = Streams(seed).generator(f"institutions: {kind}", municipality_code).random((count, 2))
    vendors = claims_computer_vendors()
    bounds = np.cumsum([each.share for each in vendors])
    places = np.minimum(np.searchsorted(bounds, draws[:, 0], side="right"), len(vendors) - 1)
    live = draws[:, 1] < assumption("institution_live_share").value
    return [
        Institution(
            code=_code(kind, municipality_code, index),
            name=_name(kind, index),
            kind=kind,
            municipality_code=municipality_code,
            claims_computer_vendor=vendors[places[index]].name,
            uses_subsidy_information=bool(live[index]) or (index == 0 and kind in _ALWAYS_LIVE),
        )
        for index in range(count)
    ]


def _health_centre(municipality_code: str) -> Institution:
    prefecture_code = municipality(municipality_code).prefecture_code
    number = _HEALTH_CENTRE_NUMBER + int(municipality_code[2:5]) * 10
    return Institution(
        code=institution_code(prefecture_code, InstitutionKind.HEALTH_CENTRE, number),
        name=f"架空{municipality(municipality_code).name}保健センター",
        kind=InstitutionKind.HEALTH_CENTRE,
        municipality_code=municipality_code,
        uses_subsidy_information=False,
    )


def _code(kind: InstitutionKind, municipality_code: str, index: int) -> str:
    """The body's three digits and a running number, hospitals apart from clinics."""
    running = index + (0 if kind is InstitutionKind.HOSPITAL else 1000)
    prefecture_code = municipality(municipality_code).prefecture_code
    return institution_code(prefecture_code, kind, int(municipality_code[2:5]) * 10_000 + running)


def _name(kind: InstitutionKind, index: int) -> str:
    """Each stem meets each speciality once; from then on the names are numbered."""
    specialities = _SPECIALITIES[kind]
    repeat, place = divmod(index, len(_STEMS) * len(specialities))
    row, stem = divmod(place, len(_STEMS))
    numbered = f"第{repeat + 1}" if repeat else ""
    return f"架空{_STEMS[stem]}{numbered}{specialities[(row + stem) % len(specialities)]}"
