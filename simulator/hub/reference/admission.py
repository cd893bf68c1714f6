"""How many card look-ups an institution may ask for: a token bucket for each."""

import time
from collections.abc import Callable

from simulator.hub.reference.caller import Caller
from simulator.port.operations import CheckEligibility, FetchTickets, Operation

LOOKUPS_PER_SECOND = 100
_BURST_SECONDS = 20
_LIMITED = (CheckEligibility, FetchTickets)


class Admission:
    """Lets each institution look up so many cards a second, and what it saved of 20 seconds in a burst.

    Only institutions that the token's issuer knows have a bucket, so their number is bounded.
    """

    def __init__(self, per_second: float, now: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = per_second * _BURST_SECONDS
        self._now = now
        self._left: dict[str | None, tuple[float, float]] = {}

    def seconds_to_wait(self, operation: type[Operation], caller: Caller) -> float:
        """0 for a call that is let in; else the seconds after which the next one would be."""
        if operation not in _LIMITED:
            return 0.0
        now = self._now()
        left, since = self._left.get(caller.organisation, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._per_second)
        admitted = left >= 1
        self._left[caller.organisation] = (left - admitted, now)
        return 0.0 if admitted else (1 - left) / self._per_second
