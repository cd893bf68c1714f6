"""A body registers, and asks how it fared until the hub is done."""

from collections.abc import Callable, Generator
from typing import Any

from simulator.port.operations import (
    FetchTask,
    Operation,
    RegisterHistory,
    RegisterRecipients,
    RegisterTickets,
)
from simulator.port.outcomes import Accepted, Outcome
from simulator.rules import registration
from simulator.rules.catalogue import rules_of
from simulator.rules.rule import Rule
from simulator.visits.steps import Reply, Step

Registration = RegisterRecipients | RegisterHistory | RegisterTickets
Asking = Callable[[Operation, tuple[Rule[Any], ...]], Generator[Step, Reply, Outcome]]


def register(operation: Registration, asking: Asking) -> Generator[Step, Reply, str | None]:
    """Register and follow the task; gives its id, or None where the hub did not take the rows.

    Whoever drives the visit asks for the task again and again until it is done.
    """
    outcome = yield from asking(operation, rules_of(operation))
    if not isinstance(outcome, Accepted):
        return None
    yield from asking(FetchTask(operation.body_code, outcome.task), registration.TASKS)
    return outcome.task
