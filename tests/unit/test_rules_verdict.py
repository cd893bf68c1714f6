from dataclasses import replace

import pytest

from simulator.facts.requirements import requirements
from simulator.language import say
from simulator.port import capabilities
from simulator.port.capabilities import Capabilities
from simulator.port.outcomes import Empty, Malformed, Ok, Outcome, Unavailable, Unknown, Unsupported
from simulator.records.evidence import Evidence, Judgement
from simulator.records.mishap import Fault, Mishap
from simulator.rules.verdict import LABELS, Verdict, judge, not_judgeable

SHOWN = Ok(())
HUB_DUTIES = {each.id for each in requirements() if each.duty == "hub"}


def judged(requirement: str = "SUB-001", *, as_expected: bool = True) -> Judgement:
    return Judgement(requirement, say("すべて示す"), say("該当なし"), as_expected)


def evidence(
    *judgements: Judgement,
    outcome: Outcome = SHOWN,
    visit: str = "v-1",
    operation: str = "LookUpSubsidy",
) -> Evidence:
    return Evidence(visit, 32_400.0, operation, outcome, judgements)


def test_a_hub_passes_when_all_it_answered_was_allowed() -> None:
    result = judge([evidence(judged()), evidence(judged("SUB-003"))], {}, {})
    assert (result.verdict, result.findings, result.unanswered) == (Verdict.PASS, (), 0)
    assert result.exercised == {"SUB-001": 1, "SUB-003": 1}
    assert "2要件" in str(result.reason)


def test_a_single_wrong_answer_among_right_ones_fails_the_hub() -> None:
    good, bad = judged(), judged(as_expected=False)
    result = judge([evidence(good), evidence(bad, outcome=Empty(), visit="v-2"), evidence(good)], {}, {})
    assert result.verdict is Verdict.FAIL
    (finding,) = result.findings
    assert (finding.requirement, finding.visit_id, finding.operation) == ("SUB-001", "v-2", "LookUpSubsidy")
    assert (finding.allowed, finding.observed, finding.planted) == (bad.allowed, bad.observed, None)
    assert "SUB-001" in str(result.reason)


def test_a_finding_tells_why_its_visit_was_planted() -> None:
    result = judge([evidence(judged(as_expected=False))], {"v-1": "期間の最終日"}, {})
    assert result.findings[0].planted == "期間の最終日"


def test_several_findings_name_each_requirement_once_in_order() -> None:
    wrong = [evidence(judged(name, as_expected=False)) for name in ("SUB-004", "SUB-001", "SUB-004")]
    reason = str(judge(wrong, {}, {}).reason)
    assert "SUB-001、SUB-004" in reason
    assert reason.count("SUB-004") == 1


def test_a_hub_that_left_questions_unanswered_does_not_pass() -> None:
    lost = [evidence(outcome=Unknown("timeout")), evidence(outcome=Unavailable("busy"))]
    result = judge([evidence(judged()), *lost], {}, {})
    assert (result.verdict, result.unanswered) == (Verdict.UNDECIDED, 2)
    assert "2件" in str(result.reason)


def test_an_answer_that_was_kept_back_on_purpose_is_not_missed() -> None:
    lost = replace(evidence(outcome=Unknown()), mishap=Mishap((Fault.DROP_AFTER,)))
    result = judge([evidence(judged()), lost], {}, {})
    assert (result.verdict, result.unanswered) == (Verdict.PASS, 0)
    assert judge([lost], {}, {}).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("fault", [Fault.LATENCY, Fault.DUPLICATE, Fault.DUPLICATE_LATE])
def test_a_fault_that_keeps_no_answer_back_excuses_no_silence(fault: Fault) -> None:
    silent = replace(evidence(outcome=Unknown()), mishap=Mishap((fault,)))
    assert judge([evidence(judged()), silent], {}, {}).verdict is Verdict.UNDECIDED


def test_a_wrong_answer_counts_even_beside_unanswered_questions() -> None:
    result = judge([evidence(judged(as_expected=False)), evidence(outcome=Unknown())], {}, {})
    assert result.verdict is Verdict.FAIL


def test_a_malformed_answer_is_an_answer() -> None:
    assert judge([evidence(judged(), outcome=Malformed("x"))], {}, {}).unanswered == 0


def test_without_any_judgement_nothing_is_decided() -> None:
    result = judge([], {}, {})
    assert result.verdict is Verdict.UNDECIDED
    assert "判定できる回答がありませんでした" in str(result.reason)


def test_what_the_hub_does_not_offer_is_no_failure() -> None:
    result = judge(
        [evidence(judged()), evidence(outcome=Unsupported(), operation="SubmitQuestionnaire")], {}, {}
    )
    assert (result.verdict, result.unanswered) == (Verdict.PASS, 0)


def test_every_duty_of_the_hub_is_either_exercised_or_given_a_reason() -> None:
    result = judge([evidence(judged(), judged("CARD-001"))], {}, {})
    assert set(result.exercised) | set(result.not_run) == HUB_DUTIES
    assert not set(result.exercised) & set(result.not_run)
    assert all(str(reason) for reason in result.not_run.values())


def test_duties_of_staff_and_clients_are_not_asked_of_the_hub() -> None:
    assert {"SUB-021", "CARD-002", "VAC-003"} & set(judge([], {}, {}).not_run) == set()


def test_a_known_lack_of_the_hub_is_given_as_the_reason() -> None:
    lacks = say("このハブはカードを確かめません。")
    result = judge([evidence(judged())], {}, {"CARD-003": lacks})
    assert result.not_run["CARD-003"] == lacks


def test_a_requirement_that_was_exercised_is_never_called_not_run() -> None:
    result = judge([evidence(judged("CARD-003"))], {}, {"CARD-003": say("なし")})
    assert "CARD-003" not in result.not_run


def test_every_verdict_has_its_japanese_word() -> None:
    assert {verdict.value: str(LABELS[verdict]) for verdict in Verdict} == {
        "pass": "適合",
        "fail": "不適合",
        "undecided": "判定不能",
    }


@pytest.mark.parametrize(
    ("outcome", "why"),
    [
        (Unsupported(), "このハブにはない機能です"),
        (Unavailable("busy"), "回答がなく"),
        (Unknown(), "回答がなく"),
    ],
)
def test_a_requirement_that_could_not_be_judged_says_why(outcome: Outcome, why: str) -> None:
    missed = Evidence("v1", 0.0, "FetchTickets", outcome, (), ("TCK-001",))
    not_run = judge([missed], {}, {}).not_run
    assert why in str(not_run["TCK-001"])
    assert "場面がありません" in str(not_run["VAC-001"])


def test_what_the_adapter_decides_and_what_the_hub_lacks_is_said_of_neither_alike() -> None:
    offered = Capabilities("hub", "1", capabilities.ALL - {capabilities.NOTICES}, frozenset({"SUB-004"}))
    reasons = not_judgeable(offered)
    not_run = judge([], {}, reasons).not_run
    assert "アダプターが判断している" in str(not_run["SUB-004"])
    assert "このハブにはない機能です（notices）" in str(not_run["NTC-001"])
    assert "場面がありません" in str(not_run["SUB-001"])
    assert "AMD-001" not in reasons
