"""The days of every step in a block of replications: predecessors, free slots, votes of the assembly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapreplace

import numpy as np

from simulator.language import Complaint, say
from simulator.rollout.draws import Days, Drawn, Shares
from simulator.rollout.plan import Plan, Session, Step, Wait
from simulator.rollout.projects import Participants

FARTHEST = date(2200, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class StepDays:
    """When a step is ready, begun, worked off and finished, as ordinal days by (replications, projects).

    Between ready and begun lies the wait for a vendor's slot, between worked off and finished that for the
    vote of the assembly.
    """

    ready: Days
    begun: Days
    worked_off: Days
    finished: Days


@dataclass(frozen=True, slots=True)
class Timetable:
    """A block of replications played: the days of each step, of all work done, and of going live."""

    decided: Days
    steps: Mapping[str, StepDays]
    done: Days
    opened: Days
    live: Days


def schedule(plan: Plan, who: Participants, drawn: Drawn) -> Timetable:
    """Play a block; raises Complaint where the plan leads beyond the year 2200.

    An area opens on its day and not before; a start may be put off after that.
    """
    shape = drawn.lot.shape
    decided = np.array([project.call.decided.toordinal() for project in who.projects])
    opens = np.array([project.opens.toordinal() for project in who.projects])
    played: dict[str, StepDays] = {}
    for step in plan.steps:
        ready = latest([played[code].finished for code in step.after], np.broadcast_to(decided, shape))
        played[step.code] = _play(step, ready, plan, who, drawn)
    done = latest([days.finished for days in played.values()], np.broadcast_to(decided, shape))
    opened = np.maximum(done, opens)
    return Timetable(decided, played, done, opened, opened + drawn.postponed)


def latest(days: Sequence[Days], otherwise: Days) -> Days:
    """The latest of several days, element by element."""
    return np.maximum.reduce(days) if days else otherwise


def _play(step: Step, ready: Days, plan: Plan, who: Participants, drawn: Drawn) -> StepDays:
    work = drawn.work[step.code]
    # Others pass through the step: it takes them no time and they wait for nothing.
    here = who.concerned([area for work in step.works for area in work.areas])
    begun, finished = ready, ready + work
    if step.wait is Wait.VENDOR:
        begun = ready.copy()
        slots = [vendor.slots[step.code] for vendor in plan.vendors]
        begun[:, here] = first_come(
            ready[:, here], work[:, here], drawn.vendor[:, here], drawn.lot[:, here], slots
        )
        finished = begun + work
    worked_off = finished
    if worked_off.max(initial=0) > FARTHEST:
        raise _too_far(step)
    if step.wait is Wait.ASSEMBLY:
        finished = np.where(here, votes(worked_off, plan.sessions), worked_off)
    return StepDays(ready, begun, worked_off, finished)


def first_come(ready: Days, work: Days, vendor: Days, lot: Shares, slots: Sequence[int]) -> Days:
    """The days on which work begins when each vendor serves in the order of readiness.

    Arrays are (replications, projects), `slots` by vendor. A slot is held until the work is done.
    """
    begun = np.empty_like(ready)
    queues = np.argsort(ready + lot, axis=1, kind="stable")
    for replication, queue in enumerate(queues):
        free = [[0] * number for number in slots]
        begins = []
        rows = (array[replication, queue].tolist() for array in (ready, work, vendor))
        for earliest, days, whose in zip(*rows, strict=True):
            heap = free[whose]
            begin = max(earliest, heap[0])
            heapreplace(heap, begin + days)
            begins.append(begin)
        begun[replication, queue] = begins
    return begun


def votes(days: Days, sessions: Sequence[Session]) -> Days:
    """The day of the vote for work that is done on these days: that of the next session still open to it."""
    if days.size == 0:
        return days
    years = range(date.fromordinal(int(days.min())).year, date.fromordinal(int(days.max())).year + 2)
    submits = [date(year, *session.submit).toordinal() for year in years for session in sessions]
    voted = [date(year, *session.vote).toordinal() for year in years for session in sessions]
    return np.array(voted)[np.searchsorted(np.array(submits), days, side="left")]


def _too_far(step: Step) -> Complaint:
    return Complaint(
        say("この計画では「{step}」が 2200 年より後になります。", step=step.name.ja),
        where=say("--plan"),
        mend=say("業者の枠を増やすか、日数を減らしてください。"),
    )
