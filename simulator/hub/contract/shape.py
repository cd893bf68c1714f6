"""The fields of the contract's documents as trees, found in the forms that write and read them.

Arrays are passed through: a field of the rows of an array stands where the array does.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from simulator.hub.contract.call import BytesForm, RowsForm
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.forms import Form, ListForm, Nullable, ObjectForm, OneOf, PairForm, Wrapped
from simulator.hub.contract.page import NEXT, PageForm
from simulator.hub.contract.scalars import DAY, FLAG, INTEGER, Scalar
from simulator.port.operations import Operation

Kind = Literal["object", "choice", "flag", "day", "integer", "text", "bytes", "unknown"]
Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a document: its name (empty for the document itself), kind, values if few, fields within."""

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    fields: tuple["Field", ...] = ()

    def walk(self, place: Place = ()) -> Iterator[tuple[Place, "Field"]]:
        """All fields within this one, each with its place."""
        for each in self.fields:
            yield (*place, each.name), each
            yield from each.walk((*place, each.name))


def shape_of(form: Form[Any], name: str = "") -> Field:  # noqa: PLR0911 - one line for each form
    """The fields that a form writes and reads; `unknown` for a form that this module has not heard of."""
    match form:
        case Nullable() | ListForm():
            return shape_of(form.form, name)
        case RowsForm():
            return shape_of(form.rows, name)
        case ObjectForm():
            fixed = tuple(Field(each, "choice", (value,)) for each, value in form.fixed.items())
            return Field(
                name, "object", (), fixed + tuple(shape_of(each.form, each.name) for each in form.members)
            )
        case PairForm():
            pair = (shape_of(form.head, form.first), shape_of(form.tail, form.second))
            return Field(name, "object", (), pair)
        case Wrapped():
            return Field(name, "object", (), (shape_of(form.form, form.name),))
        case PageForm():
            return Field(name, "object", (), (shape_of(form.rows, form.name), Field(NEXT, "text")))
        case Scalar():
            return Field(name, _kind(form), form.values)
        case BytesForm():
            return Field(name, "bytes")
        case OneOf():
            return Field(
                name, "object", (), _joined(tuple(shape_of(each).fields for each in form.alternatives))
            )
        case _:
            return Field(name, "unknown")


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a call: what is asked and what is answered; None where nothing is carried."""

    request: Field | None
    answer: Field | None

    def fields(self) -> Iterator[tuple[Place, Field]]:
        """The fields of both."""
        for document in (self.request, self.answer):
            if document is not None:
                yield from document.walk()


def documents_of(operation: type[Operation]) -> Documents:
    """The documents of an operation's call."""
    call = CALLS[operation]
    return Documents(
        None if call.body is None else shape_of(call.body),
        None if call.answer is None else shape_of(call.answer),
    )


def _kind(form: Scalar[Any]) -> Kind:
    if form.values:
        return "choice"
    kinds: tuple[tuple[Scalar[Any], Kind], ...] = ((FLAG, "flag"), (DAY, "day"), (INTEGER, "integer"))
    return next((kind for scalar, kind in kinds if form is scalar), "text")


def _joined(alternatives: tuple[tuple[Field, ...], ...]) -> tuple[Field, ...]:
    """The fields of all alternatives, each once, with the values of all."""
    found: dict[str, Field] = {}
    for field in (each for fields in alternatives for each in fields):
        known = found.get(field.name)
        values = field.values if known is None else tuple(dict.fromkeys(known.values + field.values))
        found[field.name] = Field(field.name, field.kind, values, field.fields)
    return tuple(found.values())


def members_of(operation: type[Operation]) -> tuple[Field, ...]:
    """The members that stand in the path and query of an operation's call."""
    call = CALLS[operation]
    return tuple(shape_of(member.form, member.name) for member in (*call.members, *call.query))
