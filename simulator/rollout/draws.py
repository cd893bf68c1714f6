"""What chance decides in a block of replications: days of work, vendors, queue lots, postponements.

Every draw is a function of (seed, purpose, body, replication) alone. So a body more changes no other's
draws, replications may be cut anywhere, and two plans compared under one seed share their draws even where
one has a step more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from simulator.rollout.plan import Plan, Span, Step
from simulator.rollout.projects import Participants
from simulator.streams import Streams

Days = NDArray[np.int64]
Shares = NDArray[np.float64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_WORD = 2**53


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block's draws as (replications, projects); `work` is in days, by step.

    `usual` holds the most likely days of the work of a step, as (projects,). `lot` in [0, 1) decides between
    bodies that are ready on the same day.
    """

    work: Mapping[str, Days]
    usual: Mapping[str, Days]
    vendor: Days
    lot: Shares
    postponed: Days


def draw(plan: Plan, who: Participants, seed: int, block: range) -> Drawn:
    """Draw a block of replications, given by their numbers."""
    codes = tuple(body.code for body in who.bodies)
    own = np.array([project.body for project in who.projects])

    def uniform(purpose: str) -> Shares:
        return uniforms(seed, purpose, codes, block)

    pace = uniform("pace")
    works, usual = {}, {}
    for step in plan.steps:
        follows = uniform(f"follows-pace/{step.code}") < plan.shared_pace
        place = np.where(follows, pace, uniform(f"work/{step.code}"))[:, own]
        works[step.code], usual[step.code] = _work(step, who, place)
    put_off = uniform("postponed")[:, own] < plan.postponement.share
    days = np.rint(triangular(plan.postponement.span, uniform("postponed-days")[:, own])).astype(np.int64)
    return Drawn(
        works, usual, _vendors(plan, uniform("vendor"))[:, own], uniform("lot")[:, own], put_off * days
    )


def uniforms(seed: int, purpose: str, bodies: tuple[str, ...], block: range) -> Shares:
    """Uniform draws in [0, 1) as (replications, bodies): SplitMix64 started at the key of the stream.

    A generator object for each stream would cost more than all its draws, and could not begin in the middle.
    """
    steps = np.arange(block.start + 1, block.stop + 1, dtype=np.uint64) * _GOLDEN
    return (_mixed(steps[:, None] + _keys(seed, purpose, bodies)) >> np.uint64(11)) / float(_WORD)


def triangular(span: Span, place: Shares) -> Shares:
    """The triangular distribution at a place in [0, 1) of its order."""
    width = span.most - span.least
    if width == 0:
        return np.full(place.shape, float(span.least))
    rising = span.least + np.sqrt(place * width * (span.mode - span.least))
    falling = span.most - np.sqrt((1 - place) * width * (span.most - span.mode))
    return np.where(place * width < span.mode - span.least, rising, falling)


@lru_cache(maxsize=256)
def _keys(seed: int, purpose: str, bodies: tuple[str, ...]) -> NDArray[np.uint64]:
    streams = Streams(seed)
    keys = [int(streams.uniform(f"rollout/{purpose}", body) * _WORD) for body in bodies]
    return np.array(keys, dtype=np.uint64)


def _mixed(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _work(step: Step, who: Participants, place: Shares) -> tuple[Days, Days]:
    """Days of a step as drawn, and its most likely ones; the longest of a project's areas counts."""
    paces = np.array([project.call.pace for project in who.projects])
    days, usual = np.zeros(place.shape, np.int64), np.zeros(len(paces), np.int64)
    for work in step.works:
        here = who.concerned(work.areas)
        drawn = np.rint(triangular(work.span, place[:, here]) * paces[here]).astype(np.int64)
        days[:, here] = np.maximum(days[:, here], drawn)
        usual[here] = np.maximum(usual[here], np.rint(work.span.mode * paces[here]).astype(np.int64))
    return days, usual


def _vendors(plan: Plan, place: Shares) -> Days:
    if not plan.vendors:
        return np.zeros(place.shape, np.int64)
    bounds = list(accumulate(vendor.share for vendor in plan.vendors))[:-1]
    return np.searchsorted(np.array(bounds), place, side="right")
