import re

import numpy as np
import pytest

from simulator.facts.bodies import municipality
from simulator.records.person import Sex
from simulator.world.identity import NameTable, address, given_names, surnames

TABLES = [surnames(), given_names(Sex.MALE), given_names(Sex.FEMALE)]


@pytest.mark.parametrize("table", TABLES)
def test_every_spelling_has_one_reading_in_katakana(table: NameTable) -> None:
    assert len(set(table.kanji)) == len(table.kanji) == len(table.kana)
    assert all(re.fullmatch("[ァ-ヴー]+", kana) for kana in table.kana)


@pytest.mark.parametrize("table", TABLES)
def test_every_draw_gives_a_name(table: NameTable) -> None:
    picked = table.pick(np.array([0.0, 0.5, np.nextafter(1.0, 0.0)]))
    assert picked.max() < len(table.kanji)


def test_there_are_thousands_of_combinations_for_each_sex() -> None:
    for sex in Sex:
        assert len(surnames().kanji) * len(given_names(sex).kanji) > 100_000


def test_frequent_surnames_come_up_more_often() -> None:
    picked = surnames().pick(np.random.default_rng(1).random(50_000))
    counts = {name: (picked == surnames().kanji.index(name)).sum() for name in ("佐藤", "都築")}
    assert counts["佐藤"] > 10 * counts["都築"]


def test_kanji_and_kana_belong_together() -> None:
    assert surnames().kana[surnames().kanji.index("田中")] == "タナカ"
    assert given_names(Sex.FEMALE).kana[given_names(Sex.FEMALE).kanji.index("明美")] == "アケミ"


def test_addresses_are_openly_fictional() -> None:
    miyakonojo = municipality("452025")
    for household in (0, 89, 90, 100_000):
        assert re.fullmatch(r"宮崎県都城市架空町\d+丁目\d+番", address(miyakonojo, household))
