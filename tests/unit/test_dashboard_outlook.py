from datetime import date

from simulator.dashboard.forecast import BodyForecast
from simulator.dashboard.grounds import source_cell
from simulator.dashboard.table import Link
from simulator.dashboard.tiles import live_in_prefectures


def row(code: str, day: date | None, area: str = "subsidy", prefecture: str = "宮崎県") -> BodyForecast:
    return BodyForecast(code, "合成市", prefecture, "municipality", 2024, area, day, day, day, "")


def test_a_body_counts_from_its_median_day_on() -> None:
    rows = [row("1", date(2025, 4, 1)), row("2", date(2025, 4, 2))]
    assert live_in_prefectures(rows, date(2025, 4, 1)) == {"宮崎県": (1, 2)}


def test_a_body_with_two_areas_counts_once_and_by_the_earlier() -> None:
    rows = [row("1", date(2025, 9, 1), "subsidy"), row("1", date(2024, 6, 1), "vaccination")]
    assert live_in_prefectures(rows, date(2024, 12, 31)) == {"宮崎県": (1, 1)}


def test_a_body_without_a_day_is_in_scope_and_not_live() -> None:
    assert live_in_prefectures([row("1", None)], date(2030, 1, 1)) == {"宮崎県": (0, 1)}


def test_prefectures_are_counted_apart() -> None:
    rows = [row("1", date(2025, 1, 1)), row("2", None, prefecture="北海道")]
    assert live_in_prefectures(rows, date(2025, 4, 1)) == {"宮崎県": (1, 1), "北海道": (0, 1)}


def test_only_a_published_address_becomes_a_link() -> None:
    assert isinstance(source_cell("https://example.jp/a"), Link)
    assert source_cell("javascript:alert(1)") == "javascript:alert(1)"
    assert source_cell("S12") == "S12"
