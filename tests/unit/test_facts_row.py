"""A cell that cannot be read is pointed at by file, line and field."""

from collections.abc import Callable
from datetime import date

import pytest

from simulator.facts.errors import FactsError
from simulator.facts.row import Row


def row(cell: str) -> Row:
    return Row({"value": cell}, "facts.csv", 7)


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (lambda r: r.text("value"), " "),
        (lambda r: r.whole("value"), "1.5"),
        (lambda r: r.whole("value"), "１２"),
        (lambda r: r.whole("value"), "1_000"),
        (lambda r: r.whole("value"), ""),
        (lambda r: r.wholes("value"), "old"),
        (lambda r: r.number("value"), "nan"),
        (lambda r: r.number("value"), "1e999"),
        (lambda r: r.number("value"), "60%"),
        (lambda r: r.day("value"), "2027-02-30"),
        (lambda r: r.minute_of_day("value"), "24:00"),
        (lambda r: r.minute_of_day("value"), "8:30"),
        (lambda r: r.yes("value"), "true"),
        (lambda r: r.level("value"), "sourced"),
    ],
)
def test_an_unreadable_cell_names_file_line_and_field(read: Callable[[Row], object], cell: str) -> None:
    with pytest.raises(FactsError) as caught:
        read(row(cell))
    error = caught.value
    assert (error.file, error.line, error.field) == ("facts.csv", 7, "value")
    assert cell in str(error)
    assert error.mend


def test_readable_cells_are_read() -> None:
    assert row("-3").whole("value") == -3
    assert row("65 70").wholes("value") == (65, 70)
    assert row("").wholes("value") == ()
    assert row("0.25").number("value") == 0.25
    assert row("2027-03-31").day("value") == date(2027, 3, 31)
    assert row("08:30").minute_of_day("value") == 510
    assert row("no").yes("value") is False


def test_blank_cells_are_none_only_where_blank_is_allowed() -> None:
    blank = row("")
    assert blank.optional_text("value") is None
    assert blank.optional_whole("value") is None
    assert blank.optional_number("value") is None
    assert blank.optional_day("value") is None
    with pytest.raises(FactsError):
        row("x").optional_whole("value")


def test_a_column_taken_out_of_an_edited_table_is_named() -> None:
    with pytest.raises(FactsError, match="sigma") as caught:
        row("1").number("sigma")
    assert caught.value.line == 1
