"""Durations of one unit, as the rule tables write them (P6W, P24M, P104D, P5Y)."""

import re
from dataclasses import dataclass
from typing import Literal, Self

Unit = Literal["D", "W", "M", "Y"]
_FORM = re.compile(r"P([0-9]+)([DWMY])")


@dataclass(frozen=True, slots=True)
class Duration:
    """A count of days, weeks, months or years."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> Self:
        """Read an ISO-8601 duration of a single unit; raises ValueError for any other form."""
        match = _FORM.fullmatch(written)
        if match is None:
            message = f"not a duration of one unit such as P24M: {written!r}"
            raise ValueError(message)
        return cls(int(match[1]), match[2])  # type: ignore[arg-type]  # the form admits the four units only

    @property
    def months(self) -> int | None:
        """Calendar months, or None where the duration is counted in days."""
        return {"M": self.count, "Y": 12 * self.count}.get(self.unit)

    @property
    def days(self) -> int | None:
        """Days, or None where the duration is counted in calendar months."""
        return {"D": self.count, "W": 7 * self.count}.get(self.unit)

    def __str__(self) -> str:
        return f"P{self.count}{self.unit}"
