"""The people of a world who come: only they are made known to the hub."""

from dataclasses import dataclass, fields

from simulator.load.party import people_of
from simulator.port.operations import CardLink
from simulator.records.certificate import RecipientRow
from simulator.records.ticket import TicketRow
from simulator.visits.dayplan import DayPlan
from simulator.world import cards
from simulator.world.world import World


@dataclass(frozen=True, slots=True)
class WorldOfComers(World):
    """A world that hands over to the hub only those who have a part in its visits, by place in the columns.

    `families` are the accounts among them, each owner with the children. The visits of its day are those of
    the whole world, since nobody else is asked about.
    """

    comers: tuple[int, ...] = ()
    families: tuple[tuple[int, tuple[int, ...]], ...] = ()

    def card_links(self) -> tuple[CardLink, ...]:
        """Those who come with the serial number of the card's certificate, None without a card."""
        return tuple(
            CardLink(
                self.person_id(index),
                self.at_body(index),
                cards.serial(self.cards, index, self.person_id(index), self.seed),
            )
            for index in self.comers
        )

    def accounts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The accounts of those who come, guardians of children among them."""
        return tuple(
            (self.person_id(owner), tuple(map(self.person_id, children))) for owner, children in self.families
        )

    def recipient_rows(self) -> tuple[RecipientRow, ...]:
        """The certificates that the body registers for those who come."""
        return tuple(
            RecipientRow(self.registrant(index), certificate)
            for index in self.comers
            for certificate in self.certificates_of(index).registered
        )

    def ticket_rows(self) -> tuple[TicketRow, ...]:
        """The tickets that the body registers for those who come."""
        return tuple(
            TicketRow(self.registrant(index), ticket)
            for index in self.comers
            for ticket in self.tickets_of(index)
        )


def only_comers(world: World, day: DayPlan) -> WorldOfComers:
    """A world narrowed to those who have a part in the visits of its day: visitors and their guardians."""
    wanted = {person for plan in day.visits for person in people_of(plan)}
    place_of = {world.person_id(index): index for index in range(len(world))}
    return WorldOfComers(
        **{each.name: getattr(world, each.name) for each in fields(world)},
        comers=tuple(index for person, index in place_of.items() if person in wanted),
        families=tuple(
            (place_of[owner], tuple(map(place_of.__getitem__, children)))
            for owner, children in world.accounts()
            if owner in wanted
        ),
    )
