"""The world of one municipality: people, cards, institutions, certificates, tickets and past doses."""

from dataclasses import dataclass, field, fields
from datetime import date
from hashlib import sha256

import numpy as np

from simulator.card import Card
from simulator.facts import Program, UnknownBody, programs
from simulator.facts.bodies import Municipality, municipality
from simulator.language import Complaint, say
from simulator.port.operations import CardLink
from simulator.records.certificate import BeneficiaryCertificate, RecipientRow
from simulator.records.institution import Institution
from simulator.records.person import BodyPerson, Registrant, Sex
from simulator.records.ticket import Ticket, TicketRow
from simulator.world import cards, doses, entitlements, institutions, keys, tickets
from simulator.world.cards import Cards
from simulator.world.dates import Whole, ages_on, as_date
from simulator.world.doses import Doses, PastDose
from simulator.world.entitlements import Certificates
from simulator.world.households import CHILD_BELOW
from simulator.world.population import People, everyone, sample_size
from simulator.world.resident import NO_INDEX, Resident, basic_five
from simulator.world.tickets import Tickets

FIRST_DAY, LAST_DAY = date(2020, 4, 1), date(2035, 3, 31)


@dataclass(frozen=True, slots=True)
class Held:
    """One person's certificates: known to the hub, and on paper only."""

    registered: tuple[BeneficiaryCertificate, ...]
    paper_only: tuple[BeneficiaryCertificate, ...]


