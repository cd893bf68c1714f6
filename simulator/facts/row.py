"""One row of a table, which knows where it stands so that a bad cell can be pointed at."""

import math
import re
from collections.abc import Mapping
from datetime import date

from simulator.facts.errors import FactsError
from simulator.facts.provenance import Level
from simulator.language import Text, say

_WHOLE = re.compile(r"-?[0-9]+")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")


class Row(dict[str, str]):
    """Cells by column name, with typed readers that raise `FactsError` naming file, line and field."""

    __slots__ = ("file", "line")

    def __init__(self, cells: Mapping[str, str], file: str, line: int) -> None:
        super().__init__(cells)
        self.file = file
        self.line = line

    def __reduce__(self) -> tuple[type["Row"], tuple[dict[str, str], str, int]]:
        return Row, (dict(self), self.file, self.line)

    def __missing__(self, field: str) -> str:
        raise FactsError(
            say("必要な列がありません"), self.file, 1, field, say("見出し行にこの列を加えてください")
        )

    def refuse(self, field: str, what: Text, mend: Text) -> FactsError:
        """Build the error that points at one cell of this row."""
        return FactsError(what, self.file, self.line, field, mend)

    def text(self, field: str) -> str:
        """A cell that must not be blank."""
        cell = self[field]
        if not cell.strip():
            raise self.refuse(field, say("値が空です"), say("値を入れてください"))
        return cell

    def whole(self, field: str) -> int:
        """A whole number."""
        return self._whole(field, self[field])

    def wholes(self, field: str) -> tuple[int, ...]:
        """Whole numbers separated by spaces; a blank cell holds none."""
        return tuple(self._whole(field, part) for part in self[field].split())

    def number(self, field: str) -> float:
        """A finite number."""
        cell = self[field]
        if _NUMBER.fullmatch(cell) is None or not math.isfinite(value := float(cell)):
            raise self.refuse(
                field,
                say("数値ではありません: 「{cell}」", cell=cell),
                say("半角の数で書いてください（例: 0.6）"),
            )
        return value

    def minute_of_day(self, field: str) -> int:
        """Minutes after midnight of a time written HH:MM."""
        cell = self[field]
        if _TIME.fullmatch(cell) is None:
            raise self.refuse(
                field,
                say("時刻ではありません: 「{cell}」", cell=cell),
                say("HH:MM の形で書いてください（例: 08:30）"),
            )
        return int(cell[:2]) * 60 + int(cell[3:])

    def day(self, field: str) -> date:
        """An ISO day."""
        cell = self[field]
        try:
            return date.fromisoformat(cell)
        except ValueError:
            mend = say("YYYY-MM-DD の形で書いてください（例: 2027-03-31）")
            raise self.refuse(field, say("日付ではありません: 「{cell}」", cell=cell), mend) from None

    def yes(self, field: str) -> bool:
        """A cell that says yes or no."""
        return self.choice(field, "yes", "no") == "yes"

    def choice(self, field: str, *allowed: str) -> str:
        """A cell that holds one of a few words."""
        cell = self[field]
        if cell not in allowed:
            mend = say("次のいずれかにしてください: {allowed}", allowed=allowed)
            raise self.refuse(field, say("使えない値です: 「{cell}」", cell=cell), mend)
        return cell

    def level(self, field: str = "level") -> Level:
        """How sure the row is."""
        return Level(self.choice(field, *Level))

    def optional_text(self, field: str) -> str | None:
        """A cell that may be blank."""
        return self[field] or None

    def optional_whole(self, field: str) -> int | None:
        """A whole number or, for a blank cell, none."""
        return self.whole(field) if self[field] else None

    def optional_number(self, field: str) -> float | None:
        """A number or, for a blank cell, none."""
        return self.number(field) if self[field] else None

    def optional_day(self, field: str) -> date | None:
        """An ISO day or, for a blank cell, none."""
        return self.day(field) if self[field] else None

    def _whole(self, field: str, text: str) -> int:
        if _WHOLE.fullmatch(text) is None:
            mend = say("半角数字だけで書いてください（例: 120）")
            raise self.refuse(field, say("整数ではありません: 「{cell}」", cell=text), mend)
        return int(text)
