"""The second sound hub, written by another hand from the contract document: a day finds nothing on it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest
import secondhub
from demos import demo, planned, played_at
from starlette.types import ASGIApp

from simulator.card import write_trust
from simulator.cli.options import REHEARSAL_DAY
from simulator.hub.adapters.pmh import PmhAdapter
from simulator.hub.connection import Connection, own_tokens, trust_of
from simulator.hub.reference.serve import HOST, Server, bind
from simulator.hub.transports.asgi import AsgiTransport
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import perform
from simulator.port.operations import FetchCapabilities, SetClock
from simulator.port.outcomes import Ok
from simulator.rules.verdict import Verdict

SEEDS = (0, 1, 7, 42, 20261130)


def second_hub(folder: Path, seed: int) -> ASGIApp:
    write_trust(folder, trust_of(seed))
    app: ASGIApp = secondhub.app(folder, test_clock=True)
    return app


def by_hand(folder: Path, seed: int) -> Connection:
    """The second hub in this process, on the day of the rehearsal."""
    adapter, transport = PmhAdapter(own_tokens(seed)), AsgiTransport(second_hub(folder, seed))
    assert perform(adapter, transport, SetClock(REHEARSAL_DAY))[0] == Ok()
    told, _ = perform(adapter, transport, FetchCapabilities())
    assert isinstance(told, Ok)
    assert isinstance(told.value, Capabilities)
    return Connection(adapter, transport, told.value, "second")


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """The address of an app, served by uvicorn in a thread."""
    ready: SimpleQueue[int] = SimpleQueue()
    servers: list[Server] = []

    def run() -> None:
        with bind(0) as listener:
            servers.append(Server(app, lambda: ready.put(listener.getsockname()[1])))
            servers[0].run(sockets=[listener])

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield f"http://{HOST}:{ready.get(timeout=30)}"
    finally:
        servers[0].should_exit = True
        thread.join()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_day_finds_no_deviation_on_the_second_hub(tmp_path: Path, seed: int) -> None:
    judged = played_at(by_hand(tmp_path / "trust", seed), seed).judged
    assert judged.findings == ()
    assert judged.verdict is Verdict.PASS
    assert judged.unanswered == 0


def test_what_is_checked_on_the_reference_hub_is_checked_on_the_second(tmp_path: Path) -> None:
    world, plan, _ = planned(42)
    ours = demo(tmp_path / "ours").results
    theirs = played_at(by_hand(tmp_path / "trust", 42), 42).judged
    exercised = {row["id"] for row in ours["requirements"] if row["duty"] == "hub" and row["exercised"]}
    assert set(theirs.exercised) & exercised == exercised
    assert len(plan.visits) > len(world.institutions) > 0


@pytest.mark.served
def test_over_http_the_second_hub_passes_as_any_hub_does(tmp_path: Path) -> None:
    with served(second_hub(tmp_path / "trust", 42)) as address:
        run = demo(tmp_path / "run", "--hub", address)
    assert run.told.code == 0, run.told
    assert run.results["verdict"] == "pass"
