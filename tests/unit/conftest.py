"""A small town of synthetic people with a reference hub over a real store."""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from simulator.card.assertion import sign_assertion
from simulator.card.authority import CertificationAuthority
from simulator.card.reading import Method
from simulator.card.tokens import TokenIssuer
from simulator.card.trust import TrustAnchor
from simulator.card.user_certificate import UserCertificate
from simulator.hub.reference.caller import Caller
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.defects import find_defect
from simulator.hub.reference.hub import ReferenceHub
from simulator.hub.reference.sqlite_store import SqliteStore
from simulator.port import operations as ops
from simulator.port.outcomes import Accepted, Ok, Outcome
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.consent import ConsentArea
from simulator.records.departure import Departure, DepartureReason
from simulator.records.institution import Institution, InstitutionKind
from simulator.records.notice import Notice, NoticeKind
from simulator.records.person import BasicFive, BodyPerson, Registrant, Sex
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import CheckupResult, Dose, InterviewOnly
from simulator.records.ticket import Ticket, TicketKind, TicketRow

TODAY = date(2026, 11, 30)
BORN = date(2020, 5, 5)
CITY, OTHER_CITY = "990001", "990002"
CLINIC, OTHER_CLINIC, CLINIC_WITHOUT_SETTING = "9910000001", "9910000002", "9910000003"
SCHEME = "child"


@cache
def authority(seed: int = 1) -> CertificationAuthority:
    return CertificationAuthority.from_seed(seed)


@cache
def card(person: str, issue_number: int = 1, issued_on: date = date(2025, 1, 6)) -> UserCertificate:
    return authority().issue(person, issue_number, issued_on, BORN)


