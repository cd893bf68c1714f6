"""One operation tried: asked, followed until a registration is done, and held against its probe."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from simulator.doctor.findings import State
from simulator.doctor.probes import PROBES, Probe
from simulator.doctor.scene import BODY, Scene
from simulator.hub.transports.recording import RecordingTransport
from simulator.language import Text, say
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Adapter, perform
from simulator.port.operations import FetchTask, Operation, TaskReport
from simulator.port.outcomes import Accepted, Ok, Outcome, Unsupported
from simulator.rules.wording import outcome_text

POLLS = 20
BETWEEN_POLLS_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one operation; `seconds` were spent waiting for answers."""

    outcome: Outcome
    state: State
    detail: Text | None
    seconds: float


@dataclass(slots=True)
class Trier:
    """Tries operations at one hub; `pause` waits between two polls, for some seconds."""

    adapter: Adapter
    transport: RecordingTransport
    scene: Scene
    offered: Capabilities | None = None
    pause: Callable[[float], None] = time.sleep
    _waited: float = 0.0

    def try_out(self, probe: Probe, operation: Operation) -> Trial:
        """Ask an operation, and judge what came of it."""
        self._waited, sent = 0.0, self.transport.sent
        outcome = self._polled(operation) if isinstance(operation, FetchTask) else self.ask(operation)
        state, detail = self._judged(probe, outcome, asked=self.transport.sent > sent)
        if state in (State.WORKS, State.ADAPTER) and not isinstance(outcome, Unsupported):
            probe.keep(self.scene, outcome)
        if isinstance(outcome, Accepted) and state is State.WORKS:
            self.scene.task = outcome.task
            state, detail = self._followed(outcome.task)
        return Trial(outcome, state, detail, self._waited)

    def ask(self, operation: Operation) -> Outcome:
        """The outcome of an operation, asked once."""
        outcome, seconds = perform(self.adapter, self.transport, operation)
        self._waited += seconds
        return outcome

    def offers(self, capability: str | None) -> bool:
        """Whether the hub says that it can do this."""
        return capability is not None and self.offered is not None and self.offered.offers(capability)

    def _judged(self, probe: Probe, outcome: Outcome, *, asked: bool) -> tuple[State, Text | None]:
        if isinstance(outcome, Unsupported):
            if self.offers(probe.capability):
                return State.WRONG, say("ハブがあると申告しているのに、ありません")
            return State.ABSENT, None if asked else say("アダプターが扱わないので、尋ねていません")
        if probe.fits(self.scene, outcome):
            if not asked:
                return State.ADAPTER, None
            return State.WORKS, None if probe in PROBES.values() else say("答えの中身は確かめていません")
        if isinstance(outcome, Ok):
            return State.WRONG, say("登録したとおりの内容が返りません")
        return State.WRONG, outcome_text(outcome)

    def _followed(self, task: str) -> tuple[State, Text | None]:
        """How a registration that was accepted fared; a hub that does not tell is taken at its word."""
        outcome = self._polled(FetchTask(BODY, task))
        report = outcome.value if isinstance(outcome, Ok) else None
        if not isinstance(report, TaskReport):
            return State.WORKS, say("受け付けられましたが、登録の結果は確かめられません")
        if not report.done:
            return State.WRONG, say("受け付けられましたが、登録が終わりません")
        codes = tuple(sorted({error for row in report.rows for error in row.errors}))
        if codes:
            return State.WRONG, say("登録されない行があります: {codes}", codes=codes)
        return State.WORKS, None

    def _polled(self, operation: FetchTask) -> Outcome:
        outcome = self.ask(operation)
        for _ in range(POLLS):
            report = outcome.value if isinstance(outcome, Ok) else None
            if not isinstance(report, TaskReport) or report.done:
                break
            self.pause(BETWEEN_POLLS_SECONDS)
            outcome = self.ask(operation)
        return outcome
