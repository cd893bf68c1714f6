"""The hub as an ASGI application.

Nothing is awaited but the body, so that the application can be stepped by hand; and since everything else
happens between two awaits, no request ever sees half of another one.
"""

import logging
import pathlib
import time
from collections.abc import Callable
from datetime import date

from . import jsontext, operators
from .forms import AREAS, CODE, person
from .hub import Ask, Hub
from .problems import Answer, Refusal
from .routes import ACTOR, LIST, ROUTES, Operation
from .shapes import SHAPE, Fault, Text
from .wire import (
    Headers,
    Query,
    Receive,
    Scope,
    Send,
    listed,
    match,
    query_members,
    read_body,
    read_headers,
    read_path,
)

_LOG = logging.getLogger(__name__)

_TAG = Text(pattern=r'"[!#-~]{1,200}"')
# Texts of the path that are judged before the operation; all others are told apart by the operation itself.
_PATH_FORMS = {
    "area": lambda text: text in AREAS,
    "noticeId": Text(1, 100).fits,
    "bodyCode": Text(pattern=CODE).fits,
}


def app(
    trust_folder: pathlib.Path,
    *,
    test_clock: bool = False,
    civil_date: date | None = None,
    seconds: Callable[[], float] = time.time,
) -> "Application":
    """A hub that trusts the keys of a folder. `seconds` is its clock of transport time."""
    return Application(Hub(trust_folder, civil_date, seconds), test_clock)


class Application:
    """Takes requests from the wire and brings them through the checks in the order of the contract."""

    def __init__(self, hub: Hub, test_clock: bool) -> None:
        self._hub = hub
        self._test_clock = test_clock
        self._routes = [
            (tuple(template.split("/")[1:]), methods)
            for template, methods in ROUTES.items()
            if test_clock or template != "/test/clock"
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "lifespan":
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})
            return
        if scope["type"] != "http":
            raise NotImplementedError("only HTTP")
        body = await read_body(receive)
        answer = self._answer(scope, body)
        headers = dict(answer.headers)
        content = b"" if answer.content is None else jsontext.write(answer.content)
        if answer.content is not None:
            headers |= {"Content-Type": answer.media, "Content-Length": str(len(content))}
        start = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": start})
        await send({"type": "http.response.body", "body": content})

    def _answer(self, scope: Scope, body: bytes) -> Answer:
        try:
            return self._find(scope, body)
        except Refusal as refusal:
            return refusal.answer()
        except Exception as error:  # noqa: BLE001 (whatever it is, the caller is told no more than this)
            # Neither the text of the error nor a traceback with values: they might hold data of a person.
            _LOG.error("internal: %s", type(error).__name__)
            return Refusal("internal").answer()

    def _find(self, scope: Scope, body: bytes) -> Answer:
        self._hub.requests += 1
        self._hub.registration.go_on(self._hub.requests)
        parts = read_path(scope)
        for public, content in (("health", operators.health), ("capabilities", self._capabilities)):
            if parts == ["v1", public]:
                _only(scope, "GET")
                return content()
        for template, methods in self._routes:
            members = match(template, parts)
            if members is not None:
                _only(scope, *methods)
                return self._check(methods[scope["method"]], members, scope, body)
        raise Refusal("unsupported")

    def _capabilities(self) -> Answer:
        return operators.capabilities(self._test_clock)

    def _check(
        self, operation: Operation, members: dict[str, str | None], scope: Scope, body: bytes
    ) -> Answer:
        headers = read_headers(scope)
        caller = self._hub.tokens.caller(headers.get("authorization"), self._hub.seconds())
        if caller.role != operation.role:
            raise Refusal("forbidden")
        if operation.takes_body:
            if headers.get("content-type", "").partition(";")[0].strip(" \t").lower() != operation.media:
                raise Refusal("unsupported-media-type")
            if len(body) > operation.limit:
                raise Refusal("too-large")
        query = query_members(scope.get("query_string", b""))
        path = {name: part for name, part in members.items() if part is not None}
        if len(path) != len(members):
            raise Refusal("malformed")
        ask = Ask(self._hub, caller, operation.action, path)
        self._judge_parts(operation, ask, query, headers)
        if operation.takes_body:
            _judge_body(operation, ask, body)
        if caller.role in ACTOR and path.get(ACTOR[caller.role]) != caller.actor:
            raise Refusal("forbidden")
        try:
            return operation.work(ask)
        finally:
            if operation.action:
                organisation = (
                    ask.content["institutionCode"] if caller.role == "gateway" else caller.organisation
                )
                self._hub.trail.note(caller.role, organisation, operation.action, ask.concerned)

    def _judge_parts(self, operation: Operation, ask: Ask, query: Query, headers: Headers) -> None:
        faults: list[Fault] = [
            (f"/{name}", "form")
            for name, part in ask.path.items()
            if operation.takes_body and name in _PATH_FORMS and not _PATH_FORMS[name](part)
        ]
        if operation.subject:
            ask.query[operation.subject] = query.one(operation.subject, person(), faults)
        if operation.paged:
            who = ask.query.get(operation.subject, "")
            ask.list_name = jsontext.write([operation.action, *ask.path.values(), who]).decode()
            ask.limit, ask.cursor = listed(query, faults)
        if operation.header:
            value = headers.get(operation.header.lower())
            ask.headers[operation.header] = value or ""
            if value is None:
                faults.append((f"/{operation.header}", "required"))
            elif operation.header == "If-Match" and not _TAG.fits(value):
                faults.append(("/If-Match", "form"))
        if faults:
            raise Refusal("invalid-fields", faults)


def _judge_body(operation: Operation, ask: Ask, body: bytes) -> None:
    if operation.media == LIST:
        ask.content = body
        return
    assert operation.body is not None
    try:
        value = jsontext.read(body)
    except ValueError:
        raise Refusal("malformed") from None
    faults: list[Fault] = []
    ask.content = operation.body.read(value, "", faults)
    shape = [fault for fault in faults if fault[1] in SHAPE]
    if shape:
        raise Refusal("invalid-fields", shape)
    ask.faults = faults


def _only(scope: Scope, *methods: str) -> None:
    if scope["method"] not in methods:
        raise Refusal("method-not-allowed", headers={"Allow": ", ".join(sorted(methods))})
