"""The interactions of FHIR's REST interface, as steps that yield requests and are sent answers."""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from simulator.hub.adapters.fhir.answers import Halted, failure, is_unknown_kind, without_answer
from simulator.hub.adapters.fhir.bundle import Entry, Page, Written, bundle, etag, read_page, read_written
from simulator.hub.adapters.fhir.element import Broken, Element, Resource, encode, parse
from simulator.hub.adapters.fhir.systems import condition
from simulator.hub.credentials import authorization
from simulator.port.exchange import Answer, NoAnswer, Request, Response
from simulator.port.outcomes import Conflict, Invalid, Malformed, Unknown, Unsupported

T = TypeVar("T")
Steps = Generator[Request, Answer, T]
Criteria = tuple[str, str]

FHIR_JSON = "application/fhir+json"
FORM = "application/x-www-form-urlencoded"
PAGE_ROWS = 50
MOST_PAGES = 10_000
_LONGEST_QUERY = 1500
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_GONE = frozenset({404, 410})
_DONE = frozenset({200, 201, 204})
# Without it many servers drop a parameter that they don't know, and give everybody's rows.
_STRICT = "handling=strict"


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search gave, over all its pages."""

    matches: tuple[Element, ...] = ()
    included: tuple[Element, ...] = ()


@dataclass(frozen=True, slots=True)
class Session:
    """One operation's way to a server: base path, the actor's secret, today's date, the secret of pseudonyms.

    Methods are generators; each raises Halted where the operation can't go on, Broken for a document that is
    none of FHIR's.
    """

    base_path: str
    token: str | None
    today: Callable[[], date]
    secret: bytes

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> Steps[Response]:
        """Send one request; a missing answer halts."""
        answer = yield Request(method, self.base_path + path, self._headers(body, headers), body)
        if isinstance(answer, NoAnswer):
            raise Halted(without_answer(answer))
        return answer

    def _headers(self, body: bytes, more: Mapping[str, str]) -> Mapping[str, str]:
        headers = {"Accept": FHIR_JSON, "Prefer": f"{_STRICT}, return=representation"}
        if body:
            headers["Content-Type"] = FHIR_JSON
        if self.token is not None:
            headers |= authorization(self.token)
        return {**headers, **{name.replace("_", "-"): value for name, value in more.items()}}

    def read(self, kind: str, logical: str) -> Steps[Element | None]:
        """A resource by its id; None where there is none, or no more, or where it can be no id."""
        if not _ID.fullmatch(logical) or not logical.strip("."):
            return None
        answer = yield from self.send("GET", f"/{kind}/{logical}")
        if answer.status in _GONE and not is_unknown_kind(answer):
            return None
        if answer.status not in _DONE:
            raise Halted(failure(answer))
        found = parse(answer.body)
        if (found.kind, found.id) != (kind, logical):
            raise Halted(Malformed("another resource than was asked for"))
        return found

    def search(self, kind: str, *criteria: Criteria, rows: int = PAGE_ROWS) -> Steps[Found]:
        """All resources that fit, page by page; halts where the server can't search so."""
        query = condition(*criteria, ("_count", str(rows)))
        if len(query) > _LONGEST_QUERY:
            page = yield from self._page(kind, "POST", f"/{kind}/_search", query.encode(), Content_Type=FORM)
        else:
            page = yield from self._page(kind, "GET", f"/{kind}?{query}")
        matches, included, seen = page.matches, page.included, {page.next}
        while page.next is not None:
            page = yield from self._page(kind, "GET", page.next)
            matches, included = matches + page.matches, included + page.included
            if page.next in seen - {None} or len(seen) > MOST_PAGES:
                raise Halted(Malformed("a page leads back to one that was read"))
            seen.add(page.next)
        return Found(matches, included)

    def _page(self, kind: str, method: str, path: str, body: bytes = b"", **headers: str) -> Steps[Page]:
        answer = yield from self.send(method, path, body, **headers)
        if answer.status not in _DONE:
            raise Halted(failure(answer))
        page = read_page(parse(answer.body), kind)
        if page.is_partly_ignored:
            raise Halted(Unsupported())
        return page

    def write(self, entry: Entry) -> Steps[Written]:
        """Put or post one resource; a failure halts."""
        headers = {"If_Match": etag(entry.if_match)} if entry.if_match else {}
        if entry.if_none_exist:
            headers["If_None_Exist"] = entry.if_none_exist
        method = "PUT" if "id" in entry.resource else "POST"
        answer = yield from self.send(method, f"/{entry.url}", encode(entry.resource), **headers)
        if answer.status not in _DONE:
            raise Halted(failure(answer))
        resource = parse(answer.body) if answer.body.strip() else Element({}, entry.kind)
        return Written(answer.status, resource, answer.headers.get("location", ""), ())

    def put(self, resource: Resource) -> Steps[Written]:
        """Put one resource under its id."""
        return (yield from self.write(Entry(resource)))

    def transaction(self, entries: Sequence[Entry]) -> Steps[tuple[Written, ...]]:
        """Write all or nothing; a failure halts."""
        return (yield from self._bundle("transaction", entries))

    def each_for_itself(self, entries: Sequence[Entry]) -> Steps[tuple[Written, ...]]:
        """Write what can be written: together if nothing is wrong, else one by one."""
        try:
            return (yield from self._bundle("transaction", entries))
        except Halted as halted:
            if not isinstance(halted.outcome, Invalid | Conflict):
                raise
        return (yield from self._bundle("batch", entries))

    def _bundle(self, kind: str, entries: Sequence[Entry]) -> Steps[tuple[Written, ...]]:
        body = encode(bundle(kind, entries))
        answer = yield from self.send("POST", "/", body)
        if answer.status not in _DONE:
            raise Halted(failure(answer))
        return read_written(parse(answer.body), len(entries))

    def resource_of(self, written: Written, kind: str) -> Steps[Element]:
        """The resource that a write left: as it was sent back, or read at the address that it was given."""
        if written.resource.members:
            return Element(written.resource.members, kind)
        steps = written.location.partition("/_history/")[0].split("/")
        if steps[-2:-1] != [kind]:
            raise Broken("location")
        found = yield from self.read(kind, steps[-1])
        if found is None:
            raise Halted(Unknown("the resource that was written is not there"))
        return found
