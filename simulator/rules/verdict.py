"""From evidence to a verdict on a hub: 適合, 不適合 or 判定不能."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from simulator.facts.requirements import requirements
from simulator.language import Text, say
from simulator.port.capabilities import Capabilities
from simulator.port.outcomes import Unavailable, Unknown
from simulator.records.evidence import Evidence, Finding
from simulator.rules.catalogue import needs


class Verdict(StrEnum):
    """What is said of a hub."""

    PASS = "pass"  # noqa: S105 - no password but a verdict
    FAIL = "fail"
    UNDECIDED = "undecided"


LABELS: Mapping[Verdict, Text] = {
    Verdict.PASS: say("適合"),
    Verdict.FAIL: say("不適合"),
    Verdict.UNDECIDED: say("判定不能"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A run's verdict, with what it rests on.

    `exercised` counts the judgements by requirement; `not_run` says for each other requirement of the hub why
    it was not judged; `unanswered` counts the questions that the hub left without a judgeable answer, not
    those whose answer was kept back on purpose.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    exercised: Mapping[str, int]
    not_run: Mapping[str, Text]
    unanswered: int

    @property
    def reason(self) -> Text:
        """Why the verdict is what it is."""
        if self.verdict is Verdict.FAIL:
            violated = sorted({finding.requirement for finding in self.findings})
            return say("要件 {ids} に反する回答がありました。", ids=tuple(violated))
        if self.verdict is Verdict.UNDECIDED and self.unanswered:
            return say("回答のない照会が {count}件あり、判定できません。", count=self.unanswered)
        if self.verdict is Verdict.UNDECIDED:
            return say("判定できる回答がありませんでした。")
        return say(
            "確かめた {count}要件のすべてで、許される回答だけが返りました。", count=len(self.exercised)
        )


def is_unanswered(evidence: Evidence) -> bool:
    """Whether a question brought no judgeable answer, by whosever fault."""
    return isinstance(evidence.outcome, Unavailable | Unknown)


def judge(
    evidence: Sequence[Evidence], planted: Mapping[str, str], unsupported: Mapping[str, Text]
) -> Judged:
    """Judge a hub by a run's evidence.

    `planted` gives, by visit, why it was planted; `unsupported` says of requirements why this hub can't be
    held to them.
    """
    findings = tuple(_findings(evidence, planted))
    exercised: dict[str, int] = {}
    for judgement in (judgement for each in evidence for judgement in each.judgements):
        exercised[judgement.requirement] = exercised.get(judgement.requirement, 0) + 1
    unanswered = sum(is_unanswered(each) and not each.mishap.silences for each in evidence)
    return Judged(
        _verdict(findings, exercised, unanswered),
        findings,
        exercised,
        _not_run(exercised, evidence, unsupported),
        unanswered,
    )


def _findings(evidence: Iterable[Evidence], planted: Mapping[str, str]) -> Iterable[Finding]:
    for each in evidence:
        for judgement in each.judgements:
            if not judgement.as_expected:
                yield Finding(
                    judgement.requirement,
                    each.visit_id,
                    each.operation,
                    judgement.allowed,
                    judgement.observed,
                    planted.get(each.visit_id),
                    each.request,
                )


def _verdict(findings: Sequence[Finding], exercised: Mapping[str, int], unanswered: int) -> Verdict:
    if findings:
        return Verdict.FAIL
    return Verdict.PASS if exercised and not unanswered else Verdict.UNDECIDED


def _not_run(
    exercised: Mapping[str, int], evidence: Sequence[Evidence], unsupported: Mapping[str, Text]
) -> Mapping[str, Text]:
    missed = {requirement: each for each in evidence for requirement in each.missed}
    duties = [each.id for each in requirements() if each.duty == "hub" and each.id not in exercised]
    return {each: unsupported.get(each) or _why_missed(missed.get(each)) for each in duties}


def not_judgeable(capabilities: Capabilities) -> Mapping[str, Text]:
    """Why this hub can't be held to some requirements: its adapter decides, or it lacks what they need."""
    adapter = say("アダプターが判断しているため、ハブについては確かめられません。")
    reasons = {
        requirement: say("このハブにはない機能です（{operation}）。", operation=", ".join(sorted(names)))
        for requirement, names in needs().items()
        if not any(capabilities.offers(name) for name in names)
    }
    return reasons | dict.fromkeys(sorted(capabilities.decided_by_adapter), adapter)


def _why_missed(evidence: Evidence | None) -> Text:
    if evidence is None:
        return say("この日の受診・接種・健診・手続きでは、この要件を確かめる場面がありませんでした。")
    if is_unanswered(evidence):
        return say("回答がなく、確かめられませんでした（{operation}）。", operation=evidence.operation)
    return say("このハブにはない機能です（{operation}）。", operation=evidence.operation)
