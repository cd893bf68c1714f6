"""What a visit asks of whoever drives it, and the helpers that ask and take the reply."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date
from typing import Any

from simulator.card import Card, Presentation, Reading
from simulator.language import Text
from simulator.port.operations import Operation
from simulator.port.outcomes import Outcome
from simulator.rules.rule import Rule

GIVEN_UP = "given up"
"""The detail of an answer that no hub gave, since it is asked no more."""


@dataclass(frozen=True, slots=True)
class Arrive:
    """Be there at a time of the day (seconds after midnight); drivers without a clock go on at once."""

    at_seconds: float


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait before asking again; reply: None."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Hold:
    """Keep one unit of a place's resource busy for a while; reply: None."""

    place: str
    resource: str
    activity: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Put a card on the reader of a place; reply: CardRead.

    `birth` is the holder's, from whom the card came; `tampered` spoils the assertion on purpose, and a reader
    whose clock is wrong takes `reader_date` for today. `made_for` names another institution in the assertion;
    `clock_error_seconds` dates it ahead, or back where negative.
    """

    place: str
    card: Card | None
    birth: date
    presentation: Presentation
    device_fails: bool = False
    tampered: bool = False
    reader_date: date | None = None
    made_for: str = ""
    clock_error_seconds: int = 0


@dataclass(frozen=True, slots=True)
class CardRead:
    """What the reader says, and the assertion for the hub where it could make one."""

    reading: Reading
    assertion: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask the hub; the rules say, by requirement, what it may answer. Reply: the outcome."""

    operation: Operation
    rules: tuple[Rule[Any], ...]


@dataclass(frozen=True, slots=True)
class Did:
    """What staff or the institution's system did, and the requirement it keeps; reply: None."""

    requirement: str
    what: Text


Step = Arrive | Pause | Hold | ReadCard | Ask | Did
Reply = CardRead | Outcome | None
Visit = Generator[Step, Reply, None]


def ask(operation: Operation, rules: tuple[Rule[Any], ...]) -> Generator[Step, Reply, Outcome]:
    """Ask the hub and give its outcome."""
    reply = yield Ask(operation, rules)
    if reply is None or isinstance(reply, CardRead):
        message = "a driver must answer Ask with an outcome"
        raise TypeError(message)
    return reply


def read_card(step: ReadCard) -> Generator[Step, Reply, CardRead]:
    """Have a card read and give what the reader says."""
    reply = yield step
    if not isinstance(reply, CardRead):
        message = "a driver must answer ReadCard with a CardRead"
        raise TypeError(message)
    return reply
