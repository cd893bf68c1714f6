"""The examples of the contract as requests: with tokens and cards that a hub of the seed trusts."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from contract import described, parameters
from demos import MIYAKONOJO

from simulator.card.assertion import sign_assertion
from simulator.card.authority import CertificationAuthority
from simulator.card.reading import Method
from simulator.card.tokens import TokenIssuer
from simulator.card.user_certificate import UserCertificate
from simulator.hub.connection import WorkingTransport, trust_of
from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import JSON_TYPE
from simulator.hub.reference.face import hub_app
from simulator.hub.reference.filling import fill
from simulator.hub.reference.hub import open_hub
from simulator.hub.transports.asgi import AsgiTransport
from simulator.port import operations as ops
from simulator.port.exchange import Answer, Request, Response
from simulator.visits.sample import Sample

SEED = 42
DAY = date(2026, 11, 30)
TICKETS = 900
"""As many further tickets of a kind as one answer can show, and some less."""
ISSUER = TokenIssuer.from_seed(SEED)
AUTHORITY = CertificationAuthority.from_seed(SEED)
BODY, CLINIC, GUARDIAN, CHILD = "990001", "9910000001", "p-000100", "p-000123"
GONE = object()
"""What stands in the place of a body or member that is left out."""
Send = Callable[[Request], Answer]


def card() -> UserCertificate:
    """The card of the child of the examples."""
    return AUTHORITY.issue(CHILD, 1, date(2024, 5, 7), date(2020, 5, 5))


@dataclass(slots=True)
class Reader:
    """A card reader; no two of its assertions are the same, nor those of two readers of other names."""

    name: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def assertion(self, institution: str = CLINIC, **changes: Any) -> str:
        """That the child's card was read here and now."""
        wanted: dict[str, Any] = {
            "audience": "pmh",
            "institution_code": institution,
            "method": Method.FACE,
            "issued_at": int(time.time()),
            "token_id": f"{self.name}-{next(self._numbers)}",
            **changes,
        }
        return sign_assertion(wanted.pop("certificate", None) or _card(), **wanted)


@cache
def _card() -> UserCertificate:
    return card()


def token(role: str, organisation: str | None = None, person: str | None = None, **changes: int) -> str:
    """A good bearer token; `issued_at` and `lifetime_seconds` may be changed."""
    issued_at = changes.pop("issued_at", int(time.time()))
    return ISSUER.issue(role, organisation, person, issued_at, **changes)


def token_for(call: Call, parts: Mapping[str, str]) -> str:
    """The token of the actor whom the path of a call names."""
    return token(call.operation.role, *actor(call, parts))


