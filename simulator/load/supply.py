"""An endless supply of visits: round after round, each under new keys."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from weakref import WeakSet

from simulator.load.party import Party
from simulator.load.round import Planner, Round
from simulator.visits.preparation import prepare
from simulator.visits.steps import Visit


@dataclass(frozen=True, slots=True)
class Outing:
    """A party on its way, in the round to which it belongs."""

    round: Round
    party: Party


@dataclass(slots=True)
class Supply:
    """Hands out parties one at a time, each to one taker only.

    A round is planned, prepared at the hub and stocked by whoever keeps the supply; users only take. `nonce`
    is to be unique among all processes and runs on the same hub. `plans` says where planning is done, which
    takes some tenths of a second: at once, unless the process has something better to do meanwhile.
    """

    planner: Planner
    nonce: str
    plans: Callable[[Callable[[], Round]], Round] = lambda plan: plan()
    _waiting: deque[Outing] = field(default_factory=deque)
    _under_way: WeakSet[Round] = field(default_factory=WeakSet)
    _rounds: int = 0
    _stocked: int = 0

    @property
    def runs_low(self) -> bool:
        """Whether less than the last round's parties are left."""
        return len(self._waiting) <= self._stocked

    def next_round(self) -> Round:
        """Plan a round; its visits are not to be had before it is stocked."""
        self._rounds += 1
        nonce = f"{self.nonce}{self._rounds:x}"
        planned = self.plans(lambda: self.planner.plan(nonce))
        self._under_way.add(planned)
        return planned

    def preparation_of(self, planned: Round) -> Visit:
        """The journey that prepares the hub for a round; play it before the round is stocked.

        A revocation list takes the place of the earlier one, so it holds the cards of all rounds under way.
        """
        listed: bytes | None = None
        if self.planner.with_revoked:
            serials = sorted(serial for each in self._under_way for serial in each.revoked)
            listed = self.planner.authority.revocation_list(serials, self.planner.world.day)
        return prepare(replace(planned.preparation, revocation_list=listed))

    def stock(self, planned: Round) -> None:
        """Let the parties of a prepared round be taken."""
        self._stocked = len(planned.parties)
        self._waiting.extend(Outing(planned, party) for party in planned.parties)

    def take(self) -> Outing | None:
        """The next party; None where none is ready."""
        return self._waiting.popleft() if self._waiting else None