class Town:
    """A hub with its institutions and schemes; methods carry out operations as their rightful actors."""

    today, born = TODAY, BORN
    city, other_city = CITY, OTHER_CITY
    clinic, other_clinic, clinic_without_setting = CLINIC, OTHER_CLINIC, CLINIC_WITHOUT_SETTING

    def __init__(self, path: Path, *, defect: str | None = None, test_clock: bool = True) -> None:
        self.path = path
        self.now = 1_796_000_000
        self._jti = count(1)
        self._keys = count(1)
        clock = HubClock(TODAY, steerable=test_clock, seconds=lambda: self.now)
        store = SqliteStore if defect is None else find_defect(defect).store
        self.hub = ReferenceHub(store.open(path), self.trust(), clock=clock, defect=defect)

    @staticmethod
    def trust() -> TrustAnchor:
        revocations = authority().revocation_list((), TODAY)
        return TrustAnchor(authority().certificate_pem, revocations, TokenIssuer.from_seed(1).jwks())

    def furnish(self) -> None:
        settings = ((CLINIC, True), (OTHER_CLINIC, True), (CLINIC_WITHOUT_SETTING, False))
        institutions = tuple(
            Institution(code, "合成医院", InstitutionKind.CLINIC, CITY, uses_subsidy_information=uses)
            for code, uses in settings
        )
        assert self.act(ops.PutInstitutions(institutions)) == Ok()
        for body in (CITY, OTHER_CITY):
            assert self.act(ops.PutSchemes(body, ((SCHEME, "子ども"), ("disability", "障害者")))) == Ok()

    def act(self, operation: ops.Operation) -> Outcome:
        """Perform an operation as the actor that it names."""
        organisation = getattr(operation, "institution_code", None) or getattr(operation, "body_code", None)
        person_id = getattr(operation, "person_id", None)
        return self.hub.perform(operation, Caller(operation.role, organisation, person_id))

    def work(self) -> None:
        """Let the hub take in all that was accepted."""
        while self.hub.has_work:
            self.hub.work()

    def registrant(self, person: str = "hana", body: str = CITY, **changes: Any) -> Registrant:
        """A registrant whose key, My Number and name follow from the person, unless changed."""
        number = f"{sum(map(ord, person)) * 7919:012d}"
        basic = BasicFive(
            name=changes.pop("name", f"合成 {person}"),
            name_kana=changes.pop("name_kana", f"ゴウセイ {person}"),
            address="合成県合成市1-1",
            date_of_birth=changes.pop("date_of_birth", BORN),
            sex=Sex.FEMALE,
        )
        key = changes.pop("person_key", f"key-{person}")
        return replace(Registrant(BodyPerson(body, key), number, basic), **changes)

    def certificate(self, body: str = CITY, **changes: Any) -> BeneficiaryCertificate:
        sound = BeneficiaryCertificate(
            body_code=body,
            scheme=SCHEME,
            name="子ども医療費受給者証",
            payer_number="81990001",
            recipient_number="0000012",
            valid_from=date(2026, 4, 1),
            valid_to=date(2027, 3, 31),
            income_class="一般",
            monthly_ceiling_yen=500,
        )
        return replace(sound, **changes)

    def revocations(self, held: UserCertificate) -> bytes:
        """A list that names this certificate."""
        return authority().revocation_list((held.serial,), TODAY)

    def revoke(self, held: UserCertificate) -> Outcome:
        """Publish a list that names this certificate."""
        return self.act(ops.PublishRevocations(self.revocations(held)))

    def register(
        self, registrant: Registrant, *certificates: BeneficiaryCertificate
    ) -> tuple[ops.RowReport, ...]:
        """Register certificates of a registrant; gives the report of the rows."""
        rows = tuple(RecipientRow(registrant, certificate) for certificate in certificates)
        return self.report(ops.RegisterRecipients(registrant.at_body.body_code, rows))

    def report(
        self, registration: ops.RegisterRecipients | ops.RegisterHistory | ops.RegisterTickets
    ) -> tuple[ops.RowReport, ...]:
        """Register, and fetch how it fared."""
        accepted = self.act(registration)
        assert isinstance(accepted, Accepted)
        for _ in range(1000):
            self.work()
            fetched = self.act(ops.FetchTask(registration.body_code, accepted.task))
            assert isinstance(fetched, Ok)
            assert isinstance(fetched.value, ops.TaskReport)
            if fetched.value.done:
                return fetched.value.rows
        raise AssertionError(fetched)

    def link(self, registrant: Registrant, person: str = "hana", **card_of: Any) -> UserCertificate:
        """Tie a card to a registrant, under the person's own name as the platform's id."""
        held = card(person, **card_of)
        linked = ops.CardLink(person, registrant.at_body, held.serial)
        assert self.act(ops.LinkCards((linked,))) == Ok()
        return held

    def settle(self, person: str = "hana", body: str = CITY, **changes: Any) -> UserCertificate:
        """A person with one certificate at a body and a linked card."""
        registrant = self.registrant(person, body, **changes)
        assert self.register(registrant, self.certificate(body)) == (ops.RowReport(0),)
        return self.link(registrant, person)

    def assertion(self, held: UserCertificate, clinic: str = CLINIC, **changes: Any) -> str:
        given = {
            "audience": "pmh",
            "institution_code": clinic,
            "method": Method.FACE,
            "issued_at": self.now,
            "token_id": f"jti-{next(self._jti)}",
        }
        return sign_assertion(held, **{**given, **changes})

    def check(
        self, held: UserCertificate, clinic: str = CLINIC, day: date = TODAY, *, consent: bool = True
    ) -> Outcome:
        """Check eligibility with a fresh assertion."""
        return self.act(ops.CheckEligibility(clinic, self.assertion(held, clinic), consent, day))

    def issue_ticket(self, registrant: Registrant, number: str = "T-0001", **changes: Any) -> Ticket:
        """Register a ticket; for a vaccination unless changed."""
        sound = Ticket(
            ticket_number=number,
            kind=TicketKind.VACCINATION,
            body_code=registrant.at_body.body_code,
            subject="measles_rubella",
            valid_from=date(2026, 4, 1),
            valid_to=date(2027, 3, 31),
            course="routine",
            dose_number=1,
        )
        ticket = replace(sound, **changes)
        rows = (TicketRow(registrant, ticket),)
        assert self.report(ops.RegisterTickets(ticket.body_code, rows)) == (ops.RowReport(0),)
        return ticket

    def tickets(
        self,
        held: UserCertificate,
        kind: TicketKind = TicketKind.VACCINATION,
        day: date = TODAY,
        clinic: str = CLINIC,
    ) -> Outcome:
        """Search tickets with a fresh assertion."""
        return self.act(ops.FetchTickets(clinic, self.assertion(held, clinic), kind, day))

    def dose(self, number: str = "T-0001", **changes: Any) -> Dose:
        sound = Dose(number, "measles_rubella", 1, TODAY, "MR012A", "0.5", "left arm", "合成医師", CLINIC)
        return replace(sound, **changes)

    def interview(self, number: str = "T-0001") -> InterviewOnly:
        return InterviewOnly(number, "measles_rubella", 1, TODAY, "発熱", "合成医師", CLINIC)

    def checkup(self, number: str = "C-0001", **changes: Any) -> CheckupResult:
        return replace(
            CheckupResult(
                number,
                "infant_18m",
                TODAY,
                "80.1",
                "10.2",
                needs_closer_examination=True,
                recorder_code=CLINIC,
            ),
            **changes,
        )

    def record(
        self, result: Dose | InterviewOnly | CheckupResult, key: str | None = None, born: date = BORN
    ) -> Outcome:
        """Record a result as the institution that it names, under a new key unless given."""
        key = key or f"key-{next(self._keys)}"
        match result:
            case Dose():
                return self.act(ops.RecordDose(result.institution_code, result, born, key))
            case InterviewOnly():
                return self.act(ops.RecordInterviewOnly(result.institution_code, result, born, key))
            case CheckupResult():
                return self.act(ops.RecordCheckup(result.recorder_code, result, born, key))

    def submit(
        self, answer: str, person: str = "hana", number: str = "T-0001", by: str | None = None, key: str = ""
    ) -> Outcome:
        """Send a questionnaire with one answer for a person's ticket."""
        form = Questionnaire(number, (("体温は", answer),))
        key = key or f"key-{next(self._keys)}"
        return self.act(ops.SubmitQuestionnaire(by or person, person, form, key))

    def history(self, person: str = "hana", by: str | None = None) -> Outcome:
        return self.act(ops.ListHistory(by or person, person))

    def record_id(self, number: str = "T-0001", **changes: Any) -> str:
        """Record a dose; gives the id of the record."""
        outcome = self.record(self.dose(number, **changes))
        assert isinstance(outcome, Ok)
        return str(outcome.value)

    def fetch(self, record_id: str, clinic: str = CLINIC) -> Outcome:
        return self.act(ops.FetchRecord(clinic, record_id))

    def history_row(self, key: str = "h-1", *, is_deleted: bool = False, **changes: Any) -> HistoryRow:
        """A row of the difference history of hana's certificate."""
        details = (("交付日", "2026-04-01"),)
        certificate = self.certificate(**{"details": details, **changes})
        return HistoryRow(self.registrant(), certificate, key, is_deleted)

    def change(self, *rows: HistoryRow) -> tuple[ops.RowReport, ...]:
        """Register rows of a difference history."""
        return self.report(ops.RegisterHistory(CITY, rows))

    def depart(
        self,
        reason: DepartureReason = DepartureReason.MOVE_OUT,
        person: str = "hana",
        body: str = CITY,
        on: date = TODAY,
    ) -> Outcome:
        gone = Departure(self.registrant(person, body).at_body, reason, on)
        return self.act(ops.RegisterDepartures(body, (gone,)))

    def notice(self, notice_id: str = "n-1", person: str = "hana", **changes: Any) -> Notice:
        sound = Notice(
            notice_id,
            self.registrant(person).at_body,
            NoticeKind.RECOMMENDATION,
            "mr",
            "麻しん・風しんの予防接種の時期です。",
            TODAY,
        )
        return replace(sound, **changes)

    def send(self, notice_id: str = "n-1", **changes: Any) -> Outcome:
        notice = self.notice(notice_id, **changes)
        return self.act(ops.SendNotice(notice.about.body_code, notice))

    def notices(self, person: str = "hana", by: str | None = None) -> Outcome:
        return self.act(ops.ListNotices(by or person, person))

    def consent(
        self, area: ConsentArea, *, is_given: bool, person: str = "hana", by: str | None = None
    ) -> Outcome:
        return self.act(ops.SetConsent(by or person, person, area, is_given))

    def may_act(self, person: str, *subjects: str) -> None:
        """Open a person's account."""
        assert self.act(ops.OpenAccounts(((person, subjects),))) == Ok()

    def trail(self, person: str = "hana") -> list[str]:
        """The actions in the audit trail of a person."""
        outcome = self.act(ops.FetchAuditTrail(person))
        return [entry.action for entry in outcome.value] if isinstance(outcome, Ok) else []  # type: ignore[attr-defined]


Founder = Callable[..., Town]


@pytest.fixture
def found_town(tmp_path: Path) -> Iterator[Founder]:
    """Found a furnished town, each over a store of its own; the defect is named by keyword."""
    towns: list[Town] = []

    def found(**options: Any) -> Town:
        town = Town(tmp_path / f"hub-{len(towns)}.sqlite", **options)
        town.furnish()
        towns.append(town)
        return town

    yield found
    for town in towns:
        town.hub.close()


@contextmanager
def _full_disk() -> Iterator[None]:
    """While it lasts no file of this process can be written beyond its first byte."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def full_disk() -> Callable[[], AbstractContextManager[None]]:
    """A disk that takes no more."""
    return _full_disk


@pytest.fixture
def town(found_town: Founder) -> Town:
    """A town with a sound hub."""
    return found_town()
