"""A day of the demo finds every defect of the catalogue that a day can show, whatever the seed."""

import os

import pytest
from demos import played

from simulator.facts.requirements import requirement
from simulator.hub.reference.defects import DEFECTS, SHOWN_BY_DAY
from simulator.rules.verdict import Verdict

SEEDS = (0, 1, 7, 42, 20261130)
# Each defect is looked for under one of the seeds, in turn; PMHSIM_ALL_SEEDS=1 looks under all of them.
ALL_SEEDS = os.environ.get("PMHSIM_ALL_SEEDS") == "1"
SOUGHT = [
    (name, seed)
    for place, name in enumerate(SHOWN_BY_DAY)
    for seed in (SEEDS if ALL_SEEDS else (SEEDS[place % len(SEEDS)],))
]


@pytest.mark.parametrize(("name", "seed"), SOUGHT)
def test_a_defect_is_found_with_its_own_requirement(name: str, seed: int) -> None:
    judged = played(seed, name).judged
    assert judged.verdict is Verdict.FAIL
    assert DEFECTS[name].requirement in {finding.requirement for finding in judged.findings}
    assert judged.unanswered == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_without_a_defect_nothing_is_found(seed: int) -> None:
    judged = played(seed).judged
    assert judged.findings == ()
    assert judged.verdict is Verdict.PASS


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_breaks_a_duty_of_the_hub(name: str) -> None:
    broken = requirement(DEFECTS[name].requirement)
    assert broken.duty == "hub"
    assert broken.ja
    assert broken.en
