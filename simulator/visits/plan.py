"""The plan of one visit: who comes when, with what, and what will happen there."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from simulator.card import Card, Presentation
from simulator.port.operations import Operation
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.institution import Institution
from simulator.records.person import BodyPerson
from simulator.records.questionnaire import Questionnaire
from simulator.records.ticket import Ticket, TicketKind
from simulator.rules.vaccination import GivenDose

Pace = Callable[[str], float]
"""Gives the seconds that an activity takes in this visit."""


class Channel(StrEnum):
    """How the institution reaches the hub for subsidy information."""

    GATEWAY = "gateway"
    DIRECT = "direct"


class Probe(StrEnum):
    """What a planted visit does on purpose, to see whether the hub stands it."""

    STALE_READER = "stale_reader"
    TAMPERED = "tampered"
    REPLAYED = "replayed"
    ASKED_WITHOUT_SETTING = "asked_without_setting"
    QUESTIONNAIRE_CHANGED = "questionnaire_changed"
    QUESTIONNAIRE_UNREAD = "questionnaire_unread"
    SENT_TWICE = "sent_twice"
    WRONG_BIRTH_DATE = "wrong_birth_date"
    GIVEN_AGAINST_RULES = "given_against_rules"
    STRANGER_LOOKS = "stranger_looks"
    TICKET_ASKED_AGAIN = "ticket_asked_again"
    ASSERTION_FOR_ANOTHER_PLACE = "assertion_for_another_place"
    ASSERTION_STALE = "assertion_stale"
    ASSERTION_AHEAD = "assertion_ahead"
    QUESTIONNAIRE_WITHDRAWN = "questionnaire_withdrawn"
    AMENDED = "amended"
    CANCELLED = "cancelled"
    TICKET_USED_TWICE = "ticket_used_twice"
    LOOKS_HIMSELF = "looks_himself"
    PROXY_ENDS = "proxy_ends"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who comes; `guardian_id` is the account that may act for a child, None where there is no account."""

    person_id: str
    at_body: BodyPerson
    birth: date
    sex: str
    card: Card | None
    guardian_id: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """How the visitor proves himself: attempts at the reader in order, or none (paper)."""

    attempts: tuple[Presentation, ...] = ()
    device_fails: bool = False
    brings_other_card: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """What all visits have: an id, a day, an hour, a visitor; and why the visit was planted, if it was."""

    visit_id: str
    day: date
    arrival_seconds: float
    visitor: Visitor
    proof: Proof
    pace: Pace
    planted: str | None = None
    probes: frozenset[Probe] = frozenset()


@dataclass(frozen=True, slots=True)
class SubsidyPlan:
    """A visit with a beneficiary certificate to a clinic, then perhaps to a pharmacy.

    `papers` are the paper certificates at hand; `on_file` is what the claims computer holds from before.
    """

    occasion: Occasion
    clinic: Institution
    pharmacy: Institution | None
    channel: Channel
    consent: bool
    papers: tuple[BeneficiaryCertificate, ...] = ()
    on_file: tuple[BeneficiaryCertificate, ...] = ()


@dataclass(frozen=True, slots=True)
class VaccinationPlan:
    """A visit for one or more doses.

    `questionnaires` were sent from the phone, one a ticket; `history` is the paper record at hand;
    `put_off` names the ticket numbers for which the doctor will put the dose off.
    """

    occasion: Occasion
    institution: Institution
    tickets: tuple[Ticket, ...]
    questionnaires: tuple[Questionnaire, ...] = ()
    history: tuple[GivenDose, ...] = ()
    temperature: float = 36.6
    put_off: frozenset[str] = frozenset()
    guardian_consents: bool = True
    stranger_id: str | None = None


@dataclass(frozen=True, slots=True)
class CheckupPlan:
    """A checkup at an institution, or as a group at the health centre of a body."""

    occasion: Occasion
    place: Institution
    ticket: Ticket
    is_group: bool
    questionnaire: Questionnaire | None
    height_cm: str
    weight_kg: str
    needs_closer_examination: bool


@dataclass(frozen=True, slots=True)
class AtDesk:
    """The card is read at an institution that asks for tickets of a kind."""

    place: Institution
    kind: TicketKind


@dataclass(frozen=True, slots=True)
class OtherBodyPeeks:
    """Another body asks how the registration fared that was made last."""

    body_code: str


Errand = Operation | AtDesk | OtherBodyPeeks


@dataclass(frozen=True, slots=True)
class ErrandPlan:
    """Dealings that are no visit (手続き): on MynaPortal, at a body's office, at a desk to show the card.

    `steps` follow one another; `tomorrow` is asked once more on the day after.
    """

    occasion: Occasion
    steps: tuple[Errand, ...]
    tomorrow: tuple[Operation, ...] = ()


VisitPlan = SubsidyPlan | VaccinationPlan | CheckupPlan | ErrandPlan
