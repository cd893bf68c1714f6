import pytest
from builders import (
    CHILD,
    CITY,
    CLINIC,
    DAY,
    GUARDIAN,
    OTHER_CITY,
    PHARMACY,
    SERIAL,
    FilledBook,
    book,
    certificate,
    dose,
    interview,
    questionnaire,
    registrant,
    ticket,
)

from simulator.port.book import Book, Recorded
from simulator.port.operations import (
    CardLink,
    CheckEligibility,
    FetchTask,
    FetchTickets,
    LinkCards,
    LookUpSubsidy,
    OpenAccounts,
    PutInstitutions,
    RecordDose,
    RecordInterviewOnly,
    RegisterRecipients,
    RowReport,
    SubmitQuestionnaire,
    TaskReport,
)
from simulator.port.outcomes import (
    Accepted,
    AlreadyRegistered,
    Conflict,
    Empty,
    Invalid,
    Malformed,
    Ok,
    Outcome,
    Refused,
    Unavailable,
    Unknown,
    Unsupported,
)
from simulator.records.certificate import RecipientRow
from simulator.records.ticket import TicketKind

NOT_DONE: tuple[Outcome, ...] = (
    Empty(),
    Refused("no"),
    Invalid(("x",)),
    Conflict(),
    Unsupported(),
    Unavailable(),
    Malformed("x"),
    Unknown(),
)
BIRTH = registrant().basic.date_of_birth
RECORD = RecordDose(CLINIC.code, dose(), BIRTH, "k-1")


@pytest.mark.parametrize("outcome", NOT_DONE, ids=lambda outcome: type(outcome).__name__)
def test_what_the_hub_did_not_acknowledge_is_not_taken_for_done(outcome: Outcome) -> None:
    empty = Book()
    empty.note(PutInstitutions((CLINIC,)), outcome)
    empty.note(OpenAccounts(((GUARDIAN, (CHILD,)),)), outcome)
    empty.note(LinkCards((CardLink(CHILD, registrant().at_body, SERIAL),)), outcome)
    assert (empty.institutions, empty.at_bodies) == ({}, {})
    assert empty.may_act(GUARDIAN, CHILD) is not True


def test_a_registration_counts_only_once_its_task_is_done() -> None:
    started = FilledBook().with_person(registrant())
    row = RecipientRow(registrant(), certificate())
    started.note(RegisterRecipients(CITY, (row,)), Accepted("t"))
    assert started.certificates_of(CHILD) == ()
    started.note(FetchTask(CITY, "t"), Ok(TaskReport(done=False)))
    assert (started.certificates_of(CHILD), started.task_rows("t")) == ((), (row,))
    started.note(FetchTask(CITY, "t"), Ok(TaskReport(done=True, rows=(RowReport(0),))))
    assert (started.certificates_of(CHILD), started.task_rows("t")) == ((certificate(),), ())


def test_a_row_that_the_hub_turned_down_is_not_registered_but_the_others_are() -> None:
    started = FilledBook().with_person(registrant())
    rows = (certificate(payer_number="8199"), certificate(scheme="single_parent"))
    recipients = tuple(RecipientRow(registrant(), row) for row in rows)
    started.note(RegisterRecipients(CITY, recipients), Accepted("t"))
    report = TaskReport(done=True, rows=(RowReport(0, ("payer_number",)), RowReport(1)))
    started.note(FetchTask(CITY, "t"), Ok(report))
    assert started.certificates_of(CHILD) == rows[1:]


def test_the_same_certificate_registered_again_stands_once() -> None:
    twice = book(certificate()).with_certificates(registrant(), certificate())
    assert twice.certificates_of(CHILD) == (certificate(),)


def test_one_person_at_two_bodies_is_found_by_the_my_number() -> None:
    moved = registrant(body=OTHER_CITY, person_key="777", my_number=registrant().my_number)
    filled = book(certificate()).with_certificates(moved, certificate(body_code=OTHER_CITY))
    assert [row.body_code for row in filled.certificates_of(CHILD)] == [CITY, OTHER_CITY]
    assert filled.same_person(CHILD) == (registrant().at_body, moved.at_body)


def test_somebody_else_with_the_same_person_key_elsewhere_is_told_apart() -> None:
    other = registrant("p-other", OTHER_CITY, person_key=registrant().at_body.person_key)
    filled = book(certificate()).with_certificates(other, certificate(body_code=OTHER_CITY))
    assert filled.same_key_elsewhere(CHILD) == (other.at_body,)
    assert [row.body_code for row in filled.certificates_of(CHILD)] == [CITY]


def test_a_namesake_shares_kana_and_birth_and_is_somebody_else() -> None:
    namesake = registrant("p-twin", name_kana=registrant().basic.name_kana)
    stranger = registrant("p-other")
    filled = book(certificate()).with_certificates(namesake, certificate())
    assert filled.with_certificates(stranger, certificate()).namesakes(CHILD) == (namesake.at_body,)


def test_nobody_is_known_who_was_never_linked() -> None:
    assert Book().same_person("p-nobody") == ()
    assert Book().certificates_of("p-nobody") == ()


