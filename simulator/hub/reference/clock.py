"""The hub's two times: the civil date, and the transport time of tokens and assertions."""

import time
from collections.abc import Callable
from datetime import date

from simulator.clock import today


class HubClock:
    """A civil date, fixed or today's, that may be set only under test; seconds since 1970 beside it."""

    def __init__(
        self,
        civil_date: date | None = None,
        *,
        steerable: bool = False,
        seconds: Callable[[], float] = time.time,
    ) -> None:
        self._civil_date = civil_date
        self._seconds = seconds
        self.steerable = steerable

    def civil_date(self) -> date:
        """The day in Japan on which periods and certificates are judged."""
        return self._civil_date or today()

    def set_civil_date(self, day: date | None) -> date | None:
        """Set the civil date, None for today's, and give the earlier one.

        Raises:
            ValueError: the clock is not steerable.
        """
        if not self.steerable:
            raise ValueError("this clock is not under test")
        earlier, self._civil_date = self._civil_date, day
        return earlier

    def seconds(self) -> int:
        """Transport time in whole seconds since 1970; it runs on its own, whatever the civil date."""
        return int(self._seconds())
