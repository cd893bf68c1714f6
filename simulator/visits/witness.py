"""The witness of a run: asks the hub for a visit, keeps the book, and judges every answer."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from simulator.port.book import Book
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Adapter, Carried, Transport, carry
from simulator.port.operations import Operation, TaskReport
from simulator.port.outcomes import Malformed, Ok, Outcome, Refused, Unavailable, Unknown
from simulator.records.evidence import Evidence
from simulator.records.mishap import Fault, Mishap
from simulator.rules.rule import Expectation, expectations
from simulator.visits.carddesk import CardDesk
from simulator.visits.steps import GIVEN_UP, Ask, CardRead, ReadCard

PATIENCE = 3
SHORTEST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 0.01, 0.2
LONGEST_TASK_SECONDS = 60.0
# Refusals that a right hub may give to whoever signs with a wrong clock.
OF_A_WRONG_CLOCK = frozenset({"unauthenticated", "assertion-invalid"})


@dataclass(slots=True)
class Witness:
    """What all drivers share: the way to the hub, the cards, the book and the evidence so far.

    A hub that leaves `patience` questions in a row unanswered is asked no more; None goes on asking. Evidence
    is kept here unless `keep` takes it, as long runs have more of it than can be held. With `wrong_clock` the
    institutions' clocks were put wrong on purpose. What a fault that was put in did is never held against
    the hub: not its silence, not half an answer, not a refusal for the time.

    A registration that the hub is still working on is asked for again, `wait` spending the seconds between;
    only the last answer is taken down, so that it leaves no trace how often that was.
    """

    adapter: Adapter
    transport: Transport
    cards: CardDesk
    capabilities: Capabilities
    book: Book = field(default_factory=Book)
    evidence: list[Evidence] = field(default_factory=list)
    keep: Callable[[Evidence], None] | None = None
    patience: int | None = PATIENCE
    wrong_clock: bool = False
    wait: Callable[[float], None] = lambda _seconds: None
    _silent: int = field(default=0)
    _owed_seconds: float = field(default=0.0)

    def __post_init__(self) -> None:
        if self.book.today is None:
            self.book.today = self.cards.day

    def ask(self, visit_id: str, at_seconds: float, step: Ask) -> Outcome:
        """Settle what is allowed, ask the hub, judge its answer and take it down."""
        expected = self._expected(step)
        carried = self._carried_to_the_end(step.operation)
        outcome, mishap = carried.outcome, carried.mishap
        if mishap.repeats:
            # To the hub this was the second time; what it said to the first was lost.
            self.book.note(step.operation, Unknown())
            expected = self._expected(step)
        judged = [(expectation.requirement, expectation.judge(outcome)) for expectation in expected]
        self.book.note(step.operation, outcome)
        if mishap.doubles and isinstance(outcome, Ok):
            self.book.note(step.operation, Unknown())
        self._owed_seconds += mishap.delay_seconds
        evidence = Evidence(
            visit_id,
            at_seconds,
            type(step.operation).__name__,
            outcome,
            tuple(judgement for _, judgement in judged if judgement is not None),
            tuple(requirement for requirement, judgement in judged if judgement is None),
            mishap,
            None
            if all(judgement is None or judgement.as_expected for _, judgement in judged)
            else carried.request,
        )
        (self.keep or self.evidence.append)(evidence)
        return outcome

    def take_owed_seconds(self) -> float:
        """The seconds of delay that were put in since this was last asked; the driver is to spend them."""
        owed, self._owed_seconds = self._owed_seconds, 0.0
        return owed

    def give_up(self) -> None:
        """Ask the hub no more; needs a `patience`."""
        self._silent = self.patience or 0

    def _expected(self, step: Ask) -> tuple[Expectation, ...]:
        return expectations(step.rules, step.operation, self.book, self.capabilities)

    def _carried_to_the_end(self, operation: Operation) -> Carried:
        carried = self._carried(operation)
        waited, pause = 0.0, SHORTEST_WAIT_SECONDS
        while _is_under_way(carried.outcome) and waited < LONGEST_TASK_SECONDS:
            self.wait(pause)
            waited += pause
            pause = min(2 * pause, LONGEST_WAIT_SECONDS)
            again = self._carried(operation)
            carried = replace(again, mishap=carried.mishap + again.mishap)
        return carried

    def _carried(self, operation: Operation) -> Carried:
        if self.patience is not None and self._silent >= self.patience:
            return Carried(Unavailable(GIVEN_UP))
        carried = self._excused(operation, carry(self.adapter, self.transport, operation))
        if not isinstance(carried.outcome, Unavailable | Unknown):
            self._silent = 0
        elif not carried.mishap.silences:
            self._silent += 1
        return carried

    def _excused(self, operation: Operation, carried: Carried) -> Carried:
        """What came, without what only a fault that was put in could make of it."""
        match carried.outcome:
            case Malformed(detail=detail) if carried.mishap.garbles:
                return replace(carried, outcome=Unknown(detail))
            case Refused(reason=reason) if (
                self.wrong_clock and operation.role == "institution" and reason in OF_A_WRONG_CLOCK
            ):
                mishap = carried.mishap + Mishap((Fault.CLOCK_SKEW,))
                return replace(carried, outcome=Unavailable(reason), mishap=mishap)
            case _:
                return carried

    def read(self, step: ReadCard) -> CardRead:
        """Have a card read; the book notes whose card stands behind an assertion."""
        read, presented = self.cards.read(step)
        if read.assertion is not None and presented is not None:
            self.book.present(read.assertion, presented)
        return read


def _is_under_way(outcome: Outcome) -> bool:
    return isinstance(outcome, Ok) and isinstance(outcome.value, TaskReport) and not outcome.value.done
