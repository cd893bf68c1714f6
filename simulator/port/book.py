"""The book: what a driver sent to a hub and what the hub acknowledged. Rules read it, never the hub."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.port.operations import (
    CheckEligibility,
    FetchTask,
    FetchTickets,
    LinkCards,
    LookUpSubsidy,
    OpenAccounts,
    Operation,
    PutInstitutions,
    RecordCheckup,
    RecordDose,
    RecordGroupCheckup,
    RecordInterviewOnly,
    RegisterRecipients,
    RegisterTickets,
    SubmitQuestionnaire,
    TaskReport,
)
from simulator.port.outcomes import Accepted, AlreadyRegistered, Empty, Ok, Outcome, Refused, Unknown
from simulator.records.certificate import BeneficiaryCertificate, RecipientRow
from simulator.records.institution import Institution
from simulator.records.person import BodyPerson, Registrant
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import InterviewOnly, Result
from simulator.records.ticket import Ticket, TicketRow


@dataclass(frozen=True, slots=True)
class PresentedCard:
    """What a driver knows of the card behind an assertion, on the day of the visit."""

    person_id: str
    serial: int
    is_grace: bool = False
    is_expired: bool = False
    is_revoked: bool = False
    is_tampered: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A result sent to the hub; `certain` unless no answer came."""

    result: Result
    key: str
    certain: bool = True
    times_sent: int = 1


