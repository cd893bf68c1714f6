"""Operations, named by what an actor does; frozen, and free of any hub's own words."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from simulator.records.certificate import HistoryRow, RecipientRow
from simulator.records.consent import ConsentArea
from simulator.records.departure import Departure
from simulator.records.institution import Institution
from simulator.records.notice import Notice
from simulator.records.person import BodyPerson
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import CheckupResult, Dose, InterviewOnly, Result
from simulator.records.ticket import TicketKind, TicketRow

Role = Literal["platform", "body", "gateway", "institution", "resident", "operator"]


@dataclass(frozen=True, slots=True)
class CardLink:
    """A card's serial, and the person who holds it, by the platform's id and the body's key."""

    person_id: str
    at_body: BodyPerson
    serial: int | None


@dataclass(frozen=True, slots=True)
class LinkCards:
    """Platform: tie cards to people, again at each renewal; `serial` None ties a person without a card."""

    role: ClassVar[Role] = "platform"
    links: tuple[CardLink, ...]


@dataclass(frozen=True, slots=True)
class PublishRevocations:
    """Platform: hand over the certification authority's revocation list (DER)."""

    role: ClassVar[Role] = "platform"
    revocation_list: bytes


@dataclass(frozen=True, slots=True)
class PutInstitutions:
    """Platform: institutions with their setting for subsidy information."""

    role: ClassVar[Role] = "platform"
    institutions: tuple[Institution, ...]


@dataclass(frozen=True, slots=True)
class PutSchemes:
    """Platform: the scheme master (制度マスタ) of a body, as pairs of scheme and its name."""

    role: ClassVar[Role] = "platform"
    body_code: str
    schemes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OpenAccounts:
    """Platform: residents' accounts, each with the people its owner may act for."""

    role: ClassVar[Role] = "platform"
    accounts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class RegisterRecipients:
    """Body: register recipients of subsidies; taken in asynchronously."""

    role: ClassVar[Role] = "body"
    body_code: str
    rows: tuple[RecipientRow, ...]


@dataclass(frozen=True, slots=True)
class RegisterHistory:
    """Body: register a difference history (retroactive change, cancellation); taken in asynchronously."""

    role: ClassVar[Role] = "body"
    body_code: str
    rows: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class RegisterTickets:
    """Body: register vaccination and checkup tickets; taken in asynchronously."""

    role: ClassVar[Role] = "body"
    body_code: str
    rows: tuple[TicketRow, ...]


@dataclass(frozen=True, slots=True)
class FetchTask:
    """Body: ask how a registration fared."""

    role: ClassVar[Role] = "body"
    body_code: str
    task: str


