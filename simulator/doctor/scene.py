"""The people and things of one examination: synthetic, and with a nonce in every key."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from simulator.card import CertificationAuthority, Method, sign_assertion
from simulator.clock import today
from simulator.facts.schemes import scheme
from simulator.facts.selections import SUBSIDIES, programs
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.institution import Institution, InstitutionKind
from simulator.records.person import BasicFive, BodyPerson, Registrant, Sex
from simulator.records.ticket import Ticket, TicketKind
from simulator.visits.carddesk import AUDIENCE
from simulator.world import keys

BODY = "452025"
"""Miyakonojo, whose day `pmhsim demo` plays by default: a hub that can play that day knows the code."""

SCHEME, GUARDIANS_SCHEME = "local_kodomo", "local_shogai"
VACCINE, COURSE, CHECKUP = "hepb", "standard", "inf04m"
_AGE = timedelta(days=110)
_YEAR = timedelta(days=365)
_FIRST_ORDINAL = keys.FIRST_EXTRA_ORDINAL
_INSTITUTIONS = 10**6


@dataclass(slots=True)
class Scene:
    """A child with a certificate and four tickets, a guardian, and a clinic.

    `task` is the registration accepted last; `record_id` and `version` are of the record to be amended.

    `now` gives seconds since 1970, for the times of card assertions.
    """

    seed: int
    nonce: str
    day: date = field(default_factory=today)
    now: Callable[[], float] = time.time
    task: str | None = None
    record_id: str = ""
    version: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def born(self) -> date:
        """The child's date of birth: old enough for a first dose and the checkup at three months."""
        return self.day - _AGE

    @property
    def child(self) -> str:
        """The platform's id of the child."""
        return self._person_id("child")

    @property
    def guardian(self) -> str:
        """The platform's id of the guardian."""
        return self._person_id("guardian")

    @property
    def institution(self) -> Institution:
        """The clinic."""
        number = keys.number_from(_INSTITUTIONS, "doctor's clinic", self.nonce)
        code = keys.institution_code(BODY[:2], InstitutionKind.CLINIC, 9 * _INSTITUTIONS + number)
        return Institution(code, "合成診断用医院", InstitutionKind.CLINIC, BODY)

    @property
    def authority(self) -> CertificationAuthority:
        """The authority of the seed."""
        return CertificationAuthority.from_seed(self.seed)

    def registrant(self, who: str = "child") -> Registrant:
        """A person as the body registers him; the My Number is nobody's, by its check digit."""
        born = self.born if who == "child" else self.day - 30 * _YEAR
        basic = BasicFive("合成 診断", "ゴウセイ シンダン", "合成県合成市1-1", born, Sex.FEMALE)
        my_number = keys.my_number(self.seed, BODY, self._ordinal(who))
        return Registrant(BodyPerson(BODY, keys.marked(f"doctor-{who}", self.nonce)), my_number, basic)

    def certificate(self, who: str = "child") -> BeneficiaryCertificate:
        """A person's beneficiary certificate: the child's, or the guardian's of another scheme."""
        number = keys.number_from(_INSTITUTIONS, "doctor's certificate", self.nonce, who)
        kind = SCHEME if who == "child" else GUARDIANS_SCHEME
        law = keys.SYNTHETIC_LOCAL_CODES[kind]
        return BeneficiaryCertificate(
            body_code=BODY,
            scheme=kind,
            name=scheme(kind).name_ja,
            payer_number=keys.payer_number(law, BODY[:2], keys.body_number(BODY)),
            recipient_number=f"{number:06d}{keys.luhn_digit(f'{number:06d}')}",
            valid_from=self.born,
            valid_to=self.day + _YEAR,
            monthly_ceiling_yen=500,
        )

    def tickets(self) -> tuple[Ticket, ...]:
        """Tickets for the dose, the interview without a dose, the checkup and the group checkup."""
        return (
            self._ticket("dose", TicketKind.VACCINATION, 1),
            self._ticket("interview", TicketKind.VACCINATION, 2),
            self._ticket("checkup", TicketKind.CHECKUP, 0),
            self._ticket("group", TicketKind.CHECKUP, 0),
        )

    def ticket_number(self, use: str) -> str:
        """The number of the ticket for a use."""
        return keys.marked(f"doctor-{use}", self.nonce)

    def schemes(self) -> tuple[tuple[str, str], ...]:
        """The body's scheme master, the same that a rehearsal sends."""
        run = (program.value for program in SUBSIDIES if program in programs(BODY))
        return tuple((code, scheme(code).name_ja) for code in run)

    def key(self) -> str:
        """A new idempotency key."""
        return f"doctor-{self.nonce}-{next(self._numbers)}"

    def assertion(self) -> str:
        """A new reading of the child's card at the clinic."""
        held = self.authority.issue(self.child, 1, self.day - timedelta(days=30), self.born)
        return sign_assertion(
            held,
            audience=AUDIENCE,
            institution_code=self.institution.code,
            method=Method.PIN,
            issued_at=int(self.now()),
            token_id=self.key(),
        )

    def serial(self, person_id: str) -> int:
        """The serial of a person's card."""
        return self.authority.serial_number(person_id, 1)

    def _person_id(self, who: str) -> str:
        return keys.marked(keys.person_id(BODY, self._ordinal(who)), self.nonce)

    def _ordinal(self, who: str) -> int:
        return _FIRST_ORDINAL + keys.number_from(9 * 10**9, "doctor", self.nonce, who)

    def _ticket(self, use: str, kind: TicketKind, dose_number: int) -> Ticket:
        is_dose = kind is TicketKind.VACCINATION
        return Ticket(
            ticket_number=self.ticket_number(use),
            kind=kind,
            body_code=BODY,
            subject=VACCINE if is_dose else CHECKUP,
            valid_from=self.born,
            valid_to=self.day + _YEAR,
            course=COURSE if is_dose else "",
            dose_number=dose_number,
        )
