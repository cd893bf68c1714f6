"""What an answer to a bad request may be: a problem that the document names, and nothing about anybody."""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

from contract import CONTRACT, SCHEMAS, described, responses, valid

from simulator.hub.contract.call import Call
from simulator.port.exchange import Answer, Response

PROBLEM_TYPE = "application/problem+json"
PREFIX = "urn:pmh:problem:"
# Of every path, whatever the operation (404, 405), or of all requests (431).
ANYWHERE = {404, 405, 431}


def problem(answer: Answer) -> dict[str, Any]:
    """The problem that an answer is; it keeps the form of the contract and repeats the status."""
    assert isinstance(answer, Response), answer
    assert answer.headers["content-type"] == PROBLEM_TYPE, answer
    document: dict[str, Any] = json.loads(answer.body)
    assert valid({"$ref": "#/components/schemas/Problem"}, document), document
    assert set(document) <= {"type", "title", "status", "errors"}
    assert document["status"] == answer.status
    return document


def code_of(answer: Answer) -> str:
    """The code of the problem."""
    return str(problem(answer)["type"]).removeprefix(PREFIX)


def errors_of(answer: Answer) -> list[tuple[str, str]]:
    """The wrong fields that the problem names."""
    return [(error["pointer"], error["code"]) for error in problem(answer).get("errors", [])]


def is_listed(answer: Answer, call: Call | None) -> bool:
    """Whether the document has this status for the call, or for whatever is no call."""
    assert isinstance(answer, Response)
    listed = set() if call is None else set(responses(described(call)))
    return answer.status in listed | ANYWHERE


class Secrets:
    """Values that must not come back in a problem: those of people, and those of the request itself."""

    def __init__(self, values: Iterable[str]) -> None:
        self._known = frozenset(value for value in values if _is_telling(value))

    def told(self, body: bytes, sent: Iterable[str] = ()) -> list[str]:
        """Those that an answer tells."""
        text = body.decode()
        said = (each for each in sent if _is_telling(each))
        return [value for value in (*self._known, *said) if value in text]


def _is_telling(value: str) -> bool:
    """Short texts, and those that stand in problems anyhow, say nothing of anybody."""
    return len(value) >= 4 and value not in PROBLEM_WORDS


def values_in(document: Any) -> list[str]:
    """All texts and numbers of a document, without the names of its members."""
    if isinstance(document, dict):
        return [text for value in document.values() for text in values_in(value)]
    if isinstance(document, list):
        return [text for value in document for text in values_in(value)]
    return [] if isinstance(document, bool) or document is None else [str(document)]


def _words() -> str:
    """All that problems of this interface can say by themselves."""
    titles = " ".join(each["title"] for each in CONTRACT["x-problem-codes"])
    codes = " ".join(PREFIX + each["code"] for each in CONTRACT["x-problem-codes"])
    names = {name for schema in SCHEMAS.values() for name in schema.get("properties", ())}
    return f"{titles} {codes} {' '.join(names)} type title status errors pointer code required form rejected"


PROBLEM_WORDS = _words()


Rows = Callable[..., list[tuple[Any, ...]]]


def state_of(rows: Rows, *without: str) -> str:
    """A digest of all that a hub keeps, but for its audit trail and the tables that are named."""
    digest = sha256()
    for (table,) in rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        if "audit" not in table and table not in without:
            kept = sorted(map(repr, rows(f"SELECT * FROM {table}")))  # noqa: S608 - the hub's own names
            digest.update(repr((table, kept)).encode())
    return digest.hexdigest()


def people_in(rows: Rows) -> list[str]:
    """Keys, names, addresses, numbers and dates of birth of everybody whom a hub knows."""
    people = rows("SELECT person_key, my_number, name, name_kana, address, date_of_birth FROM body_person")
    others = (*rows("SELECT person_id FROM person"), *rows("SELECT recipient_number FROM certificate"))
    return [str(value) for row in (*people, *others) for value in row if value]
