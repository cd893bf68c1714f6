"""Driving visits in real time: each question goes out as soon as the answer before it is there."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.load.party import Party
from simulator.visits.dayplan import visit_of
from simulator.visits.steps import Arrive, Ask, Did, Hold, Pause, ReadCard, Reply, Step, Visit
from simulator.visits.witness import Witness


@dataclass(frozen=True, slots=True)
class Driver:
    """Carries out visits through a witness; `clock` gives seconds since the run began, `rest` spends seconds.

    Hours of arrival are not waited for, only their order is kept. Desks, readers and doctors take time only
    with a `hold_speed` (60: a minute takes a second). Pauses before asking again are waited for where
    `pauses` is set; delays that were put in on purpose always are.
    """

    witness: Witness
    clock: Callable[[], float]
    rest: Callable[[float], None]
    hold_speed: float | None = None
    pauses: bool = False

    def drive(self, party: Party) -> None:
        """Drive the visits of a party: first what all do at home, then one visit after the other."""
        visits = [(plan.occasion.visit_id, visit_of(plan)) for plan in party]
        for visit_id, visit in visits:
            self._go_on(visit_id, visit, until_arrival=True)
        for visit_id, visit in visits:
            self._go_on(visit_id, visit)

    def play(self, name: str, journey: Visit) -> None:
        """Drive one journey to its end."""
        self._go_on(name, journey)

    def _go_on(self, visit_id: str, visit: Visit, *, until_arrival: bool = False) -> None:
        reply: Reply = None
        while True:
            try:
                step = visit.send(reply)
            except StopIteration:
                return
            if until_arrival and isinstance(step, Arrive):
                return
            reply = self._carry_out(visit_id, step)

    def _carry_out(self, visit_id: str, step: Step) -> Reply:
        match step:
            case Ask():
                outcome = self.witness.ask(visit_id, self.clock(), step)
                if owed := self.witness.take_owed_seconds():
                    self.rest(owed)
                return outcome
            case ReadCard():
                return self.witness.read(step)
            case Hold():
                if self.hold_speed is not None:
                    self.rest(step.seconds / self.hold_speed)
            case Pause():
                if self.pauses:
                    self.rest(step.seconds)
            case Arrive() | Did():
                pass
        return None