@pytest.mark.parametrize(("outcome", "certain"), [(Ok(), True), (Unknown(), False)])
def test_a_record_is_certain_only_when_the_hub_acknowledged_it(outcome: Outcome, certain: bool) -> None:  # noqa: FBT001
    filled = book(tickets=(ticket(),))
    filled.note(RECORD, outcome)
    assert filled.results["T-00001"] == [Recorded(dose(), "k-1", certain)]
    assert filled.used_up("T-00001") is certain


@pytest.mark.parametrize("again", [Ok(), AlreadyRegistered()])
def test_a_record_without_an_answer_becomes_certain_when_it_is_sent_again(again: Outcome) -> None:
    filled = book(tickets=(ticket(),))
    filled.note(RECORD, Unknown())
    filled.note(RECORD, again)
    assert filled.results["T-00001"] == [Recorded(dose(), "k-1", certain=True, times_sent=2)]


def test_a_certain_record_stays_certain_when_the_second_answer_is_lost() -> None:
    filled = book(tickets=(ticket(),))
    filled.note(RECORD, Ok())
    filled.note(RECORD, Unknown())
    assert filled.results["T-00001"] == [Recorded(dose(), "k-1", certain=True, times_sent=2)]


def test_a_refused_record_leaves_nothing() -> None:
    filled = book(tickets=(ticket(),))
    filled.note(RECORD, Refused("birth-date"))
    assert filled.results["T-00001"] == []


def test_an_interview_without_a_dose_does_not_use_the_ticket_up() -> None:
    filled = book(tickets=(ticket(),))
    filled.note(RecordInterviewOnly(CLINIC.code, interview(), BIRTH, "k-1"), Ok())
    assert not filled.used_up("T-00001")


@pytest.mark.parametrize("outcome", [Ok(), Unknown()])
def test_a_questionnaire_is_kept_with_whether_it_surely_arrived(outcome: Outcome) -> None:
    filled = book(tickets=(ticket(),))
    filled.note(SubmitQuestionnaire(GUARDIAN, CHILD, questionnaire(), "k"), outcome)
    assert filled.questionnaires["T-00001"] == [(questionnaire(), isinstance(outcome, Ok))]


@pytest.mark.parametrize("outcomes", [(Ok(), Unknown()), (Unknown(), Ok())])
def test_a_questionnaire_sent_again_is_one_and_certain_if_either_was_acknowledged(
    outcomes: tuple[Outcome, Outcome],
) -> None:
    filled = book(tickets=(ticket(),))
    for outcome in outcomes:
        filled.note(SubmitQuestionnaire(GUARDIAN, CHILD, questionnaire(), "k"), outcome)
    assert filled.questionnaires["T-00001"] == [(questionnaire(), True)]


def test_a_changed_questionnaire_stands_beside_the_earlier_one() -> None:
    filled = book(tickets=(ticket(),))
    forms = (questionnaire(), questionnaire(answer="37.0"), questionnaire())
    for form in forms:
        filled.note(SubmitQuestionnaire(GUARDIAN, CHILD, form, "k"), Unknown())
    assert filled.questionnaires["T-00001"] == [(form, False) for form in forms]


def test_answered_look_ups_are_counted_by_person_and_institution() -> None:
    filled = book(certificate())
    for place, outcome in ((CLINIC, Ok(())), (CLINIC, Ok(())), (PHARMACY, Ok(())), (PHARMACY, Unknown())):
        filled.note(LookUpSubsidy(CHILD, place.code, consent=True, service_date=DAY), outcome)
    filled.note(CheckEligibility(CLINIC.code, "a-1", consent=True, service_date=DAY), Ok(()))
    assert filled.look_ups == {(CHILD, CLINIC.code): 3, (CHILD, PHARMACY.code): 1}


@pytest.mark.parametrize(
    ("outcome", "used", "read", "perhaps"),
    [
        (Ok(()), True, True, True),
        (Empty(), True, False, True),
        (Unknown(), False, False, True),
        (Refused("x"), False, False, False),
    ],
    ids=["shown", "empty", "no answer", "refused"],
)
def test_an_assertion_is_surely_used_and_a_card_surely_read_only_by_a_clear_answer(
    outcome: Outcome,
    used: bool,  # noqa: FBT001
    read: bool,  # noqa: FBT001
    perhaps: bool,  # noqa: FBT001
) -> None:
    filled = book()
    filled.note(FetchTickets(CLINIC.code, "a-1", TicketKind.VACCINATION, DAY), outcome)
    assert filled.assertions_sent == {"a-1"}
    assert ("a-1" in filled.assertions_used) is used
    assert ((CLINIC.code, CHILD) in filled.cards_read) is read
    assert ((CLINIC.code, CHILD) in filled.cards_perhaps_read) is perhaps


def test_a_renewed_card_comes_after_the_old_one() -> None:
    renewed = book()
    renewed.note(LinkCards((CardLink(CHILD, registrant().at_body, 12),)), Ok())
    assert renewed.serials[CHILD] == [SERIAL, 12]


def test_a_person_without_a_card_is_linked_without_a_serial() -> None:
    filled = FilledBook().with_person(registrant(), serial=None)
    assert (filled.serials[CHILD], filled.at_bodies[CHILD]) == ([], registrant().at_body)
