"""Hubs on loopback: the reference hub as a process of its own, and servers that misbehave."""

import asyncio
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Literal

from demos import SCRIPT, clean_environment
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.hub.connection import trust_of
from simulator.hub.reference.face import hub_app
from simulator.hub.reference.hub import open_hub
from simulator.hub.reference.serve import HOST, Server, bind

Process = subprocess.Popen[str]


@contextmanager
def served_hub(
    *arguments: str, port: int = 0, journal: IO[str] | int = subprocess.PIPE, **environment: str
) -> Iterator[tuple[str, Process]]:
    """`pmhsim hub` in a process of its own: its address and the process, ended with SIGTERM.

    A journal of more than a few lines needs a file, since nobody reads the pipe meanwhile.
    """
    process = subprocess.Popen(
        [str(SCRIPT), "hub", "--port", str(port), *arguments],
        stdout=subprocess.PIPE,
        stderr=journal,
        encoding="utf-8",
        env=clean_environment(**environment),
    )
    with process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        try:
            assert address.startswith("http://"), process.communicate()[1]
            yield address, process
        finally:
            process.terminate()
            process.communicate()


@contextmanager
def answering(content_type: str, body: bytes) -> Iterator[str]:
    """The address of a server that gives one and the same answer to everything."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *_args: object) -> None:  # noqa: A002 - named so by the base
            """Say nothing."""

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{HOST}:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@dataclass(slots=True)
class FailingHub:
    """The reference hub, served in a thread, that breaks off or hangs after a number of requests."""

    path: Path
    seed: int
    answers: int
    how: Literal["closes", "hangs"]
    requests: int = 0
    port: int = 0
    _ready: threading.Event = field(default_factory=threading.Event)
    _server: Server | None = None

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The address of the hub while it is served."""
        thread = threading.Thread(target=self._serve)
        thread.start()
        assert self._ready.wait(30)
        try:
            yield f"http://{HOST}:{self.port}"
        finally:
            self._end()
            thread.join()

    def _end(self) -> None:
        if self._server is not None:
            self._server.should_exit = self._server.force_exit = True

    def _serve(self) -> None:
        with bind(0) as listener:
            self.port = listener.getsockname()[1]
            trust = trust_of(self.seed)
            hub = open_hub(self.path, trust, test_clock=True)
            try:
                self._server = Server(self._failing(hub_app(hub, trust.jwks)), self._ready.set)
                self._server.run(sockets=[listener])
            finally:
                hub.close()

    def _failing(self, app: ASGIApp) -> ASGIApp:
        async def failing(scope: Scope, receive: Receive, send: Send) -> None:
            self.requests += 1
            if self.requests <= self.answers:
                await app(scope, receive, send)
            elif self.how == "hangs":
                await asyncio.Event().wait()
            else:
                # An answer that is cut off; then nobody listens any more.
                await send(
                    {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]}
                )
                self._end()
                raise ConnectionAbortedError

        return failing
