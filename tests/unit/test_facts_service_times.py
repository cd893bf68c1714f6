"""Durations of the steps of a visit."""

import pytest

from simulator.facts.errors import UnknownFact
from simulator.facts.service_times import service_time, service_times


def test_durations_are_positive_and_marked_assumed() -> None:
    assert len(service_times()) == 17
    for each in service_times():
        assert each.median_seconds > 0
        assert 0 < each.sigma < 1
        assert each.level == "assumed"


def test_paper_takes_longer_than_the_card() -> None:
    assert service_time("paper_check").median_seconds > service_time("card_reading_pin").median_seconds
    assert service_time("card_reading_pin").median_seconds > service_time("card_reading_face").median_seconds


def test_a_step_names_the_resource_it_holds() -> None:
    assert service_time("greeting").resource == "reception_desk"
    assert service_time("dose").resource == "doctor"


def test_an_unknown_step_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownFact, match="visual_check"):
        service_time("visual_chek")
