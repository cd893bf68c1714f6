from itertools import combinations

from simulator.dashboard.prefectures import COLUMNS, PLACES, ROWS
from simulator.facts import prefectures

NEIGHBOURS = [
    ("青森県", "岩手県"),
    ("福島県", "茨城県"),
    ("埼玉県", "東京都"),
    ("京都府", "兵庫県"),
    ("熊本県", "鹿児島県"),
    ("愛媛県", "高知県"),
    ("岐阜県", "愛知県"),
    ("広島県", "岡山県"),
]


def test_every_prefecture_has_a_tile_and_nothing_else() -> None:
    assert set(PLACES) == {each.name for each in prefectures()}


def test_no_tile_covers_another() -> None:
    for (one, (left, top)), (other, (x, y)) in combinations(PLACES.items(), 2):
        assert abs(left - x) >= 1 or abs(top - y) >= 1, (one, other)


def test_every_tile_lies_inside_the_map() -> None:
    for name, (left, top) in PLACES.items():
        assert 0 <= left <= COLUMNS - 1, name
        assert 0 <= top <= ROWS - 1, name


def test_neighbours_touch() -> None:
    for one, other in NEIGHBOURS:
        (left, top), (x, y) = PLACES[one], PLACES[other]
        assert abs(left - x) <= 1, (one, other)
        assert abs(top - y) <= 1, (one, other)


def test_north_is_up_and_east_is_right() -> None:
    place = {each.name: each for each in prefectures()}
    for one, other in combinations(PLACES, 2):
        if place[one].lat - place[other].lat > 3:
            assert PLACES[one][1] < PLACES[other][1], (one, other)
        if place[one].lon - place[other].lon > 3:
            assert PLACES[one][0] > PLACES[other][0], (one, other)
