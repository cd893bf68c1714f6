"""The fingerprint of a run's results: the same for the same seed on any hub that answers alike."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256

from simulator.clinicday.play import PlayedDay
from simulator.language import Text
from simulator.port.outcomes import Accepted, Malformed, Ok, Outcome, Unavailable, Unknown
from simulator.records.evidence import Evidence
from simulator.records.result import BodyRecord, Record


def fingerprint(played: PlayedDay) -> str:
    """SHA-256 over seed, date, expectations, normalised outcomes, judgements and virtual times.

    Never in it: nonce, ids and versions that the hub gives, tokens, signatures, addresses, measured times.
    """
    world = played.world
    digest = sha256()
    for content in (
        ["pmhsim/results/1", world.municipality.code, world.share, world.day, world.seed],
        *(event.row() for event in played.events),
        *(_evidence(evidence, world.nonce) for evidence in played.evidence),
        played.judged.verdict,
    ):
        line = _line(content)
        digest.update(line.replace(f"-{world.nonce}".encode(), b"") if world.nonce else line)
    return digest.hexdigest()


def _evidence(evidence: Evidence, nonce: str) -> list[object]:
    judgements = [
        [each.requirement, _text(each.allowed), _text(each.observed), each.as_expected]
        for each in evidence.judgements
    ]
    return [
        evidence.visit_id,
        round(evidence.at_seconds, 3),
        evidence.operation,
        normalised(evidence.outcome, nonce),
        judgements,
    ]


def normalised(outcome: Outcome, nonce: str = "") -> list[object]:
    """An outcome without anything that differs between hubs that answer alike.

    Of the records on a body's tickets only those of the run with the nonce count: a hub may hold more.
    """
    name = type(outcome).__name__
    match outcome:
        case Accepted() | Malformed() | Unavailable() | Unknown():
            return [name]
        case Ok(value=str()):
            return [name]
        case Ok(value=Record() as record):
            return [name, _record(record)]
        case Ok(value=tuple() as rows) if any(isinstance(row, BodyRecord) for row in rows):
            mine = (row for row in rows if not nonce or row.holder.person_key.endswith(f"-{nonce}"))
            return [name, [[asdict(row.holder), _record(row.record)] for row in mine]]
        case _:
            return [name, asdict(outcome)]


def _record(record: Record) -> list[object]:
    """A record without its id and version, which are the hub's."""
    return [asdict(record.result), record.is_cancelled]


def _text(text: Text) -> list[object]:
    return [text.message, [[name, str(value)] for name, value in text.values]]


def _line(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, default=_plain) + "\n").encode()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    message = f"no plain form of {type(value).__name__}"
    raise TypeError(message)
