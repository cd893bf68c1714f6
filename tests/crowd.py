"""Many clients of a hub at once, cheap enough to measure it: bytes over kept connections, and nothing else.

As a program it reads a task as JSON from standard input and writes the answers as JSON to standard output;
the bytes of requests and answers stand there as text of Latin-1.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HOST = "127.0.0.1"
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; `status` 0 where none came."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Crowded:
    """What each client was answered, in the order of its requests, and how long all of it took."""

    seconds: float
    replies: list[list[Reply]]

    @property
    def statuses(self) -> list[int]:
        return [reply.status for client in self.replies for reply in client]


def crowd(port: int, clients: Sequence[Sequence[bytes]], kill: tuple[int, int] | None = None) -> Crowded:
    """Send each client's requests one after the other, all clients at once, from a process of its own.

    `kill` names a process, and after how many answers it is killed; nothing is sent after that.
    """
    task = {
        "port": port,
        "clients": [[request.decode("latin-1") for request in client] for client in clients],
        "kill": kill,
    }
    done = subprocess.run(
        [sys.executable, __file__], input=json.dumps(task), capture_output=True, check=True, encoding="utf-8"
    )
    told = json.loads(done.stdout)
    replies = [
        [Reply(status, body.encode("latin-1")) for status, body in client] for client in told["replies"]
    ]
    return Crowded(told["seconds"], replies)


class _Client(asyncio.Protocol):
    """One connection: sends a request, takes in the whole answer, sends the next."""

    def __init__(self, requests: list[bytes], answered: Any) -> None:
        self._requests, self._answered = requests, answered
        self._received = b""
        self.replies: list[tuple[int, str]] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, rest = self._received.partition(_END)
        if not end or len(rest) < (length := _length_in(head)):
            return
        self._received = rest[length:]
        self.replies.append((int(head[9:12]), rest[:length].decode("latin-1")))
        self._answered()
        self.send_next()

    def connection_lost(self, _error: Exception | None) -> None:
        self.replies += [(0, "")] * (len(self._requests) - len(self.replies))
        if not self.done.done():
            self.done.set_result(None)

    def send_next(self) -> None:
        if len(self.replies) < len(self._requests):
            self._transport.write(self._requests[len(self.replies)])
        else:
            self._transport.close()


def _length_in(head: bytes) -> int:
    lower = head.lower()
    at = lower.find(_LENGTH)
    return 0 if at < 0 else int(lower[at + len(_LENGTH) :].split(b"\r\n", 1)[0])


async def _all(port: int, clients: list[list[bytes]], kill: list[int] | None) -> dict[str, Any]:
    loop = asyncio.get_running_loop()
    answers = 0

    def answered() -> None:
        nonlocal answers
        answers += 1
        if kill and answers == kill[1]:
            os.kill(kill[0], signal.SIGKILL)

    made = [
        (await loop.create_connection(lambda requests=requests: _Client(requests, answered), HOST, port))[1]
        for requests in clients
    ]
    began = time.perf_counter()
    for each in made:
        each.send_next()
    for each in made:
        await each.done
    return {"seconds": time.perf_counter() - began, "replies": [each.replies for each in made]}


def _main() -> None:
    task = json.load(sys.stdin)
    clients = [[request.encode("latin-1") for request in client] for client in task["clients"]]
    json.dump(asyncio.run(_all(task["port"], clients, task["kill"])), sys.stdout)


if __name__ == "__main__":
    _main()
