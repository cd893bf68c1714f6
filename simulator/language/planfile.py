"""The tables of a TOML file that a user wrote; they know where they stand, to point at mistakes."""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from simulator.language.complaint import Complaint
from simulator.language.text import Text, say


class PlanError(Complaint):
    """A plan cannot be used as it stands: what is wrong, where, and how to mend it."""

    def __init__(self, what: Text, file: str, line: int | None, field: str, mend: Text) -> None:
        parts = [say("ファイル: {file}", file=file)]
        parts += [say("{line} 行目", line=line)] if line is not None else []
        parts += [say("項目: {field}", field=field)] if field else []
        super().__init__(what, where=say("{parts}", parts=tuple(parts)), mend=mend)
        self.file = file
        self.line = line
        self.field = field


@dataclass(frozen=True, slots=True)
class Entry:
    """A table with its header's line; readers raise `PlanError` naming file, line and field.

    `headers` is the dotted name of the table in the file, `title` what a message calls it.
    """

    cells: Mapping[str, Any]
    file: str
    lines: tuple[str, ...]
    line: int | None = None
    header: str = ""
    title: str = ""

    @classmethod
    def root(cls, content: bytes, file: str) -> Self:
        """The whole of a file, which is to be TOML in UTF-8."""
        try:
            # Line ends of any system count as one, as they do for the reader of TOML.
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            mend = say("UTF-8 で保存し直してください")
            raise PlanError(say("UTF-8 ではありません"), file, line, "", mend) from None
        lines = tuple(text.split("\n"))
        try:
            cells = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) if found else len(lines)
            what = say("TOML として読めません: {error}", error=error)
            raise PlanError(what, file, line, "", say("示された行の書き方を直してください")) from None
        return cls(cells, file, lines)

    def refuse(self, key: str, what: Text, mend: Text) -> PlanError:
        """Build the error that points at one key of this table."""
        field = ".".join(part for part in (self.title, key) if part)
        return PlanError(what, self.file, self._line_of(key), field, mend)

    def only(self, *keys: str) -> None:
        """Refuse keys that mean nothing here."""
        for key in self.cells:
            if key not in keys:
                raise self.refuse(
                    key, say("知らない項目です: {key}", key=key), say("使える項目: {keys}", keys=keys)
                )

    def cell(self, key: str) -> Any:  # noqa: ANN401 - any TOML value
        """A value that must be there."""
        if key not in self.cells:
            raise self.refuse(
                key, say("{key} が書かれていません", key=key), say("{key} を書いてください", key=key)
            )
        return self.cells[key]

    def text(self, key: str) -> str:
        """A text that is not blank."""
        value = self.cell(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(
                key,
                say("{key} が空か、文字列ではありません", key=key),
                say('{key} = "…" のように書いてください', key=key),
            )
        return value

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """One of a few words."""
        value = self.text(key)
        if value not in (words := tuple(allowed)):
            raise self.unknown(key, value, words)
        return value

    def unknown(self, key: str, value: object, allowed: Iterable[str]) -> PlanError:
        """Build the error for a word that is none of those allowed."""
        return self.refuse(
            key,
            say("使えない値です: 「{cell}」", cell=value),
            say("次のいずれかにしてください: {allowed}", allowed=tuple(allowed)),
        )

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none of them twice."""
        value = self.cell(key)
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            mend = say('{key} = ["…", "…"] のように書いてください', key=key)
            raise self.refuse(key, say("{key} が文字列の並びではありません", key=key), mend)
        for each in value:
            if value.count(each) > 1:
                raise self.refuse(
                    key, say("「{each}」が二度書かれています", each=each), say("一つにしてください")
                )
        return tuple(value)

    def choices(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of at least one of a few words."""
        words = tuple(allowed)
        values = self.texts(key)
        for value in values:
            if value not in words:
                raise self.unknown(key, value, words)
        if not values:
            mend = say("次から一つ以上を書いてください: {allowed}", allowed=words)
            raise self.refuse(key, say("{key} が空です", key=key), mend)
        return values

    def whole(self, key: str, least: int, most: int) -> int:
        """A whole number within limits."""
        value = self.cell(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self._out_of_range(
                key, value, say("{least} から {most} までの整数", least=least, most=most)
            )
        return value

    def number(self, key: str, least: float, most: float) -> float:
        """A finite number within limits."""
        value = self.cell(key)
        fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not fits or not least <= value <= most:
            raise self._out_of_range(
                key, value, say("{least} から {most} までの数", least=f"{least:g}", most=f"{most:g}")
            )
        return float(value)

    def day(self, key: str) -> date:
        """A day, written without quotation marks."""
        value = self.cell(key)
        # A time of day is a date too, as far as types go.
        if type(value) is not date:
            mend = say("引用符を付けずに YYYY-MM-DD の形で書いてください（例: 2024-06-14）")
            raise self.refuse(key, say("日付ではありません: 「{cell}」", cell=value), mend)
        return value

    def table(self, key: str) -> Self:
        """A table of its own within this one."""
        value = self.cells.get(key)
        header = self._header(key)
        if not isinstance(value, dict):
            mend = say("[{header}] と書いた行の下に書いてください", header=header)
            raise self.refuse(key, say("{key} の表がありません", key=key), mend)
        # A table may also be written on the line of its key.
        line = self._find(f"[{header}]", 1) or self._line_of(key)
        title = ".".join(part for part in (self.title, key) if part)
        return type(self)(value, self.file, self.lines, line, header, title)

    def tables(self, key: str) -> tuple[Self, ...]:
        """The tables written one after the other under `[[key]]`, at least one."""
        value = self.cells.get(key)
        header = self._header(key)
        if not isinstance(value, list) or not value or not all(isinstance(each, dict) for each in value):
            mend = say("[[{header}]] と書いた行の下に一つずつ書いてください", header=header)
            raise self.refuse(key, say("{key} が一つもありません", key=key), mend)
        return tuple(
            type(self)(
                each,
                self.file,
                self.lines,
                self._find(f"[[{header}]]", place),
                header,
                self._title(key, place, each),
            )
            for place, each in enumerate(value, 1)
        )

    def coded(self, key: str) -> tuple[Self, ...]:
        """Tables of which each has a `code` of its own."""
        entries = self.tables(key)
        seen: set[str] = set()
        for entry in entries:
            code = entry.text("code")
            if code in seen:
                what = say("同じ code が二つあります: 「{code}」", code=code)
                raise entry.refuse("code", what, say("どちらかの code を変えてください"))
            seen.add(code)
        return entries

    def _title(self, key: str, place: int, cells: Mapping[str, Any]) -> str:
        named = cells.get("code", place)
        return ".".join(part for part in (self.title, f"{key}[{named}]") if part)

    def _header(self, key: str) -> str:
        return f"{self.header}.{key}" if self.header else key

    def _find(self, header: str, place: int) -> int | None:
        """The line of the header's nth occurrence after this table's own."""
        start = self.line or 0
        for number, line in enumerate(self.lines[start:], start + 1):
            if line.split("#")[0].strip() == header:
                place -= 1
                if place == 0:
                    return number
        return None

    def _line_of(self, key: str) -> int | None:
        """The line of a key of this table, else that of its header."""
        written = re.compile(rf"\s*{re.escape(key)}\s*=")
        start = self.line or 0
        for number, line in enumerate(self.lines[start:], start + 1):
            if line.lstrip().startswith("["):
                break
            if written.match(line):
                return number
        return self.line

    def _out_of_range(self, key: str, value: object, wanted: Text) -> PlanError:
        what = say("{key} は使えない値です: 「{cell}」", key=key, cell=value)
        return self.refuse(key, what, say("{wanted}を書いてください", wanted=wanted))
