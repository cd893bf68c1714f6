"""Departures: deaths, moves and ends of pregnancies, as the bodies report them."""

from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.identity import holder_of
from simulator.port.operations import RegisterDepartures
from simulator.port.outcomes import Invalid, Ok


def register_departures(core: Core, operation: RegisterDepartures) -> Answer:
    """Take all of them, or none where one names nobody whom the body knows."""
    store = core.store
    found = [holder_of(store, departure.person) for departure in operation.departures]
    unknown = [place for place, holder in enumerate(found) if holder is None]
    if unknown:
        return Answer(Invalid(tuple(f"{place}/municipalityIdentityKey" for place in unknown)))
    people = []
    for departure, holder in zip(operation.departures, found, strict=True):
        assert holder is not None
        store.write(
            "INSERT OR REPLACE INTO departure VALUES (?, ?, ?)",
            *(holder[0], departure.reason.value, departure.departed_on.isoformat()),
        )
        people.append(holder[1])
    return Answer(Ok(), tuple(dict.fromkeys(people)))
