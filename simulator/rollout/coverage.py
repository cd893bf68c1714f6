"""Each scheme against its own denominator: how many bodies of the nation issue its certificates."""

from dataclasses import dataclass

from simulator.facts import municipalities, prefectures, programs
from simulator.facts.schemes import Scheme, schemes
from simulator.rollout.projects import Body, Participants

SUBSIDY = "subsidy"
DESIGNATED = "designated_city"


@dataclass(frozen=True, slots=True)
class SchemeBodies:
    """A scheme's bodies.

    `denominator` is how many bodies of the nation issue it, None where that is not known. `stated` are the
    projects of bodies stated to run it. `not_stated` counts bodies of the plan that may issue it but whose
    programmes are not stated; they are in no number of bodies live.
    """

    scheme: Scheme
    denominator: int | None
    stated: tuple[int, ...]
    not_stated: int


def scheme_bodies(who: Participants) -> list[SchemeBodies]:
    """Every scheme that the advance project names."""
    subsidy = [(place, who.bodies[who.projects[place].body]) for place in who.with_area(SUBSIDY)]
    found = []
    for scheme in schemes():
        if scheme.program is None:
            continue
        stated = tuple(place for place, body in subsidy if scheme.program in programs(body.code))
        silent = [body for _, body in subsidy if not programs(body.code)]
        may_issue = sum(_may_issue(body, scheme.issuer) for body in silent)
        found.append(SchemeBodies(scheme, issuers(scheme.issuer), stated, may_issue))
    return found


def issuers(issuer: str) -> int | None:
    """How many bodies of the nation issue a scheme; None where the issuers are not counted anywhere."""
    match issuer:
        case "municipality":
            return len(municipalities())
        case "prefecture_or_designated_city":
            return len(prefectures()) + len(_designated())
        case _:
            return None


def _may_issue(body: Body, issuer: str) -> bool:
    match issuer:
        case "municipality":
            return body.level == "municipality"
        case "prefecture_or_designated_city":
            return body.level == "prefecture" or body.code in _designated()
        case _:
            return True


def _designated() -> frozenset[str]:
    return frozenset(each.code for each in municipalities() if each.kind == DESIGNATED)
