"""What whoever runs the hub asks for, and what anybody may ask."""

from datetime import date

from .hub import Ask
from .problems import Answer

CAPABILITIES = (
    "amendment",
    "audit_trail",
    "body_results",
    "consent",
    "departures",
    "difference_history",
    "gateway",
    "group_checkup",
    "notices",
    "optimistic_lock",
    "own_certificates",
    "questionnaire",
    "verifies_card",
)


def health() -> Answer:
    """The hub is up."""
    return Answer(200, {"status": "ok"})


def capabilities(test_clock: bool) -> Answer:
    """What the hub offers."""
    offered = sorted([*CAPABILITIES, *(["clock"] if test_clock else [])])
    return Answer(200, {"contract": "pmh/1", "hub": "secondhub", "version": "1", "capabilities": offered})


def fetch_audit_trail(ask: Ask) -> Answer:
    """Who saw or wrote a person's data."""
    here, answer = ask.page("entries", ask.hub.trail.of(ask.query["person"]))
    return answer(here)


def set_clock(ask: Ask) -> Answer:
    """Sets the civil date."""
    ask.hub.set_date = date.fromisoformat(ask.content["civilDate"])
    return Answer()
