"""What held a body back: the days from decision to start, cut along the critical path."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from simulator.rollout.draws import Days, Drawn
from simulator.rollout.plan import Plan
from simulator.rollout.schedule import StepDays, Timetable

Parts = NDArray[np.int32]


class Part(IntEnum):
    """A part of the days between decision and start; all but the first are causes of delay.

    Own work is what the work took beyond its most likely days; where it took less, the part is negative.
    """

    USUAL_WORK = 0
    OWN_WORK = 1
    VENDOR_SLOT = 2
    ASSEMBLY = 3
    HUB_OPENING = 4
    POSTPONEMENT = 5


CAUSES = tuple(part for part in Part if part is not Part.USUAL_WORK)


def parts_of(plan: Plan, drawn: Drawn, timetable: Timetable) -> Parts:
    """The days by (replications, projects, parts); they add up to the days from decision to start.

    At each step the days of the predecessor that was finished last are taken over; among several finished on
    the same day, of the one named first.
    """
    shape = (*timetable.live.shape, len(Part))
    nothing = np.zeros(shape, np.int32)
    gathered: dict[str, Parts] = {}
    for step in plan.steps:
        before = _of_latest(step.after, timetable, gathered, nothing)
        gathered[step.code] = before + _own(timetable.steps[step.code], drawn.usual[step.code], nothing)
    parts = _of_latest(tuple(gathered), timetable, gathered, nothing).copy()
    parts[..., Part.HUB_OPENING] += timetable.opened - timetable.done
    parts[..., Part.POSTPONEMENT] += timetable.live - timetable.opened
    return parts


def _of_latest(
    codes: tuple[str, ...], timetable: Timetable, gathered: dict[str, Parts], nothing: Parts
) -> Parts:
    if not codes:
        return nothing
    chosen, when = gathered[codes[0]], timetable.steps[codes[0]].finished
    for code in codes[1:]:
        finished = timetable.steps[code].finished
        chosen = np.where((finished > when)[..., None], gathered[code], chosen)
        when = np.maximum(when, finished)
    return chosen


def _own(days: StepDays, usual: Days, nothing: Parts) -> Parts:
    parts = np.empty_like(nothing)
    parts[..., Part.USUAL_WORK] = usual
    parts[..., Part.OWN_WORK] = days.worked_off - days.begun - usual
    parts[..., Part.VENDOR_SLOT] = days.begun - days.ready
    parts[..., Part.ASSEMBLY] = days.finished - days.worked_off
    parts[..., Part.HUB_OPENING :] = 0
    return parts
