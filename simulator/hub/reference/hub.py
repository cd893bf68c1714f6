"""The reference hub: operations in, outcomes out, over a store; itself a hub behind the port."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from simulator.hub.contract.page import PageWish
from simulator.hub.reference import (
    amendments,
    certificates,
    consents,
    departures,
    eligibility,
    handover,
    notices,
    oversight,
    questionnaires,
    registration,
    results,
    tickets,
)
from simulator.hub.reference.assertions import Trust
from simulator.hub.reference.audit import leave_entries
from simulator.hub.reference.caller import Caller, may_call
from simulator.hub.reference.cards import CardDesk
from simulator.hub.reference.clock import HubClock
from simulator.hub.reference.core import Answer, Core
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.pages import read_cursor
from simulator.hub.reference.defects import find_defect
from simulator.hub.reference.sqlite_store import SqliteStore
from simulator.hub.reference.store import Store, StoreFailure
from simulator.port import operations as ops
from simulator.port.outcomes import Empty, Invalid, Ok, Outcome, Refused, Unavailable

PUBLIC = (ops.CheckHealth, ops.FetchCapabilities)
READ_ONLY = (*PUBLIC, ops.FetchTask, ops.FetchAuditTrail)
"""Operations that leave nothing in the store, not even an entry in the audit trail."""

Part = Callable[[Core, Any], Answer]
_PARTS: Mapping[type[ops.Operation], Part] = MappingProxyType(
    {
        ops.LinkCards: handover.link_cards,
        ops.PublishRevocations: handover.publish_revocations,
        ops.PutInstitutions: handover.put_institutions,
        ops.PutSchemes: handover.put_schemes,
        ops.OpenAccounts: handover.open_accounts,
        ops.RegisterRecipients: registration.register,
        ops.RegisterHistory: registration.register,
        ops.RegisterTickets: registration.register,
        ops.FetchTask: registration.fetch_task,
        ops.RegisterDepartures: departures.register_departures,
        ops.SendNotice: notices.send_notice,
        ops.WithdrawNotice: notices.withdraw_notice,
        ops.FetchResults: amendments.fetch_results,
        ops.LookUpSubsidy: eligibility.look_up_subsidy,
        ops.CheckEligibility: eligibility.check_eligibility,
        ops.FetchTickets: tickets.fetch_tickets,
        ops.FetchQuestionnaire: questionnaires.fetch_questionnaire,
        ops.SubmitQuestionnaire: questionnaires.submit_questionnaire,
        ops.WithdrawQuestionnaire: questionnaires.withdraw_questionnaire,
        ops.RecordDose: results.record_dose,
        ops.RecordInterviewOnly: results.record_interview_only,
        ops.RecordCheckup: results.record_checkup,
        ops.RecordGroupCheckup: results.record_group_checkup,
        ops.FetchRecord: amendments.fetch_record,
        ops.AmendResult: amendments.amend_result,
        ops.CancelResult: amendments.cancel_result,
        ops.ListHistory: results.list_history,
        ops.ListNotices: notices.list_notices,
        ops.ListCertificates: certificates.list_certificates,
        ops.ListConsents: consents.list_consents,
        ops.SetConsent: consents.set_consent,
        ops.CheckHealth: oversight.check_health,
        ops.FetchCapabilities: oversight.fetch_capabilities,
        ops.SetClock: oversight.set_clock,
        ops.FetchAuditTrail: oversight.fetch_audit_trail,
    }
)


class Asked(NamedTuple):
    """An operation with its caller, and the page that is wished for."""

    operation: ops.Operation
    caller: Caller | None
    page: PageWish | None = None


class ReferenceHub:
    """A hub that keeps every rule of the contract, save the one that a named defect breaks.

    Raises:
        Complaint: no defect has that name.
        BadAssertion: the revocation list is not that of the trusted authority.
    """

    def __init__(
        self, store: Store, trust: Trust, *, clock: HubClock | None = None, defect: str | None = None
    ) -> None:
        clock = clock or HubClock()
        decisions = (Decisions if defect is None else find_defect(defect).decisions)(clock)
        self._core = Core(store, clock, decisions, CardDesk(store, trust, clock, decisions))

    @property
    def clock(self) -> HubClock:
        """The hub's clock."""
        return self._core.clock

    @property
    def has_work(self) -> bool:
        """Whether accepted rows may still wait for the intake."""
        return not self._core.intake.is_idle

    def count_waiting_rows(self) -> int:
        """The accepted rows that wait for the intake."""
        (count,) = self._core.store.row("SELECT COUNT(*) FROM intake_row") or (0,)
        return int(count)

    def work(self) -> None:
        """Take in a portion of what was accepted; what was taken in is on disk when this returns."""
        with self._core.store.transaction():
            self._core.intake.work(self._core)

    def perform(
        self, operation: ops.Operation, caller: Caller | None = None, page: PageWish | None = None
    ) -> Outcome:
        """Carry out an operation; what it changed and its audit entries are on disk when this returns.

        Anybody may ask for health and capabilities; else a caller is needed and has to be the operation's
        actor. With `page` a list comes as a `Page` of it.
        """
        refusal = refusal_of(operation, caller)
        if refusal is not None:
            return refusal
        try:
            with self._core.store.transaction():
                return self._carry_out(Asked(operation, caller, page))
        except StoreFailure:
            return Unavailable("the store does not answer")

    def perform_together(self, group: Sequence[Asked]) -> list[Outcome | Exception]:
        """Carry out operations of callers who may call them, one after the other, under one commit.

        What one of them raises stands in the place of its outcome, and nothing of that one stays. If the
        commit fails, all are unavailable.
        """
        try:
            with self._core.store.transaction():
                return [self._carry_out_alone(asked) for asked in group]
        except StoreFailure:
            return [Unavailable("the store does not answer")] * len(group)

    def _carry_out_alone(self, asked: Asked) -> Outcome | Exception:
        try:
            with self._core.store.savepoint():
                return self._carry_out(asked)
        except StoreFailure:
            return Unavailable("the store does not answer")
        except Exception as error:  # noqa: BLE001 - it is raised again where the operation is awaited
            return error

    def _carry_out(self, asked: Asked) -> Outcome:
        answer = _PARTS[type(asked.operation)](self._core, asked.operation)
        if asked.caller is not None:
            leave_entries(self._core, asked.caller, asked.operation, answer)
        return answer.outcome if asked.page is None else self._page(answer, asked.page)

    def _page(self, answer: Answer, wish: PageWish) -> Outcome:
        match answer.outcome:
            case Empty():
                rows: tuple[object, ...] = ()
            case Ok(value) if isinstance(value, tuple):
                rows = value
            case other:
                return other
        after = read_cursor(wish.cursor)
        if after is None:
            return Invalid(("cursor",))
        return Ok(self._core.decisions.page(rows, answer.keys, after, wish.limit))

    def close(self) -> None:
        """Close the store."""
        self._core.store.close()


def refusal_of(operation: ops.Operation, caller: Caller | None) -> Refused | None:
    """Why an operation is not this caller's; None for one that is."""
    if isinstance(operation, PUBLIC):
        return None
    if caller is None:
        return Refused("unauthenticated")
    return None if may_call(caller, operation) else Refused("forbidden")


def open_hub(
    path: Path | str,
    trust: Trust,
    civil_date: date | None = None,
    *,
    test_clock: bool = False,
    defect: str | None = None,
) -> ReferenceHub:
    """Open a hub over the store at `path`, or an empty one where there is none."""
    clock = HubClock(civil_date, steerable=test_clock)
    store = SqliteStore if defect is None else find_defect(defect).store
    return ReferenceHub(store.open(path), trust, clock=clock, defect=defect)
