"""The witness of a run: asks the hub for a visit, keeps the book, and judges every answer."""

from dataclasses import dataclass, field

from simulator.port.book import Book
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Adapter, Transport, perform
from simulator.port.outcomes import Outcome
from simulator.records.evidence import Evidence
from simulator.rules.rule import expectations
from simulator.visits.carddesk import CardDesk
from simulator.visits.steps import Ask, CardRead, ReadCard


@dataclass(slots=True)
class Witness:
    """What all drivers share: the way to the hub, the cards, the book and the evidence so far."""

    adapter: Adapter
    transport: Transport
    cards: CardDesk
    capabilities: Capabilities
    book: Book = field(default_factory=Book)
    evidence: list[Evidence] = field(default_factory=list)

    def ask(self, visit_id: str, at_seconds: float, step: Ask) -> Outcome:
        """Settle what is allowed, ask the hub, judge its answer and take it down."""
        expected = expectations(step.rules, step.operation, self.book, self.capabilities)
        outcome, _ = perform(self.adapter, self.transport, step.operation)
        judged = (expectation.judge(outcome) for expectation in expected)
        self.book.note(step.operation, outcome)
        evidence = Evidence(
            visit_id,
            at_seconds,
            type(step.operation).__name__,
            outcome,
            tuple(judgement for judgement in judged if judgement is not None),
        )
        self.evidence.append(evidence)
        return outcome

    def read(self, step: ReadCard) -> CardRead:
        """Have a card read; the book notes whose card stands behind an assertion."""
        read, presented = self.cards.read(step)
        if read.assertion is not None and presented is not None:
            self.book.present(read.assertion, presented)
        return read
