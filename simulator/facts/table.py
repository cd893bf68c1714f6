"""Reading a table of facts together with its provenance; a table without provenance is refused."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulator.facts.errors import FactsError, UnknownFact
from simulator.facts.provenance import Level, Provenance
from simulator.facts.row import Row
from simulator.facts.sidecar import read_sidecar
from simulator.language import say

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text with the provenance of every column.

    Cells stay text, so that body codes keep their leading zeros; a row reads its own cells as numbers or
    dates on demand.
    """

    name: str
    title_ja: str
    title_en: str
    provenance: Mapping[str, Provenance]
    rows: tuple[Row, ...]
    licence: str

    def level_of(self, row: Row, column: str) -> Level:
        """How sure one cell is, by its column or, where levels differ by row, by its row."""
        origin = self.provenance[column]
        if origin.level_column and row[origin.level_column]:
            return row.level(origin.level_column)
        return origin.level


def load(name: str, directory: Path | None = None) -> Table:
    """Read the table NAME.csv with its sidecar NAME.toml.

    Without a directory the tables of the package are read, once. Raises `FactsError` for a table that cannot
    be relied on, and `UnknownFact` where there is none of that name.
    """
    return _shipped(name) if directory is None else _read(name, directory)


def names(directory: Path | None = None) -> tuple[str, ...]:
    """The names of the tables in a directory, by default those of the package."""
    return tuple(sorted(path.stem for path in (directory or TABLES).glob("*.csv")))


@cache
def _shipped(name: str) -> Table:
    return _read(name, TABLES)


def _read(name: str, directory: Path) -> Table:
    path = directory / f"{name}.csv"
    lines = _lines(_text(path, directory), path)
    _, columns = next(lines, (0, []))
    _check_columns(columns, path)
    sidecar = read_sidecar(path.with_suffix(".toml"), columns)
    rows = tuple(_row(cells, columns, path, line) for line, cells in lines)
    table = Table(name, sidecar.title_ja, sidecar.title_en, sidecar.provenance, rows, sidecar.licence)
    _check_levels(table)
    return table


def _text(path: Path, directory: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        there = names(directory)
        mend = (
            say("次のいずれかにしてください: {allowed}", allowed=there)
            if there
            else say("表のあるフォルダを指定してください")
        )
        raise UnknownFact(say("その名前の表はありません"), str(path), mend=mend) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FactsError(
            say("UTF-8 ではありません"), str(path), line, mend=say("UTF-8 で保存し直してください")
        ) from None


def _lines(text: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Cells of each row with the line on which the row ends."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FactsError(
                say("CSV として読めません: {error}", error=error),
                str(path),
                reader.line_num,
                mend=say("引用符の閉じ忘れを直してください"),
            ) from None
        yield reader.line_num, cells


def _check_columns(columns: list[str], path: Path) -> None:
    if not columns:
        raise FactsError(say("見出し行がありません"), str(path), 1, mend=say("1 行目に列名を書いてください"))
    for column, times in Counter(columns).items():
        if not column.strip():
            raise FactsError(
                say("名前のない列があります"), str(path), 1, mend=say("列名を書くか、列を消してください")
            )
        if times > 1:
            raise FactsError(
                say("同じ名前の列が二つあります"), str(path), 1, column, say("どちらかの列名を変えてください")
            )


def _row(cells: list[str], columns: list[str], path: Path, line: int) -> Row:
    if len(cells) != len(columns):
        raise FactsError(
            say(
                "列の数が見出しと合いません（見出し {expected}、この行 {found}）",
                expected=len(columns),
                found=len(cells),
            ),
            str(path),
            line,
            columns[len(cells)] if len(cells) < len(columns) else None,
            say("カンマの過不足を直してください。カンマを含む値は引用符で囲みます"),
        )
    return Row(dict(zip(columns, cells, strict=True)), str(path), line)


def _check_levels(table: Table) -> None:
    """A cell with a value must have a level, where the level is given row by row."""
    by_row = {
        column: origin.level_column for column, origin in table.provenance.items() if origin.level_column
    }
    for row in table.rows:
        for column, level_column in by_row.items():
            if row[column] or row[level_column]:
                row.level(level_column)