@dataclass(frozen=True, slots=True)
class World:
    """A municipality at a share of its population on a civil date; people are places in the columns.

    The nonce is in every key, so that runs do not meet on a hub that was not started for them.
    """

    municipality: Municipality
    share: float
    day: date
    seed: int
    people: People = field(repr=False)
    cards: Cards = field(repr=False)
    institutions: tuple[Institution, ...] = field(repr=False)
    certificates: Certificates = field(repr=False)
    tickets: Tickets = field(repr=False)
    doses: Doses = field(repr=False)
    nonce: str = ""

    def __len__(self) -> int:
        return len(self.people)

    def person_id(self, index: int) -> str:
        """The platform's id of a person."""
        return keys.marked(keys.person_id(self.municipality.code, index), self.nonce)

    def at_body(self, index: int) -> BodyPerson:
        """A person as the municipality knows him."""
        key = keys.person_key(self.seed, self.municipality.code, index)
        return BodyPerson(self.municipality.code, keys.marked(key, self.nonce))

    def registrant(self, index: int) -> Registrant:
        """A person as the municipality registers him."""
        people, code = self.people, self.municipality.code
        basic = basic_five(
            self.municipality,
            family=int(people.family[index]),
            given=int(people.given[index]),
            household=int(people.household[index]),
            birth=as_date(people.birth[index]),
            sex=Sex(str(people.sex[index])),
        )
        return Registrant(self.at_body(index), keys.my_number(self.seed, code + self.nonce, index), basic)

    def card_of(self, index: int) -> Card | None:
        """The card of a person, if there is one."""
        birth = as_date(self.people.birth[index])
        return cards.card(self.cards, index, self.person_id(index), birth, self.seed)

    def resident(self, index: int) -> Resident:
        """A person with everything but certificates and tickets; raises IndexError outside the columns."""
        if not 0 <= index < len(self):
            raise IndexError(f"person {index} of {len(self)}")
        registrant, guardian = self.registrant(index), int(self.people.guardian[index])
        return Resident(
            index=index,
            person_id=self.person_id(index),
            at_body=registrant.at_body,
            registrant=registrant,
            birth=registrant.basic.date_of_birth,
            sex=registrant.basic.sex,
            guardian_id=None if guardian == NO_INDEX else self.person_id(guardian),
            guardian=guardian,
            card=self.card_of(index),
        )

    def certificates_of(self, index: int) -> Held:
        """A person's certificates."""
        places = self.certificates.of(index)
        printed = [
            (self._is_registered(place), self.certificates.certificate(place, self.seed)) for place in places
        ]
        return Held(
            tuple(each for registered, each in printed if registered),
            tuple(each for registered, each in printed if not registered),
        )

    def tickets_of(self, index: int) -> tuple[Ticket, ...]:
        """A person's tickets."""
        return tuple(
            self.tickets.ticket(place, self.municipality.code, self.nonce) for place in self.tickets.of(index)
        )

    def past_doses_of(self, index: int) -> tuple[PastDose, ...]:
        """The doses in a person's 母子健康手帳, earliest first; empty where the body runs no vaccination."""
        return self.doses.of(index)

    def recipient_rows(self) -> tuple[RecipientRow, ...]:
        """What the body registers: the certificates of the schemes it runs."""
        places = [place for place in range(len(self.certificates)) if self._is_registered(place)]
        registrants = self._registrants(self.certificates.owner[places])
        return tuple(
            RecipientRow(
                registrants[int(self.certificates.owner[place])],
                self.certificates.certificate(place, self.seed),
            )
            for place in places
        )

    def ticket_rows(self) -> tuple[TicketRow, ...]:
        """What the body registers for vaccination and checkups."""
        registrants = self._registrants(self.tickets.owner)
        return tuple(
            TicketRow(registrants[int(owner)], self.tickets.ticket(place, self.municipality.code, self.nonce))
            for place, owner in enumerate(self.tickets.owner)
        )

    def card_links(self) -> tuple[CardLink, ...]:
        """Everyone with the serial number of the card's certificate, None without a card."""
        links = ((index, self.person_id(index)) for index in range(len(self)))
        return tuple(
            CardLink(person_id, self.at_body(index), cards.serial(self.cards, index, person_id, self.seed))
            for index, person_id in links
        )

    def accounts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Guardians who hold a card, which an account needs, each with the children they may act for."""
        wards: dict[int, list[str]] = {}
        for child in np.flatnonzero(self.people.guardian >= 0).tolist():
            wards.setdefault(int(self.people.guardian[child]), []).append(self.person_id(child))
        return tuple(
            (self.person_id(guardian), tuple(children))
            for guardian, children in sorted(wards.items())
            if self.cards.held[guardian]
        )

    def digest(self) -> str:
        """A fingerprint of the whole world; equal worlds have equal ones, in any process."""
        digest = sha256(repr((self.municipality.code, self.share, self.day, self.seed)).encode())
        digest.update(repr((self.institutions, self.certificates.terms)).encode())
        for columns in (self.people, self.cards, self.certificates, self.tickets, self.doses):
            for each in fields(columns):
                column = getattr(columns, each.name)
                if isinstance(column, np.ndarray):
                    digest.update(f"{each.name} {column.dtype.str} {column.shape}".encode())
                    digest.update(np.ascontiguousarray(column).tobytes())
        return digest.hexdigest()

    def _is_registered(self, place: int) -> bool:
        return self.certificates.about(place).registered

    def _registrants(self, owners: Whole) -> dict[int, Registrant]:
        return {index: self.registrant(index) for index in np.unique(owners).tolist()}


def build(municipality_code: str, share: float, day: date, seed: int, nonce: str = "") -> World:
    """Build the world of a municipality.

    The people of a smaller share are a subset of those of a larger one, with the same keys and cards.

    Raises:
        Complaint: unknown municipality, share outside (0, 1], day outside 2020-04-01 to 2035-03-31.
    """
    body = _municipality(municipality_code)
    check_bounds(share, day)
    all_people = everyone(municipality_code, day, seed)
    count = sample_size(all_people, share)
    people = all_people.first(count)
    children = np.flatnonzero(ages_on(people.birth, day) < CHILD_BELOW)
    shots, issued = _tickets(people, children, municipality_code, day, seed)
    return World(
        municipality=body,
        share=share,
        day=day,
        seed=seed,
        people=people,
        cards=cards.issue(all_people, count, municipality_code, day, seed),
        institutions=institutions.establish(municipality_code, share, seed),
        certificates=entitlements.grant(all_people, count, municipality_code, day, seed),
        tickets=issued,
        doses=shots,
        nonce=nonce,
    )


def _tickets(
    people: People,
    children: Whole,
    municipality_code: str,
    day: date,
    seed: int,
) -> tuple[Doses, Tickets]:
    """Past doses and open tickets, of the programs that the body runs."""
    run = programs(municipality_code)
    shots, issued = doses.none(), []
    if Program.VACCINATION in run:
        series = doses.history(people, children, municipality_code, day, seed)
        shots = doses.columns(series, children)
        issued.append(tickets.vaccination_tickets(people, children, series, day))
    if Program.CHECKUP in run:
        issued.append(tickets.checkup_tickets(people, children, day))
    return shots, tickets.joined(*issued)


def _municipality(code: str) -> Municipality:
    try:
        return municipality(code)
    except UnknownBody as unknown:
        raise Complaint(
            say("そのような市区町村はありません: 「{code}」", code=code),
            where=say("市区町村コード"),
            mend=say(
                "6 桁の全国地方公共団体コードを書いてください（例: 452025 宮崎県都城市）。{hint}",
                hint=unknown.mend,
            ),
        ) from unknown


def check_bounds(share: float, day: date) -> None:
    """Raise Complaint for a share outside (0, 1] or a day that no world is made for."""
    if not 0 < share <= 1:
        raise Complaint(
            say("人口に対する割合が範囲の外です: {share}", share=share),
            where=say("割合（share）"),
            mend=say("0 より大きく 1 以下の数を書いてください（例: 0.25）"),
        )
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Complaint(
            say("日付が範囲の外です: {day}", day=day),
            where=say("日付（date）"),
            mend=say("{first} から {last} までの日を書いてください", first=FIRST_DAY, last=LAST_DAY),
        )
