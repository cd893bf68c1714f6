"""The tally of a load test: counts that add up over users, processes and machines."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.language import Text, say
from simulator.rules.faultwords import put_in_text
from simulator.rules.verdict import LABELS, Verdict


@dataclass(slots=True)
class Tally:
    """What was done and what came of it; nothing in it grows with the length of the run.

    `asked` counts the questions put to the hub, `judged` those whose answers some requirement was held
    against, `unanswered` those that brought no judgeable answer. `exercised` counts judgements by
    requirement, `deviations` the visits that brought an answer outside the allowed set, `faults` by kind what
    was put in on purpose; an answer that one of those kept back is not `unanswered`.
    """

    visits: int = 0
    asked: int = 0
    judged: int = 0
    unanswered: int = 0
    exercised: Counter[str] = field(default_factory=Counter)
    deviations: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def verdict(self) -> Verdict:
        """What is said of the hub, by the same rule as for a clinic day."""
        if self.deviations:
            return Verdict.FAIL
        return Verdict.PASS if self.exercised and not self.unanswered else Verdict.UNDECIDED

    def add(self, counts: Mapping[str, Any]) -> None:
        """Add counts that another tally gave away."""
        self.visits += int(counts["visits"])
        self.asked += int(counts["asked"])
        self.judged += int(counts["judged"])
        self.unanswered += int(counts["unanswered"])
        self.exercised.update(counts["exercised"])
        self.deviations.update(counts["deviations"])
        self.faults.update(counts["faults"])

    def give_away(self) -> dict[str, Any]:
        """The counts as plain values; this tally begins anew."""
        counts = {
            "visits": self.visits,
            "asked": self.asked,
            "judged": self.judged,
            "unanswered": self.unanswered,
            "exercised": dict(self.exercised),
            "deviations": dict(self.deviations),
            "faults": {str(fault): count for fault, count in self.faults.items()},
        }
        self.clear()
        return counts

    def clear(self) -> None:
        """Begin anew."""
        self.visits = self.asked = self.judged = self.unanswered = 0
        self.exercised.clear()
        self.deviations.clear()
        self.faults.clear()

    def summary(self) -> tuple[Text, ...]:
        """The tally in words, line by line; the last line is the verdict."""
        lines = [
            say("受診・接種・健診・手続き {visits}件（合成データ）", visits=f"{self.visits:,}"),
            say(
                "ハブへの照会 {asked}件、うち判定 {judged}件、回答なし {unanswered}件",
                asked=f"{self.asked:,}",
                judged=f"{self.judged:,}",
                unanswered=f"{self.unanswered:,}",
            ),
            say("確かめた要件 {count}件", count=len(self.exercised)),
        ]
        if self.faults:
            lines.append(put_in_text(self.faults))
        lines += [
            say("要件 {id} に反する回答: {count}件", id=requirement, count=f"{count:,}")
            for requirement, count in sorted(self.deviations.items())
        ]
        return (*lines, say("ハブの判定: {verdict}", verdict=LABELS[self.verdict]))
