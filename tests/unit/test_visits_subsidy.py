from dataclasses import replace
from datetime import date

import pytest
from builders import (
    CHILD,
    CLINIC,
    CLINIC_WITHOUT_SETTING,
    DAY,
    FACE,
    OCCASION,
    PHARMACY,
    VISUAL,
    WRONG_PIN,
    certificate,
    read_as,
)
from conversation import Pair, hold_conversation, operations, places

from simulator.card import Method, ReadingResult
from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.port.outcomes import Empty, Malformed, Ok, Outcome, Refused, Unavailable, Unknown
from simulator.rules import subsidy
from simulator.visits.plan import Channel, Probe, Proof, SubsidyPlan
from simulator.visits.steps import Arrive, Ask, Hold, ReadCard
from simulator.visits.subsidy import subsidy_visit

CERTIFICATE = certificate()
PLAN = SubsidyPlan(OCCASION, CLINIC, None, Channel.GATEWAY, consent=True)
LOOK_UP = LookUpSubsidy(CHILD, CLINIC.code, consent=True, service_date=DAY)

GREETING: list[Pair] = [("reception_desk: greeting", None)]
READ_BY_FACE: list[Pair] = [("card_reader: card_reading_face", None), ("read by face", read_as())]
ARRIVAL: list[Pair] = [("arrive", None), *GREETING]
PAPER: list[Pair] = [("reception_desk: paper_check", None), ("did SUB-022", None)]
INTERVIEW: list[Pair] = [("doctor: doctor_interview_subsidy", None)]
CASHIER: list[Pair] = [("cashier: cashier", None)]
DISPENSING: list[Pair] = [("pharmacist: pharmacy_dispensing", None)]


def unreadable(method: Method = Method.FACE) -> Pair:
    return f"read by {method.value}", read_as(ReadingResult.UNREADABLE, method)


def told(outcome: Outcome) -> list[Pair]:
    return [("ask LookUpSubsidy", outcome)]


def test_a_valid_certificate_is_shown_and_no_paper_is_needed() -> None:
    steps = hold_conversation(
        subsidy_visit(PLAN), [*ARRIVAL, *READ_BY_FACE, *told(Ok((CERTIFICATE,))), *INTERVIEW, *CASHIER]
    )
    assert operations(steps) == [LOOK_UP]
    assert steps[0] == Arrive(9 * 3600.0)
    assert steps[1] == Hold(CLINIC.code, "reception_desk", "greeting", 30.0)
    assert isinstance(steps[4], Ask)
    assert steps[4].rules is subsidy.BY_GATEWAY


def test_by_the_direct_channel_the_card_assertion_goes_along() -> None:
    plan = replace(PLAN, channel=Channel.DIRECT)
    steps = hold_conversation(
        subsidy_visit(plan),
        [
            *ARRIVAL,
            *READ_BY_FACE,
            ("ask CheckEligibility", Ok((CERTIFICATE,))),
            *INTERVIEW,
            *CASHIER,
        ],
    )
    assert operations(steps) == [CheckEligibility(CLINIC.code, "a-1", consent=True, service_date=DAY)]


def test_a_refusal_of_consent_is_passed_on_to_the_hub() -> None:
    steps = hold_conversation(
        subsidy_visit(replace(PLAN, consent=False)),
        [*ARRIVAL, *READ_BY_FACE, *told(Empty()), *PAPER, *INTERVIEW, *CASHIER],
    )
    assert operations(steps) == [replace(LOOK_UP, consent=False)]


@pytest.mark.parametrize("empty", [Empty(), Ok(())], ids=["empty", "a list without rows"])
def test_staff_keep_a_certificate_on_file_that_is_still_valid_when_the_answer_is_empty(
    empty: Outcome,
) -> None:
    plan = replace(PLAN, on_file=(CERTIFICATE,))
    hold_conversation(
        subsidy_visit(plan),
        [*ARRIVAL, *READ_BY_FACE, *told(empty), ("did SUB-021", None), *PAPER, *INTERVIEW, *CASHIER],
    )


