"""Results as the store keeps them: their kind, and their fields as JSON."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from simulator.records.result import CheckupResult, Dose, DoseClass, InterviewOnly, Result

DAYS = frozenset({"given_on", "interviewed_on", "examined_on"})


class ResultKind(StrEnum):
    """Kinds of results, as history names them."""

    DOSE = "dose"
    INTERVIEW_ONLY = "interview_only"
    CHECKUP = "checkup"


_TYPES: Mapping[str, type[Result]] = MappingProxyType(
    {
        ResultKind.DOSE: Dose,
        ResultKind.INTERVIEW_ONLY: InterviewOnly,
        ResultKind.CHECKUP: CheckupResult,
    }
)


def kind_of(result: Result) -> ResultKind:
    """The kind of a result."""
    return next(ResultKind(kind) for kind, each in _TYPES.items() if isinstance(result, each))


def result_text(result: Result) -> str:
    """A result's fields as JSON, always written alike."""
    values = {field.name: getattr(result, field.name) for field in fields(result)}
    return json.dumps(values, default=str, sort_keys=True, ensure_ascii=False)


def result_from_text(kind: str, text: str) -> Result:
    """The result of that kind with these fields."""
    values: dict[str, Any] = json.loads(text)
    for name in DAYS & values.keys():
        values[name] = date.fromisoformat(values[name])
    if "dose_class" in values:
        values["dose_class"] = DoseClass(values["dose_class"])
    return _TYPES[kind](**values)


def digest_of(result: Result, date_of_birth: date) -> str:
    """What tells a repeated request from another under the same key."""
    text = f"{kind_of(result)} {date_of_birth} {result_text(result)}"
    return hashlib.sha256(text.encode()).hexdigest()
