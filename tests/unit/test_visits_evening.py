"""The evening: what is read back, and what is looked at once more on the next day."""

from dataclasses import replace
from datetime import timedelta

from builders import CHILD, CITY, CLINIC, DAY, GUARDIAN, OCCASION, OTHER_CITY, ticket
from conversation import hold_conversation, operations

from simulator.port.capabilities import CLOCK, Capabilities
from simulator.port.operations import FetchAuditTrail, FetchResults, ListHistory, ListNotices, SetClock
from simulator.port.outcomes import Ok, Refused
from simulator.visits.evening import evening
from simulator.visits.plan import ErrandPlan, VaccinationPlan

STEERABLE = Capabilities("hub", "1", frozenset({CLOCK}))
FIXED = Capabilities("hub", "1", frozenset())
PLANTED = replace(OCCASION, planted="planted")
LISTED = ListNotices(GUARDIAN, CHILD)
ERRAND = ErrandPlan(PLANTED, (LISTED,), tomorrow=(LISTED,))
DOSE = VaccinationPlan(OCCASION, CLINIC, (ticket(),))
AWAY = VaccinationPlan(OCCASION, CLINIC, (ticket("T-9", body_code=OTHER_CITY),))
TOMORROW, TODAY = SetClock(DAY + timedelta(days=1)), SetClock(DAY)


def test_bodies_fetch_the_results_on_their_tickets_and_tomorrow_is_looked_at() -> None:
    told = ["FetchAuditTrail", "FetchResults", "FetchResults", "SetClock", "ListNotices", "ListHistory"]
    told += ["ListHistory", "SetClock"]
    visit = evening((ERRAND, DOSE, AWAY), DAY, STEERABLE)
    assert operations(hold_conversation(visit, [(f"ask {name}", Ok(())) for name in told])) == [
        FetchAuditTrail(CHILD),
        FetchResults(CITY),
        FetchResults(OTHER_CITY),
        TOMORROW,
        LISTED,
        ListHistory(GUARDIAN, CHILD),
        ListHistory(GUARDIAN, CHILD),
        TODAY,
    ]


def test_tomorrow_never_comes_to_a_hub_whose_clock_stands() -> None:
    told = [("ask FetchAuditTrail", Ok(())), ("ask FetchResults", Ok(()))]
    hold_conversation(evening((ERRAND, DOSE), DAY, FIXED), told)


def test_a_hub_that_refuses_to_set_the_clock_is_left_in_its_day() -> None:
    hold_conversation(evening((DOSE,), DAY, STEERABLE), [
        ("ask FetchResults", Ok(())), ("ask SetClock", Refused("forbidden")),
    ])  # fmt: skip
