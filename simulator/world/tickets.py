"""Tickets (接種券・受診券) whose window is open on the day, as columns.

A vaccination ticket is for the next dose of each vaccine; its period is the legal window of that dose, so
that an interval from the last dose may still have to pass.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulator.clock import Duration
from simulator.facts.checkups import CheckupKind, checkup_kinds
from simulator.facts.vaccines import VaccinationRule, vaccination_rules
from simulator.records.ticket import Ticket, TicketKind
from simulator.world.dates import Days, Mask, Whole, as_date, as_day, reached_on
from simulator.world.doses import Series, earliest_after_doses
from simulator.world.immunisation import late_courses, legal_window
from simulator.world.keys import marked, ticket_number
from simulator.world.population import People

_CHILDREN = ("infant", "child")
_DATED = ("window", "legal_window")
_FIRST_CHECKUP_NUMBER = 50
_ONE_YEAR = Duration(12, "M")


@dataclass(frozen=True, slots=True)
class Tickets:
    """Tickets by owner; `subject` is a place among the rules of `subjects()`."""

    owner: Whole
    subject: NDArray[np.uint8]
    valid_from: Days
    valid_to: Days

    def __len__(self) -> int:
        return len(self.owner)

    def of(self, owner: int) -> range:
        """The places of one person's tickets."""
        return range(*np.searchsorted(self.owner, (owner, owner + 1)).tolist())

    def ticket(self, place: int, municipality_code: str, nonce: str = "") -> Ticket:
        """One ticket as it is issued."""
        about, owner = subjects()[self.subject[place]], int(self.owner[place])
        vaccination = isinstance(about, VaccinationRule)
        subject, dose_number = (about.vaccine, about.dose_number) if vaccination else (about.code, 0)
        number = ticket_number(municipality_code, _numbers()[subject], dose_number, owner)
        return Ticket(
            ticket_number=marked(number, nonce),
            kind=TicketKind.VACCINATION if vaccination else TicketKind.CHECKUP,
            body_code=municipality_code,
            subject=subject,
            valid_from=as_date(self.valid_from[place]),
            valid_to=as_date(self.valid_to[place]),
            course=about.course if vaccination else "",
            dose_number=dose_number,
        )


@cache
def child_checkups() -> tuple[CheckupKind, ...]:
    """Checkups of infants and children that have a window to be used in."""
    return tuple(each for each in checkup_kinds() if each.subject in _CHILDREN and each.timing_use in _DATED)


@cache
def subjects() -> tuple[VaccinationRule | CheckupKind, ...]:
    """What a ticket may be for."""
    return (*vaccination_rules(), *child_checkups())


@cache
def _numbers() -> dict[str, int]:
    vaccines = dict.fromkeys(each.vaccine for each in vaccination_rules())
    numbers = {vaccine: number for number, vaccine in enumerate(vaccines, 1)}
    return numbers | {
        each.code: number for number, each in enumerate(child_checkups(), _FIRST_CHECKUP_NUMBER)
    }


def vaccination_tickets(people: People, children: Whole, series: tuple[Series, ...], day: date) -> Tickets:
    """Tickets for the next dose of every vaccine that is routine for a child."""
    birth, today = people.birth[children], as_day(day)
    found = []
    for vaccine in dict.fromkeys(each.course.vaccine for each in series):
        mine = [each for each in series if each.course.vaccine == vaccine]
        free = np.ones(len(children), bool)  # a child has one ticket of each vaccine
        for each in mine:
            for place, rule in enumerate(each.course.doses):
                first, last = legal_window(rule, birth)
                due = free & _due(each, place, birth, last) & (first <= today) & (today <= last)
                found.append(_issue(rule, children, due, first, last))
                free &= ~due
        begun = np.any([~np.isnat(given) for each in mine for given in each.given], axis=0)
        follows = np.any([each.follows for each in mine], axis=0)
        for course in late_courses():
            if course.vaccine == vaccine:
                first, last = legal_window(course.doses[0], birth)
                due = free & follows & ~begun & (first <= today) & (today <= last)
                found.append(_issue(course.doses[0], children, due, first, last))
                free &= ~due
    return _together(found)


def checkup_tickets(people: People, children: Whole, day: date) -> Tickets:
    """Tickets and, for group checkups, target notices, which are registered alike."""
    birth, today = people.birth[children], as_day(day)
    found = []
    for kind in child_checkups():
        assert kind.timing_from is not None
        assert kind.timing_to is not None
        first, last = (reached_on(birth, Duration.parse(age)) for age in (kind.timing_from, kind.timing_to))
        found.append(_issue(kind, children, (first <= today) & (today <= last), first, last))
    return _together(found)


def joined(*parts: Tickets) -> Tickets:
    """Several columns of tickets as one, by owner."""
    return _together([(each.owner, each.subject, each.valid_from, each.valid_to) for each in parts])


_Columns = tuple[Whole, NDArray[np.uint8], Days, Days]


def _issue(
    about: VaccinationRule | CheckupKind, children: Whole, due: Mask, first: Days, last: Days
) -> _Columns:
    place = subjects().index(about)
    return children[due], np.full(int(due.sum()), place, np.uint8), first[due], last[due]


def _together(parts: Sequence[_Columns]) -> Tickets:
    if not parts:
        empty = np.empty(0, "datetime64[D]")
        return Tickets(np.empty(0, np.int64), np.empty(0, np.uint8), empty, empty)
    owner, subject, first, last = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((subject, owner))
    return Tickets(owner[order], subject[order], first[order], last[order])


def _due(series: Series, place: int, birth: Days, last: Days) -> Mask:
    """Whether the dose is still to come and the doses before it leave room for it within its window."""
    rule, given = series.course.doses[place], series.given
    due: Mask = series.follows & np.isnat(given[place])
    if rule.interval_from_dose is None:
        return due
    earlier = list(given[:place])
    if "dose2_by_12m" in rule.applies_if:
        return due & (given[1] <= reached_on(birth, _ONE_YEAR))
    if rule.interval_from_dose == "last_primary":  # a dropped third dose does not bar the booster
        dropped = np.isnat(earlier[-1]) & (earlier[-2] > reached_on(birth, _ONE_YEAR))
        earlier[-1] = np.where(dropped, earlier[-2], earlier[-1])
    due &= ~np.isnat(earlier[-1])
    for allowed in earliest_after_doses(rule, earlier, standard=False):
        due &= np.isnat(allowed) | (allowed <= last)
    return due
