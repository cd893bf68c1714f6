"""Filling a reference hub before it is served."""

from collections.abc import Iterable

from simulator.hub.reference.caller import Caller
from simulator.hub.reference.hub import ReferenceHub
from simulator.language import Complaint, say
from simulator.port.operations import Operation
from simulator.port.outcomes import Accepted, Ok


def fill(hub: ReferenceHub, operations: Iterable[Operation]) -> None:
    """Carry out what platform and bodies hand over, and take in all that is accepted.

    Rows that are wrong on purpose are turned down as always. Raises Complaint where the hub refuses an
    operation.
    """
    for operation in operations:
        caller = Caller(operation.role, getattr(operation, "body_code", None))
        outcome = hub.perform(operation, caller)
        if not isinstance(outcome, Ok | Accepted):
            raise Complaint(
                say(
                    "ハブが初期データを受け入れません（{operation}: {outcome}）。",
                    operation=type(operation).__name__,
                    outcome=type(outcome).__name__,
                ),
                mend=say("保存先のファイルを新しくするか、初期データを作り直してください。"),
            )
    while hub.has_work:
        hub.work()
