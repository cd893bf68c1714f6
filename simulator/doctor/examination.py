"""The examination of a hub: reached, understood, trusted, and every operation tried once."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from simulator.doctor.failures import failure_of
from simulator.doctor.findings import Diagnosis, Failure, Finding, State
from simulator.doctor.probes import PROBES, Kind, Probe, probe_of
from simulator.doctor.scene import Scene
from simulator.doctor.trial import Trier
from simulator.doctor.trust import clock_difference, tokens_trusted, wrong_token_refused
from simulator.hub.adapters.registry import load_adapter
from simulator.hub.connection import adapter_for, own_tokens
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.titles import title_of
from simulator.hub.transports.http import HttpTransport
from simulator.hub.transports.recording import RecordingTransport
from simulator.hub.transports.target import Target
from simulator.language import Complaint, Text, say
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import NoAnswer
from simulator.port.operations import CheckHealth, FetchCapabilities, Operation, SetClock
from simulator.port.outcomes import Ok, Outcome, Unsupported

_FIRST: tuple[Kind, ...] = (CheckHealth, FetchCapabilities)
_UNKNOWN = Capabilities("?", "?", frozenset())


@dataclass(slots=True)
class Examination:
    """One examination of a hub; `tell` hears what is tried next."""

    target: Target
    adapter_name: str
    scene: Scene
    tell: Callable[[Text], None]
    pause: Callable[[float], None] = time.sleep
    failure: Failure | None = None
    findings: list[Finding] = field(default_factory=list)
    _done: set[Kind] = field(default_factory=set)

    def examine(self) -> Diagnosis:
        """Try everything; raises Complaint where the hub cannot be reached or the adapter not be made."""
        adapter = adapter_for(self.adapter_name, self.scene.seed)
        http = HttpTransport(self.target)
        try:
            trier = Trier(adapter, RecordingTransport(http), self.scene, pause=self.pause)
            self._meet(trier)
            self._check_trust(trier)
            self.findings[:0] = self._reached(trier.transport)
            for kind in _order():
                self._try(kind, trier)
        finally:
            http.close()
        offered = trier.offered or _UNKNOWN
        return Diagnosis(
            self.target.base_url,
            self.adapter_name,
            offered.hub,
            offered.version,
            tuple(sorted(offered.names)),
            tuple(self.findings),
            self.failure,
        )

    def _meet(self, trier: Trier) -> None:
        self._try(CheckHealth, trier)
        self._refuse_silence(trier.transport)
        told = self._try(FetchCapabilities, trier)
        if isinstance(told, Ok) and isinstance(told.value, Capabilities):
            trier.offered = told.value

    def _check_trust(self, trier: Trier) -> None:
        self.tell(say("トークンを確かめています…"))
        stranger = load_adapter(self.adapter_name)(own_tokens(self.scene.seed + 1))
        somebody = Trier(stranger, trier.transport, self.scene)
        for check, who in ((tokens_trusted, trier), (wrong_token_refused, somebody)):
            asked: list[Operation] = []

            def ask(operation: Operation, who: Trier = who, asked: list[Operation] = asked) -> Outcome:
                sent = who.transport.sent
                asked.append(operation)
                outcome = who.ask(operation)
                # What the adapter answers by itself says nothing of the hub.
                return outcome if who.transport.sent > sent else Unsupported()

            finding = check(ask, self.scene)
            self._refuse_silence(trier.transport)
            self._keep(finding, asked[-1], trier.transport)

    def _reached(self, transport: RecordingTransport) -> Iterator[Finding]:
        """How the hub was reached, and its clock, by its first answer."""
        first = transport.kept[0] if transport.kept else None
        answer = first.answer if first else None
        where = say(
            "{url} につながる（{addresses}）",
            url=self.target.base_url,
            addresses=", ".join(self.target.addresses),
        )
        if answer is None or isinstance(answer, NoAnswer):
            yield Finding("reachable", where, State.UNCHECKED, say("アダプターは何も送りませんでした"))
        else:
            is_private = self.target.scheme == "https"
            detail = say("TLS あり、証明書は正しい") if is_private else say("TLS なし（暗号化しない接続）")
            yield Finding("reachable", where, State.WORKS, detail, answer.elapsed_seconds)
        yield clock_difference(answer, first.at if first else 0)

    def _refuse_silence(self, transport: RecordingTransport) -> None:
        answer = transport.kept[-1].answer if transport.kept else None
        if isinstance(answer, NoAnswer):
            raise Complaint(
                say("ハブから時間内に回答がありません。") if answer.sent else say("ハブに接続できません。"),
                where=say("{url}", url=self.target.base_url),
                mend=say("ハブが起動しているか、アドレスとポートが正しいかを確かめてください。"),
            )

    def _try(self, kind: Kind, trier: Trier) -> Outcome | None:
        probe, title = probe_of(kind), title_of(kind)
        if probe is None:
            self._keep(Finding(kind.__name__, title, State.UNCHECKED, say("確かめ方がまだありません")))
            return None
        unready = self._unready(kind, probe, trier)
        if unready is not None:
            self._keep(unready)
            return None
        self.tell(say("{title}…", title=title))
        operation = probe.ask(self.scene)
        trial = trier.try_out(probe, operation)
        if trial.state in (State.WORKS, State.ADAPTER) and not isinstance(trial.outcome, Unsupported):
            self._done.add(kind)
        finding = Finding(kind.__name__, title, trial.state, trial.detail, trial.seconds)
        self._keep(finding, operation, trier.transport)
        return trial.outcome

    def _unready(self, kind: Kind, probe: Probe, trier: Trier) -> Finding | None:
        """Why an operation is not asked, None if it is."""
        for need in probe.needs:
            if need not in self._done:
                detail = say("先に「{title}」ができる必要があります", title=title_of(need))
                return Finding(kind.__name__, title_of(kind), State.UNCHECKED, detail)
        # What a hub does not declare may still be there; only its clock is better left alone then.
        if kind is SetClock and not trier.offers(probe.capability):
            detail = say("ハブがあると申告していないので、尋ねていません")
            return Finding(kind.__name__, title_of(kind), State.ABSENT, detail)
        return None

    def _keep(
        self,
        finding: Finding,
        operation: Operation | None = None,
        transport: RecordingTransport | None = None,
    ) -> None:
        self.findings.append(finding)
        is_first = finding.state is State.WRONG and self.failure is None
        if is_first and operation is not None and transport is not None and transport.kept:
            url, seed = self.target.base_url, self.scene.seed
            self.failure = failure_of(finding.name, operation, transport.kept[-1], url, seed)


def _order() -> list[Kind]:
    """The operations after the first two: those with a probe in its order, then all others."""
    others = (kind for kind in CALLS if kind not in PROBES)
    return [kind for kind in (*PROBES, *others) if kind not in _FIRST]
