"""The witness of a run: asks the hub for a visit, keeps the book, and judges every answer."""

from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.port.book import Book
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Adapter, Transport, perform
from simulator.port.operations import Operation
from simulator.port.outcomes import Outcome, Unavailable, Unknown
from simulator.records.evidence import Evidence
from simulator.rules.rule import expectations
from simulator.visits.carddesk import CardDesk
from simulator.visits.steps import Ask, CardRead, ReadCard

PATIENCE = 3
GIVEN_UP = "given up"


@dataclass(slots=True)
class Witness:
    """What all drivers share: the way to the hub, the cards, the book and the evidence so far.

    A hub that leaves `patience` questions in a row unanswered is asked no more; None goes on asking. Evidence
    is kept here unless `keep` takes it, as long runs have more of it than can be held.
    """

    adapter: Adapter
    transport: Transport
    cards: CardDesk
    capabilities: Capabilities
    book: Book = field(default_factory=Book)
    evidence: list[Evidence] = field(default_factory=list)
    keep: Callable[[Evidence], None] | None = None
    patience: int | None = PATIENCE
    _silent: int = field(default=0)

    def ask(self, visit_id: str, at_seconds: float, step: Ask) -> Outcome:
        """Settle what is allowed, ask the hub, judge its answer and take it down."""
        expected = expectations(step.rules, step.operation, self.book, self.capabilities)
        outcome = self._outcome(step.operation)
        judged = [(expectation.requirement, expectation.judge(outcome)) for expectation in expected]
        self.book.note(step.operation, outcome)
        evidence = Evidence(
            visit_id,
            at_seconds,
            type(step.operation).__name__,
            outcome,
            tuple(judgement for _, judgement in judged if judgement is not None),
            tuple(requirement for requirement, judgement in judged if judgement is None),
        )
        (self.keep or self.evidence.append)(evidence)
        return outcome

    def _outcome(self, operation: Operation) -> Outcome:
        if self.patience is not None and self._silent >= self.patience:
            return Unavailable(GIVEN_UP)
        outcome, _ = perform(self.adapter, self.transport, operation)
        self._silent = self._silent + 1 if isinstance(outcome, Unavailable | Unknown) else 0
        return outcome

    def read(self, step: ReadCard) -> CardRead:
        """Have a card read; the book notes whose card stands behind an assertion."""
        read, presented = self.cards.read(step)
        if read.assertion is not None and presented is not None:
            self.book.present(read.assertion, presented)
        return read
