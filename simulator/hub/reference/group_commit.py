"""Group commit: operations that are ready in the same turns of the event loop share one commit."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from simulator.hub.contract.page import PageWish
from simulator.hub.reference.caller import Caller
from simulator.hub.reference.hub import READ_ONLY, Asked, ReferenceHub, refusal_of
from simulator.port.operations import Operation
from simulator.port.outcomes import Outcome

_QUIET_TURNS = 1
_MOST = 256


@dataclass(frozen=True, slots=True)
class Committed:
    """What a commit held, and how many seconds it took to carry that out and commit."""

    operations: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Waiting:
    asked: Asked
    outcome: asyncio.Future[Outcome]


class GroupCommit:
    """Performs operations for a hub that is served by an event loop; answers follow the commit.

    A group is closed when some turns of the loop brought nothing more, or when it is large. All of it is
    carried out in one turn, so that nobody reads what is not committed. `tell` hears of every commit.
    """

    def __init__(self, hub: ReferenceHub, tell: Callable[[Committed], None] = lambda _: None) -> None:
        self._hub = hub
        self._tell = tell
        self._waiting: list[_Waiting] = []

    @property
    def waiting(self) -> int:
        """The operations that wait for their commit."""
        return len(self._waiting)

    async def perform(
        self, operation: Operation, caller: Caller | None, page: PageWish | None = None
    ) -> Outcome:
        """As the hub performs it; what only reads, or is not the caller's, waits for nobody."""
        if isinstance(operation, READ_ONLY):
            return self._hub.perform(operation, caller, page)
        refusal = refusal_of(operation, caller)
        if refusal is not None:
            return refusal
        loop = asyncio.get_running_loop()
        waiting = _Waiting(Asked(operation, caller, page), loop.create_future())
        self._waiting.append(waiting)
        if len(self._waiting) == 1:
            loop.call_soon(self._turn, 1, _QUIET_TURNS)
        return await waiting.outcome

    def _turn(self, known: int, quiet: int) -> None:
        """Commit, unless this turn has brought more, or the next one may."""
        count = len(self._waiting)
        quiet = _QUIET_TURNS if count > known else quiet - 1
        if quiet and count < _MOST:
            asyncio.get_running_loop().call_soon(self._turn, count, quiet)
        else:
            self._commit()

    def _commit(self) -> None:
        group, self._waiting = self._waiting, []
        began = perf_counter()
        outcomes = self._hub.perform_together([each.asked for each in group])
        self._tell(Committed(len(group), perf_counter() - began))
        for each, outcome in zip(group, outcomes, strict=True):
            if each.outcome.done():  # whoever asked is gone
                continue
            if isinstance(outcome, Exception):
                each.outcome.set_exception(outcome)
            else:
                each.outcome.set_result(outcome)
