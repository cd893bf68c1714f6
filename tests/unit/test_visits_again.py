"""Asking again where no answer came."""

from collections.abc import Generator, Sequence

import pytest

from simulator.port.operations import CheckHealth
from simulator.port.outcomes import Empty, Malformed, Ok, Outcome, Refused, Unavailable, Unknown
from simulator.visits.again import (
    BEFORE_AGAIN_SECONDS,
    LONGEST_WAIT_SECONDS,
    TIMES_UNTIL_SURE,
    NeverAnswered,
    ask_again,
    ask_until_sure,
)
from simulator.visits.steps import GIVEN_UP, Ask, Pause, Reply, Step

LOST, BUSY = Unknown("reset"), Unavailable("HTTP 503", 7)
Asking = Generator[Step, Reply, Outcome]


def told(asking: Asking, outcomes: Sequence[Outcome]) -> tuple[Outcome, list[float]]:
    """Answer its questions in turn; gives what it makes of them and the pauses between them."""
    answers, pauses = iter(outcomes), []
    step = next(asking)
    try:
        while True:
            match step:
                case Ask():
                    step = asking.send(next(answers))
                case Pause(seconds=seconds):
                    pauses.append(seconds)
                    step = asking.send(None)
                case _:
                    raise AssertionError(step)
    except StopIteration as end:
        assert list(answers) == []
        return end.value, pauses


ANSWERS = [Ok("x"), Empty(), Refused("x"), Malformed("x")]


@pytest.mark.parametrize("answer", [*ANSWERS, Unavailable("refused"), Unavailable(GIVEN_UP)])
def test_what_was_answered_or_cannot_be_helped_is_not_asked_again(answer: Outcome) -> None:
    assert told(ask_again(CheckHealth(), ()), [answer]) == (answer, [])


@pytest.mark.parametrize(("silence", "pause"), [(LOST, BEFORE_AGAIN_SECONDS), (BUSY, 7.0)])
@pytest.mark.parametrize("answer", [*ANSWERS, LOST])
def test_where_no_answer_came_it_is_asked_once_more_after_a_pause(
    silence: Outcome, pause: float, answer: Outcome
) -> None:
    assert told(ask_again(CheckHealth(), ()), [silence, answer]) == (answer, [pause])


def test_nobody_waits_at_a_counter_for_a_hub_that_says_to_come_much_later() -> None:
    later = Unavailable("HTTP 503", int(LONGEST_WAIT_SECONDS) + 1)
    assert told(ask_again(CheckHealth(), ()), [later]) == (later, [])


def test_what_has_to_be_sure_is_asked_until_an_answer_comes() -> None:
    outcomes = [LOST, BUSY, Unavailable("refused"), LOST, Refused("x")]
    pauses = [BEFORE_AGAIN_SECONDS, 7.0, BEFORE_AGAIN_SECONDS, BEFORE_AGAIN_SECONDS]
    assert told(ask_until_sure(CheckHealth(), ()), outcomes) == (Refused("x"), pauses)


@pytest.mark.parametrize("outcomes", [[LOST] * TIMES_UNTIL_SURE, [LOST, LOST, LOST, Unavailable(GIVEN_UP)]])
def test_it_ends_some_time_and_at_once_where_the_hub_is_asked_no_more(outcomes: list[Outcome]) -> None:
    with pytest.raises(NeverAnswered):
        told(ask_until_sure(CheckHealth(), ()), outcomes)
