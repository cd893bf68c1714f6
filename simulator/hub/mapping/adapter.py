"""The adapter of a mapped hub: the pmh adapter's requests and answers, rewritten on their way."""

import re
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode

from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.contract.documents import JSON_TYPE, PROBLEM_TYPE, NotJson, dump, media_type, parse
from simulator.hub.contract.problems import INVALID_FIELDS, problem_document
from simulator.hub.credentials import Credentials
from simulator.hub.mapping.mapping import CallMapping, HubMapping
from simulator.hub.mapping.renaming import unwrapped, wrapped
from simulator.port.exchange import Answer, Exchange, Request, Response
from simulator.port.operations import FetchCapabilities, Operation
from simulator.port.outcomes import Ok, Outcome, Unsupported

_MEMBER = re.compile(r"\{([^{}]*)\}")
_BEARER = "Bearer "
_NO_CONTENT = 204


class MappedAdapter:
    """Speaks to a hub as its mapping says. What the hub does not have is unsupported without being asked."""

    def __init__(self, mapping: HubMapping, credentials: Credentials) -> None:
        self._mapping = mapping
        self._inner = PmhAdapter(credentials)

    def perform(self, operation: Operation) -> Exchange:
        """One request for each operation, unless the mapping itself has the answer."""
        if isinstance(operation, FetchCapabilities) and self._mapping.capabilities is not None:
            return Ok(self._mapping.capabilities)
        mapped = self._mapping.calls.get(type(operation))
        if mapped is None:
            return Unsupported()
        exchange = self._inner.perform(operation)
        request = next(exchange)
        while True:
            answer = yield rewritten(request, mapped, self._mapping)
            try:
                request = exchange.send(read_back(answer, mapped, self._mapping))
            except StopIteration as end:
                outcome: Outcome = end.value
                return outcome


def rewritten(request: Request, mapped: CallMapping, mapping: HubMapping) -> Request:
    """A request of the contract as the hub wants it."""
    headers = {
        mapping.headers.get(name.lower(), name): _header(name, value, mapping)
        for name, value in request.headers.items()
    }
    body = request.body
    if mapped.request is not None and mapped.call.media_type == JSON_TYPE:
        body = dump(wrapped(mapped.request.write(parse(body)), mapped.request_envelope))
    path = mapping.base_path + _path(request.path, mapped)
    return Request(mapped.method, path, {**headers, **mapping.sent}, body)


def read_back(answer: Answer, mapped: CallMapping, mapping: HubMapping) -> Answer:
    """An answer of the hub as the contract has it; what cannot be rewritten is passed on as it is."""
    if not isinstance(answer, Response):
        return answer
    status = mapped.statuses.get(answer.status)
    if status is None:
        return _problem(answer, mapped, mapping)
    if mapped.answer is None:
        return _response(answer, status, JSON_TYPE, b"")
    document = unwrapped(_parsed(answer, mapping, JSON_TYPE), mapped.answer_envelope)
    if document is None:
        return Response(status, {}, answer.body, answer.elapsed_seconds)
    return _response(answer, status, JSON_TYPE, dump(mapped.answer.read(document)))


def _path(path: str, mapped: CallMapping) -> str:
    path, _, query = path.partition("?")
    found = _pattern(mapped.call.path).fullmatch(path)
    if found is None:
        raise AssertionError(f"the contract's own path {mapped.call.path} was not recognised")
    members = {name: _spelled(mapped, name, unquote(part)) for name, part in found.groupdict().items()}
    written = _MEMBER.sub(lambda name: quote(members[name[1]], safe="").replace(".", "%2E"), mapped.path)
    asked = urlencode(
        {
            mapped.query.get(name, name): _spelled(mapped, name, value)
            for name, value in parse_qsl(query, keep_blank_values=True)
        }
    )
    return f"{written}{'&' if '?' in written else '?'}{asked}" if asked else written


def _spelled(mapped: CallMapping, name: str, value: str) -> str:
    spelling = mapped.spellings.get(name)
    return value if spelling is None else str(spelling.write(value))


@cache
def _pattern(path: str) -> re.Pattern[str]:
    literal = (re.escape(each) for each in _MEMBER.split(path)[::2])
    names = [f"(?P<{name}>[^/]*)" for name in _MEMBER.findall(path)]
    return re.compile("".join(part for pair in zip(literal, [*names, ""], strict=True) for part in pair))


def _header(name: str, value: str, mapping: HubMapping) -> str:
    if name.lower() == "authorization" and value.startswith(_BEARER):
        return f"{mapping.token_scheme} {value.removeprefix(_BEARER)}".lstrip()
    if name.lower() in ("accept", "content-type"):
        types = [each.strip() for each in value.split(",")]
        return ", ".join(dict.fromkeys(mapping.media_types.get(each, each) for each in types))
    return value


def _problem(answer: Response, mapped: CallMapping, mapping: HubMapping) -> Response:
    problems = mapping.problems
    document = _parsed(answer, mapping, PROBLEM_TYPE)
    code = unwrapped(document, problems.code) if problems.code else None
    by_code = problems.kinds.get((answer.status, "" if code is None else str(code)))
    kind = by_code or problems.kinds.get((answer.status, ""))
    if kind is None:
        return answer
    errors = _wrong_fields(document, mapped, mapping) if kind == INVALID_FIELDS else ()
    return _response(answer, kind.status, PROBLEM_TYPE, dump(problem_document(kind, errors)))


def _wrong_fields(document: object, mapped: CallMapping, mapping: HubMapping) -> tuple[tuple[str, str], ...]:
    rows = unwrapped(document, mapping.problems.errors)
    pointers = [
        row.get(mapping.problems.pointer) if isinstance(row, dict) else row
        for row in (rows if isinstance(rows, list) else [])
    ]
    named = [each for each in pointers if isinstance(each, str)]
    return tuple((mapped.request.read_pointer(each) if mapped.request else each, "form") for each in named)


def _parsed(answer: Response, mapping: HubMapping, expected: str) -> object:
    """The answer's document, None if it is none of the media type that the hub uses for such."""
    if not answer.body:
        return {} if answer.status == _NO_CONTENT or expected == JSON_TYPE else None
    if media_type(answer.headers.get("content-type", "")) != mapping.media_types.get(expected, expected):
        return None
    try:
        return parse(answer.body)
    except NotJson:
        return None


def _response(answer: Response, status: int, kind: str, body: bytes) -> Response:
    return Response(status, {**answer.headers, "content-type": kind}, body, answer.elapsed_seconds)
