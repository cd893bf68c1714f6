"""Forms of single values: texts, whole numbers, flags, days, card serials, choices."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from simulator.hub.contract.forms import FieldError, FieldErrors

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

# The whole numbers that every JSON reader keeps exactly (RFC 8259 section 6).
GREATEST_INTEGER = 2**53 - 1
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SERIAL = re.compile(r"[1-9a-f][0-9a-f]{0,39}")
_ENTITY_TAG = re.compile(r'"[!#-~]{1,200}"')


@dataclass(frozen=True, slots=True)
class Scalar(Generic[T]):
    """A single value; `parse` raises TypeError for a wrong type, ValueError for a wrong form.

    `values` are all texts that it can be, where there are but a few. `keeps` says whether a value is within
    the limits of a request.
    """

    parse: Callable[[object], T]
    show: Callable[[T], object] = lambda value: value
    values: tuple[str, ...] = ()
    keeps: Callable[[T], object] | None = None

    def write(self, value: T) -> object:
        """The value as it stands in JSON."""
        return self.show(value)

    def read(self, value: object, pointer: str = "", **_given: object) -> T:
        """The value of ours; FieldErrors if it is none."""
        try:
            read = self.parse(value)
        except TypeError:
            raise FieldErrors(FieldError(pointer, "type")) from None
        except ValueError:
            raise FieldErrors(FieldError(pointer, "form")) from None
        if self.keeps is not None and not self.keeps(read):
            raise FieldErrors(FieldError(pointer, "form"))
        return read


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    value.encode()  # half a surrogate pair can stand in JSON, but in no UTF-8
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    if abs(value) > GREATEST_INTEGER:
        raise ValueError
    return value


def _day(value: object) -> date:
    if not _DAY.fullmatch(_text(value)):
        raise ValueError
    return date.fromisoformat(_text(value))


def _serial(value: object) -> int:
    if not _SERIAL.fullmatch(_text(value)):
        raise ValueError
    return int(_text(value), 16)


def _entity_tag(value: object) -> str:
    if not _ENTITY_TAG.fullmatch(_text(value)):
        raise ValueError
    return _text(value)[1:-1]


def _digit_flag(value: object) -> bool:
    return bool(("0", "1").index(_text(value)))


def choice(kind: type[E]) -> Scalar[E]:
    """Text that is one of the values of an enumeration."""
    return Scalar(
        lambda value: kind(_text(value)), lambda value: value.value, tuple(each.value for each in kind)
    )


def text(least: int, most: int) -> Scalar[str]:
    """Text of that many characters (code points)."""
    return Scalar(_text, keeps=lambda value: least <= len(value) <= most)


def coded(pattern: str) -> Scalar[str]:
    """Text that as a whole has the form of a regular expression."""
    return Scalar(_text, keeps=re.compile(pattern).fullmatch)


TEXT = Scalar(_text)
FLAG = Scalar(_flag)
INTEGER = Scalar(_integer)
DAY = Scalar(_day, date.isoformat)
SERIAL = Scalar(_serial, lambda serial: f"{serial:x}")
DIGIT_FLAG = Scalar(_digit_flag, lambda value: "1" if value else "0", ("0", "1"))
ENTITY_TAG = Scalar(_entity_tag, lambda version: f'"{version}"')