@pytest.mark.parametrize(
    "on_file", [(), (certificate(valid_to=date(2026, 11, 29)),)], ids=["nothing on file", "ended on file"]
)
def test_with_nothing_valid_on_file_an_empty_answer_leads_to_paper_only(on_file: tuple[()]) -> None:
    hold_conversation(
        subsidy_visit(replace(PLAN, on_file=on_file)),
        [*ARRIVAL, *READ_BY_FACE, *told(Empty()), *PAPER, *INTERVIEW, *CASHIER],
    )


@pytest.mark.parametrize("outcome", [Refused("x"), Unavailable(), Malformed("x"), Ok("nonsense")])
def test_any_answer_without_certificates_leads_to_paper(outcome: Outcome) -> None:
    plan = replace(PLAN, on_file=(CERTIFICATE,))
    hold_conversation(
        subsidy_visit(plan), [*ARRIVAL, *READ_BY_FACE, *told(outcome), *PAPER, *INTERVIEW, *CASHIER]
    )


@pytest.mark.parametrize("lost", [Unknown(), Unavailable("HTTP 503", 7)])
def test_a_look_up_without_an_answer_is_made_once_more_before_it_comes_to_paper(lost: Outcome) -> None:
    once_more: list[Pair] = [*told(lost), ("pause", None)]
    hold_conversation(
        subsidy_visit(PLAN),
        [*ARRIVAL, *READ_BY_FACE, *once_more, *told(Ok((CERTIFICATE,))), *INTERVIEW, *CASHIER],
    )
    hold_conversation(
        subsidy_visit(PLAN),
        [*ARRIVAL, *READ_BY_FACE, *once_more, *told(lost), *PAPER, *INTERVIEW, *CASHIER],
    )


def test_a_question_by_card_without_an_answer_is_asked_again_by_another_reading() -> None:
    again = replace(read_as(), assertion="a-2")
    steps = hold_conversation(
        subsidy_visit(replace(PLAN, channel=Channel.DIRECT)),
        [
            *ARRIVAL,
            *READ_BY_FACE,
            ("ask CheckEligibility", Unknown()),
            ("pause", None),
            ("card_reader: card_reading_face", None),
            ("read by face", again),
            ("ask CheckEligibility", Ok((CERTIFICATE,))),
            *INTERVIEW,
            *CASHIER,
        ],
    )
    asked = [each.assertion for each in operations(steps) if isinstance(each, CheckEligibility)]
    assert asked == ["a-1", "a-2"]


def test_without_another_assertion_a_question_by_card_is_not_asked_again() -> None:
    broken = replace(read_as(ReadingResult.UNREADABLE), assertion=None)
    hold_conversation(
        subsidy_visit(replace(PLAN, channel=Channel.DIRECT)),
        [
            *ARRIVAL,
            *READ_BY_FACE,
            ("ask CheckEligibility", Unknown()),
            ("pause", None),
            ("card_reader: card_reading_face", None),
            ("read by face", broken),
            ("did CARD-009", None),
            *PAPER,
            *INTERVIEW,
            *CASHIER,
        ],
    )


def test_an_assertion_is_replayed_on_purpose_only_after_it_was_last_asked_by() -> None:
    again = replace(read_as(), assertion="a-2")
    occasion = replace(OCCASION, probes=frozenset({Probe.REPLAYED}))
    steps = hold_conversation(
        subsidy_visit(replace(PLAN, occasion=occasion, channel=Channel.DIRECT)),
        [
            *ARRIVAL,
            *READ_BY_FACE,
            ("ask CheckEligibility", Unknown()),
            ("pause", None),
            ("card_reader: card_reading_face", None),
            ("read by face", again),
            ("ask CheckEligibility", Ok((CERTIFICATE,))),
            ("ask CheckEligibility", Refused("assertion-replayed")),
            *INTERVIEW,
            *CASHIER,
        ],
    )
    asked = [each.assertion for each in operations(steps) if isinstance(each, CheckEligibility)]
    assert asked == ["a-1", "a-2", "a-2"]


