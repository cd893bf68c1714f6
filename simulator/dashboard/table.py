"""Tables of the pages: as HTML that screen readers and tests can read, and as CSV for spreadsheets."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from markupsafe import Markup, escape

BOM = "\ufeff"
# Cells up to this width, in half-width characters, are kept on one line.
SHORT = 24


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that leads to another page; `plain` stands in its place in files, if given."""

    text: str
    href: str
    plain: str | None = None

    def __str__(self) -> str:
        return self.plain or self.text

    def __html__(self) -> str:
        return Markup('<a href="{}">{}</a>').format(self.href, self.text)


@dataclass(frozen=True, slots=True)
class State:
    """A cell that tells a state by shape and word; `code` chooses the colour of the shape."""

    code: str
    shape: str
    word: str

    def __str__(self) -> str:
        return self.word

    def __html__(self) -> str:
        return Markup('<span class="state {}"><b aria-hidden="true">{}</b> {}</span>').format(
            self.code, self.shape, self.word
        )


Cell = str | int | float | Link | State | None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; numbers stand to the right."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def html(self, *, tall: bool = False) -> Markup:
        """The table in a frame that scrolls where it is too wide, or too tall if asked."""
        kinds = [self._kind(place) for place in range(len(self.columns))]
        head = Markup("").join(
            Markup('<th scope="col" class="{}">{}</th>').format(kind, name)
            for kind, name in zip(kinds, self.columns, strict=True)
        )
        body = Markup("").join(Markup("<tr>{}</tr>").format(_cells(row, kinds)) for row in self.rows)
        return Markup(
            '<div class="scroll {}" tabindex="0" role="region" aria-label="{}"><table>'
            "<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>"
        ).format("tall" if tall else "", self.title, head, body)

    def csv(self) -> bytes:
        """UTF-8 with a byte order mark, which spreadsheets need to show Japanese."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(self.columns)
        writer.writerows([["" if cell is None else str(cell) for cell in row] for row in self.rows])
        return (BOM + text.getvalue()).encode()

    def _kind(self, place: int) -> str:
        filled: Sequence[Cell] = [row[place] for row in self.rows if row[place] is not None]
        return "n" if filled and all(is_number(cell) for cell in filled) else ""


def _cells(row: Sequence[Cell], kinds: Sequence[str]) -> Markup:
    return Markup("").join(
        Markup('<td class="{}">{}</td>').format(kind or _shape(cell), _shown(cell))
        for cell, kind in zip(row, kinds, strict=True)
    )


def _shape(cell: Cell) -> str:
    if is_number(cell):
        return "n"
    shown = cell.text if isinstance(cell, Link) else str(cell)
    return "short" if _width(shown) <= SHORT else ""


def is_number(cell: Cell) -> bool:
    """Whether a cell stands to the right: a number, or a share as text."""
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.endswith("%"))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _shown(cell: Cell) -> Markup:
    if isinstance(cell, int | float):
        return escape(_number(cell))
    return escape("–" if cell is None else cell)


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
