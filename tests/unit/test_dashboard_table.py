import csv
import io

import pytest

from simulator.dashboard.table import Cell, Link, State, Table


def table(*rows: tuple[Cell, ...]) -> Table:
    return Table("表", tuple(f"列{place}" for place in range(len(rows[0]))), rows)


def test_spreadsheets_are_told_that_the_file_is_utf_8() -> None:
    assert table(("都城市",)).csv().startswith(b"\xef\xbb\xbf")


def test_a_csv_file_holds_every_row_under_its_column() -> None:
    shown = table(("都城市", 3), ("北海道, 札幌市", None))
    read = list(csv.reader(io.StringIO(shown.csv().decode("utf-8-sig"))))
    assert read == [["列0", "列1"], ["都城市", "3"], ["北海道, 札幌市", ""]]


def test_a_link_and_a_state_are_words_in_a_csv_file() -> None:
    text = table((Link("都城市", "body?code=452025"), State("pass", "●", "適合"))).csv().decode("utf-8-sig")
    assert "都城市,適合" in text
    assert "●" not in text


@pytest.mark.parametrize(
    "cell",
    ["<script>alert(1)</script>", Link("<script>", 'x" onclick="y'), State("x", "<b>", "<script>")],
    ids=["text", "link", "state"],
)
def test_markup_in_a_cell_is_shown_and_not_obeyed(cell: Cell) -> None:
    html = table((cell,)).html()
    assert "<script>" not in html
    assert 'onclick="' not in html


def test_numbers_and_shares_stand_to_the_right() -> None:
    html = table(("名", 1234, "41.0%")).html()
    assert '<td class="n">1,234</td>' in html
    assert '<td class="n">41.0%</td>' in html


def test_a_code_with_leading_zeros_stays_as_it_is() -> None:
    shown = table(("022080",))
    assert ">022080<" in shown.html()
    assert b"022080" in shown.csv()


def test_what_is_not_known_is_a_dash_and_no_zero() -> None:
    assert ">–<" in table((None,)).html()


def test_a_state_is_told_by_shape_and_word() -> None:
    html = table((State("fail", "■", "不適合"),)).html()
    assert "■" in html
    assert "不適合" in html


def test_the_columns_are_announced_to_screen_readers() -> None:
    html = table(("a", "b")).html()
    assert html.count('scope="col"') == 2
    assert 'aria-label="表"' in html


def test_what_is_not_known_stands_under_the_numbers_of_its_column() -> None:
    assert '<td class="n">–</td>' in table((1,), (None,)).html()


def test_a_shortened_address_is_whole_in_a_csv_file() -> None:
    shown = table((Link("example.jp", "https://example.jp/a/b", "https://example.jp/a/b"),))
    assert ">example.jp</a>" in shown.html()
    assert b"https://example.jp/a/b" in shown.csv()
