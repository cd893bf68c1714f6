"""The intake of a served hub: portion by portion, in turns with the requests."""

import asyncio
from contextlib import suppress

from simulator.hub.reference.hub import ReferenceHub
from simulator.hub.reference.store import StoreFailure


class IntakeTurns:
    """Lets a hub take in what waits, one portion in each turn of the event loop."""

    def __init__(self, hub: ReferenceHub) -> None:
        self._hub = hub
        self._is_going = False

    def go_on(self) -> None:
        """Go on while something waits; without an event loop whoever steps the app sees to it."""
        if self._is_going or not self._hub.has_work:
            return
        with suppress(RuntimeError):
            asyncio.get_running_loop().call_soon(self._portion)
            self._is_going = True

    def _portion(self) -> None:
        self._is_going = False
        # A store that does not answer now is asked again after the next request.
        with suppress(StoreFailure):
            self._hub.work()
            self.go_on()
