"""The audit trail: every operation on somebody's data leaves entries."""

from simulator.hub.reference.audit_actions import ACTIONS
from simulator.hub.reference.caller import Caller
from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions.trail import Entry
from simulator.port.operations import LookUpSubsidy, Operation


def leave_entries(core: Core, caller: Caller, operation: Operation, answer: Answer) -> None:
    """Write who saw or wrote whose data, also where nothing was shown or the hub refused."""
    action = ACTIONS.get(type(operation))
    if action is None:
        return
    outcome, now = type(answer.outcome).__name__, core.clock.seconds()
    organisation = _organisation(caller, operation)
    nobody: tuple[int | None, ...] = (None,)
    for person in answer.people or nobody:
        entry = Entry(person, caller.role, organisation, action, outcome, now)
        core.decisions.leave_entry(core.store, entry)


def _organisation(caller: Caller, operation: Operation) -> str:
    # The gateway asks for an institution, and it is the institution that sees the answer.
    if isinstance(operation, LookUpSubsidy):
        return operation.institution_code
    return caller.organisation or ""
