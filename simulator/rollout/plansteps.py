"""Reading the steps of a plan, which must not run in a circle."""

from collections.abc import Sequence
from graphlib import CycleError

from simulator.language import say
from simulator.rollout.entry import Entry
from simulator.rollout.plan import Step, Wait, Work, in_order


def read_steps(root: Entry, areas: Sequence[str]) -> tuple[Step, ...]:
    """The steps with predecessors first, each with its days in some of these areas; raises `PlanError`."""
    entries = root.coded("steps")
    codes = tuple(entry.text("code") for entry in entries)
    steps = tuple(_step(entry, codes, areas) for entry in entries)
    try:
        return in_order(steps)
    except CycleError as error:
        circle: list[str] = error.args[1]
        entry = entries[codes.index(circle[-1])]
        raise entry.refuse(
            "after",
            say("手順の前後が輪になっています: {circle}", circle=" → ".join(circle)),
            say("どれか一つの after から、輪を作っている手順を外してください"),
        ) from None


def _step(entry: Entry, codes: tuple[str, ...], areas: Sequence[str]) -> Step:
    entry.only("code", "name_ja", "name_en", "after", "wait", "work")
    after = entry.texts("after")
    for code in after:
        if code not in codes:
            what = say("前の手順が計画にありません: 「{code}」", code=code)
            raise entry.refuse("after", what, say("次から選んでください: {codes}", codes=codes))
    wait = Wait(entry.choice("wait", Wait)) if "wait" in entry.cells else Wait.NOTHING
    return Step(entry.text("code"), entry.name(), after, wait, _works(entry, areas))


def _works(entry: Entry, areas: Sequence[str]) -> tuple[Work, ...]:
    works: list[Work] = []
    taken: set[str] = set()
    for each in entry.tables("work"):
        each.only("areas", "min", "mode", "max", "level", "source")
        work = Work(each.choices("areas", areas), each.span(), each.origin())
        twice = taken & set(work.areas)
        if twice:
            what = say("分野「{area}」の日数が二度書かれています", area=min(twice))
            raise each.refuse("areas", what, say("どちらかから外してください"))
        taken.update(work.areas)
        works.append(work)
    return tuple(works)
