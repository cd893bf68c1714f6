from datetime import timedelta

import pytest
from builders import CHILD, CLINIC, DAY, book, certificate, questionnaire, registrant, ticket

from simulator.port.book import Book
from simulator.port.capabilities import Capabilities
from simulator.port.operations import (
    CheckEligibility,
    FetchAuditTrail,
    LookUpSubsidy,
    SubmitQuestionnaire,
)
from simulator.port.outcomes import Empty, Malformed, Ok, Outcome, Refused, Unavailable, Unknown, Unsupported
from simulator.rules import registration, results, subsidy
from simulator.rules.rule import Expectation, expectations

PLAIN = Capabilities("a plain hub", "1", frozenset())
VERIFIER = Capabilities("a hub that verifies cards", "1", frozenset({"verifies_card"}))
LOOK = LookUpSubsidy(CHILD, CLINIC.code, consent=True, service_date=DAY)
CHECK = CheckEligibility(CLINIC.code, "a-1", consent=True, service_date=DAY)


@pytest.mark.parametrize("outcome", [Unsupported(), Unavailable("busy"), Unknown("timeout")])
def test_an_answer_that_says_nothing_is_not_judged(outcome: Outcome) -> None:
    found = expectations(subsidy.BY_GATEWAY, LOOK, book(certificate()), PLAIN)
    assert [each.judge(outcome) for each in found] == [None] * len(found)


@pytest.mark.parametrize("outcome", [Ok((certificate(),)), Empty(), Refused("x"), Malformed("x")])
def test_every_other_answer_is_judged_with_what_was_allowed_and_seen(outcome: Outcome) -> None:
    for each in expectations(subsidy.BY_GATEWAY, LOOK, book(certificate()), PLAIN):
        judgement = each.judge(outcome)
        assert judgement is not None
        assert (judgement.requirement, judgement.allowed) == (each.requirement, each.allowed.says)
        assert str(judgement.observed)


def test_a_hub_that_does_not_see_cards_is_not_held_to_the_card_requirements() -> None:
    expired = book(certificate()).with_card(is_expired=True)
    wrong = Ok((certificate(),))
    judged = [
        {each.requirement for each in expectations(subsidy.BY_CARD, CHECK, expired, hub) if each.judge(wrong)}
        for hub in (PLAIN, VERIFIER)
    ]
    assert judged[1] - judged[0] == {"CARD-003"}


def looked_up() -> Book:
    after = book(certificate())
    after.note(LOOK, Ok((certificate(),)))
    return after


@pytest.mark.parametrize(
    "found",
    [
        expectations(
            results.SUBMISSIONS,
            SubmitQuestionnaire(CHILD, CHILD, questionnaire(), "k"),
            book(tickets=(ticket(),)),
            PLAIN,
        ),
        expectations(registration.AUDIT, FetchAuditTrail(CHILD), looked_up(), PLAIN),
    ],
)
def test_a_hub_is_not_held_to_what_it_does_not_offer(found: tuple[Expectation, ...]) -> None:
    assert [each.judge(Ok()) for each in found] == [None] * len(found)


def test_what_is_allowed_is_settled_before_the_hub_is_asked() -> None:
    after = book(certificate())
    found = expectations(subsidy.BY_GATEWAY, LOOK, after, PLAIN)
    after.with_certificates(registrant(), certificate(scheme="disability"))
    judgements = [each.judge(Ok((certificate(),))) for each in found]
    assert all(judgement is not None and judgement.as_expected for judgement in judgements)


def test_what_the_adapter_decides_is_never_held_against_the_hub() -> None:
    ended = certificate(valid_to=DAY - timedelta(days=1))
    deciding = Capabilities("a hub behind an adapter", "1", frozenset(), frozenset({"SUB-004"}))
    wrong = Ok((ended,))
    found = [expectations(subsidy.BY_GATEWAY, LOOK, book(ended), hub) for hub in (PLAIN, deciding)]
    judged = [{each.requirement for each in these if each.judge(wrong)} for these in found]
    assert judged[0] - judged[1] == {"SUB-004"}
