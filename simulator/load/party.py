"""Parties: visits that must not run side by side, since what one does settles what another may be shown."""

from collections.abc import Iterable

from simulator.visits.plan import ErrandPlan, VaccinationPlan, VisitPlan

_NAMING = ("person_id", "subject_id")
Party = tuple[VisitPlan, ...]
"""Visits of people who have to do with one another, in the order of arrival."""


def people_of(plan: VisitPlan) -> frozenset[str]:
    """Whose data or account a visit touches: the visitor, the guardian, a stranger who looks."""
    visitor = plan.occasion.visitor
    others: tuple[str | None, ...] = ()
    match plan:
        case VaccinationPlan():
            others = (plan.stranger_id,)
        case ErrandPlan():
            others = tuple(getattr(step, name, None) for step in plan.steps for name in _NAMING)
    return frozenset(person for person in (visitor.person_id, visitor.guardian_id, *others) if person)


def parties(plans: Iterable[VisitPlan]) -> tuple[Party, ...]:
    """The visits by party, in the order of each party's first; nobody is in two parties."""
    found: dict[int, list[tuple[int, VisitPlan]]] = {}
    party_of: dict[str, int] = {}
    for place, plan in enumerate(plans):
        people = people_of(plan)
        joined = sorted({party_of[person] for person in people if person in party_of})
        party = joined[0] if joined else place
        members = found.setdefault(party, [])
        for other in joined[1:]:
            members += found.pop(other)
            party_of |= {person: party for person, at in party_of.items() if at == other}
        members.append((place, plan))
        party_of |= dict.fromkeys(people, party)
    return tuple(
        tuple(plan for _, plan in sorted(members, key=lambda member: member[0])) for members in found.values()
    )
