"""Reception: greeting, the card on the reader, and what staff do when it does not work."""

from collections.abc import Callable, Generator
from typing import Any

from simulator.card import Method, Presentation, ReadingResult
from simulator.language import say
from simulator.port.operations import Operation
from simulator.port.outcomes import Outcome
from simulator.records.institution import Institution
from simulator.rules.rule import Rule
from simulator.visits.again import wait_before_again
from simulator.visits.plan import Occasion, Probe
from simulator.visits.steps import CardRead, Did, Hold, Pause, ReadCard, Reply, Step, ask, read_card

AN_HOUR = 3600
_ACTIVITY = {
    Method.FACE: ("card_reader", "card_reading_face"),
    Method.PIN: ("card_reader", "card_reading_pin"),
    Method.VISUAL: ("reception_desk", "visual_check"),
}


def hold(
    occasion: Occasion, place: Institution, resource: str, activity: str
) -> Generator[Step, Reply, None]:
    """Spend the time of an activity at a resource of the place."""
    yield Hold(place.code, resource, activity, occasion.pace(activity))


def present_card(occasion: Occasion, place: Institution) -> Generator[Step, Reply, CardRead | None]:
    """Try the card in the visitor's ways one after the other; None where it comes to paper."""
    yield from hold(occasion, place, "reception_desk", "greeting")
    if not place.has_reader or not occasion.proof.attempts:
        return None
    return (yield from _attempts(occasion, place))


def _attempts(occasion: Occasion, place: Institution) -> Generator[Step, Reply, CardRead | None]:
    for attempt in occasion.proof.attempts:
        read = yield from _attempt(occasion, place, attempt)
        if read.assertion is not None:
            return read
    return None


def _attempt(
    occasion: Occasion, place: Institution, attempt: Presentation
) -> Generator[Step, Reply, CardRead]:
    proof = occasion.proof
    card = None if proof.brings_other_card else occasion.visitor.card
    stale = card.valid_to if card is not None and Probe.STALE_READER in occasion.probes else None
    yield from hold(occasion, place, *_ACTIVITY[attempt.method])
    step = ReadCard(
        place.code,
        card,
        occasion.visitor.birth,
        attempt,
        device_fails=proof.device_fails,
        tampered=Probe.TAMPERED in occasion.probes,
        reader_date=stale,
        made_for=another(place.code) if Probe.ASSERTION_FOR_ANOTHER_PLACE in occasion.probes else "",
        clock_error_seconds=_clock_error(occasion.probes),
    )
    read = yield from read_card(step)
    yield from _react(read.reading.result)
    return read


def another(code: str) -> str:
    """The code of an institution next to one."""
    return f"{code[:-1]}{(int(code[-1]) + 1) % 10}"


def _clock_error(probes: frozenset[Probe]) -> int:
    if Probe.ASSERTION_STALE in probes:
        return -AN_HOUR
    return AN_HOUR if Probe.ASSERTION_AHEAD in probes else 0


def ask_by_card(
    occasion: Occasion,
    place: Institution,
    read: CardRead,
    question: Callable[[CardRead], Operation],
    rules: tuple[Rule[Any], ...],
) -> Generator[Step, Reply, tuple[CardRead, Outcome]]:
    """Ask by a card that was read, and where no answer came once more by reading it again.

    An assertion is good for one question, and the hub may have had it. Gives also the reading that was last
    asked by.
    """
    outcome = yield from ask(question(read), rules)
    wait = wait_before_again(outcome)
    if wait is None:
        return read, outcome
    yield Pause(wait)
    way = [attempt for attempt in occasion.proof.attempts if attempt.method is read.reading.method]
    again = (yield from _attempt(occasion, place, way[-1])) if way else read
    if again.assertion in (None, read.assertion):
        return read, outcome
    return again, (yield from ask(question(again), rules))


def _react(result: ReadingResult) -> Generator[Step, Reply, None]:
    match result:
        case ReadingResult.OK_EXPIRING_SOON:
            yield Did("CARD-008", say("電子証明書の更新を案内して受付を続けた"))
        case ReadingResult.PIN_LOCKED:
            yield Did("CARD-002", say("暗証番号を使わず、顔認証か目視に切り替えた"))
        case ReadingResult.NOT_MY_NUMBER_CARD | ReadingResult.UNREADABLE:
            yield Did("CARD-009", say("カードを使わない受付に切り替えた"))
        case _:
            return


def by_paper(occasion: Occasion, place: Institution) -> Generator[Step, Reply, None]:
    """Staff check the paper and copy it by hand."""
    yield from hold(occasion, place, "reception_desk", "paper_check")
