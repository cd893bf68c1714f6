"""Departures: deaths, moves and ends of pregnancies, as the bodies report them."""

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.identity import holder_of
from simulator.port.operations import RegisterDepartures
from simulator.port.outcomes import Invalid, Ok

_NEW = (
    "INSERT OR REPLACE INTO departure (holder, reason, departed_on, last_task, last_notice) VALUES (?, ?, ?,"
    " (SELECT COALESCE(MAX(id), 0) FROM task), (SELECT COALESCE(MAX(id), 0) FROM notice))"
)


def register_departures(core: Core, operation: RegisterDepartures) -> Answer:
    """Take all of them, or none where one names nobody whom the body knows."""
    store = core.store
    found = [holder_of(store, departure.person) for departure in operation.departures]
    people = tuple(dict.fromkeys(holder[1] for holder in found if holder is not None))
    unknown = [place for place, holder in enumerate(found) if holder is None]
    if unknown:
        return Answer(Invalid(tuple(f"{place}/municipalityIdentityKey" for place in unknown)), people)
    for departure, holder in zip(operation.departures, found, strict=True):
        assert holder is not None
        store.write(_NEW, holder[0], departure.reason.value, departure.departed_on.isoformat())
    return Answer(Ok(), people)
