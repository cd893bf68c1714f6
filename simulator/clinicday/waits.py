"""How long people waited, hour by hour."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

from simulator.clinicday.event import Event

HOUR = 3600


@dataclass(frozen=True, slots=True)
class HourlyWait:
    """Waits for one kind of resource that began in one hour of the day: how many, mean, longest (seconds)."""

    hour: int
    resource: str
    count: int
    mean_seconds: float
    longest_seconds: float


def waits_by_hour(events: Iterable[Event]) -> tuple[HourlyWait, ...]:
    """Waits between queueing for a resource and getting it, by hour and kind of resource."""
    queued: dict[tuple[str, str, str], float] = {}
    waits: dict[tuple[int, str], list[float]] = defaultdict(list)
    for event in events:
        key = (event.entity_id, event.resource_id, event.event)
        if event.event_type == "queue":
            queued[key] = event.time
        elif event.event_type == "resource_use" and key in queued:
            began = queued.pop(key)
            waits[int(began // HOUR), event.resource_id.rpartition("/")[2]].append(event.time - began)
    return tuple(
        HourlyWait(hour, resource, len(times), mean(times), max(times))
        for (hour, resource), times in sorted(waits.items())
    )
