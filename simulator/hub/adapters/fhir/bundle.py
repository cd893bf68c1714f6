"""Bundles: pages of a search, and writes that are carried out together."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from simulator.hub.adapters.fhir.answers import NOT_SUPPORTED
from simulator.hub.adapters.fhir.element import Broken, Element, Resource


@dataclass(frozen=True, slots=True)
class Entry:
    """One write: PUT of a resource under its id, or POST of a new one unless `if_none_exist` finds it.

    `if_match` is the version that must not have changed; `rows` are the places of the rows it stands for.
    """

    resource: Resource
    if_none_exist: str = ""
    if_match: str = ""
    rows: tuple[int, ...] = ()

    @property
    def kind(self) -> str:
        """The resource's type."""
        return str(self.resource["resourceType"])

    @property
    def url(self) -> str:
        """Where the write goes, below the server's base."""
        logical = self.resource.get("id")
        return f"{self.kind}/{logical}" if logical else self.kind

    def written(self) -> Resource:
        """The entry in the form of a Bundle."""
        return {
            "resource": self.resource,
            "request": {
                "method": "PUT" if "id" in self.resource else "POST",
                "url": self.url,
                "ifNoneExist": self.if_none_exist,
                "ifMatch": etag(self.if_match) if self.if_match else "",
            },
        }


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one write: HTTP status, the resource if it was sent back, its address, its issues."""

    status: int
    resource: Element
    location: str
    issues: tuple[Element, ...]

    @property
    def is_done(self) -> bool:
        """Whether the resource stands at the server now."""
        return self.status in {200, 201}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a search: what matched, what came along, and the path and query of the next page."""

    matches: tuple[Element, ...]
    included: tuple[Element, ...]
    next: str | None
    is_partly_ignored: bool


def etag(version: str) -> str:
    """A version as If-Match says it."""
    return f'W/"{version}"'


def bundle(kind: str, entries: Iterable[Entry]) -> Resource:
    """A transaction (all or none) or a batch (each for itself)."""
    return {"resourceType": "Bundle", "type": kind, "entry": [entry.written() for entry in entries]}


def read_written(document: Element, expected: int) -> tuple[Written, ...]:
    """What became of each write of a Bundle, in its order."""
    entries = document.parts("entry")
    if document.kind != "Bundle" or len(entries) != expected:
        raise Broken("Bundle.entry")
    return tuple(_written(entry) for entry in entries)


def _written(entry: Element) -> Written:
    response = entry.part("response")
    status = response.needed("status")[:3]
    if not status.isdecimal():
        raise Broken("Bundle.entry.response.status")
    resource = entry.part("resource")
    issues = response.part("outcome").parts("issue")
    return Written(int(status), resource, response.text("location"), issues)


def read_page(document: Element, kind: str) -> Page:
    """Take a page of a search for a kind of resource apart."""
    if document.kind != "Bundle" or document.text("type") != "searchset":
        raise Broken("Bundle.type")
    matches, included, ignored = [], [], False
    for entry in document.parts("entry"):
        resource, mode = entry.part("resource"), entry.part("search").text("mode")
        found = Element(resource.members, resource.kind)
        if found.kind == "OperationOutcome":
            ignored |= any(issue.text("code") == NOT_SUPPORTED for issue in found.parts("issue"))
        elif mode == "include":
            included.append(found)
        elif found.kind == kind:
            matches.append(found)
        else:
            raise Broken("Bundle.entry.resource")
    return Page(tuple(matches), tuple(included), _next(document, kind), ignored)


def _next(document: Element, kind: str) -> str | None:
    """The next page's path and query below the base, whatever the server calls itself."""
    links = {link.text("relation"): link.text("url") for link in document.parts("link")}
    if not links.get("next"):
        return None
    parts, own = urlsplit(links["next"]), urlsplit(links.get("self", ""))
    base = own.path.partition(f"/{kind}")[0]
    if f"/{parts.path}".endswith((f"/{kind}", f"/{kind}/_search")):
        return f"/{kind}?{parts.query}"
    return f"/{parts.path.removeprefix(base).lstrip('/')}?{parts.query}"
