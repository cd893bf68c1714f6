"""The HTTP face of the reference hub: requests to operations, outcomes to answers.

Nothing waits and no thread is used, so that the app can be stepped by hand as well as served.
"""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
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
from simulator.hub.contract.page import read_wish
from simulator.hub.contract.problems import (
    INTERNAL,
    INVALID_FIELDS,
    MALFORMED,
    MEDIA_TYPE,
    METHOD_NOT_ALLOWED,
    REFUSALS,
    TOO_LARGE,
    UNSUPPORTED,
    Problem,
)
from simulator.hub.reference.caller import Caller
from simulator.hub.reference.hub import ReferenceHub
from simulator.hub.reference.replies import problem, reply
from simulator.hub.reference.tokens import TokenVerifier
from simulator.port.operations import Operation, SetClock

_LOG = logging.getLogger(__name__)
_METHOD_NOT_ALLOWED = 405


class Stopped(Exception):  # noqa: N818 - the request ends here, the hub goes on
    """A request that gets no further; carries the problem that it is answered with."""

    def __init__(self, kind: Problem) -> None:
        super().__init__(kind.code)
        self.kind = kind


def hub_app(hub: ReferenceHub, jwks: Mapping[str, Any]) -> ASGIApp:
    """The ASGI app of a hub that trusts the tokens of the issuer with this JWK set.

    The clock can be set only where the hub's clock is steerable. The app is to be run in the thread that
    opened the hub's store.
    """
    tokens = TokenVerifier(jwks, hub.clock.seconds)
    offered = [call for call in CALLS.values() if call.operation is not SetClock or hub.clock.steerable]
    routes = [Route(call.path, _endpoint(hub, tokens, call), methods=[call.method]) for call in offered]
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


def _endpoint(
    hub: ReferenceHub, tokens: TokenVerifier, call: Call
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            caller = None if call.is_public else _caller(tokens, call, request)
            operation = await _operation(call, request)
            page = read_wish(request.query_params) if call.is_paged else None
            outcome = hub.perform(operation, caller, page)
            _work_on(hub)
            return reply(call, outcome)
        except Stopped as stopped:
            return problem(stopped.kind)
        except FieldErrors as wrong:
            return problem(INVALID_FIELDS, tuple((error.pointer, error.code) for error in wrong.errors))
        except (NotJson, ClientDisconnect):
            return problem(MALFORMED)
        except Exception as error:  # noqa: BLE001 - the caller is told nothing, whatever went wrong
            _log(call, error)
            return problem(INTERNAL)

    return endpoint


def _work_on(hub: ReferenceHub) -> None:
    """Let the hub take in what waits, in turns with the requests; without an event loop others see to it."""
    if not hub.has_work:
        return
    with suppress(RuntimeError):
        asyncio.get_running_loop().call_soon(_work_a_portion, hub)


def _work_a_portion(hub: ReferenceHub) -> None:
    if hub.has_work:
        hub.work()
        _work_on(hub)


def _caller(tokens: TokenVerifier, call: Call, request: Request) -> Caller:
    caller = tokens.caller(request.headers.get("authorization"))
    if caller is None:
        raise Stopped(REFUSALS["unauthenticated"])
    # Said before the body is read: others have no business sending one here.
    if caller.role != call.operation.role:
        raise Stopped(REFUSALS["forbidden"])
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
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > call.limit_bytes:
            raise Stopped(TOO_LARGE)
    return bytes(body)


async def _no_such_call(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else INTERNAL.status
    return problem(METHOD_NOT_ALLOWED if status == _METHOD_NOT_ALLOWED else UNSUPPORTED)


def _log(call: Call, error: Exception) -> None:
    # The message of an exception may hold people's data; its kind and place do not.
    place = traceback.extract_tb(error.__traceback__)[-1]
    _LOG.error(
        "%s failed: %s at %s:%s", call.operation.__name__, type(error).__name__, place.name, place.lineno
    )
