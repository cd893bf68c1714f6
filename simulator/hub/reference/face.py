"""The HTTP face of the reference hub: requests to operations, outcomes to answers.

No thread is used, and nothing waits unless a served hub gathers its commits, so that the app can be stepped
by hand as well.
"""

import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import NotJson, media_type
from simulator.hub.contract.forms import FieldErrors
from simulator.hub.contract.page import PageWish, read_wish
from simulator.hub.contract.problems import (
    INTERNAL,
    INVALID_FIELDS,
    MALFORMED,
    MEDIA_TYPE,
    METHOD_NOT_ALLOWED,
    REFUSALS,
    TOO_LARGE,
    TOO_MANY,
    UNSUPPORTED,
    Problem,
)
from simulator.hub.reference.admission import Admission
from simulator.hub.reference.answered import leave
from simulator.hub.reference.caller import Caller
from simulator.hub.reference.hub import ReferenceHub
from simulator.hub.reference.intake_turns import IntakeTurns
from simulator.hub.reference.replies import problem, reply
from simulator.hub.reference.tokens import TokenVerifier
from simulator.port.operations import Operation, SetClock
from simulator.port.outcomes import Outcome

_LOG = logging.getLogger(__name__)
_METHOD_NOT_ALLOWED = 405
_LONGEST_NUMBER = 18


class Stopped(Exception):  # noqa: N818 - the request ends here, the hub goes on
    """A request that gets no further; carries the problem that it is answered with."""

    def __init__(self, kind: Problem, retry_after_seconds: float = 0) -> None:
        super().__init__(kind.code)
        self.kind = kind
        self.retry_after_seconds = retry_after_seconds


Perform = Callable[[Operation, Caller | None, PageWish | None], Awaitable[Outcome]]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all calls are answered with."""

    perform: Perform
    tokens: TokenVerifier
    intake: IntakeTurns
    admission: Admission | None


def hub_app(
    hub: ReferenceHub,
    jwks: Mapping[str, Any],
    perform: Perform | None = None,
    admission: Admission | None = None,
) -> ASGIApp:
    """The ASGI app of a hub that trusts the tokens of the issuer with this JWK set.

    The clock can be set only where the hub's clock is steerable. The app is to be run in the thread that
    opened the hub's store. It never waits for anything but the request, unless `perform` does. Without
    `admission` everybody may ask as often as he likes.
    """
    tokens = TokenVerifier(jwks, hub.clock.seconds)
    desk = _Desk(perform or _singly(hub), tokens, IntakeTurns(hub), admission)
    offered = [call for call in CALLS.values() if call.operation is not SetClock or hub.clock.steerable]
    routes = [Route(call.path, _endpoint(desk, call), methods=[call.method]) for call in offered]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _no_such_call})
    app.router.redirect_slashes = False
    return _by_raw_path(app)


def _by_raw_path(app: ASGIApp) -> ASGIApp:
    """Let the routes see the path as it was sent, so that an encoded slash does not part an identifier."""

    async def with_raw_path(scope: Scope, receive: Receive, send: Send) -> None:
        raw = scope.get("raw_path")
        path = quote(scope.get("path", "")) if raw is None else raw.decode("latin-1")
        await app({**scope, "path": path}, receive, send)

    return with_raw_path


def _singly(hub: ReferenceHub) -> Perform:
    """Each operation at once, under a commit of its own."""

    async def perform(operation: Operation, caller: Caller | None, page: PageWish | None) -> Outcome:
        return hub.perform(operation, caller, page)

    return perform


def _endpoint(desk: _Desk, call: Call) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        leave(request, operation=call.operation.__name__)
        try:
            caller = None if call.is_public else _caller(desk, call, request)
            operation = await _operation(call, request)
            page = read_wish(request.query_params) if call.is_paged else None
            outcome = await desk.perform(operation, caller, page)
            desk.intake.go_on()
            return reply(call, outcome)
        except Stopped as stopped:
            return problem(stopped.kind, retry_after_seconds=stopped.retry_after_seconds)
        except FieldErrors as wrong:
            return problem(INVALID_FIELDS, tuple((error.pointer, error.code) for error in wrong.errors))
        except (NotJson, ClientDisconnect):
            return problem(MALFORMED)
        except Exception as error:  # noqa: BLE001 - the caller is told nothing, whatever went wrong
            _log(call, error)
            return problem(INTERNAL)

    return endpoint


def _caller(desk: _Desk, call: Call, request: Request) -> Caller:
    caller = desk.tokens.caller(request.headers.get("authorization"))
    if caller is None:
        raise Stopped(REFUSALS["unauthenticated"])
    leave(request, role=caller.role)
    # Said before the body is read: others have no business sending one here.
    if caller.role != call.operation.role:
        raise Stopped(REFUSALS["forbidden"])
    wait = desk.admission.seconds_to_wait(call.operation, caller) if desk.admission else 0
    if wait:
        raise Stopped(TOO_MANY, retry_after_seconds=wait)
    return caller


async def _operation(call: Call, request: Request) -> Operation:
    body = b"" if call.body is None else await _body(call, request)
    try:
        path = {name: unquote(part, errors="strict") for name, part in request.path_params.items()}
        query = dict(parse_qsl(request.url.query, keep_blank_values=True, errors="strict"))
    except ValueError:
        raise Stopped(MALFORMED) from None
    return call.read(path, query, request.headers, body)


async def _body(call: Call, request: Request) -> bytes:
    if media_type(request.headers.get("content-type", "")) != call.media_type:
        raise Stopped(MEDIA_TYPE)
    declared = request.headers.get("content-length", "")
    if len(declared) > _LONGEST_NUMBER or (declared.isdecimal() and int(declared) > call.limit_bytes):
        raise Stopped(TOO_LARGE)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > call.limit_bytes:
            raise Stopped(TOO_LARGE)
    return bytes(body)


async def _no_such_call(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException) or error.status_code != _METHOD_NOT_ALLOWED:
        return problem(UNSUPPORTED)
    answer = problem(METHOD_NOT_ALLOWED)
    answer.headers["Allow"] = ", ".join(_methods_at(request))
    return answer


def _methods_at(request: Request) -> list[str]:
    routes = (each for each in request.app.routes if each.path_regex.match(request.scope["path"]))
    return sorted({method for route in routes for method in route.methods})


def _log(call: Call, error: Exception) -> None:
    # The message of an exception may hold people's data; its kind and place do not.
    place = traceback.extract_tb(error.__traceback__)[-1]
    _LOG.error(
        "%s failed: %s at %s:%s", call.operation.__name__, type(error).__name__, place.name, place.lineno
    )
