"""What was found of a hub: a row for each thing tried, and the first that failed in full."""

from dataclasses import dataclass
from enum import StrEnum

from simulator.language import Text, say


class State(StrEnum):
    """How a try ended."""

    WORKS = "works"
    ABSENT = "absent"
    WRONG = "wrong"
    ADAPTER = "adapter"
    UNCHECKED = "unchecked"


LABELS = {
    State.WORKS: say("できる"),
    State.ABSENT: say("できない（この基盤にはない）"),
    State.WRONG: say("誤り"),
    State.ADAPTER: say("アダプターが判断"),
    State.UNCHECKED: say("確かめていない"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried: its stable name, what it is, how it ended, the seconds spent waiting."""

    name: str
    title: Text
    state: State
    detail: Text | None = None
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The first thing that failed: request and answer, masked, and how to send the request again.

    `token` is the command that gives the token, or says where it stands; None where the request shows none.
    `answer` is None where no answer came.
    """

    name: str
    request: str
    answer: str | None
    curl: str
    token: str | None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All that was found of the hub at an address."""

    where: str
    adapter: str
    hub: str
    version: str
    capabilities: tuple[str, ...]
    findings: tuple[Finding, ...]
    failure: Failure | None

    @property
    def works(self) -> bool:
        """Whether nothing failed of what the hub says it can do."""
        return not any(finding.state is State.WRONG for finding in self.findings)

    def count(self, state: State) -> int:
        """How many tries ended so."""
        return sum(finding.state is state for finding in self.findings)
