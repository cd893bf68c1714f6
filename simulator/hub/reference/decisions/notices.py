"""Decisions about notices: which may be sent, and which are to be shown today."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from simulator.facts.vaccines import vaccination_rules
from simulator.hub.reference.decisions.departures import departed_on
from simulator.hub.reference.decisions.residents import acts_for
from simulator.hub.reference.decisions.tickets import USING_UP
from simulator.hub.reference.store import Store
from simulator.records.notice import Notice, NoticeKind


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A notice with its number in the order of sending, and the row of the person at the body."""

    number: int
    holder: int
    notice: Notice
    is_withdrawn: bool


@cache
def class_b_vaccines() -> frozenset[str]:
    """Vaccines that are not recommended; the body only tells of them."""
    return frozenset(rule.vaccine for rule in vaccination_rules() if rule.vaccine_class == "B")


class NoticeDecisions:
    """What reaches a resident, and what must never reach him."""

    def refusal_of_notice(self, store: Store, holder: int, notice: Notice) -> str | None:
        """Why a notice is not taken, as the contract's code; None for one that is."""
        if self.has_ended(store, holder, notice):
            return "person-departed"
        if notice.kind is NoticeKind.RECOMMENDATION and not self.may_be_recommended(notice.subject):
            return "recommendation-not-allowed"
        return None

    def may_be_recommended(self, subject: str) -> bool:
        """Whether 勧奨 may be sent: never for a class B vaccine."""
        return subject not in class_b_vaccines()

    def may_list_notices(self, store: Store, person_id: str, subject_id: str) -> bool:
        """Whether the resident may see notices about the subject."""
        return acts_for(store, person_id, subject_id)

    def is_shown(self, store: Store, stored: StoredNotice, today: date) -> bool:
        """Whether a notice is to be shown on the civil date."""
        return (
            self.has_begun(stored.notice, today)
            and not self.is_taken_back(stored)
            and not self.has_ended(store, stored.holder, stored.notice, stored.number)
            and not self.is_done(store, stored.notice)
        )

    def has_begun(self, notice: Notice, today: date) -> bool:
        """Whether its first day has come."""
        return notice.show_from <= today

    def is_taken_back(self, stored: StoredNotice) -> bool:
        """Whether the body has withdrawn it."""
        return stored.is_withdrawn

    def has_ended(self, store: Store, holder: int, notice: Notice, number: int | None = None) -> bool:
        """Whether the person has died or moved out, or the pregnancy that it concerns has ended.

        `number` is that of a notice in the order of sending, None for one that is yet to be sent.
        """
        if self.has_died_or_moved(store, holder):
            return True
        return notice.concerns_pregnancy and self.pregnancy_has_ended(store, holder, number)

    def has_died_or_moved(self, store: Store, holder: int) -> bool:
        """Whether the body's care has ended, whatever the day of it: nothing queued goes out any more."""
        return departed_on(store, holder) is not None

    def pregnancy_has_ended(self, store: Store, holder: int, number: int | None) -> bool:
        """Whether the pregnancy is over, as far as the body has told.

        What was sent before its end is over for good, also when another pregnancy has begun.
        """
        asked = (
            "SELECT last_notice, expects_again FROM departure WHERE holder = ? AND reason = 'pregnancy_end'"
        )
        end = store.row(asked, holder)
        if end is None:
            return False
        last_notice, expects_again = end
        return not expects_again or (number is not None and number <= last_notice)

    def is_done(self, store: Store, notice: Notice) -> bool:
        """Whether what is recommended has been done."""
        recommended = notice.kind is NoticeKind.RECOMMENDATION and notice.ticket_number != ""
        return recommended and store.row(USING_UP, notice.ticket_number) is not None
