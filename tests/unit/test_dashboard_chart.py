from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from simulator.dashboard import chart
from simulator.dashboard.colour import contrast
from simulator.dashboard.forecast import Band
from simulator.dashboard.prefectures import PLACES
from simulator.dashboard.settings import FONT

BANDS = {date(2025, 4, 1): Band(1, 2, 3), date(2025, 5, 1): Band(4, 5, 6)}
COUNTS = {"宮崎県": (1, 1), "北海道": (0, 4), "東京都": (2, 4), "三重県": (1, 12)}


def tiles() -> dict[str, dict[str, Any]]:
    drawn = chart.prefecture_tiles(COUNTS, {name: name for name in PLACES}).to_dict()
    return {row["name"]: row for row in values(drawn)}


def values(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    name = next(layer["data"]["name"] for layer in (drawn, *drawn["layer"]) if "data" in layer)
    return list(drawn["datasets"][name])


def scales(drawn: Any) -> Iterator[dict[str, Any]]:
    for layer in drawn["layer"]:
        y = layer["encoding"].get("y", {})
        if y.get("scale"):
            yield y["scale"]


def test_every_prefecture_has_its_name_and_its_number_in_its_tile() -> None:
    shown = tiles()
    assert len(shown) == 47
    assert all(tile["short"] and tile["number"] for tile in shown.values())
    assert (shown["宮崎県"]["number"], shown["三重県"]["number"], shown["沖縄県"]["number"]) == (
        "1/1",
        "1/12",
        "–",
    )


@pytest.mark.parametrize(
    ("name", "short"), [("北海道", "北海道"), ("東京都", "東京"), ("京都府", "京都"), ("神奈川県", "神奈川")]
)
def test_names_of_prefectures_are_shortened_as_people_do(name: str, short: str) -> None:
    assert tiles()[name]["short"] == short


def test_none_some_half_all_and_no_body_differ_in_colour() -> None:
    shown = tiles()
    names = ("北海道", "三重県", "東京都", "宮崎県", "沖縄県")
    assert len({shown[name]["fill"] for name in names}) == len(names)


def test_what_stands_in_a_tile_can_be_read() -> None:
    for tile in tiles().values():
        assert contrast(tile["ink"], tile["fill"]) >= 4.5


def test_counts_of_bodies_begin_at_zero_and_reach_beyond_the_denominator() -> None:
    drawn = chart.forecast_band(BANDS, 167, date(2025, 4, 1)).to_dict()
    found = list(scales(drawn))
    assert found
    assert all(scale["domain"][0] == 0 and scale["domain"][1] > 167 for scale in found)


def test_days_are_those_of_the_calendar_wherever_the_browser_stands() -> None:
    drawn = chart.forecast_band(BANDS, 167, date(2025, 4, 1)).to_dict()
    assert values(drawn)[0]["day"] == "2025-04-01T00:00:00"


def test_every_chart_uses_the_japanese_fonts() -> None:
    charts = (
        chart.forecast_band(BANDS, 167, date(2025, 4, 1)),
        chart.prefecture_tiles(COUNTS, {name: name for name in PLACES}),
        chart.hours([(9, 3)]),
        chart.waits([(9, "受付", 1.0)]),
    )
    assert [each.to_dict()["config"]["font"] for each in charts] == [FONT] * 4


def test_a_wait_that_rounds_to_nothing_looks_like_nothing() -> None:
    rows = values(chart.waits([(9, "受付", 0.04), (10, "受付", 0.0), (11, "受付", 8.0)]).to_dict())
    assert rows[0]["fill"] == rows[1]["fill"] != rows[2]["fill"]
