"""What a hub holds, as far as it can be known from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Maybe(Generic[T]):
    """The values of which a hub holds one: a single one once it acknowledged, several while it was silent."""

    values: tuple[T, ...]

    def after(self, value: T, *, certain: bool) -> "Maybe[T]":
        """What it holds after it was told a value, and acknowledged that for certain or perhaps."""
        if certain:
            return Maybe((value,))
        return self if value in self.values else Maybe((*self.values, value))

    def holds(self, test: Callable[[T], bool]) -> bool | None:
        """Whether the test holds for whatever it may be; None where that cannot be said."""
        answers = {test(value) for value in self.values}
        return answers.pop() if len(answers) == 1 else None


def any_of(answers: tuple[bool | None, ...]) -> bool | None:
    """Whether one of several holds; None where that cannot be said."""
    if True in answers:
        return True
    return None if None in answers else False
