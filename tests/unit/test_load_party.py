from dataclasses import replace

from builders import CLINIC, DAY, OCCASION, VISITOR, ticket
from hypothesis import given
from hypothesis import strategies as st

from simulator.load.party import parties, people_of
from simulator.port.operations import ListNotices, LookUpSubsidy
from simulator.visits.plan import Channel, ErrandPlan, SubsidyPlan, VaccinationPlan, VisitPlan

PEOPLE = st.sampled_from("ABCDEFGH")


def visit(number: int, person: str, guardian: str | None, stranger: str | None) -> VisitPlan:
    visitor = replace(VISITOR, person_id=person, guardian_id=guardian)
    occasion = replace(OCCASION, visit_id=f"v-{number}", visitor=visitor)
    if stranger is None:
        return SubsidyPlan(occasion, CLINIC, None, Channel.GATEWAY, consent=True)
    return VaccinationPlan(occasion, CLINIC, (ticket(),), stranger_id=stranger)


VISITS = st.lists(st.tuples(PEOPLE, st.none() | PEOPLE, st.none() | PEOPLE), max_size=12).map(
    lambda rows: [visit(number, *row) for number, row in enumerate(rows)]
)


def ids(plans: list[VisitPlan] | tuple[VisitPlan, ...]) -> list[str]:
    return [plan.occasion.visit_id for plan in plans]


@given(VISITS)
def test_nobody_has_a_part_in_two_parties(plans: list[VisitPlan]) -> None:
    seen: set[str] = set()
    for party in parties(plans):
        people = {person for plan in party for person in people_of(plan)}
        assert not seen & people
        seen |= people


@given(VISITS)
def test_every_visit_is_in_one_party_and_none_is_lost(plans: list[VisitPlan]) -> None:
    assert sorted(name for party in parties(plans) for name in ids(party)) == sorted(ids(plans))


@given(VISITS)
def test_within_a_party_and_from_party_to_party_the_order_of_arrival_is_kept(plans: list[VisitPlan]) -> None:
    place = {name: number for number, name in enumerate(ids(plans))}
    found = [[place[name] for name in ids(party)] for party in parties(plans)]
    assert all(party == sorted(party) for party in found)
    assert found == sorted(found)


@given(VISITS)
def test_parties_are_no_larger_than_they_need_to_be(plans: list[VisitPlan]) -> None:
    for party in parties(plans):
        for cut in range(1, len(party)):
            before = {person for plan in party[:cut] for person in people_of(plan)}
            after = {person for plan in party[cut:] for person in people_of(plan)}
            assert before & after


def test_brothers_and_sisters_with_the_same_guardian_are_one_party() -> None:
    plans = [
        visit(1, "A", "G", None),
        visit(2, "B", None, None),
        visit(3, "C", "G", None),
        visit(4, "G", None, None),
    ]
    assert [ids(party) for party in parties(plans)] == [["v-1", "v-3", "v-4"], ["v-2"]]


def test_whoever_an_errand_names_belongs_to_its_party() -> None:
    occasion = replace(OCCASION, visitor=replace(VISITOR, person_id="A", guardian_id="G"))
    steps = (ListNotices("S", "A"), LookUpSubsidy("B", CLINIC.code, consent=True, service_date=DAY))
    assert people_of(ErrandPlan(occasion, steps)) == {"A", "G", "S", "B"}
