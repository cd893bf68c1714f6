"""What residents may see and do on MynaPortal: for themselves, for those they act for, for nobody else."""

from collections.abc import Callable
from dataclasses import replace

from simulator.language import Text, say
from simulator.port.book import Book
from simulator.port.operations import (
    ListCertificates,
    ListConsents,
    ListHistory,
    ListNotices,
    SetConsent,
    SubmitQuestionnaire,
    WithdrawQuestionnaire,
)
from simulator.port.outcomes import Conflict, Empty, Invalid, Outcome, Refused
from simulator.records.result import CheckupResult, Result
from simulator.rules.cards import shows_nothing
from simulator.rules.rule import Allowed, Rule

Looking = ListHistory | ListNotices | ListCertificates | ListConsents
OfResident = Looking | SetConsent | SubmitQuestionnaire | WithdrawQuestionnaire


def turned_down(outcome: Outcome) -> bool:
    """Whether the hub did not do what it was asked to do, and said so in the form of the interface."""
    return isinstance(outcome, Refused | Invalid | Conflict | Empty)


def may_see(operation: OfResident, book: Book) -> bool | None:
    """Whether the resident may act for the person; None where nobody can say."""
    return book.may_act(operation.person_id, operation.subject_id)


def is_masked(operation: OfResident, book: Book) -> bool | None:
    """Whether a proxy asks about somebody not to be disclosed (支援措置); None where nobody can say."""
    return operation.person_id != operation.subject_id and book.is_hidden(operation.subject_id)


def sees_all(operation: OfResident, book: Book) -> bool:
    """Whether the resident is to be shown everything, for certain."""
    return may_see(operation, book) is True and is_masked(operation, book) is False


def masked(result: Result) -> Result:
    """A result as a proxy of somebody not disclosed is shown it: without place and doctor."""
    if isinstance(result, CheckupResult):
        return replace(result, recorder_code="")
    return replace(result, institution_code="", doctor="")


def stranger_sees_nothing(says: Text) -> Callable[[OfResident, Book], Allowed | None]:
    """Whoever may not act for the person is shown nothing."""

    def expect(operation: OfResident, book: Book) -> Allowed | None:
        return Allowed(says, shows_nothing) if may_see(operation, book) is False else None

    return expect


def proxy_has_ended(operation: OfResident, book: Book) -> Allowed | None:
    """PRV-005: whoever may act for a person no more sees and does nothing any more."""
    if may_see(operation, book) is not False:
        return None
    if not book.acted_before(operation.person_id, operation.subject_id):
        return None
    return Allowed(say("代理が終わった人には、何も示さず、何もさせない"), turned_down_or_empty)


def turned_down_or_empty(outcome: Outcome) -> bool:
    """Whether nothing was shown and nothing done."""
    return turned_down(outcome) or shows_nothing(outcome)


def hidden_from_proxy(operation: OfResident, book: Book) -> Allowed | None:
    """PRV-004: of somebody not disclosed a proxy is shown neither notices nor certificates nor consents."""
    if may_see(operation, book) is not True or is_masked(operation, book) is not True:
        return None
    return Allowed(
        say("不開示（支援措置）の人の通知・受給者証・同意は、代理人に示さない"), turned_down_or_empty
    )


ENDED: Rule[OfResident] = Rule("PRV-005", proxy_has_ended)
"""For every operation of a resident."""


def hidden(needs: str) -> Rule[OfResident]:
    """For the operations of which a proxy of somebody not disclosed gets nothing at all."""
    return Rule("PRV-004", hidden_from_proxy, needs)
