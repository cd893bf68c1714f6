"""People: how bodies know them, how the platform names them, and what joins the two.

A body knows a person by a key. Keys are the firm ground here; who belongs together is worked out when asked,
because links, registrations and departures arrive in any order, and a link may move later.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Departure:
    """The day of the fact, and its place in the order of acceptance."""

    day: str
    order: int


@dataclass(eq=False)
class Known:
    """A person as one body knows him, by one key."""

    body: str
    key: str
    my_number: str | None = None  # None until a row of the body is taken in
    birth: str = ""
    undisclosed: bool = False
    row_order: int = 0  # of the newest row that tells that he is here
    expects_again: bool = False  # since the end of a pregnancy
    person: str | None = None  # as the platform linked the key
    link_order: int = 0
    departures: dict[str, Departure] = field(default_factory=dict)
    certificates: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)

    @property
    def registered(self) -> bool:
        """Whether the body itself has told of him."""
        return self.my_number is not None

    def away_since(self) -> str | None:
        """The day on which he moved out, unless he has come back."""
        moved = self.departures.get("move_out")
        return moved.day if moved and moved.order > self.row_order else None

    def depart(self, reason: str, day: str, order: int) -> None:
        """Tells of a departure. The same again is the body's newest word."""
        self.departures[reason] = Departure(day, order)
        if reason == "pregnancy_end":
            self.expects_again = False

    def expect(self, first_day: str, order: int) -> None:
        """Tells of a ticket for a checkup in pregnancy; if it is newer than the end, there is another one."""
        end = self.departures.get("pregnancy_end")
        if end is not None and order > end.order and first_day > end.day:
            self.expects_again = True

    def outlives(self, sent: int | None) -> bool:
        """Whether the pregnancy of a notice is over; None stands for a notice that is yet to be sent."""
        end = self.departures.get("pregnancy_end")
        return end is not None and (not self.expects_again or (sent is not None and sent < end.order))


class People:
    """Everybody, with links, cards, accounts and standing consents."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Known] = {}
        self._by_number: dict[str, list[Known]] = defaultdict(list)
        self._by_person: dict[str, set[Known]] = {}
        self._card_of: dict[str, str] = {}
        self._holder_of: dict[str, str] = {}
        self._proxies: dict[str, frozenset[str]] = {}
        self._withdrawn: set[tuple[str, str]] = set()

    def known(self, body: str, key: str) -> Known:
        """The person of a key, made if need be."""
        return self._known.setdefault((body, key), Known(body, key))

    def find(self, body: str, key: str) -> Known | None:
        """The person of a key if the body has registered him, or the platform has linked him."""
        found = self._known.get((body, key))
        return found if found and (found.registered or found.person is not None) else None

    # Links and My Number

    def link(self, person: str, body: str, key: str, serial: str | None, order: int) -> None:
        """Ties a key to a person, and a card if there is one."""
        known = self.known(body, key)
        if known.person is not None:
            self._by_person[known.person].discard(known)
        known.person, known.link_order = person, order
        self._by_person.setdefault(person, set()).add(known)
        if serial is not None:
            self._hand_over(serial, person)

    def _hand_over(self, serial: str, person: str) -> None:
        earlier, before = self._card_of.get(person), self._holder_of.get(serial)
        if earlier is not None:
            del self._holder_of[earlier]
        if before is not None and before != person:
            del self._card_of[before]
        self._card_of[person], self._holder_of[serial] = serial, person

    def conflicts(self, body: str, key: str, number: str) -> bool:
        """Whether the My Number stands against what is known already."""
        known = self._known.get((body, key))
        if known is None:
            return False
        if known.registered:
            return known.my_number != number
        others = {other.person for other in self._by_number.get(number, ()) if other.person is not None}
        return known.person is not None and bool(others - {known.person})

    def register(self, row: dict[str, Any], body: str, order: int) -> Known:
        """Takes in the person of a row that is right."""
        known = self.known(body, row["municipalityIdentityKey"])
        if not known.registered:
            known.my_number = row["myNumber"]
            self._by_number[row["myNumber"]].append(known)
        known.birth = row["basicFiveInfo"]["dateOfBirth"]
        known.undisclosed = row["isNotDisclosed"]
        if not row.get("isDeleted", False):
            known.row_order = order
        return known

    def is_linked(self, person: str) -> bool:
        """Whether the platform ever linked this person."""
        return person in self._by_person

    def person_of(self, known: Known) -> str | None:
        """The platform's name of somebody, by his own link or by one of the same My Number (the newest)."""
        if known.person is not None or known.my_number is None:
            return known.person
        linked = [other for other in self._by_number[known.my_number] if other.person is not None]
        return max(linked, key=lambda other: other.link_order).person if linked else None

    def everywhere(self, person: str) -> list[Known]:
        """The person as each body knows him."""
        linked = self._by_person.get(person, set())
        numbers = {known.my_number for known in linked if known.my_number is not None}
        joined = (known for number in sorted(numbers) for known in self._by_number[number])
        found = dict.fromkeys([*linked, *(known for known in joined if self.person_of(known) == person)])
        return sorted(found, key=lambda known: (known.body, known.key))

    def same_human(self, known: Known) -> list[Known]:
        """All keys of the one to whom this key belongs, whether the platform knows him or not."""
        person = self.person_of(known)
        if person is not None:
            return self.everywhere(person)
        return self._by_number[known.my_number] if known.my_number is not None else [known]

    def holder_of(self, serial: str) -> str | None:
        """Whose card it is now."""
        return self._holder_of.get(serial)

    # Departures

    def death_of(self, known: Known) -> str | None:
        """The day of his death, the earliest that any body told."""
        told = [other.departures["death"] for other in self.same_human(known) if "death" in other.departures]
        return min((death.day for death in told), default=None)

    def is_ended(self, known: Known, day: str) -> bool:
        """Whether certificates and tickets of this body are over on the day."""
        return any(gone is not None and day > gone for gone in (self.death_of(known), known.away_since()))

    def has_departed(self, known: Known, concerns_pregnancy: bool, sent: int | None = None) -> bool:
        """Whether he gets no notices of this body any more, or not this one that was sent then."""
        over = concerns_pregnancy and known.outlives(sent)
        return over or known.away_since() is not None or self.death_of(known) is not None

    # Accounts, disclosure and consent

    def open_account(self, person: str, proxies: Iterable[str]) -> None:
        """Names all for whom the person may act from now on."""
        self._proxies[person] = frozenset(proxies)

    def may_act_for(self, actor: str, subject: str) -> bool:
        """Whether the actor may act for the subject; for himself always."""
        return actor == subject or subject in self._proxies.get(actor, ())

    def is_hidden_from(self, actor: str, subject: str) -> bool:
        """Whether the subject is not disclosed, and the actor somebody else."""
        return actor != subject and any(known.undisclosed for known in self.everywhere(subject))

    def consents(self, person: str | None, area: str) -> bool:
        """Whether the standing consent of the area stands."""
        return (person, area) not in self._withdrawn

    def set_consent(self, person: str, area: str, is_given: bool) -> None:
        """Gives or withdraws it."""
        (self._withdrawn.discard if is_given else self._withdrawn.add)((person, area))
