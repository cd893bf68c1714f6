import pytest
from builders import CARD, CLINIC, DAY, FACE, read_as

from simulator.port.operations import CheckHealth
from simulator.port.outcomes import Ok
from simulator.visits.steps import Ask, CardRead, ReadCard, Reply, ask, read_card

READ = ReadCard(CLINIC.code, CARD, DAY, FACE)


def test_asking_yields_the_question_and_gives_the_outcome() -> None:
    asking = ask(CheckHealth(), ())
    assert next(asking) == Ask(CheckHealth(), ())
    with pytest.raises(StopIteration) as end:
        asking.send(Ok("up"))
    assert end.value.value == Ok("up")


def test_reading_yields_the_step_and_gives_what_the_reader_says() -> None:
    reading = read_card(READ)
    assert next(reading) == READ
    with pytest.raises(StopIteration) as end:
        reading.send(read_as())
    assert isinstance(end.value.value, CardRead)


@pytest.mark.parametrize("reply", [None, read_as()])
def test_a_driver_that_does_not_answer_a_question_is_told_so(reply: Reply) -> None:
    asking = ask(CheckHealth(), ())
    next(asking)
    with pytest.raises(TypeError, match="must answer Ask"):
        asking.send(reply)


@pytest.mark.parametrize("reply", [None, Ok()])
def test_a_driver_that_does_not_read_a_card_is_told_so(reply: Reply) -> None:
    reading = read_card(READ)
    next(reading)
    with pytest.raises(TypeError, match="must answer ReadCard"):
        reading.send(reply)
