"""The adapter of the pmh interface: operations to requests, answers to outcomes, no input or output."""

from collections.abc import Mapping
from types import MappingProxyType

from simulator.hub.adapters.answers import outcome
from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import JSON_TYPE, PROBLEM_TYPE
from simulator.hub.contract.page import USUAL_ROWS as PAGE_ROWS
from simulator.hub.contract.page import Page, PageWish
from simulator.hub.credentials import Credentials, authorization
from simulator.port.exchange import Exchange, Request
from simulator.port.operations import Operation, Role
from simulator.port.outcomes import Empty, Malformed, Ok, Unsupported

_ACCEPT = f"{JSON_TYPE}, {PROBLEM_TYPE}"
_ORGANISATION: Mapping[Role, str] = MappingProxyType({"body": "body_code", "institution": "institution_code"})
_PERSON: Mapping[Role, str] = MappingProxyType({"resident": "person_id"})


class PmhAdapter:
    """Speaks the pmh contract, version 1. `base_path` stands before every path, for hubs behind a prefix.

    What a row or a result says about its body or institution is not sent beside the path, which names the
    actor.
    """

    def __init__(self, credentials: Credentials, base_path: str = "") -> None:
        self._credentials = credentials
        self._base_path = base_path.rstrip("/")

    def perform(self, operation: Operation) -> Exchange:
        """One request for each operation, or one for each page of a list; the answers are the outcome."""
        call = CALLS.get(type(operation))
        if call is None:
            return Unsupported()
        if call.is_paged:
            return (yield from self._pages(call, operation))
        answer = yield self._request(call, operation)
        return outcome(call, answer)

    def _pages(self, call: Call, operation: Operation) -> Exchange:
        rows: tuple[object, ...] = ()
        cursors: set[str | None] = {None}
        wish = PageWish(PAGE_ROWS)
        while True:
            answer = yield self._request(call, operation, wish)
            came = outcome(call, answer)
            page = came.value if isinstance(came, Ok) else None
            if not isinstance(page, Page):
                return Ok(rows) if rows and isinstance(came, Empty) else came
            rows += page.rows
            if page.next is None:
                return Ok(rows)
            if page.next in cursors:
                return Malformed("a cursor leads back to a page that was read")
            cursors.add(page.next)
            wish = PageWish(PAGE_ROWS, page.next)

    def _request(self, call: Call, operation: Operation, page: PageWish | None = None) -> Request:
        headers = {"Accept": _ACCEPT, **call.write_headers(operation)}
        if not call.is_public:
            headers |= authorization(self._token(operation))
        path = self._base_path + call.write_path(operation, page)
        return Request(call.method, path, headers, call.write_body(operation))

    def _token(self, operation: Operation) -> str:
        role = operation.role
        return self._credentials(role, _named(operation, _ORGANISATION), _named(operation, _PERSON))


def _named(operation: Operation, attributes: Mapping[Role, str]) -> str | None:
    attribute = attributes.get(operation.role)
    return None if attribute is None else str(getattr(operation, attribute))
