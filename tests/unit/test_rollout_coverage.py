"""Each scheme has a denominator of its own, and none where no source gives it."""

import pytest

from simulator.rollout.coverage import SchemeBodies, issuers, scheme_bodies
from simulator.rollout.planfile import SEED_PLAN, read_plan
from simulator.rollout.projects import participants

WHO = participants(read_plan(SEED_PLAN))


@pytest.fixture(scope="module")
def found() -> dict[str, SchemeBodies]:
    return {each.scheme.code: each for each in scheme_bodies(WHO)}


@pytest.mark.parametrize(
    ("issuer", "bodies"),
    [
        ("municipality", 1741),
        ("prefecture_or_designated_city", 67),
        ("prefecture_designated_core_or_child_guidance_city", None),
        ("unknown", None),
    ],
)
def test_issuers_are_counted_only_where_they_are_known(issuer: str, bodies: int | None) -> None:
    assert issuers(issuer) == bodies


@pytest.mark.parametrize(
    ("scheme", "denominator", "stated", "not_stated"),
    [
        ("local_kodomo", 1741, 4, 131),
        ("kosei", 1741, 4, 131),
        ("local_hitorioya", 1741, 3, 131),
        ("local_kafu", 1741, 1, 131),
        # 20 prefectures and the designated cities of the second year.
        ("seishin_tsuin", 67, 1, 24),
        ("nanbyo", 67, 0, 24),
        ("shoni_mansei", None, 1, 151),
    ],
)
def test_stated_and_not_stated_bodies_are_told_apart(
    scheme: str, denominator: int | None, stated: int, not_stated: int, found: dict[str, SchemeBodies]
) -> None:
    each = found[scheme]
    assert (each.denominator, len(each.stated), each.not_stated) == (denominator, stated, not_stated)


def test_only_bodies_stated_to_run_a_scheme_are_in_its_numerator(found: dict[str, SchemeBodies]) -> None:
    codes = {WHO.bodies[WHO.projects[place].body].code for place in found["local_hitorioya"].stated}
    assert codes == {"052108", "232033", "452025"}


def test_all_eleven_subsidies_of_the_advance_project_are_there(found: dict[str, SchemeBodies]) -> None:
    assert len(found) == 11
