"""What the operator asks: capabilities, the clock under test, the audit trail."""

from simulator.hub.reference.core import Answer, Core
from simulator.port.capabilities import (
    ALL,
    CLOCK,
    SCHEDULE_CHECK,
    Capabilities,
)
from simulator.port.operations import AuditEntry, CheckHealth, FetchAuditTrail, FetchCapabilities, SetClock
from simulator.port.outcomes import Empty, Ok, Unsupported

NAME = "pmhsim-reference"
VERSION = "1"
# Whether a dose fits the schedule is judged by whoever gives it.
_ALWAYS = ALL - {CLOCK, SCHEDULE_CHECK}
_ENTRIES = (
    "SELECT a.id, a.role, a.organisation, a.action FROM audit_entry a JOIN person p ON p.id = a.person"
    " WHERE p.person_id = ? ORDER BY a.id"
)


def check_health(core: Core, operation: CheckHealth) -> Answer:
    """That the store answers."""
    del operation
    core.store.row("SELECT 1")
    return Answer(Ok())


def fetch_capabilities(core: Core, operation: FetchCapabilities) -> Answer:
    """What this hub offers; the clock only where it can be steered."""
    del operation
    names = _ALWAYS | {CLOCK} if core.clock.steerable else _ALWAYS
    return Answer(Ok(Capabilities(NAME, VERSION, names)))


def set_clock(core: Core, operation: SetClock) -> Answer:
    """Set the civil date of a clock under test."""
    if not core.clock.steerable:
        return Answer(Unsupported())
    earlier = core.clock.set_civil_date(operation.civil_date)
    core.store.on_rollback(lambda: core.clock.set_civil_date(earlier))
    return Answer(Ok())


def fetch_audit_trail(core: Core, operation: FetchAuditTrail) -> Answer:
    """Who saw or wrote data of a person, oldest first."""
    rows = core.store.rows(_ENTRIES, operation.person_id)
    entries = tuple(AuditEntry(*row[1:]) for row in rows)
    return Answer(Ok(entries) if entries else Empty(), keys=tuple(row[0] for row in rows))
