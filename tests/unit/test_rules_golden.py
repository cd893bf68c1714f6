"""The oracle against golden answers: the right ones must pass, the wrong ones must be found."""

import pytest
from golden import cards, changes, notices, people, results, subsidy, tickets
from golden.answer import Case

from simulator.facts.requirements import requirement, requirements
from simulator.port import capabilities
from simulator.port.capabilities import Capabilities
from simulator.rules.rule import Expectation, expectations

CASES = (
    *subsidy.CASES,
    *cards.CASES,
    *tickets.CASES,
    *results.CASES,
    *changes.CASES,
    *notices.CASES,
    *people.CASES,
)
# These bear on every answer to their operations, so that no situation is out of their reach.
ALWAYS = {"SUB-014", "GEN-001", "QST-004"}
EVERYTHING = Capabilities("a hub that offers everything", "1", capabilities.ALL)


def expected(case: Case) -> list[Expectation]:
    found = expectations(case.rules, case.operation, case.book, EVERYTHING)
    return [each for each in found if each.requirement == case.requirement]


def params(cases: list[Case]) -> list[object]:
    return [pytest.param(case, id=f"{case.requirement}-{place}") for place, case in enumerate(cases)]


@pytest.mark.parametrize("case", params([case for case in CASES if case.applies]))
def test_right_answers_are_admitted_and_wrong_ones_found(case: Case) -> None:
    source = f"{case.requirement} ({requirement(case.requirement).source}): {case.shows}"
    found = expected(case)
    assert found, source
    for outcome in case.right:
        judged = [each.judge(outcome) for each in found]
        assert all(each is not None and each.as_expected for each in judged), (source, outcome)
    for outcome in case.wrong:
        judged = [each.judge(outcome) for each in found]
        assert any(each is not None and not each.as_expected for each in judged), (source, outcome)


@pytest.mark.parametrize("case", params([case for case in CASES if not case.applies]))
def test_a_requirement_keeps_silent_where_it_does_not_bear_on_the_question(case: Case) -> None:
    assert expected(case) == [], case.shows


def test_every_requirement_of_the_hub_has_a_right_and_a_wrong_answer() -> None:
    duties = {each.id for each in requirements() if each.duty == "hub"}
    assert duties - {case.requirement for case in CASES if case.right} == set()
    assert duties - {case.requirement for case in CASES if case.wrong} == set()


def test_every_requirement_of_the_hub_has_a_situation_out_of_its_reach() -> None:
    duties = {each.id for each in requirements() if each.duty == "hub"}
    assert duties - {case.requirement for case in CASES if not case.applies} == ALWAYS


@pytest.mark.parametrize("case", params([case for case in CASES if case.applies]))
def test_what_is_allowed_is_said_in_words(case: Case) -> None:
    for each in expected(case):
        words = each.allowed.says.render("ja")
        assert words
        assert "{" not in words
