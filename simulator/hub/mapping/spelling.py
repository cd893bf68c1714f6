"""How a hub spells single values: words of its own, other dates, other truth values."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

UNREADABLE: Mapping[str, object] = {}
"""What stands for a value that is not spelled as the mapping says; no form of the contract reads it."""

_DIGITS = {"YYYY": r"(?P<year>[0-9]{4})", "MM": r"(?P<month>[0-9]{2})", "DD": r"(?P<day>[0-9]{2})"}
_PARTS = re.compile("|".join(_DIGITS))


class Spelling(Protocol):
    """Turns a value of the contract into the hub's, and back."""

    def write(self, value: object) -> object:
        """The value as the hub spells it; what is not spelled differently stays as it is."""
        ...

    def read(self, value: object) -> object:
        """The value as the contract spells it, or `UNREADABLE`."""
        ...


@dataclass(frozen=True, slots=True)
class Words:
    """Pairs of a value of the contract and the hub's word for it."""

    pairs: tuple[tuple[object, object], ...]
    _written: dict[object, object] = field(init=False, repr=False, compare=False)
    _read: dict[object, object] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Types are part of the keys: in Python 1 and True are one key, in JSON they are two values.
        object.__setattr__(self, "_written", {_key(ours): theirs for ours, theirs in self.pairs})
        object.__setattr__(self, "_read", {_key(theirs): ours for ours, theirs in self.pairs})

    def write(self, value: object) -> object:
        """The hub's word."""
        return self._written.get(_key(value), value)

    def read(self, value: object) -> object:
        """The contract's word; a word that the hub has another one for is unreadable."""
        key = _key(value)
        if key in self._read:
            return self._read[key]
        return UNREADABLE if key in self._written else value


@dataclass(frozen=True, slots=True)
class DayFormat:
    """Days in a form such as YYYYMMDD."""

    form: str

    def write(self, value: object) -> object:
        """The day in this form."""
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return value
        if day is None:
            return value
        return _PARTS.sub(lambda part: day.strftime(_DIRECTIVES[part[0]]).zfill(len(part[0])), self.form)

    def read(self, value: object) -> object:
        """The day as the contract writes it; null stays null."""
        if value is None:
            return None
        found = re.fullmatch(self._pattern(), value) if isinstance(value, str) else None
        if found is None:
            return UNREADABLE
        return f"{found['year']}-{found['month']}-{found['day']}"

    @property
    def is_whole(self) -> bool:
        """Whether year, month and day each stand in it once."""
        return sorted(_PARTS.findall(self.form)) == sorted(_DIGITS)

    def _pattern(self) -> str:
        pieces: list[str] = []
        end = 0
        for part in _PARTS.finditer(self.form):
            pieces += [re.escape(self.form[end : part.start()]), _DIGITS[part[0]]]
            end = part.end()
        return "".join(pieces) + re.escape(self.form[end:])


_DIRECTIVES: Mapping[str, str] = {"YYYY": "%Y", "MM": "%m", "DD": "%d"}


def applied(convert: Callable[[object], object], value: object) -> object:
    """A value converted, or each value of an array."""
    return [convert(each) for each in value] if isinstance(value, list) else convert(value)


def _key(value: object) -> tuple[type, object] | None:
    return (type(value), value) if isinstance(value, str | int | bool | float) else None
