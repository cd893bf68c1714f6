"""Answers are read without the limits of length and pattern that requests keep to.

A hub that shows a longer text than the contract has room for is understood all the same.
"""

from dataclasses import replace
from typing import Any

from simulator.hub.contract.forms import Form, ListForm, Member, ObjectForm, PairForm
from simulator.hub.contract.scalars import Scalar


def without_limits(form: Form[Any]) -> Form[Any]:
    """The same form, but for its limits of length and pattern."""
    match form:
        case Scalar():
            return form if form.keeps is None else replace(form, keeps=None)
        case ListForm():
            return replace(form, form=without_limits(form.form), most=None)
        case PairForm():
            return replace(form, head=without_limits(form.head), tail=without_limits(form.tail))
        case ObjectForm():
            return replace(form, members=shown(*form.members))
        case _:
            return form


def shown(*members: Member) -> tuple[Member, ...]:
    """The same members, as they are read in an answer."""
    return tuple(replace(member, form=without_limits(member.form)) for member in members)
