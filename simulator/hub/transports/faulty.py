"""A transport that does to another one's exchanges what a plan of faults says; it never waits itself."""

from collections import Counter
from dataclasses import dataclass, field, replace

from simulator.hub.transports.faults import FaultPlan, FaultRule
from simulator.port.exchange import Answer, NoAnswer, Request, Response, Transport
from simulator.records.mishap import Fault, Mishap
from simulator.streams import Streams

_ACTORS = ("institution_code", "body_code", "person_id")


@dataclass(frozen=True, slots=True)
class Strike:
    """A rule that strikes a request, and how many seconds later the answer, or its loss, is noticed."""

    rule: FaultRule
    delay_seconds: float

    @property
    def mishap(self) -> Mishap:
        """What it does to the exchange."""
        return Mishap((self.rule.fault,), self.delay_seconds)


@dataclass(slots=True)
class Strikes:
    """Draws the faults of a plan, the same for the same seed.

    Every rule has a stream for each operation and actor, and counts in it: what others ask in between changes
    nothing. The nth request of a rule is counted over all. `mark` is left out of actors' names, since runs
    on the same hub differ by it; `lot` sets processes of the same seed apart.
    """

    plan: FaultPlan
    streams: Streams
    mark: str = ""
    lot: str = ""
    _sent: Counter[tuple[str, str]] = field(default_factory=Counter)
    _matched: Counter[str] = field(default_factory=Counter)

    def on(self, request: Request) -> tuple[Mishap, Strike | None]:
        """What strikes the next request of its kind: all that delay it, and the first that does more."""
        late, acting = Mishap(), None
        for rule in self.plan.rules:
            strike = self._strike(rule, request) if rule.where.includes(request) else None
            if strike is not None and rule.fault is Fault.LATENCY:
                late += strike.mishap
            else:
                acting = acting or strike
        return late, acting

    def _strike(self, rule: FaultRule, request: Request) -> Strike | None:
        stream = self._stream(rule, request)
        if not self._strikes(rule, stream):
            return None
        return Strike(rule, rule.delay.of(self.streams.uniform(f"fault delay {rule.name}", stream)))

    def _strikes(self, rule: FaultRule, stream: str) -> bool:
        self._matched[rule.name] += 1
        if rule.nth:
            return self._matched[rule.name] in rule.nth
        return self.streams.uniform(f"fault {rule.name}", stream) < rule.probability

    def _stream(self, rule: FaultRule, request: Request) -> str:
        whose = f"{self.lot}{_kind(request)} {_actor(request).removesuffix(self.mark)}"
        self._sent[rule.name, whose] += 1
        return f"{whose} {self._sent[rule.name, whose]}"


def _kind(request: Request) -> str:
    return request.method if request.errand is None else type(request.errand).__name__


def _actor(request: Request) -> str:
    if request.errand is None:
        return request.path
    return next((str(found) for name in _ACTORS if (found := getattr(request.errand, name, ""))), "")


@dataclass(frozen=True, slots=True)
class FaultyTransport:
    """Carries requests over another transport, and does to some what was drawn.

    Delays are put on the answer, to be spent by the driver. An answer that the hub itself fails to give stays
    the hub's failure.
    """

    inner: Transport
    strikes: Strikes

    def send(self, request: Request) -> Answer:
        """Send a request; whatever was done to it stands on the answer."""
        late, strike = self.strikes.on(request)
        answer = self.inner.send(request) if strike is None else self._struck(request, strike)
        return replace(answer, mishap=answer.mishap + late)

    def _struck(self, request: Request, strike: Strike) -> Answer:
        rule, done = strike.rule, strike.mishap
        # Whoever sends cannot tell whether a request got there before the connection broke.
        broken = NoAnswer(f"connection broken on purpose ({rule.name})", mishap=done)
        match rule.fault:
            case Fault.DROP_BEFORE:
                return broken
            case Fault.STATUS:
                return _in_its_stead(rule, done)
            case Fault.DUPLICATE:
                answer = self.inner.send(request)
                self.inner.send(request)
                return replace(answer, mishap=done)
            case Fault.DUPLICATE_LATE:
                self.inner.send(request)
                return replace(self.inner.send(request), mishap=done)
        answer = self.inner.send(request)
        if isinstance(answer, NoAnswer):
            return answer
        return broken if rule.fault is Fault.DROP_AFTER else _cut(answer, rule, done)


def _in_its_stead(rule: FaultRule, done: Mishap) -> Response:
    after = rule.retry_after_seconds
    headers = {} if after is None else {"retry-after": str(after)}
    return Response(rule.status, headers, b"", mishap=done)


def _cut(answer: Response, rule: FaultRule, done: Mishap) -> Answer:
    kept = answer.body[: int(len(answer.body) * rule.fraction)]
    if len(kept) == len(answer.body):
        return answer  # there was nothing to cut off
    if rule.fault is Fault.TRUNCATE:
        detail = f"{len(kept)} of {len(answer.body)} bytes, cut off on purpose ({rule.name})"
        return NoAnswer(detail, mishap=done)
    headers = {**answer.headers, "content-length": str(len(kept))}
    return replace(answer, headers=headers, body=kept, mishap=done)
