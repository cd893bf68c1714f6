"""The sample: people made to measure, one for each case, without the residents around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from simulator.card import Card, CertificationAuthority
from simulator.facts.bodies import municipality
from simulator.language import Text
from simulator.port.operations import Operation
from simulator.port.outcomes import Ok
from simulator.records.institution import Institution
from simulator.records.person import Sex
from simulator.streams import Streams
from simulator.visits.pace import Pacer
from simulator.visits.plan import Occasion
from simulator.visits.planted import Planted, Stage, plant
from simulator.visits.preparation import Preparation, prepare
from simulator.visits.steps import Ask, Reply, Visit
from simulator.world.institutions import establish

_SHARE = 0.002
"""Of the municipality's institutions: one of each kind, and a few more."""


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """A person of the sample: the case, why he is there, and what is registered for him.

    `ticket_numbers` and `recipient_numbers` are of the bodies' registrations; `card` is the one he brings.
    """

    case: str
    why: Text
    person_id: str
    guardian_id: str | None
    birth: date
    sex: Sex
    card: Card | None
    recipient_numbers: tuple[str, ...]
    ticket_numbers: tuple[str, ...]


@dataclass(frozen=True)
class Sample:
    """The planted cases of a municipality on a day; the same for the same seed."""

    municipality_code: str
    day: date
    seed: int

    @cached_property
    def institution_codes(self) -> tuple[str, ...]:
        """The places that use subsidy information."""
        return tuple(place.code for place in self._places if place.uses_subsidy_information)

    @cached_property
    def people(self) -> tuple[SamplePerson, ...]:
        """One person for each planted visit."""
        return tuple(_person(case, visit.occasion) for case in self._planted for visit in case.visits)

    @cached_property
    def preparation(self) -> Preparation:
        """All that has to stand at a hub before these people come."""
        cards = (person.card for person in self.people)
        revoked = sorted({card.serial for card in cards if card is not None and card.revoked})
        authority = CertificationAuthority.from_seed(self.seed)
        planted = self._planted
        return Preparation(
            (*self._places, *(place for case in planted for place in case.places)),
            tuple(link for case in planted for link in case.links),
            tuple(account for case in planted for account in case.accounts),
            authority.revocation_list(revoked, self.day),
            tuple(row for case in planted for row in case.recipients),
            tuple(row for case in planted for row in case.tickets),
        )

    def operations(self) -> Iterator[Operation]:
        """The operations of the preparation, in order; asking how registrations fare is not among them."""
        visit: Visit = prepare(self.preparation)
        reply: Reply = None
        while True:
            try:
                step = visit.send(reply)
            except StopIteration:
                return
            reply = None
            if isinstance(step, Ask):
                reply = Ok()
                yield step.operation

    @cached_property
    def _places(self) -> tuple[Institution, ...]:
        return establish(self.municipality_code, _SHARE, self.seed)

    @cached_property
    def _planted(self) -> tuple[Planted, ...]:
        municipality(self.municipality_code)
        pacer = Pacer(Streams(self.seed))
        return plant(Stage(self.seed, self.day, self.municipality_code, self._places, pacer))


def _person(case: Planted, occasion: Occasion) -> SamplePerson:
    visitor = occasion.visitor
    at_body = visitor.at_body
    return SamplePerson(
        occasion.visit_id.removeprefix("plant-"),
        case.why,
        visitor.person_id,
        visitor.guardian_id,
        visitor.birth,
        Sex(visitor.sex),
        visitor.card,
        tuple(
            row.certificate.recipient_number for row in case.recipients if row.registrant.at_body == at_body
        ),
        tuple(row.ticket.ticket_number for row in case.tickets if row.registrant.at_body == at_body),
    )
