"""One golden case of a hub's answers: what may come and what must not, after a book."""

from dataclasses import dataclass
from typing import Any

from simulator.port.book import Book
from simulator.port.operations import Operation
from simulator.port.outcomes import Outcome
from simulator.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Case:
    """A requirement in a situation; without outcomes the requirement does not bear on it."""

    requirement: str
    shows: str
    rules: tuple[Rule[Any], ...]
    operation: Operation
    book: Book
    right: tuple[Outcome, ...] = ()
    wrong: tuple[Outcome, ...] = ()

    @property
    def applies(self) -> bool:
        """Whether the requirement excludes any answer here."""
        return bool(self.right or self.wrong)
