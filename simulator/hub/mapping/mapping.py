"""A mapping: all in which a hub differs from the contract, as frozen tables."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field

from simulator.hub.contract.call import Call
from simulator.hub.contract.problems import Problem
from simulator.hub.mapping.renaming import Envelope, Renaming
from simulator.hub.mapping.spelling import Spelling
from simulator.port.capabilities import Capabilities
from simulator.port.operations import Operation


@dataclass(frozen=True, slots=True)
class CallMapping:
    """One call at the hub.

    `path` has the contract's members in braces and may hold a query. `query` are the hub's names of the
    members that the contract sends in the query. `statuses` are the hub's statuses of success with those of
    the contract. `spellings` are those of members of path and query.
    """

    call: Call
    method: str
    path: str
    query: Table[str, str]
    statuses: Table[int, int]
    request: Renaming | None
    answer: Renaming | None
    request_envelope: Envelope = ()
    answer_envelope: Envelope = ()
    spellings: Table[str, Spelling] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProblemMapping:
    """The hub's errors: where their code, the wrong fields and a field's place stand, and what codes mean.

    `kinds` are by status and code; an empty code stands for any.
    """

    kinds: Table[tuple[int, str], Problem]
    code: Envelope
    errors: Envelope
    pointer: str


@dataclass(frozen=True, slots=True)
class HubMapping:
    """What a mapping's file says; `calls` without those that the hub does not have.

    `headers` are the hub's names by the contract's in lower case, `sent` headers stand in every request.
    `media_types` are the hub's by the contract's. `capabilities` stand in for a hub that tells none.
    """

    file: str
    calls: Table[type[Operation], CallMapping]
    problems: ProblemMapping
    base_path: str = ""
    headers: Table[str, str] = field(default_factory=dict)
    sent: Table[str, str] = field(default_factory=dict)
    token_scheme: str = "Bearer"  # noqa: S105 - the word before a token, no token
    media_types: Table[str, str] = field(default_factory=dict)
    capabilities: Capabilities | None = None
