"""Names with kanji and kana that belong together, and openly fictional addresses.

Surnames with their frequency: japanese-personal-name-dataset. Given names: Faker's ja_JP pairs, and popular
readings of the dataset with spellings that have no other reading there, so that each spelling keeps its own
kana. Neither source gives frequencies of given names; how many spellings a reading has stands in for them
(an assumption).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from faker.providers.person.ja_JP import Provider
from japanese_personal_name_dataset import load_dataset
from numpy.typing import NDArray

from simulator.facts.bodies import Municipality
from simulator.records.person import Sex

_SPELLINGS_PER_READING = 4
_LONGEST = 3
_FAKER_WEIGHT = 120.0
_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
SPACE = "　"


@dataclass(frozen=True, slots=True)
class NameTable:
    """Spellings with their kana (katakana) and the cumulative share of each."""

    kanji: tuple[str, ...]
    kana: tuple[str, ...]
    cumulative: NDArray[np.float64]

    def pick(self, draws: NDArray[np.float64]) -> NDArray[np.uint16]:
        """Indices of names for draws in [0, 1)."""
        return np.searchsorted(self.cumulative, draws, side="right").astype(np.uint16)

    def same_kana(self, index: int) -> tuple[int, ...]:
        """Other spellings of the same kana."""
        kana = self.kana[index]
        return tuple(other for other, found in enumerate(self.kana) if found == kana and other != index)


@cache
def surnames() -> NameTable:
    """Family names by how many people bear them."""
    _, _, last = load_dataset(include_last_names=True)
    return _table({(kanji, _katakana(each["reading"])): float(each["count"]) for kanji, each in last.items()})


@cache
def given_names(sex: Sex) -> NameTable:
    """Given names of a sex."""
    male = sex is Sex.MALE
    popular, every = (load_dataset(kind=kind)[0 if male else 1] for kind in ("opti", "org"))
    readings: dict[str, int] = {}
    for entry in every.values():
        for kanji in entry["kanji"]:
            readings[kanji] = readings.get(kanji, 0) + 1
    weights: dict[tuple[str, str], float] = {}
    for reading in popular:
        spellings = every.get(reading, popular[reading])["kanji"]
        chosen = [kanji for kanji in spellings if readings.get(kanji) == 1 and _writable(kanji)]
        for kanji in chosen[:_SPELLINGS_PER_READING]:
            weights[kanji, _katakana(reading)] = len(spellings) / min(len(chosen), _SPELLINGS_PER_READING)
    pairs = Provider.first_name_male_pairs if male else Provider.first_name_female_pairs
    known = {kanji for kanji, _ in weights}
    weights |= {(kanji, kana): _FAKER_WEIGHT for kanji, kana, _ in pairs if kanji not in known}
    return _table(weights)


def address(municipality: Municipality, household: int) -> str:
    """A fictional address of a household."""
    block, lot = divmod(household, 90)
    return f"{municipality.prefecture}{municipality.name}架空町{block % 30 + 1}丁目{lot + 1}番"


def _table(weights: dict[tuple[str, str], float]) -> NameTable:
    # Dictionaries keep the order of their sources; sorting makes it independent of them.
    pairs = sorted(weights)
    cumulative = np.cumsum([weights[pair] for pair in pairs])
    return NameTable(
        tuple(kanji for kanji, _ in pairs),
        tuple(kana for _, kana in pairs),
        cumulative / np.nextafter(cumulative[-1], 0),  # so that the last exceeds every draw
    )


def _katakana(hiragana: str) -> str:
    return hiragana.translate(_KATAKANA)


def _writable(kanji: str) -> bool:
    """Short, and within JIS X 0208: characters outside are planted on purpose, never by chance."""
    try:
        kanji.encode("euc_jp")
    except UnicodeEncodeError:
        return False
    return 0 < len(kanji) <= _LONGEST
