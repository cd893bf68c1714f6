"""What group commit is good for, what a check of a card costs, and how soon the hub is there."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import CHILD
from crowd import crowd
from hubs import served_hub
from surgery import Surgery, another, dealt, surgery_at
from traces import traced_hub

from simulator.hub.transports.http import HttpTransport
from simulator.port.exchange import Request, Response

pytestmark = pytest.mark.benchmark
CLIENTS, WRITES, CHECKS, READS, ROUNDS = 16, 3000, 3000, 6000, 3
TICKS = os.sysconf("SC_CLK_TCK")
# A route as short as can be, with one row read from SQLite, under the settings that the hub is served with.
BARE = """
import sqlite3, sys
from starlette.applications import Starlette
from starlette.responses import JSONResponse
from starlette.routing import Route
from simulator.hub.reference.serve import serve

connection = sqlite3.connect(sys.argv[1])

async def read(_request):
    row = connection.execute("SELECT name FROM institution WHERE code = ?", ("9910000001",)).fetchone()
    return JSONResponse({"name": row[0]})

serve(Starlette(routes=[Route("/read", read)]), 0, lambda port: print(port, flush=True))
"""


def tell(what: str, figure: float) -> None:
    print(f"\n{what}: {figure:.2f}")


def cpu_seconds(pid: int) -> float:
    """What a process has used so far, in user and system mode."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def writes_a_second(folder: Path, *arguments: str) -> float:
    store = f"sqlite:///{folder / 'hub.sqlite'}"
    with (
        served_hub("--store", store, "--test-clock", *arguments) as (address, _),
        surgery_at(address) as surgery,
    ):
        crowded = crowd(surgery.port, dealt(doses(surgery, WRITES), CLIENTS))
    assert set(crowded.statuses) == {201}
    return WRITES / crowded.seconds


def doses(surgery: Surgery, count: int) -> Iterator[bytes]:
    surgery.furnish(tickets=count)
    return (surgery.raw(surgery.record(number)) for number in range(count))


def test_a_flush_is_shared_by_writes_at_the_same_time(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    with traced_hub(trace, "fdatasync,fsync", "--test-clock") as surgery:
        requests = list(doses(surgery, WRITES))
        before = flushes(trace)
        assert set(crowd(surgery.port, dealt(requests, CLIENTS)).statuses) == {201}
        shared = WRITES / (flushes(trace) - before)
    tell(f"writes per flush, {CLIENTS} clients", shared)
    assert shared >= 4


def flushes(trace: Path) -> int:
    return trace.read_text(encoding="utf-8").count("sync(")


def test_group_commit_against_single_commits(tmp_path: Path) -> None:
    # In turns, so that what else the machine does is borne by both.
    rates: dict[str, list[float]] = {"": [], "--single-commits": []}
    for turn in range(ROUNDS):
        for option, measured in rates.items():
            folder = tmp_path / f"{turn}{option}"
            folder.mkdir()
            measured.append(writes_a_second(folder, *filter(None, [option])))
    for option, measured in rates.items():
        tell(f"writes a second {option or 'in groups'}", max(measured))
    ratio = max(rates[""]) / max(rates["--single-commits"])
    tell(f"writes a second in groups / with single commits, {CLIENTS} clients", ratio)
    assert ratio >= 1.5


@contextmanager
def bare_route(folder: Path) -> Iterator[tuple[int, int]]:
    """Port and process number of the peer."""
    path = folder / "bare.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE institution (code TEXT PRIMARY KEY, name TEXT)")
    connection.execute("INSERT INTO institution VALUES ('9910000001', '合成診療所')")
    connection.commit()
    connection.close()
    with subprocess.Popen(
        [sys.executable, "-c", BARE, str(path)], stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.terminate()


def cost(port: int, pid: int, requests: list[bytes], clients: int) -> float:
    """CPU seconds of a server for each of the requests, which are sent once each."""
    before = cpu_seconds(pid)
    assert set(crowd(port, dealt(requests, clients)).statuses) == {200}
    return (cpu_seconds(pid) - before) / len(requests)


@pytest.mark.parametrize("clients", [CLIENTS, 1])
@pytest.mark.parametrize("cards", ["new", "known"])
def test_a_card_check_against_a_bare_route(tmp_path: Path, cards: str, clients: int) -> None:
    """New cards: every check is of another person, whose certificate was not seen before."""
    store = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    arguments = ("--store", store, "--test-clock", "--card-lookups-per-second", "1000000")
    read = b"GET /read HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    person: Callable[[int], str] = another if cards == "new" else (lambda _: CHILD)
    checked, bare = [], []
    with (
        served_hub(*arguments) as (address, hub),
        surgery_at(address) as surgery,
        bare_route(tmp_path) as (port, pid),
    ):
        surgery.furnish(children=CHECKS)
        requests = [surgery.raw(surgery.check(person=person(number))) for number in range(CHECKS)]
        share = CHECKS // ROUNDS
        for turn in range(ROUNDS):
            checked.append(cost(surgery.port, hub.pid, requests[turn * share : (turn + 1) * share], clients))
            bare.append(cost(port, pid, [read] * (READS // ROUNDS), clients))
    tell(f"microseconds of CPU for a check, {cards} cards, {clients} clients", min(checked) * 1e6)
    tell(f"microseconds of CPU for a bare route, {clients} clients", min(bare) * 1e6)
    ratio = min(checked) / min(bare)
    tell(f"CPU of a check / of a bare route, {cards} cards, {clients} clients", ratio)
    assert ratio <= 10


def test_the_hub_is_there_soon() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        with served_hub() as (address, _):
            transport = HttpTransport(address)
            answer = transport.send(Request("GET", "/v1/health"))
            transport.close()
            assert isinstance(answer, Response)
            assert answer.status == 200
            return time.perf_counter() - began

    soonest = min(seconds() for _ in range(ROUNDS))
    tell("seconds from the start of the process to the first answer", soonest)
    assert soonest < 1.5
