"""Watching one party or preparation: counts its evidence, and lets go of it."""

from dataclasses import dataclass, field
from typing import Protocol

from simulator.load.tally import Tally
from simulator.port.operations import TaskReport
from simulator.port.outcomes import Ok, Unavailable, Unknown
from simulator.records.evidence import Evidence, Finding


class Report(Protocol):
    """Takes what is to be shown at once."""

    def asked(self, evidence: Evidence, *, answered: bool) -> None:
        """A question was put to the hub; `answered` says whether something judgeable came back."""
        ...

    def deviated(self, finding: Finding) -> None:
        """An answer outside the allowed set came, for the first time in this visit and requirement."""
        ...


@dataclass(slots=True)
class Watch:
    """Takes evidence, adds it to a tally and reports it; keeps none of it.

    `unanswered` counts the questions without a judgeable answer that this watch has seen.
    """

    tally: Tally
    report: Report
    unanswered: int = 0
    _abandoned: bool = False
    _task_is_open: bool = False
    _told: set[tuple[str, str]] = field(default_factory=set)

    def keep(self, evidence: Evidence) -> None:
        """Take one piece of evidence."""
        self._count(evidence)
        for judgement in evidence.judgements:
            key = (evidence.visit_id, judgement.requirement)
            self.tally.exercised[judgement.requirement] += 1
            if judgement.as_expected or key in self._told:
                continue
            self._told.add(key)
            self.tally.deviations[judgement.requirement] += 1
            self.report.deviated(
                Finding(
                    judgement.requirement,
                    evidence.visit_id,
                    evidence.operation,
                    judgement.allowed,
                    judgement.observed,
                    planted=None,
                )
            )

    def _count(self, evidence: Evidence) -> None:
        answered = not isinstance(evidence.outcome, Unavailable | Unknown)
        self.tally.asked += 1
        self.tally.judged += bool(evidence.judgements)
        self.tally.unanswered += not answered
        self.unanswered += not answered
        value = evidence.outcome.value if isinstance(evidence.outcome, Ok) else None
        # Only a question about a task follows a task that is not done, unless it is given up.
        self._abandoned |= self._task_is_open and not isinstance(value, TaskReport)
        self._task_is_open = isinstance(value, TaskReport) and not value.done
        self.report.asked(evidence, answered=answered)

    @property
    def came_through(self) -> bool:
        """Whether every question was answered and every registration followed to its end."""
        return not (self.unanswered or self._abandoned or self._task_is_open)
