"""What people and their systems do when no answer came: they wait a moment and ask again."""

from collections.abc import Generator
from typing import Any

from simulator.port.operations import Operation
from simulator.port.outcomes import Outcome, Unavailable, Unknown
from simulator.rules.rule import Rule
from simulator.visits.steps import GIVEN_UP, Pause, Reply, Step, ask

# Assumed: nothing is published on how long a counter waits before it sends again.
BEFORE_AGAIN_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 60.0
TIMES_UNTIL_SURE = 10


def ask_again(operation: Operation, rules: tuple[Rule[Any], ...]) -> Generator[Step, Reply, Outcome]:
    """Ask, and once more where no answer came: for what may be sent twice, such as a record under its key."""
    outcome = yield from ask(operation, rules)
    wait = wait_before_again(outcome)
    if wait is None:
        return outcome
    yield Pause(wait)
    return (yield from ask(operation, rules))


def wait_before_again(outcome: Outcome) -> float | None:
    """The seconds to wait before asking again; None where it is not worth it.

    It is where the answer was lost, and where the hub said when to come again, if that is soon.
    """
    match outcome:
        case Unknown():
            return BEFORE_AGAIN_SECONDS
        case Unavailable(retry_after_seconds=int(seconds)) if seconds <= LONGEST_WAIT_SECONDS:
            return float(seconds)
        case _:
            return None


class NeverAnswered(Exception):  # noqa: N818 - no error, the journey ends here
    """What had to be sure was asked again and again, and no answer came."""


def ask_until_sure(operation: Operation, rules: tuple[Rule[Any], ...]) -> Generator[Step, Reply, Outcome]:
    """Ask until an answer comes, for what has to stand at the hub before anything else makes sense.

    Raises:
        NeverAnswered: none came, or the hub is asked no more.
    """
    for _ in range(TIMES_UNTIL_SURE):
        outcome = yield from ask(operation, rules)
        if not isinstance(outcome, Unavailable | Unknown):
            return outcome
        if outcome.detail == GIVEN_UP:
            break
        yield Pause(wait_before_again(outcome) or BEFORE_AGAIN_SECONDS)
    raise NeverAnswered
