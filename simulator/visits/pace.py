"""How long each activity takes in each visit, drawn from the table of service times."""

from dataclasses import dataclass
from math import exp
from statistics import NormalDist

from simulator.facts.service_times import service_time
from simulator.streams import Streams
from simulator.visits.plan import Pace

_STANDARD_NORMAL = NormalDist()
_SMALLEST = 1e-9


@dataclass(frozen=True, slots=True)
class Pacer:
    """Draws lognormal durations, one stream a visit and activity, so that no draw disturbs another."""

    streams: Streams

    def of(self, visit_id: str) -> Pace:
        """The pace of one visit: seconds for an activity, drawn anew at each use."""
        uses: dict[str, int] = {}

        def seconds(activity: str) -> float:
            uses[activity] = uses.get(activity, 0) + 1
            time = service_time(activity)
            drawn = self.streams.uniform(f"pace {activity} {uses[activity]}", visit_id)
            return time.median_seconds * exp(time.sigma * _STANDARD_NORMAL.inv_cdf(max(drawn, _SMALLEST)))

        return seconds
