"""The stage on which planted visits are set up: people, papers and places made to measure."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from simulator.card import Card, Method, Presentation
from simulator.facts.bodies import prefectures
from simulator.facts.schemes import scheme
from simulator.facts.selections import Program, first_year_codes, programs
from simulator.language import Text
from simulator.port.operations import CardLink
from simulator.records.certificate import BeneficiaryCertificate, RecipientRow
from simulator.records.institution import Institution, InstitutionKind
from simulator.records.person import BodyPerson, Sex
from simulator.records.ticket import Ticket, TicketKind, TicketRow
from simulator.visits.pace import Pacer
from simulator.visits.plan import Occasion, Probe, Proof, Visitor, VisitPlan
from simulator.world import keys
from simulator.world.resident import Resident, make_card, make_resident, usual_card

OPENING = 9 * 3600
BETWEEN = 240
NO_SETTING = 9_900_002
YEAR = timedelta(days=365)
SUBSIDIES = (
    Program.LOCAL_KODOMO,
    Program.LOCAL_SHOGAI,
    Program.LOCAL_HITORIOYA,
    Program.KOSEI,
    Program.SHONI_MANSEI,
    Program.IKUSEI,
    Program.LOCAL_KAFU,
    Program.LOCAL_KOKI,
    Program.LOCAL_SEISHIN,
    Program.SEISHIN_TSUIN,
    Program.NANBYO,
)


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted case: why, the visits, and all that has to stand at the hub before."""

    label: str
    why: Text
    visits: tuple[VisitPlan, ...]
    links: tuple[CardLink, ...] = ()
    accounts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    recipients: tuple[RecipientRow, ...] = ()
    tickets: tuple[TicketRow, ...] = ()
    places: tuple[Institution, ...] = ()


