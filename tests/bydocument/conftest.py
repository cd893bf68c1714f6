"""Both sound hubs, held to what the author of the second one read in the contract document."""

import pathlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import secondhub
from documentworld import Maker, World

from simulator.card import read_trust
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.face import hub_app
from simulator.hub.reference.hub import ReferenceHub
from simulator.hub.reference.sqlite_store import SqliteStore


@pytest.fixture(params=["reference", "second"])
def make(request: pytest.FixtureRequest, tmp_path: pathlib.Path) -> Iterator[Maker]:
    """Makes the app of a sound hub."""
    if request.param == "second":
        yield secondhub.app
        return
    opened: list[ReferenceHub] = []

    def reference(
        folder: pathlib.Path,
        *,
        test_clock: bool = False,
        civil_date: date | None = None,
        seconds: Callable[[], float],
    ) -> Any:
        trust = read_trust(folder)
        clock = HubClock(civil_date, steerable=test_clock, seconds=seconds)
        hub = ReferenceHub(SqliteStore.open(tmp_path / f"{len(opened)}.sqlite"), trust, clock=clock)
        opened.append(hub)
        return _working(hub, hub_app(hub, trust.jwks))

    yield reference
    for hub in opened:
        hub.close()


def _working(hub: ReferenceHub, app: Any) -> Any:
    """The app, which takes in registrations after each answer, as it has no time of its own here."""

    async def working(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)
        while hub.has_work:
            hub.work()

    return working


@pytest.fixture
def world(make: Maker, tmp_path: pathlib.Path) -> World:
    """A first morning at a hub."""
    folder = tmp_path / "trust"
    folder.mkdir()
    made = World(make, folder)
    made.prepare()
    return made
