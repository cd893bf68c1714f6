"""Who is who, who may act for whom, who has departed, and what people have consented to."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import count

from simulator.port.book.maybe import Maybe, any_of
from simulator.port.operations import LinkCards, OpenAccounts, RegisterDepartures, SetConsent
from simulator.records.consent import ConsentArea
from simulator.records.departure import DepartureReason
from simulator.records.institution import Institution
from simulator.records.person import BodyPerson, Registrant

NO_DEPARTURE: Maybe[date | None] = Maybe((None,))
NOBODY: Maybe[frozenset[str]] = Maybe((frozenset(),))
GIVEN = Maybe((True,))
Departures = dict[BodyPerson, Maybe[date | None]]


class People:
    """The people of a run; `today` is the hub's civil date, None where nobody can say."""

    def __init__(self) -> None:
        self.today: date | None = None
        self.institutions: dict[str, Institution] = {}
        self.accounts: dict[str, Maybe[frozenset[str]]] = {}
        self.serials: dict[str, list[int]] = defaultdict(list)
        self.at_bodies: dict[str, BodyPerson] = {}
        self.person_ids: dict[BodyPerson, str] = {}
        self.registrants: dict[BodyPerson, Registrant] = {}
        self._acted: dict[str, set[str]] = defaultdict(set)
        self._hidden: dict[BodyPerson, Maybe[bool]] = {}
        self._departures: dict[DepartureReason, Departures] = {reason: {} for reason in DepartureReason}
        # Registrations and departures count in the order in which they were accepted.
        self._order = count(1)
        self._reported: dict[tuple[DepartureReason, BodyPerson], int] = {}
        self._consents: dict[tuple[str, ConsentArea], Maybe[bool]] = {}
        self._withdrawn: set[tuple[str, ConsentArea]] = set()
        self._same_person: dict[str, set[BodyPerson]] = defaultdict(set)
        self._by_key: dict[str, set[BodyPerson]] = defaultdict(set)
        self._namesakes: dict[tuple[str, str], set[BodyPerson]] = defaultdict(set)

    def _link(self, operation: LinkCards) -> None:
        for link in operation.links:
            self.at_bodies[link.person_id] = link.at_body
            self.person_ids[link.at_body] = link.person_id
            if link.serial is not None:
                self.serials[link.person_id].append(link.serial)

    def _open_accounts(self, operation: OpenAccounts, *, certain: bool) -> None:
        for owner, subjects in operation.accounts:
            before = self.accounts.get(owner, NOBODY)
            self._acted[owner].update(subject for values in before.values for subject in values)
            self.accounts[owner] = before.after(frozenset(subjects), certain=certain)

    def _register(self, registrant: Registrant, *, certain: bool) -> None:
        holder = registrant.at_body
        if certain or holder not in self.registrants:
            self.registrants[holder] = registrant
        self._same_person[registrant.my_number].add(holder)
        self._by_key[holder.person_key].add(holder)
        basic = registrant.basic
        self._namesakes[basic.name_kana, basic.date_of_birth.isoformat()].add(holder)
        hidden = self._hidden.get(holder, Maybe((registrant.is_not_disclosed,)))
        self._hidden[holder] = hidden.after(registrant.is_not_disclosed, certain=certain)

    def _undo(self, holder: BodyPerson, reason: DepartureReason, *, certain: bool) -> None:
        """Note that a departure stands no more: who is registered again after moving out has come back."""
        known = self._departures[reason]
        if holder in known:
            known[holder] = known[holder].after(None, certain=certain)

    def _is_after(self, day: date, holder: BodyPerson, reason: DepartureReason) -> bool:
        """Whether a day comes after every day on which the departure may have been."""
        known = self._departures[reason].get(holder, NO_DEPARTURE)
        return all(departed is None or departed < day for departed in known.values)

    def _depart(self, operation: RegisterDepartures, *, certain: bool) -> None:
        for each in operation.departures:
            known = self._departures[each.reason]
            known[each.person] = known.get(each.person, NO_DEPARTURE).after(each.departed_on, certain=certain)
            self._reported[each.reason, each.person] = next(self._order)

    def _set_consent(self, operation: SetConsent, *, certain: bool) -> None:
        key = (operation.subject_id, operation.area)
        self._consents[key] = self._consents.get(key, GIVEN).after(operation.is_given, certain=certain)
        if certain and not operation.is_given:
            self._withdrawn.add(key)

    def same_person(self, person_id: str) -> tuple[BodyPerson, ...]:
        """A person as all bodies know him (those that registered him with the same My Number)."""
        at_body = self.at_bodies.get(person_id)
        return () if at_body is None else self.same_as(at_body)

    def same_as(self, holder: BodyPerson) -> tuple[BodyPerson, ...]:
        """A body's person as all bodies know him."""
        registrant = self.registrants.get(holder)
        others = self._same_person[registrant.my_number] if registrant else set()
        return _in_order({holder, *others})

    def same_key_elsewhere(self, person_id: str) -> tuple[BodyPerson, ...]:
        """Other people who bear the same person key at another body."""
        own = self.same_person(person_id)
        return _in_order({other for holder in own for other in self._by_key[holder.person_key]} - set(own))

    def namesakes(self, person_id: str) -> tuple[BodyPerson, ...]:
        """Other people with the same name in kana and the same date of birth."""
        own = self.same_person(person_id)
        return _in_order(set(self._alike(own)) - set(own))

    def _alike(self, holders: tuple[BodyPerson, ...]) -> Iterator[BodyPerson]:
        for holder in holders:
            registrant = self.registrants.get(holder)
            if registrant is not None:
                basic = registrant.basic
                yield from self._namesakes[basic.name_kana, basic.date_of_birth.isoformat()]

    def may_act(self, person_id: str, subject_id: str) -> bool | None:
        """Whether a resident may act for somebody, himself among them; None where nobody can say."""
        if person_id == subject_id:
            return True
        return self.accounts.get(person_id, NOBODY).holds(lambda subjects: subject_id in subjects)

    def acted_before(self, person_id: str, subject_id: str) -> bool:
        """Whether a resident could act for somebody before the account was replaced."""
        return subject_id in self._acted[person_id]

    def is_hidden(self, person_id: str) -> bool | None:
        """Whether a person is not to be disclosed (支援措置); None where bodies differ or nobody can say."""
        known = [self._hidden[holder] for holder in self.same_person(person_id) if holder in self._hidden]
        answers = {each.holds(bool) for each in known} or {False}
        return answers.pop() if len(answers) == 1 else None

    def departed(self, holder: BodyPerson, before: date | None = None) -> bool | None:
        """Whether a body's care for a person has ended, by death (at any body) or by moving out of this one.

        With a day: whether that was before it; the day of the departure itself still counts.
        """
        deaths = self._departures[DepartureReason.DEATH]
        known = [deaths.get(each, NO_DEPARTURE) for each in self.same_as(holder)]
        known.append(self._departures[DepartureReason.MOVE_OUT].get(holder, NO_DEPARTURE))
        return any_of(tuple(each.holds(lambda day: _is_over(day, before)) for each in known))

    def departed_by(self, holder: BodyPerson, reason: DepartureReason) -> bool | None:
        """Whether a departure of one kind stands; a death reported by any body does."""
        holders = self.same_as(holder) if reason is DepartureReason.DEATH else (holder,)
        known = (self._departures[reason].get(each, NO_DEPARTURE) for each in holders)
        return any_of(tuple(each.holds(lambda day: day is not None) for each in known))

    def consents(self, person_id: str, area: ConsentArea) -> bool | None:
        """Whether the standing consent of an area is given; None where nobody can say."""
        return self._consents.get((person_id, area), GIVEN).holds(bool)

    def consent_was_withdrawn(self, person_id: str, area: ConsentArea) -> bool:
        """Whether the consent was withdrawn at some time, for certain."""
        return (person_id, area) in self._withdrawn


def _is_over(day: date | None, before: date | None) -> bool:
    return day is not None and (before is None or day < before)


def _in_order(holders: set[BodyPerson]) -> tuple[BodyPerson, ...]:
    return tuple(sorted(holders, key=lambda holder: (holder.body_code, holder.person_key)))
