"""Tiny rollout plans whose days can be worked out by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

from simulator.facts.provenance import Level
from simulator.rollout.plan import (
    Area,
    Call,
    Horizon,
    Name,
    Origin,
    Plan,
    Postponement,
    Session,
    Span,
    Step,
    Vendor,
    Wait,
    Work,
    in_order,
)

DECIDED = date(2024, 6, 14)
LONG_OPEN = date(2024, 1, 1)
CITIES = ("452025", "322032", "282146", "052108", "232033", "431001")
NAME = Name("試し", "trial")
ORIGIN = Origin(Level.ASSUMED, "test")


def step(
    code: str,
    days: int | tuple[int, int, int],
    after: tuple[str, ...] = (),
    wait: Wait = Wait.NOTHING,
    areas: tuple[str, ...] = ("subsidy",),
) -> Step:
    span = Span(*days) if isinstance(days, tuple) else Span(days, days, days)
    return Step(code, NAME, after, wait, (Work(areas, span, ORIGIN),))


def vendor(slots: int, share: float = 1.0, code: str = "v", steps: tuple[str, ...] = ("work",)) -> Vendor:
    return Vendor(code, NAME, share, dict.fromkeys(steps, slots), ORIGIN)


def session(submit: tuple[int, int], vote: tuple[int, int]) -> Session:
    return Session(submit, vote, ORIGIN)


def area(code: str = "subsidy", opens: date = LONG_OPEN, track: str | None = None) -> Area:
    return Area(code, NAME, track or code, opens, ORIGIN)


def call(bodies: int | tuple[str, ...] = 1, **changes: Any) -> Call:
    codes = CITIES[:bodies] if isinstance(bodies, int) else bodies
    plain = Call("call", NAME, DECIDED, ("subsidy",), None, codes, 1.0, ORIGIN)
    return replace(plain, **changes)


def plan(*steps: Step, bodies: int = 1, **changes: Any) -> Plan:
    """A plan of these steps without chance: no shared pace, no postponement, hub long open."""
    plain = Plan(
        name=NAME,
        areas=(area(),),
        calls=(call(bodies),),
        steps=in_order(steps),
        vendors=(vendor(1),),
        sessions=(),
        shared_pace=0.0,
        shared_pace_origin=ORIGIN,
        postponement=Postponement(0.0, Span(0, 0, 0), ORIGIN),
        horizon=Horizon(date(2024, 6, 1), date(2025, 6, 1), date(2025, 1, 1)),
        calibrated_on=frozenset(),
        sha256="0" * 64,
    )
    return replace(plain, **changes)
