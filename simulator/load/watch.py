"""Watching one party or preparation: counts its evidence, and lets go of it."""

from dataclasses import dataclass, field
from typing import Protocol

from simulator.load.tally import Tally
from simulator.port.operations import TaskReport
from simulator.port.outcomes import Ok
from simulator.records.evidence import Evidence, Finding
from simulator.rules.verdict import is_unanswered


class Report(Protocol):
    """Takes what is to be shown at once."""

    def asked(self, evidence: Evidence, *, answered: bool) -> None:
        """A question was put to the hub; `answered` is False where it left it without a judgeable answer."""
        ...

    def deviated(self, finding: Finding) -> None:
        """An answer outside the allowed set came, for the first time in this visit and requirement."""
        ...


@dataclass(slots=True)
class Watch:
    """Takes evidence, adds it to a tally and reports it; keeps none of it.

    `unanswered` counts the questions that the hub left without a judgeable answer while this watch was on; an
    answer that was kept back on purpose is none of them.
    """

    tally: Tally
    report: Report
    unanswered: int = 0
    _is_silent: bool = False
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
        silent = is_unanswered(evidence)
        failed = silent and not evidence.mishap.silences
        self.tally.asked += 1
        self.tally.judged += bool(evidence.judgements)
        self.tally.unanswered += failed
        self.tally.faults.update(evidence.mishap.faults)
        self.unanswered += failed
        self._is_silent = silent
        if not silent:
            self._follow(evidence)
        self.report.asked(evidence, answered=not failed)

    def _follow(self, evidence: Evidence) -> None:
        value = evidence.outcome.value if isinstance(evidence.outcome, Ok) else None
        # Only a question about a task follows a task that is not done, unless it is given up.
        self._abandoned |= self._task_is_open and not isinstance(value, TaskReport)
        self._task_is_open = isinstance(value, TaskReport) and not value.done

    @property
    def came_through(self) -> bool:
        """Whether every question was answered in the end and every registration followed to its end."""
        return not (self.unanswered or self._is_silent or self._abandoned or self._task_is_open)
