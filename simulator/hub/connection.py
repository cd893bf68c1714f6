"""Reaching a hub: the embedded reference hub, or any hub by its address."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from simulator.card import CertificationAuthority, TokenIssuer, TrustAnchor
from simulator.hub.adapters.registry import load_adapter
from simulator.hub.credentials import Credentials, KeptTokens, SkewedTokens, credentials_for
from simulator.hub.reference.face import hub_app
from simulator.hub.reference.hub import ReferenceHub, open_hub
from simulator.hub.transports.asgi import AsgiTransport
from simulator.hub.transports.http import TIMEOUT_SECONDS, HttpTransport
from simulator.hub.transports.target import find_target
from simulator.language import Complaint, Text, say
from simulator.port.capabilities import AUDIT_TRAIL, CLOCK, Capabilities
from simulator.port.exchange import Adapter, Answer, Request, Transport, perform
from simulator.port.operations import (
    CheckHealth,
    FetchAuditTrail,
    FetchCapabilities,
    Operation,
    SetClock,
)
from simulator.port.outcomes import Ok, Outcome, Refused, Unavailable, Unknown, Unsupported

EMBEDDED = "embedded"
_LIST_DAY = date(2026, 11, 30)  # of the empty revocation list, in whose place each run puts its own
_NOBODY = "nobody"
_UNAUTHENTICATED = "unauthenticated"


@dataclass(frozen=True, slots=True)
class Connection:
    """A hub that answered: the way to it, what it offers, and where it is (`embedded` or an address)."""

    adapter: Adapter
    transport: Transport
    capabilities: Capabilities
    where: str


@dataclass(frozen=True, slots=True)
class WorkingTransport:
    """A transport to a hub in this process, which has no time of its own to take in registrations.

    It does so after each answer.
    """

    transport: Transport
    hub: ReferenceHub

    def send(self, request: Request) -> Answer:
        """Send a request, then let the hub take in what waits."""
        answer = self.transport.send(request)
        while self.hub.has_work:
            self.hub.work()
        return answer


def trust_of(seed: int) -> TrustAnchor:
    """What a hub has to trust in runs of a seed; the same for the same seed on any day."""
    authority = CertificationAuthority.from_seed(seed)
    return TrustAnchor(
        authority.certificate_pem,
        authority.revocation_list([], _LIST_DAY),
        TokenIssuer.from_seed(seed).jwks(),
    )


@contextmanager
def embedded(
    seed: int, day: date, defect: str | None, adapter: str = "pmh", *, skew_seconds: int = 0
) -> Iterator[Connection]:
    """The reference hub in this process, over a store that goes when it is closed.

    `skew_seconds` puts the institutions' clocks ahead, here as in `by_address`.
    """
    with tempfile.TemporaryDirectory(prefix="pmhsim-") as folder:
        trust = trust_of(seed)
        hub = open_hub(Path(folder) / "hub.sqlite", trust, day, test_clock=True, defect=defect)
        try:
            transport = WorkingTransport(AsgiTransport(hub_app(hub, trust.jwks)), hub)
            yield _connect(load_adapter(adapter)(own_tokens(seed, skew_seconds)), transport, EMBEDDED, day)
        finally:
            hub.close()


@contextmanager
def by_address(
    url: str,
    adapter: str,
    seed: int,
    day: date | None,
    own_hosts: frozenset[str],
    timeout_seconds: float = TIMEOUT_SECONDS,
    *,
    skew_seconds: int = 0,
) -> Iterator[Connection]:
    """A hub by its address, which must be loopback or named as one's own.

    `day` sets the hub's civil date where it lets itself be set; None leaves it alone. Raises Complaint for a
    host that is not one's own, and for a hub that does not answer as its adapter expects.
    """
    transport = HttpTransport(find_target(url, own_hosts), timeout_seconds)
    try:
        yield _connect(adapter_for(adapter, seed, skew_seconds), transport, transport.base_url, day)
    finally:
        transport.close()


def own_tokens(seed: int, skew_seconds: int = 0) -> Credentials:
    """The tokens that a hub takes which trusts the issuer of a seed; institutions' clocks may be ahead."""
    issuer = TokenIssuer.from_seed(seed)
    return SkewedTokens(issuer, skew_seconds) if skew_seconds else KeptTokens(issuer)


def adapter_for(name: str, seed: int, skew_seconds: int = 0) -> Adapter:
    """An adapter for a hub that we have not started; PMHSIM_CREDENTIALS may name what that hub gave out."""
    return load_adapter(name)(credentials_for(own_tokens(seed, skew_seconds), os.environ))


def _connect(adapter: Adapter, transport: Transport, where: str, day: date | None) -> Connection:
    # A hub that tells nothing of its health shows it in its other answers.
    health, _ = perform(adapter, transport, CheckHealth())
    if not isinstance(health, Unsupported):
        _good(health, where)
    answer = _expect(adapter, transport, FetchCapabilities(), where)
    capabilities = answer.value
    if not isinstance(capabilities, Capabilities):
        raise _not_a_hub(where, answer)
    if day is not None and capabilities.offers(CLOCK):
        _expect(adapter, transport, SetClock(day), where)
    elif capabilities.offers(AUDIT_TRAIL):
        _expect_trust(adapter, transport, where)
    return Connection(adapter, transport, capabilities, where)


def _expect(adapter: Adapter, transport: Transport, operation: Operation, where: str) -> Ok:
    outcome, _ = perform(adapter, transport, operation)
    return _good(outcome, where)


def _good(outcome: Outcome, where: str) -> Ok:
    if isinstance(outcome, Ok):
        return outcome
    if isinstance(outcome, Unavailable | Unknown):
        silent = isinstance(outcome, Unknown)
        raise Complaint(
            say("ハブから時間内に回答がありません。") if silent else say("ハブに接続できません。"),
            where=say("{url}", url=where),
            mend=say("ハブが起動しているか、アドレスとポートが正しいかを確かめてください。"),
        )
    if isinstance(outcome, Refused):
        raise _refused(where, outcome)
    raise _not_a_hub(where, outcome)


def _expect_trust(adapter: Adapter, transport: Transport, where: str) -> None:
    """Ask one question with a token: a hub that does not trust it would seem to fail in every visit."""
    outcome, _ = perform(adapter, transport, FetchAuditTrail(_NOBODY))
    if isinstance(outcome, Refused) and outcome.reason == _UNAUTHENTICATED:
        raise _refused(where, outcome)


def _refused(where: str, outcome: Refused) -> Complaint:
    return Complaint(
        say("ハブが操作を拒みました（{reason}）。", reason=outcome.reason),
        where=say("{url}", url=where),
        mend=say("同じ --seed の `pmhsim trust init` の出力を、ハブが信頼しているか確かめてください。"),
    )


def _not_a_hub(where: str, outcome: Outcome) -> Complaint:
    detail: Text | str = getattr(outcome, "detail", "") or type(outcome).__name__
    return Complaint(
        say("このアドレスの回答は、アダプターの知るハブのものではありません（{detail}）。", detail=detail),
        where=say("{url}", url=where),
        mend=say("アドレスの末尾までのパスと --adapter を確かめてください。"),
    )
