"""The event log of a day, in the columns that animation tools for clinics read."""

from dataclasses import dataclass

COLUMNS = (
    "run_number",
    "entity_id",
    "event_type",
    "event",
    "time",
    "resource_id",
    "pathway",
    "outcome",
    "planted",
)


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `time` is in seconds after midnight.

    `event_type` is arrival_departure, queue, resource_use, resource_use_end, hub, card or duty.
    """

    entity_id: str
    event_type: str
    event: str
    time: float
    resource_id: str = ""
    pathway: str = ""
    outcome: str = ""
    planted: str = ""

    def row(self) -> tuple[object, ...]:
        """The event as a row of the log, the run number being 1."""
        return (
            1,
            self.entity_id,
            self.event_type,
            self.event,
            round(self.time, 3),
            self.resource_id,
            self.pathway,
            self.outcome,
            self.planted,
        )
