"""Small building blocks that check a JSON value and pick from it what the contract names.

Every block reads a value at a pointer, notes what is wrong as (pointer, code), and returns the content with
defaults filled in. The codes `required`, `type` and `form` refuse a request before anything else; all other
codes (`rejected`, the row errors) are kept for the operation, which may have to answer something else first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from .jsontext import SAFE

Fault = tuple[str, str]
SHAPE = ("required", "type", "form")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


class Shape(Protocol):
    """What every block can do."""

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        """The content of the value."""


@dataclass(frozen=True)
class Text:
    """A text; what is beyond its limits gets the code `beyond`."""

    least: int = 0
    most: int | None = None
    pattern: str | None = None
    beyond: str = "form"
    also: Callable[[str], bool] | None = None
    _compiled: re.Pattern[str] | None = field(init=False, default=None, compare=False)

    def __post_init__(self) -> None:
        if self.pattern is not None:
            object.__setattr__(self, "_compiled", re.compile(self.pattern))

    def fits(self, value: str) -> bool:
        """Whether the text keeps the limits. Patterns are matched whole: `$` would let a line feed pass."""
        return (
            len(value) >= self.least
            and (self.most is None or len(value) <= self.most)
            and (self._compiled is None or self._compiled.fullmatch(value) is not None)
            and (self.also is None or self.also(value))
        )

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            faults.append((at, "type"))
        elif _HALF_PAIR.search(value):
            faults.append((at, "form"))
        elif not self.fits(value):
            faults.append((at, self.beyond))
        return value


@dataclass(frozen=True)
class Day:
    """A day of the calendar, YYYY-MM-DD. It stays text: such texts sort as the days do."""

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            faults.append((at, "type"))
        elif not is_day(value):
            faults.append((at, "form"))
        return value


def is_day(text: str) -> bool:
    """Whether the text is a day that exists."""
    if not _DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, bool):
            faults.append((at, "type"))
        return value


@dataclass(frozen=True)
class Whole:
    """A whole number; below `least` it gets the code `beyond`."""

    least: int | None = None
    beyond: str = "form"

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            faults.append((at, "type"))
        elif abs(value) > SAFE:
            faults.append((at, "form"))
        elif self.least is not None and value < self.least:
            faults.append((at, self.beyond))
        return value


@dataclass(frozen=True)
class Word:
    """One of some texts."""

    words: tuple[str, ...]

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, str):
            faults.append((at, "type"))
        elif value not in self.words:
            faults.append((at, "form"))
        return value


@dataclass(frozen=True)
class OrNull:
    """Null, or what the shape says."""

    shape: Shape

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        return None if value is None else self.shape.read(value, at, faults)


@dataclass(frozen=True)
class Rows:
    """An array."""

    shape: Shape
    most: int | None = None
    beyond: str = "form"

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, list):
            faults.append((at, "type"))
            return value
        if self.most is not None and len(value) > self.most:
            faults.append((at, self.beyond))
        return [self.shape.read(item, f"{at}/{place}", faults) for place, item in enumerate(value)]


@dataclass(frozen=True)
class Members:
    """An object. Members that stand in `defaults` may be left out; what is not named is passed over."""

    shapes: dict[str, Shape]
    defaults: dict[str, Any] = field(default_factory=dict)

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        if not isinstance(value, dict):
            faults.append((at, "type"))
            return value
        content = {}
        for name, shape in self.shapes.items():
            if name in value:
                content[name] = shape.read(value[name], f"{at}/{name}", faults)
            elif name in self.defaults:
                content[name] = self.defaults[name]
            else:
                faults.append((f"{at}/{name}", "required"))
        return content


@dataclass(frozen=True)
class Choice:
    """An object of one of several shapes; the member `by` says which."""

    by: str
    shapes: dict[str, Shape]

    def read(self, value: Any, at: str, faults: list[Fault]) -> Any:
        noted: list[Fault] = []
        chosen = Members({self.by: Word(tuple(self.shapes))}).read(value, at, noted)
        if noted:
            faults.extend(noted)
            return chosen
        return self.shapes[chosen[self.by]].read(value, at, faults)
