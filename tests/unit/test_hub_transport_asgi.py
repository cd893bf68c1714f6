"""The transport that steps an ASGI app by hand."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.requests import Request as StarletteRequest
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.responses import Response as StarletteResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from simulator.hub.transports.asgi import AppSuspendedError, AsgiTransport
from simulator.port.exchange import NoAnswer, Request, Response


async def echo(request: StarletteRequest) -> JSONResponse:
    return JSONResponse(
        {
            "method": request.method,
            "path": request.url.path,
            "query": request.url.query,
            "key": request.headers.get("idempotency-key"),
            "body": (await request.body()).decode(),
        },
        status_code=201,
        headers={"X-Kind": "Echo"},
    )


async def cookies(_request: StarletteRequest) -> StarletteResponse:
    response = PlainTextResponse("two cookies")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2")
    return response


async def slow(_request: StarletteRequest) -> StarletteResponse:
    await asyncio.sleep(0)
    return PlainTextResponse("late")


async def broken(_request: StarletteRequest) -> StarletteResponse:
    raise ZeroDivisionError


APP = Starlette(
    routes=[
        Route("/echo/{part}", echo, methods=["GET", "POST"]),
        Route("/cookies", cookies),
        Route("/slow", slow),
        Route("/broken", broken),
    ]
)


def test_method_path_query_headers_and_body_arrive_as_they_were_sent() -> None:
    request = Request("POST", "/echo/a?b=%20c", {"Idempotency-Key": "k1"}, "本文".encode())
    answer = AsgiTransport(APP).send(request)

    assert isinstance(answer, Response)
    assert answer.status == 201
    assert answer.headers["x-kind"] == "Echo"
    assert answer.headers["content-type"] == "application/json"
    assert answer.elapsed_seconds > 0
    assert answer.body == (
        '{"method":"POST","path":"/echo/a","query":"b=%20c","key":"k1","body":"本文"}'.encode()
    )


def test_a_header_that_comes_twice_keeps_both_values() -> None:
    answer = AsgiTransport(APP).send(Request("GET", "/cookies"))

    assert isinstance(answer, Response)
    assert "a=1" in answer.headers["set-cookie"]
    assert "b=2" in answer.headers["set-cookie"]


def test_what_the_app_does_not_have_is_its_own_answer() -> None:
    answer = AsgiTransport(APP).send(Request("GET", "/nowhere"))

    assert isinstance(answer, Response)
    assert answer.status == 404


def test_an_app_that_really_waits_is_our_own_error() -> None:
    with pytest.raises(AppSuspendedError, match="event loop"):
        AsgiTransport(APP).send(Request("GET", "/slow"))


def test_what_the_app_raises_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        AsgiTransport(APP).send(Request("GET", "/broken"))


def test_an_app_that_ends_early_gave_no_answer() -> None:
    async def silent(_scope: Scope, _receive: Receive, _send: Send) -> None:
        return

    async def half(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})

    for app in (silent, half):
        answer = AsgiTransport(app).send(Request("GET", "/"))
        assert isinstance(answer, NoAnswer)
        assert answer.sent


def test_an_answer_in_pieces_is_put_together() -> None:
    async def pieces(_scope: Scope, receive: Receive, send: Send) -> None:
        assert await receive() == {"type": "http.request", "body": b"", "more_body": False}
        assert await receive() == {"type": "http.disconnect"}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one ", "more_body": True})
        await send({"type": "http.response.body", "body": b"two"})

    answer = AsgiTransport(pieces).send(Request("GET", "/"))

    assert isinstance(answer, Response)
    assert answer.body == b"one two"