@dataclass(frozen=True, slots=True)
class RowReport:
    """How one row of a registration fared, by its place (0 first)."""

    row: int
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaskReport:
    """How a registration fared; `rows` is complete once `done`."""

    done: bool
    rows: tuple[RowReport, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterDepartures:
    """Body: report deaths, moves and ends of pregnancies; all of them, or none where one is wrong."""

    role: ClassVar[Role] = "body"
    body_code: str
    departures: tuple[Departure, ...]


@dataclass(frozen=True, slots=True)
class SendNotice:
    """Body: send a recommendation or a notice; the same notice again is the same notice."""

    role: ClassVar[Role] = "body"
    body_code: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class WithdrawNotice:
    """Body: withdraw a notice, shown already or not."""

    role: ClassVar[Role] = "body"
    body_code: str
    notice_id: str


@dataclass(frozen=True, slots=True)
class FetchResults:
    """Body: the records on its own tickets, cancelled ones too, in the order of recording."""

    role: ClassVar[Role] = "body"
    body_code: str


@dataclass(frozen=True, slots=True)
class LookUpSubsidy:
    """Gateway: subsidy information of a person whom it has authenticated."""

    role: ClassVar[Role] = "gateway"
    person_id: str
    institution_code: str
    consent: bool
    service_date: date


@dataclass(frozen=True, slots=True)
class CheckEligibility:
    """Institution: subsidy information by a card assertion."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    assertion: str
    consent: bool
    service_date: date


@dataclass(frozen=True, slots=True)
class FetchTickets:
    """Institution: the tickets of the person whose card was read."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    assertion: str
    kind: TicketKind
    service_date: date


@dataclass(frozen=True, slots=True)
class FetchQuestionnaire:
    """Institution: the questionnaire for a ticket of a person whose card it has read."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    ticket_number: str


@dataclass(frozen=True, slots=True)
class RecordDose:
    """Institution: record a given dose; the same `key` again is the same record."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    dose: Dose
    date_of_birth: date
    key: str


@dataclass(frozen=True, slots=True)
class RecordInterviewOnly:
    """Institution: record that the interview ended without a dose."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    interview: InterviewOnly
    date_of_birth: date
    key: str


@dataclass(frozen=True, slots=True)
class RecordCheckup:
    """Institution: record a checkup's result."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    result: CheckupResult
    date_of_birth: date
    key: str


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """Institution: one of its own records, with the version to amend or cancel it."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    record_id: str


@dataclass(frozen=True, slots=True)
class AmendResult:
    """Institution: correct one of its own records, as long as it still has this version."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    record_id: str
    version: str
    result: Result


@dataclass(frozen=True, slots=True)
class CancelResult:
    """Institution: cancel one of its own records of this version; the ticket can be used again."""

    role: ClassVar[Role] = "institution"
    institution_code: str
    record_id: str
    version: str


@dataclass(frozen=True, slots=True)
class RecordGroupCheckup:
    """Body: its staff record a result of a group checkup."""

    role: ClassVar[Role] = "body"
    body_code: str
    result: CheckupResult
    date_of_birth: date
    key: str


@dataclass(frozen=True, slots=True)
class SubmitQuestionnaire:
    """Resident: send a questionnaire for oneself or a child."""

    role: ClassVar[Role] = "resident"
    person_id: str
    subject_id: str
    questionnaire: Questionnaire
    key: str


@dataclass(frozen=True, slots=True)
class WithdrawQuestionnaire:
    """Resident: take a questionnaire back; institutions are shown it no more."""

    role: ClassVar[Role] = "resident"
    person_id: str
    subject_id: str
    ticket_number: str


@dataclass(frozen=True, slots=True)
class ListHistory:
    """Resident: the results recorded for oneself or a child (MynaPortal)."""

    role: ClassVar[Role] = "resident"
    person_id: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class ListNotices:
    """Resident: the recommendations and notices about oneself or a child."""

    role: ClassVar[Role] = "resident"
    person_id: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class ListCertificates:
    """Resident: the certificates of oneself or a child that have not ended."""

    role: ClassVar[Role] = "resident"
    person_id: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class ListConsents:
    """Resident: the standing consents for oneself or a child, one for each area."""

    role: ClassVar[Role] = "resident"
    person_id: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class SetConsent:
    """Resident: give or withdraw the standing consent of an area, for oneself or a child."""

    role: ClassVar[Role] = "resident"
    person_id: str
    subject_id: str
    area: ConsentArea
    is_given: bool


@dataclass(frozen=True, slots=True)
class CheckHealth:
    """Operator: whether the hub is up."""

    role: ClassVar[Role] = "operator"


@dataclass(frozen=True, slots=True)
class FetchCapabilities:
    """Operator: what the hub offers."""

    role: ClassVar[Role] = "operator"


@dataclass(frozen=True, slots=True)
class SetClock:
    """Operator: set the hub's civil date; only hubs under test offer it."""

    role: ClassVar[Role] = "operator"
    civil_date: date


@dataclass(frozen=True, slots=True)
class FetchAuditTrail:
    """Operator: who saw or wrote data of a person, in order."""

    role: ClassVar[Role] = "operator"
    person_id: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit trail: the actor's role and organisation, and what was done.

    `action` is the operation's name in small letters with hyphens, such as check-eligibility; adapters bring
    other hubs' words into this form.
    """

    role: str
    organisation: str
    action: str


Operation = (
    LinkCards
    | PublishRevocations
    | PutInstitutions
    | PutSchemes
    | OpenAccounts
    | RegisterRecipients
    | RegisterHistory
    | RegisterTickets
    | FetchTask
    | RegisterDepartures
    | SendNotice
    | WithdrawNotice
    | FetchResults
    | LookUpSubsidy
    | CheckEligibility
    | FetchTickets
    | FetchQuestionnaire
    | RecordDose
    | RecordInterviewOnly
    | RecordCheckup
    | RecordGroupCheckup
    | FetchRecord
    | AmendResult
    | CancelResult
    | SubmitQuestionnaire
    | WithdrawQuestionnaire
    | ListHistory
    | ListNotices
    | ListCertificates
    | ListConsents
    | SetConsent
    | CheckHealth
    | FetchCapabilities
    | SetClock
    | FetchAuditTrail
)