def test_holders_of_an_always_refunded_certificate_are_told_to_pay_and_claim() -> None:
    refund = certificate(is_always_reimbursement=True)
    hold_conversation(
        subsidy_visit(PLAN),
        [*ARRIVAL, *READ_BY_FACE, *told(Ok((refund,))), ("did SUB-024", None), *INTERVIEW, *CASHIER],
    )


def test_a_locked_pin_leads_on_to_the_face() -> None:
    plan = replace(PLAN, occasion=replace(OCCASION, proof=Proof((WRONG_PIN, FACE))))
    steps = hold_conversation(
        subsidy_visit(plan),
        [
            *ARRIVAL,
            ("card_reader: card_reading_pin", None),
            ("read by pin", read_as(ReadingResult.PIN_LOCKED, Method.PIN)),
            ("did CARD-002", None),
            *READ_BY_FACE,
            *told(Ok((CERTIFICATE,))),
            *INTERVIEW,
            *CASHIER,
        ],
    )
    assert operations(steps) == [LOOK_UP]


def test_after_two_failed_ways_the_staff_look_for_themselves() -> None:
    plan = replace(PLAN, occasion=replace(OCCASION, proof=Proof((WRONG_PIN, FACE, VISUAL))))
    hold_conversation(
        subsidy_visit(plan),
        [
            *ARRIVAL,
            ("card_reader: card_reading_pin", None),
            ("read by pin", read_as(ReadingResult.PIN_WRONG, Method.PIN)),
            ("card_reader: card_reading_face", None),
            ("read by face", read_as(ReadingResult.FACE_MISMATCH)),
            ("reception_desk: visual_check", None),
            ("read by visual", read_as(ReadingResult.OK, Method.VISUAL)),
            *told(Ok((CERTIFICATE,))),
            *INTERVIEW,
            *CASHIER,
        ],
    )


def test_a_failing_reader_leads_to_paper_and_a_late_look_up() -> None:
    plan = replace(PLAN, occasion=replace(OCCASION, proof=Proof((FACE,), device_fails=True)))
    steps = hold_conversation(
        subsidy_visit(plan),
        [
            *ARRIVAL,
            ("card_reader: card_reading_face", None),
            unreadable(),
            ("did CARD-009", None),
            *PAPER,
            *INTERVIEW,
            ("clerk: late_registration", None),
            *told(Ok((CERTIFICATE,))),
            ("did SUB-023", None),
            *CASHIER,
        ],
    )
    assert operations(steps) == [LOOK_UP]


@pytest.mark.parametrize(
    "result",
    [
        ReadingResult.CERTIFICATE_EXPIRED,
        ReadingResult.CARD_EXPIRED,
        ReadingResult.NOT_REGISTERED_FOR_INSURANCE,
    ],
)
def test_a_card_that_makes_no_assertion_asks_the_hub_nothing(result: ReadingResult) -> None:
    steps = hold_conversation(
        subsidy_visit(PLAN),
        [
            *ARRIVAL,
            ("card_reader: card_reading_face", None),
            ("read by face", read_as(result)),
            *PAPER,
            *INTERVIEW,
            *CASHIER,
        ],
    )
    assert operations(steps) == []


def test_another_card_is_put_on_the_reader_as_no_card_of_the_visitor() -> None:
    plan = replace(PLAN, occasion=replace(OCCASION, proof=Proof((FACE,), brings_other_card=True)))
    steps = hold_conversation(
        subsidy_visit(plan),
        [
            *ARRIVAL,
            ("card_reader: card_reading_face", None),
            ("read by face", read_as(ReadingResult.NOT_MY_NUMBER_CARD)),
            ("did CARD-009", None),
            *PAPER,
            *INTERVIEW,
            *CASHIER,
        ],
    )
    assert [step.card for step in steps if isinstance(step, ReadCard)] == [None]


