from dataclasses import replace

from builders import (
    CHILD,
    CITY,
    CLINIC,
    DAY,
    GUARDIAN,
    OCCASION,
    OTHER_CITY,
    certificate,
    read_as,
    registrant,
)
from conversation import Pair, hold_conversation, operations

from simulator.port.operations import (
    FetchTask,
    FetchTickets,
    ListConsents,
    RegisterRecipients,
    SetConsent,
    TaskReport,
)
from simulator.port.outcomes import Accepted, Empty, Ok, Refused, Unknown
from simulator.records.certificate import RecipientRow
from simulator.records.consent import ConsentArea
from simulator.records.ticket import TicketKind
from simulator.rules import consents
from simulator.rules.catalogue import rules_of
from simulator.visits.errand import errand_visit
from simulator.visits.plan import AtDesk, Errand, ErrandPlan, OtherBodyPeeks, Proof
from simulator.visits.steps import Ask, Visit

LISTED = ListConsents(GUARDIAN, CHILD)
WITHDRAWN = SetConsent(GUARDIAN, CHILD, ConsentArea.VACCINATION, is_given=False)
ROWS = RegisterRecipients(CITY, (RecipientRow(registrant(), certificate()),))
DESK = AtDesk(CLINIC, TicketKind.VACCINATION)
ARRIVE: Pair = ("arrive", None)
DONE = Ok(TaskReport(done=True))


def errand(*steps: Errand) -> Visit:
    return errand_visit(ErrandPlan(OCCASION, steps))


def test_the_steps_follow_one_another_each_with_the_rules_for_it() -> None:
    asked = [("ask SetConsent", Ok()), ("ask ListConsents", Ok(()))]
    steps = hold_conversation(errand(WITHDRAWN, LISTED), [ARRIVE, *asked])
    assert operations(steps) == [WITHDRAWN, LISTED]
    assert [step.rules for step in steps if isinstance(step, Ask)] == [consents.SETTING, consents.LISTS]


def test_what_brought_no_answer_is_asked_once_more() -> None:
    hold_conversation(
        errand(WITHDRAWN), [ARRIVE, ("ask SetConsent", Unknown()), ("pause", None), ("ask SetConsent", Ok())]
    )


def test_a_registration_is_followed_and_another_body_may_peek_at_it() -> None:
    steps = hold_conversation(
        errand(ROWS, OtherBodyPeeks(OTHER_CITY)),
        [
            ARRIVE,
            ("ask RegisterRecipients", Accepted("t-1")),
            ("ask FetchTask", DONE),
            ("ask FetchTask", Refused("forbidden")),
        ],
    )
    assert operations(steps)[1:] == [FetchTask(CITY, "t-1"), FetchTask(OTHER_CITY, "t-1")]


def test_where_the_hub_took_nothing_in_there_is_nothing_to_follow_or_to_peek_at() -> None:
    hold_conversation(
        errand(ROWS, OtherBodyPeeks(OTHER_CITY)), [ARRIVE, ("ask RegisterRecipients", Refused("x"))]
    )


def test_at_a_desk_the_card_is_read_and_the_tickets_are_asked_for() -> None:
    reading = [
        ("reception_desk: greeting", None),
        ("card_reader: card_reading_face", None),
        ("read by face", read_as()),
    ]
    steps = hold_conversation(errand(DESK), [ARRIVE, *reading, ("ask FetchTickets", Empty())])
    assert operations(steps) == [FetchTickets(CLINIC.code, "a-1", TicketKind.VACCINATION, DAY)]


def test_without_a_card_nothing_is_asked_at_the_desk() -> None:
    plan = ErrandPlan(replace(OCCASION, proof=Proof()), (DESK, LISTED))
    hold_conversation(
        errand_visit(plan), [ARRIVE, ("reception_desk: greeting", None), ("ask ListConsents", Ok(()))]
    )


def test_every_step_of_an_errand_has_rules() -> None:
    assert all(rules_of(step) for step in (WITHDRAWN, LISTED, ROWS))