@dataclass(slots=True)
class Stage:
    """Makes what planted visits need, the same for the same seed; arrival times follow one another."""

    seed: int
    day: date
    municipality_code: str
    places: tuple[Institution, ...]
    pacer: Pacer
    nonce: str = ""
    _arrivals: int = field(default=0)

    @property
    def subsidies(self) -> tuple[Program, ...]:
        """The subsidies that the body registers, the best suited for planting first."""
        return tuple(program for program in SUBSIDIES if program in programs(self.municipality_code))

    def runs(self, program: Program) -> bool:
        """Whether the body runs a program over the hub."""
        return program in programs(self.municipality_code)

    def other_body(self, program: Program) -> str:
        """Another body that runs the program, for people who must not be mixed up with ours."""
        others = (code for code in first_year_codes() if code != self.municipality_code)
        return next(code for code in others if program in programs(code))

    def another_body(self) -> str:
        """Another body that registers a subsidy."""
        others = (code for code in first_year_codes() if code != self.municipality_code)
        return next(code for code in others if any(each in programs(code) for each in SUBSIDIES))

    def program_of(self, resident: Resident) -> Program:
        """The subsidy best suited for planting that the person's body registers."""
        run = programs(resident.at_body.body_code)
        return next(program for program in SUBSIDIES if program in run)

    def live(self, kind: InstitutionKind) -> Institution:
        """An institution of a kind that uses subsidy information; they take turns, every world has one."""
        fitting = [p for p in self.places if p.kind is kind and p.uses_subsidy_information]
        return fitting[self._arrivals % len(fitting)]

    def health_centre(self) -> Institution:
        """Where group checkups take place."""
        return next(place for place in self.places if place.kind is InstitutionKind.HEALTH_CENTRE)

    def without_setting(self) -> Institution:
        """A clinic made for planted visits, without the setting for subsidy information."""
        code = keys.institution_code(self.municipality_code[:2], InstitutionKind.CLINIC, NO_SETTING)
        name = "架空設定なし診療所"
        return Institution(
            code, name, InstitutionKind.CLINIC, self.municipality_code, uses_subsidy_information=False
        )

    def person(
        self,
        label: str,
        birth: date,
        *,
        sex: Sex = Sex.FEMALE,
        guardian: Resident | None = None,
        namesake_of: Resident | None = None,
        key_of: Resident | None = None,
        body_code: str | None = None,
    ) -> Resident:
        """A person with a card in good order; `key_of` shares the person key of somebody at another body."""
        resident = make_resident(
            self.seed,
            body_code or self.municipality_code,
            label,
            birth,
            sex,
            guardian=guardian,
            namesake_of=namesake_of,
            person_key=key_of.at_body.person_key if key_of else None,
            nonce=self.nonce,
        )
        return replace(resident, card=usual_card(self.seed, resident, self.day))

    def renewed(self, resident: Resident) -> Resident:
        """The same person with a second card, which replaces the first."""
        first = resident.card
        issued_on = first.issued_on if first else resident.birth
        return replace(resident, card=make_card(self.seed, resident, issued_on=issued_on, issue_number=2))

    def issued(self, resident: Resident, issued_on: date, **traits: object) -> Resident:
        """The same person with a card issued on a day, with traits of `make_card`."""
        return replace(resident, card=make_card(self.seed, resident, issued_on=issued_on, **traits))  # type: ignore[arg-type]

    def adult(self, label: str, **traits: object) -> Resident:
        """A grown-up of forty."""
        return self.person(label, self.day.replace(year=self.day.year - 40, day=15), **traits)  # type: ignore[arg-type]

    def holder(self, label: str, **traits: object) -> Resident:
        """A person of an age that suits the body's first subsidy."""
        child = self.subsidies[:1] in ((Program.LOCAL_KODOMO,), (Program.SHONI_MANSEI,), (Program.IKUSEI,))
        years = 8 if child else 40
        return self.person(label, self.day.replace(year=self.day.year - years, day=15), **traits)  # type: ignore[arg-type]

    def baby(self, label: str, days: int, guardian: Resident, **traits: object) -> Resident:
        """A child of some days of age."""
        return self.person(label, self.day - timedelta(days=days), guardian=guardian, **traits)  # type: ignore[arg-type]

    def certificate(
        self,
        resident: Resident,
        *,
        program: Program | None = None,
        valid_from: date | None = None,
        valid_to: date | None = None,
        recipient_number: str | None = None,
        is_always_reimbursement: bool = False,
        monthly_ceiling_yen: int | None = None,
        income_class: str = "",
    ) -> BeneficiaryCertificate:
        """A certificate of the body's first subsidy, valid all year unless told otherwise."""
        body = resident.at_body.body_code
        chosen = program or self.subsidies[0]
        law = scheme(chosen.value).law_code or "89"
        number = keys.national_recipient_number(self.seed, body, chosen.value, self._rank(resident))
        return BeneficiaryCertificate(
            body_code=body,
            scheme=chosen.value,
            name=scheme(chosen.value).name_ja,
            payer_number=keys.payer_number(law, body[:2], keys.body_number(body)),
            recipient_number=recipient_number or number,
            valid_from=valid_from or self.day - YEAR / 2,
            valid_to=valid_to or self.day + YEAR / 2,
            income_class=income_class,
            monthly_ceiling_yen=monthly_ceiling_yen,
            is_always_reimbursement=is_always_reimbursement,
        )

    def _rank(self, resident: Resident) -> int:
        return keys.number_from(900_000, "planted rank", self.seed, self._unmarked(resident))

    def _unmarked(self, resident: Resident) -> str:
        return resident.person_id.removesuffix(f"-{self.nonce}")

    def known_at(self, resident: Resident, body_code: str) -> Resident:
        """The same person as another body knows him: under a key of its own, with the same My Number."""
        ordinal = keys.extra_ordinal(self.seed, body_code, self._unmarked(resident))
        key = keys.marked(keys.person_key(self.seed, body_code, ordinal), self.nonce)
        at_body = BodyPerson(body_code, key)
        registrant = replace(resident.registrant, at_body=at_body)
        return replace(resident, at_body=at_body, registrant=registrant)

    def prefecture_code(self) -> str:
        """The code of the municipality's prefecture, a body of its own."""
        mine = self.municipality_code[:2]
        return next(each.code for each in prefectures() if each.prefecture_code == mine)

    def ticket(
        self,
        resident: Resident,
        subject: str,
        *,
        kind: TicketKind = TicketKind.VACCINATION,
        course: str = "",
        dose_number: int = 0,
        valid_from: date | None = None,
        valid_to: date | None = None,
        suffix: str = "",
    ) -> Ticket:
        """A ticket that is valid around the day unless told otherwise."""
        body = resident.at_body.body_code
        number = keys.ticket_number(body, 99, dose_number, self._rank(resident))
        return Ticket(
            keys.marked(f"{number}{suffix}", self.nonce),
            kind,
            body,
            subject,
            valid_from or self.day - timedelta(days=30),
            valid_to or self.day + timedelta(days=60),
            course,
            dose_number,
        )

    def occasion(
        self,
        label: str,
        resident: Resident,
        attempts: tuple[Presentation, ...] | None = None,
        probes: frozenset[Probe] = frozenset(),
        **proof: bool,
    ) -> Occasion:
        """When and how a planted visitor comes; by face unless told otherwise."""
        self._arrivals += 1
        visit_id = f"plant-{label}"
        visitor = Visitor(
            resident.person_id,
            resident.at_body,
            resident.birth,
            resident.sex.value,
            resident.card,
            resident.guardian_id,
        )
        chosen = by(Method.FACE) if attempts is None else attempts
        return Occasion(
            visit_id,
            self.day,
            OPENING + BETWEEN * self._arrivals,
            visitor,
            Proof(chosen, **proof),
            self.pacer.of(visit_id),
            label,
            probes,
        )


def by(method: Method, *, matches: bool = True, pin: str | None = None) -> tuple[Presentation, ...]:
    """One attempt at the reader."""
    return (Presentation(method, matches, pin),)


def link(resident: Resident, card: Card | None = None) -> CardLink:
    """The tie between a person and the card, by default the one at hand."""
    chosen = card or resident.card
    return CardLink(resident.person_id, resident.at_body, chosen.serial if chosen else None)


def account(guardian: Resident, *children: Resident) -> tuple[str, tuple[str, ...]]:
    """A guardian's account with the children it may act for."""
    return (guardian.person_id, tuple(child.person_id for child in children))


def not_disclosed(resident: Resident) -> Resident:
    """The same person under protection (支援措置)."""
    return replace(resident, registrant=replace(resident.registrant, is_not_disclosed=True))


def recipient(resident: Resident, *certificates: BeneficiaryCertificate) -> tuple[RecipientRow, ...]:
    """Registration rows for a person's certificates."""
    return tuple(RecipientRow(resident.registrant, certificate) for certificate in certificates)


def ticketed(resident: Resident, *tickets: Ticket) -> tuple[TicketRow, ...]:
    """Registration rows for a person's tickets."""
    return tuple(TicketRow(resident.registrant, ticket) for ticket in tickets)
