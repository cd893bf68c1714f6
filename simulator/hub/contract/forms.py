"""Strict forms of JSON values: each writes a value of ours and reads it back, or says which field is wrong.

Nothing is coerced: a number is no text, text is no number, `1` is not `true`. Members that the contract does
not name are passed over, so that a hub may show more than is asked.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Generic, Literal, Protocol, TypeVar, runtime_checkable

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Code = Literal["required", "type", "form"]
REQUIRED = object()
"""The default of a member that has to be there."""


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: its place as a JSON pointer (RFC 6901) and what is wrong; never its value."""

    pointer: str
    code: Code


class FieldErrors(Exception):  # noqa: N818 - it is what the reader is told, not a fault of ours
    """A document with wrong fields; all that were found."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__(", ".join(f"{error.pointer}: {error.code}" for error in errors))
        self.errors = errors


class Form(Protocol[T_co]):
    """How a value stands in a document. `given` holds what is known from elsewhere, such as the path."""

    def write(self, value: Any) -> object:  # noqa: ANN401 - forms stand in tables of many types
        """The value as it stands in JSON."""
        ...

    def read(self, value: object, pointer: str = "", **given: object) -> T_co:
        """The value of ours.

        Raises:
            FieldErrors: it is not of this form.
        """
        ...


@runtime_checkable
class OneOf(Protocol):
    """A form that writes and reads one of several forms, which are looked at for the fields of a document."""

    @property
    def alternatives(self) -> tuple[Form[Any], ...]:
        """The forms of which one stands in the document."""
        ...


@dataclass(frozen=True, slots=True)
class Nullable(Generic[T]):
    """A value that may be null; its member has to be there all the same."""

    form: Form[T]

    def write(self, value: T | None) -> object:
        """The value as it stands in JSON."""
        return None if value is None else self.form.write(value)

    def read(self, value: object, pointer: str = "", **_given: object) -> T | None:
        """The value of ours, or None."""
        return None if value is None else self.form.read(value, pointer)


@dataclass(frozen=True, slots=True)
class ListForm(Generic[T]):
    """An array of values of one form, at most so many; what is given goes on to each."""

    form: Form[T]
    most: int | None = None

    def write(self, value: tuple[T, ...]) -> object:
        """The values as an array."""
        return [self.form.write(item) for item in value]

    def read(self, value: object, pointer: str = "", **given: object) -> tuple[T, ...]:
        """All values; FieldErrors with the errors of all."""
        if not isinstance(value, list):
            raise FieldErrors(FieldError(pointer, "type"))
        if self.most is not None and len(value) > self.most:
            raise FieldErrors(FieldError(pointer, "form"))
        found: list[T] = []
        errors: list[FieldError] = []
        for place, item in enumerate(value):
            try:
                found.append(self.form.read(item, f"{pointer}/{place}", **given))
            except FieldErrors as wrong:
                errors += wrong.errors
        if errors:
            raise FieldErrors(*errors)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: its name, the attribute (dotted) where its value stands, and its form.

    One with a `default` may be left out, and is left out where the value is the default.
    """

    name: str
    attribute: str
    form: Form[object]
    default: object = REQUIRED

    @property
    def argument(self) -> str:
        """The keyword under which the value is handed to the maker: the last part of the attribute."""
        return self.attribute.rpartition(".")[2]

    def of(self, value: object) -> object:
        """The member's JSON value for a value of ours."""
        return self.form.write(attrgetter(self.attribute)(value))

    def is_left_out(self, value: object) -> bool:
        """Whether the member says nothing for a value of ours."""
        return self.default is not REQUIRED and attrgetter(self.attribute)(value) == self.default

    def read(self, values: Mapping[str, object], pointer: str) -> object:
        """The value of ours in an object; FieldErrors if it is missing or wrong."""
        if self.default is not REQUIRED and self.name not in values:
            return self.default
        return read_member(values, self.name, self.form, pointer)

    def under(self, prefix: str) -> "Member":
        """The same member of a value that stands in the attribute `prefix`."""
        return replace(self, attribute=f"{prefix}.{self.attribute}")


def under(prefix: str, *members: Member) -> tuple[Member, ...]:
    """The same members of a value that stands in the attribute `prefix`."""
    return tuple(member.under(prefix) for member in members)


@dataclass(frozen=True, slots=True)
class ObjectForm(Generic[T]):
    """An object; `make` takes the members and what is given as keywords.

    `fixed` members always say the same.
    """

    make: Callable[..., T]
    members: tuple[Member, ...]
    fixed: Mapping[str, str] = field(default_factory=dict)

    def write(self, value: T) -> dict[str, object]:
        """The value as an object."""
        told = (member for member in self.members if not member.is_left_out(value))
        return {**self.fixed, **{member.name: member.of(value) for member in told}}

    def read(self, value: object, pointer: str = "", **given: object) -> T:
        """The value of ours; FieldErrors with all wrong members."""
        if not isinstance(value, dict):
            raise FieldErrors(FieldError(pointer, "type"))
        errors = [
            FieldError(f"{pointer}/{name}", _wrong_with(value, name))
            for name, wanted in self.fixed.items()
            if value.get(name) != wanted
        ]
        read: dict[str, object] = {}
        for member in self.members:
            try:
                read[member.argument] = member.read(value, pointer)
            except FieldErrors as wrong:
                errors += wrong.errors
        if errors:
            raise FieldErrors(*errors)
        return self.make(**read, **given)


@dataclass(frozen=True, slots=True)
class PairForm(Generic[T]):
    """An object of two members for a pair: a text and a value of one form."""

    first: str
    second: str
    head: Form[str]
    tail: Form[T]

    def write(self, value: tuple[str, T]) -> object:
        """The pair as an object."""
        return {self.first: self.head.write(value[0]), self.second: self.tail.write(value[1])}

    def read(self, value: object, pointer: str = "", **_given: object) -> tuple[str, T]:
        """The pair; FieldErrors if either is missing or wrong."""
        pair: ObjectForm[dict[str, Any]] = ObjectForm(
            dict, (Member(self.first, "head", self.head), Member(self.second, "tail", self.tail))
        )
        read = pair.read(value, pointer)
        return read["head"], read["tail"]


@dataclass(frozen=True, slots=True)
class Wrapped(Generic[T]):
    """An object whose one member is the value."""

    name: str
    form: Form[T]

    def write(self, value: T) -> object:
        """The value as the member of an object."""
        return {self.name: self.form.write(value)}

    def read(self, value: object, pointer: str = "", **_given: object) -> T:
        """The value; FieldErrors if it is missing or wrong."""
        if not isinstance(value, dict):
            raise FieldErrors(FieldError(pointer, "type"))
        return read_member(value, self.name, self.form, pointer)


def _wrong_with(values: Mapping[str, object], name: str) -> Code:
    """What is wrong with a member that does not say what it always says."""
    if name not in values:
        return "required"
    return "form" if isinstance(values[name], str) else "type"


def read_member(values: Mapping[str, object], name: str, form: Form[T], pointer: str) -> T:
    """Read one member of an object; FieldErrors if it is missing or wrong."""
    place = f"{pointer}/{name}"
    if name not in values:
        raise FieldErrors(FieldError(place, "required"))
    return form.read(values[name], place)
