from dataclasses import dataclass, field

from simulator.language import say
from simulator.load.tally import Tally
from simulator.load.watch import Watch
from simulator.port.operations import TaskReport
from simulator.port.outcomes import Accepted, Empty, Ok, Outcome, Unavailable, Unknown
from simulator.records.evidence import Evidence, Finding, Judgement
from simulator.records.mishap import Fault, Mishap


@dataclass
class Told:
    """Remembers what it is told."""

    asked_about: list[tuple[str, bool]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def asked(self, evidence: Evidence, *, answered: bool) -> None:
        self.asked_about.append((evidence.operation, answered))

    def deviated(self, finding: Finding) -> None:
        self.findings.append(finding)


def judgement(requirement: str, *, as_expected: bool) -> Judgement:
    return Judgement(requirement, say("許される"), say("実際"), as_expected)


def evidence(*judgements: Judgement, visit_id: str = "v-1", outcome: Outcome | None = None) -> Evidence:
    return Evidence(visit_id, 1.0, "LookUpSubsidy", outcome or Empty(), judgements)


GOOD, BAD = judgement("SUB-001", as_expected=True), judgement("SUB-004", as_expected=False)


def watch() -> tuple[Watch, Told]:
    told = Told()
    return Watch(Tally(), told), told


def test_every_question_is_counted_and_reported() -> None:
    watching, told = watch()
    for each in (evidence(GOOD), evidence(), evidence(outcome=Unknown("reset"))):
        watching.keep(each)
    assert (watching.tally.asked, watching.tally.judged, watching.tally.unanswered) == (3, 1, 1)
    assert told.asked_about == [("LookUpSubsidy", True), ("LookUpSubsidy", True), ("LookUpSubsidy", False)]


def test_a_deviation_counts_once_for_each_visit_and_requirement() -> None:
    watching, told = watch()
    other = judgement("SUB-014", as_expected=False)
    for each in (evidence(BAD), evidence(BAD, other), evidence(BAD, visit_id="v-2")):
        watching.keep(each)
    assert dict(watching.tally.deviations) == {"SUB-004": 2, "SUB-014": 1}
    assert [(each.visit_id, each.requirement) for each in told.findings] == [
        ("v-1", "SUB-004"),
        ("v-1", "SUB-014"),
        ("v-2", "SUB-004"),
    ]


def test_a_finding_says_what_was_allowed_and_what_came() -> None:
    watching, told = watch()
    watching.keep(evidence(BAD))
    assert told.findings == [
        Finding("SUB-004", "v-1", "LookUpSubsidy", say("許される"), say("実際"), planted=None)
    ]


def test_a_preparation_without_an_answer_did_not_come_through() -> None:
    for outcome in (Unknown(), Unavailable()):
        watching, _ = watch()
        watching.keep(evidence(outcome=outcome))
        assert not watching.came_through


def test_a_preparation_came_through_only_if_every_registration_was_followed_to_its_end() -> None:
    open_task, done_task = Ok(TaskReport(done=False)), Ok(TaskReport(done=True))
    cases: list[tuple[list[Outcome], bool]] = [
        ([Accepted("t1"), open_task, done_task, Accepted("t2"), done_task], True),
        ([Accepted("t1"), open_task, open_task], False),
        ([Accepted("t1"), open_task, Accepted("t2"), done_task], False),
    ]
    for outcomes, came_through in cases:
        watching, _ = watch()
        for outcome in outcomes:
            watching.keep(evidence(outcome=outcome))
        assert watching.came_through is came_through


def kept_back(operation: str = "LinkCards") -> Evidence:
    return Evidence("v-1", 1.0, operation, Unknown(), (), mishap=Mishap((Fault.DROP_AFTER,)))


def test_an_answer_that_was_kept_back_on_purpose_is_counted_as_that_and_reported_as_no_failure() -> None:
    watching, told = watch()
    for each in (kept_back(), evidence(GOOD)):
        watching.keep(each)
    assert (watching.tally.unanswered, watching.unanswered, watching.tally.faults) == (
        0,
        0,
        {"drop_after": 1},
    )
    assert told.asked_about == [("LinkCards", True), ("LookUpSubsidy", True)]


def test_a_preparation_came_through_where_what_was_kept_back_was_answered_in_the_end() -> None:
    cases: list[tuple[list[Evidence], bool]] = [
        ([kept_back(), evidence()], True),
        ([evidence(), kept_back()], False),
        ([evidence(outcome=Ok(TaskReport(done=False))), kept_back("FetchTask"), evidence()], False),
        (
            [
                evidence(outcome=Ok(TaskReport(done=False))),
                kept_back("FetchTask"),
                evidence(outcome=Ok(TaskReport(done=True))),
            ],
            True,
        ),
    ]
    for pieces, came_through in cases:
        watching, _ = watch()
        for piece in pieces:
            watching.keep(piece)
        assert watching.came_through is came_through