class Book:
    """What one driver sent and what was acknowledged, as far as rules need it."""

    def __init__(self) -> None:
        self.institutions: dict[str, Institution] = {}
        self.accounts: dict[str, frozenset[str]] = {}
        self.serials: dict[str, list[int]] = defaultdict(list)
        self.at_bodies: dict[str, BodyPerson] = {}
        self.person_ids: dict[BodyPerson, str] = {}
        self.registrants: dict[BodyPerson, Registrant] = {}
        self.certificates: dict[BodyPerson, list[BeneficiaryCertificate]] = defaultdict(list)
        self.tickets: dict[str, tuple[BodyPerson, Ticket]] = {}
        self.tickets_of: dict[BodyPerson, list[Ticket]] = defaultdict(list)
        self.questionnaires: dict[str, list[tuple[Questionnaire, bool]]] = defaultdict(list)
        self.results: dict[str, list[Recorded]] = defaultdict(list)
        self.cards: dict[str, PresentedCard] = {}
        self.assertions_sent: set[str] = set()
        self.assertions_used: set[str] = set()
        self.cards_read: set[tuple[str, str]] = set()
        self.cards_perhaps_read: set[tuple[str, str]] = set()
        self.look_ups: Counter[tuple[str, str]] = Counter()
        self._same_person: dict[str, set[BodyPerson]] = defaultdict(set)
        self._by_key: dict[str, set[BodyPerson]] = defaultdict(set)
        self._namesakes: dict[tuple[str, str], set[BodyPerson]] = defaultdict(set)
        self._tasks: dict[str, tuple[RecipientRow | TicketRow, ...]] = {}

    def present(self, assertion: str, card: PresentedCard) -> None:
        """Note whose card stands behind an assertion that will be sent."""
        self.cards[assertion] = card

    def note(self, operation: Operation, outcome: Outcome) -> None:
        """Take down one operation and what came of it."""
        match operation:
            case LinkCards() if isinstance(outcome, Ok):
                self._link(operation)
            case PutInstitutions() if isinstance(outcome, Ok):
                self.institutions |= {place.code: place for place in operation.institutions}
            case OpenAccounts() if isinstance(outcome, Ok):
                self.accounts |= {owner: frozenset(children) for owner, children in operation.accounts}
            case RegisterRecipients() | RegisterTickets() if isinstance(outcome, Accepted):
                self._tasks[outcome.task] = operation.rows
            case FetchTask() if isinstance(outcome, Ok) and isinstance(outcome.value, TaskReport):
                self._take_in(operation.task, outcome.value)
            case SubmitQuestionnaire() if isinstance(outcome, Ok | Unknown):
                self._submit(operation.questionnaire, certain=isinstance(outcome, Ok))
            case RecordDose() | RecordInterviewOnly() | RecordCheckup() | RecordGroupCheckup():
                self._record(operation, outcome)
            case LookUpSubsidy():
                self._looked_up(operation.person_id, operation.institution_code, outcome)
            case CheckEligibility() | FetchTickets():
                self._asked_by_card(operation, outcome)
            case _:
                pass

    def _link(self, operation: LinkCards) -> None:
        for link in operation.links:
            self.at_bodies[link.person_id] = link.at_body
            self.person_ids[link.at_body] = link.person_id
            if link.serial is not None:
                self.serials[link.person_id].append(link.serial)

    def _take_in(self, task: str, report: TaskReport) -> None:
        if not report.done or task not in self._tasks:
            return
        rejected = {row.row for row in report.rows if row.errors}
        for place, row in enumerate(self._tasks.pop(task)):
            if place in rejected:
                continue
            self._register(row.registrant)
            holder = row.registrant.at_body
            if isinstance(row, RecipientRow):
                if row.certificate not in self.certificates[holder]:
                    self.certificates[holder].append(row.certificate)
            elif row.ticket.ticket_number not in self.tickets:
                self.tickets[row.ticket.ticket_number] = (holder, row.ticket)
                self.tickets_of[holder].append(row.ticket)

    def _register(self, registrant: Registrant) -> None:
        holder = registrant.at_body
        self.registrants[holder] = registrant
        self._same_person[registrant.my_number].add(holder)
        self._by_key[holder.person_key].add(holder)
        basic = registrant.basic
        self._namesakes[basic.name_kana, basic.date_of_birth.isoformat()].add(holder)

    def _submit(self, form: Questionnaire, *, certain: bool) -> None:
        """Sent again right after, a questionnaire is the same; it is certain if either was acknowledged."""
        sent = self.questionnaires[form.ticket_number]
        if sent and sent[-1][0] == form:
            certain |= sent.pop()[1]
        sent.append((form, certain))

    def _record(
        self,
        operation: RecordDose | RecordInterviewOnly | RecordCheckup | RecordGroupCheckup,
        outcome: Outcome,
    ) -> None:
        match operation:
            case RecordDose():
                result: Result = operation.dose
            case RecordInterviewOnly():
                result = operation.interview
            case _:
                result = operation.result
        if not isinstance(outcome, Ok | Unknown | AlreadyRegistered):
            return
        records = self.results[result.ticket_number]
        for place, earlier in enumerate(records):
            if earlier.key == operation.key:
                certain = earlier.certain or isinstance(outcome, Ok | AlreadyRegistered)
                records[place] = Recorded(result, earlier.key, certain, earlier.times_sent + 1)
                return
        if isinstance(outcome, Ok | Unknown):
            records.append(Recorded(result, operation.key, isinstance(outcome, Ok)))

    def _asked_by_card(self, operation: CheckEligibility | FetchTickets, outcome: Outcome) -> None:
        self.assertions_sent.add(operation.assertion)
        if isinstance(outcome, Ok | Empty):
            self.assertions_used.add(operation.assertion)
        card = self.cards.get(operation.assertion)
        if card is None:
            return
        self._looked_up(card.person_id, operation.institution_code, outcome)
        if isinstance(outcome, Ok):
            self.cards_read.add((operation.institution_code, card.person_id))
        if not isinstance(outcome, Refused):
            # A hub may have read a card for which it then has nothing to show.
            self.cards_perhaps_read.add((operation.institution_code, card.person_id))

    def _looked_up(self, person_id: str, institution_code: str, outcome: Outcome) -> None:
        if isinstance(outcome, Ok):
            self.look_ups[person_id, institution_code] += 1

    def task_rows(self, task: str) -> tuple[RecipientRow | TicketRow, ...]:
        """The rows of a registration that is still under way."""
        return self._tasks.get(task, ())

    def same_person(self, person_id: str) -> tuple[BodyPerson, ...]:
        """A person as all bodies know him (those that registered him with the same My Number)."""
        at_body = self.at_bodies.get(person_id)
        if at_body is None:
            return ()
        registrant = self.registrants.get(at_body)
        others = self._same_person[registrant.my_number] if registrant else set()
        return _in_order({at_body, *others})

    def certificates_of(self, person_id: str) -> tuple[BeneficiaryCertificate, ...]:
        """The beneficiary certificates registered for a person by any body."""
        holders = self.same_person(person_id)
        return tuple(certificate for holder in holders for certificate in self.certificates[holder])

    def tickets_for(self, person_id: str) -> tuple[Ticket, ...]:
        """The tickets registered for a person by any body."""
        return tuple(ticket for holder in self.same_person(person_id) for ticket in self.tickets_of[holder])

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

    def used_up(self, ticket_number: str) -> bool:
        """Whether a dose or a checkup was surely recorded on a ticket."""
        return any(
            recorded.certain and not isinstance(recorded.result, InterviewOnly)
            for recorded in self.results[ticket_number]
        )


def _in_order(holders: set[BodyPerson]) -> tuple[BodyPerson, ...]:
    return tuple(sorted(holders, key=lambda holder: (holder.body_code, holder.person_key)))