def test_a_certificate_about_to_expire_is_pointed_out_and_the_visit_goes_on() -> None:
    hold_conversation(
        subsidy_visit(PLAN),
        [
            *ARRIVAL,
            ("card_reader: card_reading_face", None),
            ("read by face", read_as(ReadingResult.OK_EXPIRING_SOON)),
            ("did CARD-008", None),
            *told(Ok((CERTIFICATE,))),
            *INTERVIEW,
            *CASHIER,
        ],
    )


@pytest.mark.parametrize(
    "plan",
    [
        replace(PLAN, occasion=replace(OCCASION, proof=Proof())),
        replace(PLAN, clinic=replace(CLINIC, has_reader=False)),
    ],
    ids=["no card", "no reader"],
)
def test_without_card_or_reader_paper_is_used_from_the_beginning(plan: SubsidyPlan) -> None:
    hold_conversation(subsidy_visit(plan), [*ARRIVAL, *PAPER, *INTERVIEW, *CASHIER])


def test_an_institution_without_the_setting_does_not_ask() -> None:
    plan = replace(PLAN, clinic=CLINIC_WITHOUT_SETTING)
    hold_conversation(subsidy_visit(plan), [*ARRIVAL, *READ_BY_FACE, *PAPER, *INTERVIEW, *CASHIER])


def test_the_probe_asks_although_the_setting_is_missing() -> None:
    probing = replace(OCCASION, probes=frozenset({Probe.ASKED_WITHOUT_SETTING}))
    plan = replace(PLAN, occasion=probing, clinic=CLINIC_WITHOUT_SETTING)
    steps = hold_conversation(
        subsidy_visit(plan), [*ARRIVAL, *READ_BY_FACE, *told(Refused("x")), *PAPER, *INTERVIEW, *CASHIER]
    )
    assert operations(steps) == [replace(LOOK_UP, institution_code=CLINIC_WITHOUT_SETTING.code)]


def test_the_probe_sends_the_same_assertion_once_more() -> None:
    probing = replace(OCCASION, probes=frozenset({Probe.REPLAYED}))
    plan = replace(PLAN, occasion=probing, channel=Channel.DIRECT)
    steps = hold_conversation(
        subsidy_visit(plan),
        [
            *ARRIVAL,
            *READ_BY_FACE,
            ("ask CheckEligibility", Ok((CERTIFICATE,))),
            ("ask CheckEligibility", Refused("replayed")),
            *INTERVIEW,
            *CASHIER,
        ],
    )
    first, second = operations(steps)
    assert first == second


def test_the_probe_spoils_the_assertion_at_the_reader() -> None:
    probing = replace(OCCASION, probes=frozenset({Probe.TAMPERED}))
    steps = hold_conversation(
        subsidy_visit(replace(PLAN, occasion=probing)),
        [*ARRIVAL, *READ_BY_FACE, *told(Refused("x")), *PAPER, *INTERVIEW, *CASHIER],
    )
    assert [step.tampered for step in steps if isinstance(step, ReadCard)] == [True]


def test_the_pharmacy_reads_the_card_again_and_asks_for_itself() -> None:
    steps = hold_conversation(
        subsidy_visit(replace(PLAN, pharmacy=PHARMACY)),
        [
            *ARRIVAL,
            *READ_BY_FACE,
            *told(Ok((CERTIFICATE,))),
            *INTERVIEW,
            *CASHIER,
            *GREETING,
            *READ_BY_FACE,
            *told(Ok((CERTIFICATE,))),
            *DISPENSING,
            *CASHIER,
        ],
    )
    assert operations(steps) == [LOOK_UP, replace(LOOK_UP, institution_code=PHARMACY.code)]
    assert places(steps) == [CLINIC.code, PHARMACY.code]