def actor(call: Call, parts: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The organisation and the person whom the path names, each where the role has one."""
    name = {"body": "bodyCode", "institution": "code"}.get(call.operation.role)
    person = parts.get("personId") if call.operation.role == "resident" else None
    return parts.get(name) if name else None, person


@dataclass(frozen=True, slots=True)
class Example:
    """A call with values for all that it takes; `document` is its body, GONE where it has none."""

    call: Call
    parts: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    document: Any = GONE

    def request(self, **headers: str) -> Request:
        """The request with a good token; headers that are given take the place of its own."""
        own = {**self.headers, **headers}
        if not self.call.is_public and "Authorization" not in own:
            own["Authorization"] = f"Bearer {token_for(self.call, self.parts)}"
        return Request(self.call.method, self.path(), own, self.body())

    def path(self) -> str:
        """The path with its query."""
        parts = {name: quote(part, safe="") for name, part in self.parts.items()}
        path = self.call.path.format_map(parts)
        return f"{path}?{urlencode(self.query)}" if self.query else path

    def body(self) -> bytes:
        """The bytes of the body."""
        if self.document is GONE:
            return b""
        return self.document if isinstance(self.document, bytes) else dumped(self.document)

    def with_member(self, pointer: tuple[str | int, ...], value: Any) -> "Example":
        """The same with another value at one place of the body."""
        return replace(self, document=changed(self.document, pointer, value))


def dumped(document: Any) -> bytes:
    """JSON text; half a surrogate pair is written as an escape."""
    return json.dumps(document).encode()


def changed(document: Any, pointer: tuple[str | int, ...], value: Any) -> Any:
    """A copy of a document with another value at one place."""
    if not pointer:
        return value
    first, rest = pointer[0], pointer[1:]
    if isinstance(document, list):
        return [changed(each, rest, value) if place == first else each for place, each in enumerate(document)]
    inner = changed(document.get(first), rest, value)
    kept = {name: each for name, each in document.items() if name != first}
    return kept if inner is GONE else {**kept, str(first): inner}


def example_of(call: Call, reader: Reader) -> Example:
    """The example of a call, at a hub that was furnished."""
    told = described(call)
    values = {each["in"]: {} for each in parameters(told)} | {"path": {}, "query": {}, "header": {}}
    for each in parameters(told):
        if each["required"]:
            values[each["in"]][each["name"]] = str(each["example"])
    content = told.get("requestBody", {}).get("content", {})
    headers = {**values["header"], **({"Content-Type": call.media_type} if content else {})}
    document = content[JSON_TYPE]["example"] if JSON_TYPE in content else GONE
    if call.body is not None and document is GONE:
        document = AUTHORITY.revocation_list([], DAY)
    if isinstance(document, dict) and "cardAssertion" in document:
        document = {**document, "cardAssertion": reader.assertion()}
    if call.operation is ops.LinkCards:
        document = changed(document, ("links", 0, "certificateSerial"), f"{_card().serial:x}")
    return Example(call, values["path"], values["query"], headers, document)


FIRST = (
    ops.SetClock,
    ops.PutInstitutions,
    ops.LinkCards,
    ops.OpenAccounts,
    ops.PublishRevocations,
    ops.PutSchemes,
    ops.RegisterRecipients,
    ops.RegisterTickets,
    ops.RecordDose,
    ops.SubmitQuestionnaire,
    ops.CheckEligibility,
)
"""What the other examples need, in order."""


def furnish(send: Send, reader: Reader, tickets: int = 0) -> None:
    """Bring the world of the examples to a hub, with that many more tickets of the child for each kind."""
    for operation in FIRST:
        example = example_of(CALLS[operation], reader)
        if operation is ops.RegisterTickets:
            rows = [
                {**row, "ticketNumber": number}
                for row in example.document
                for number in further_tickets(tickets, row["ticketNumber"][0])
            ]
            example = replace(example, document=example.document + rows)
        answer = send(example.request())
        assert isinstance(answer, Response)
        assert answer.status == example.call.statuses[0], (operation, answer)


def further_tickets(tickets: int, letter: str) -> list[str]:
    """The numbers of the tickets beside those of the examples, T for doses and C for checkups."""
    return [f"{letter}-{BODY}-{number:06}" for number in range(100, 100 + tickets)]


def examples(reader: Reader) -> list[Example]:
    """The examples of all calls."""
    return [example_of(call, reader) for call in CALLS.values()]


@dataclass(slots=True)
class OpenHub:
    """The reference hub in this process, with the sample's people and those of the examples."""

    send: Send
    reader: Reader
    rows: Callable[..., list[tuple[Any, ...]]]

    def ask(self, operation: type[ops.Operation], **headers: str) -> Answer:
        """The answer to the example of an operation."""
        return self.send(self.example(operation).request(**headers))

    def example(self, operation: type[ops.Operation]) -> Example:
        """The example of an operation."""
        return example_of(CALLS[operation], self.reader)


@contextmanager
def open_filled(store: Path, tickets: int = 0) -> Iterator[OpenHub]:
    """A hub in this process, over a store at that place."""
    trust = trust_of(SEED)
    hub = open_hub(store, trust, DAY, test_clock=True)
    try:
        fill(hub, Sample(MIYAKONOJO, DAY, SEED).operations())
        transport = WorkingTransport(AsgiTransport(hub_app(hub, trust.jwks)), hub)
        filled = OpenHub(transport.send, Reader("hub"), hub._core.store.rows)
        furnish(filled.send, filled.reader, tickets)
        yield filled
    finally:
        hub.close()
