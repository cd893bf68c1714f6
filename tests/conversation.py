"""A driver by hand: a visit as the list of what it asks and what it is told."""

from collections.abc import Sequence

from simulator.port.operations import Operation
from simulator.visits.steps import Arrive, Ask, Did, Hold, Pause, ReadCard, Reply, Step, Visit

Pair = tuple[str, Reply]


def hold_conversation(visit: Visit, pairs: Sequence[Pair]) -> list[Step]:
    """Tell the visit each reply in turn; it must ask exactly that and then end. Gives the steps."""
    steps: list[Step] = []
    reply: Reply = None
    for place, (asks, told) in enumerate(pairs):
        step = visit.send(reply)
        steps.append(step)
        so_far = [in_words(each) for each in steps]
        assert in_words(step) == asks, f"step {place} is not {asks!r}: {so_far}"
        reply = told
    ended = False
    try:
        further = visit.send(reply)
    except StopIteration:
        ended = True
    assert ended, f"it goes on with {in_words(further)!r}"
    return steps


def in_words(step: Step) -> str:
    """A step in a few words."""
    match step:
        case Arrive():
            return "arrive"
        case Pause():
            return "pause"
        case Hold():
            return f"{step.resource}: {step.activity}"
        case ReadCard():
            return f"read by {step.presentation.method.value}"
        case Ask():
            return f"ask {type(step.operation).__name__}"
        case Did():
            return f"did {step.requirement}"


def operations(steps: Sequence[Step]) -> list[Operation]:
    """The operations that a visit asked of the hub."""
    return [step.operation for step in steps if isinstance(step, Ask)]


def places(steps: Sequence[Step]) -> list[str]:
    """The places that a visit went to, in order."""
    visited = [step.place for step in steps if isinstance(step, Hold)]
    return [place for number, place in enumerate(visited) if number == 0 or visited[number - 1] != place]
