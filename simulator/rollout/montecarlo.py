"""Many replications, cut into fixed blocks that may be played by any number of workers."""

import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import current_thread, main_thread

import numpy as np

from simulator.rollout.causes import Parts, parts_of
from simulator.rollout.draws import Days, draw
from simulator.rollout.plan import Plan
from simulator.rollout.projects import Participants, participants
from simulator.rollout.schedule import schedule

BLOCK = 50


@dataclass(frozen=True, slots=True)
class Played:
    """All replications: ordinal days of going live by (replications, projects), and their parts."""

    plan: Plan
    who: Participants
    seed: int
    live: Days
    parts: Parts

    @property
    def replications(self) -> int:
        """How many replications were played."""
        return len(self.live)


def play(
    plan: Plan,
    replications: int,
    seed: int,
    executor: Executor | None = None,
    progress: Callable[[int], None] | None = None,
    block: int = BLOCK,
) -> Played:
    """Play the plan; without an executor in this process. The result is the same for all of them.

    `progress` is told how many replications are done.
    """
    who = participants(plan)
    blocks = [range(first, min(first + block, replications)) for first in range(0, replications, block)]
    lives, parts = [], []
    for done, (live, part) in zip(blocks, _results(plan, who, seed, blocks, executor), strict=True):
        lives.append(live)
        parts.append(part)
        if progress is not None:
            progress(done.stop)
    return Played(plan, who, seed, np.concatenate(lives), np.concatenate(parts))


def play_block(plan: Plan, who: Participants, seed: int, block: range) -> tuple[Days, Parts]:
    """The days of going live of a block of replications, and their parts."""
    drawn = draw(plan, who, seed, block)
    timetable = schedule(plan, who, drawn)
    return timetable.live, parts_of(plan, drawn, timetable)


@contextmanager
def workers(number: int) -> Iterator[Executor | None]:
    """A pool of this many processes; none for one. What is not yet begun is dropped when it closes."""
    if number == 1:
        yield None
        return
    pool = ProcessPoolExecutor(number, initializer=_leave_interrupts_to_the_parent)
    try:
        with _interrupts_put_off():
            pool.submit(_start).result()
        yield pool
    finally:
        with _interrupts_put_off():
            pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """Deliver an interruption only when the block is left: it would be lost, or leave processes behind."""
    if current_thread() is not main_thread():
        yield
        return
    seen: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if seen:
        signal.raise_signal(signal.SIGINT)


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _start() -> None:
    """Nothing; the first task makes the pool start its processes."""


def _results(
    plan: Plan, who: Participants, seed: int, blocks: list[range], executor: Executor | None
) -> Iterator[tuple[Days, Parts]]:
    if executor is None:
        for block in blocks:
            yield play_block(plan, who, seed, block)
        return
    futures = [executor.submit(play_block, plan, who, seed, block) for block in blocks]
    for future in futures:
        yield future.result()
