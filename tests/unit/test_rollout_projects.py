"""Who takes part: 167 bodies under 169 selections, each area under the first of its calls."""

from datetime import date

from rollout_plans import area, call, plan, step

from simulator.facts.selections import selections
from simulator.rollout.planfile import SEED_PLAN, read_plan
from simulator.rollout.projects import participants

SEED = participants(read_plan(SEED_PLAN))


def test_the_169_selections_are_of_167_bodies() -> None:
    assert len(selections()) == 169
    assert len(SEED.bodies) == 167
    assert {body.code for body in SEED.bodies} == {each.code for each in selections()}


def test_bodies_by_area_are_those_of_the_source() -> None:
    counts = {code: len(SEED.with_area(code)) for code in ("subsidy", "vaccination", "checkup")}
    # 5 + 153 subsidy selections, two of them of bodies that had it before.
    assert counts == {"subsidy": 156, "vaccination": 9, "checkup": 9}


def test_a_body_selected_twice_counts_from_its_first_selection() -> None:
    of_miyakonojo = [
        (project.call.fiscal_year, project.areas)
        for project in SEED.projects
        if SEED.bodies[project.body].code == "452025"
    ]
    assert of_miyakonojo == [(2023, ("subsidy",)), (2023, ("vaccination", "checkup"))]


def test_prefectures_take_part_as_bodies() -> None:
    assert sum(body.level == "prefecture" for body in SEED.bodies) == 20


def test_a_later_call_adds_only_areas_that_a_body_lacks() -> None:
    first = call(1, code="first")
    second = call(2, code="second", areas=("subsidy", "vaccination"), decided=date(2025, 6, 1))
    found = participants(plan(step("a", 1), areas=(area(), area("vaccination")), calls=(second, first)))
    assert [(found.bodies[each.body].code, each.call.code, each.areas) for each in found.projects] == [
        ("452025", "first", ("subsidy",)),
        ("452025", "second", ("vaccination",)),
        ("322032", "second", ("subsidy",)),
        ("322032", "second", ("vaccination",)),
    ]


def test_listed_codes_may_be_municipalities_and_prefectures() -> None:
    found = participants(plan(step("a", 1), calls=(call(("011002", "450006")),)))
    assert [(body.name, body.prefecture, body.level) for body in found.bodies] == [
        ("札幌市", "北海道", "municipality"),
        ("宮崎県", "宮崎県", "prefecture"),
    ]
