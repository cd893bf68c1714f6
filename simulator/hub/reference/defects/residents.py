"""Defects in questionnaires, history and the audit trail."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from datetime import date

from simulator.hub.reference.audit_actions import LOOK_UPS
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.residents import Recorded
from simulator.hub.reference.decisions.trail import Entry
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store

_NEWEST_OF_SIBLINGS = (
    "SELECT q.answers FROM ticket t JOIN body_person b ON b.id = t.holder JOIN person p ON p.id = b.person"
    " JOIN representation own ON own.subject_id = p.person_id"
    " JOIN representation child ON child.person_id = own.person_id"
    " JOIN questionnaire q ON q.subject_id = child.subject_id WHERE t.ticket_number = ? ORDER BY q.id DESC"
)
_FIRST = "SELECT answers FROM questionnaire WHERE ticket_number = ? ORDER BY id"


class _HistoryNextDay(Decisions):
    def history(self, store: Store, person: int) -> list[Recorded]:
        today = self.clock.civil_date()
        return [recorded for recorded in super().history(store, person) if recorded.on < today]


class _SiblingShown(Decisions):
    def answers(self, store: Store, ticket_number: str) -> str | None:
        newest = store.row(_NEWEST_OF_SIBLINGS, ticket_number)
        return super().answers(store, ticket_number) if newest is None else str(newest[0])


class _Stale(Decisions):
    def answers(self, store: Store, ticket_number: str) -> str | None:
        first = store.row(_FIRST, ticket_number)
        return None if first is None else str(first[0])


class _StrangerListed(Decisions):
    def may_list(self, store: Store, person_id: str, subject_id: str) -> bool:
        return True


class _AuditMissing(Decisions):
    def leave_entry(self, store: Store, entry: Entry) -> None:
        if entry.action not in LOOK_UPS.values():
            super().leave_entry(store, entry)


class _WithdrawnShown(Decisions):
    def withdraw_answers(self, store: Store, ticket_number: str, person_id: str, subject_id: str) -> None:
        pass


class _ShownUnread(Decisions):
    def has_read_card(self, store: Store, institution_code: str, person: int, today: date) -> bool:
        return True


RESIDENT_DEFECTS = (
    Defect(
        "history-next-day",
        "記録した結果が翌日まで履歴に出ない",
        "A result appears in the history only on the day after its recording",
        "VAC-008",
        Kind.TIME,
        _HistoryNextDay,
    ),
    Defect(
        "sibling-questionnaire-shown",
        "きょうだいの予診票・問診票を表示する",
        "The questionnaire of a sibling is shown",
        "QST-002",
        Kind.DATA,
        _SiblingShown,
    ),
    Defect(
        "questionnaire-stale",
        "送り直した予診票・問診票の最初の内容を表示する",
        "Of a questionnaire that was sent again the first version is shown",
        "QST-003",
        Kind.SEQUENCE,
        _Stale,
    ),
    Defect(
        "stranger-history-shown",
        "他人の履歴を住民に表示する",
        "A resident is shown the history of anybody",
        "PRV-002",
        Kind.REQUEST,
        _StrangerListed,
    ),
    Defect(
        "audit-missing",
        "情報の照会が監査記録に残らない",
        "Look-ups leave no entry in the audit trail",
        "AUD-001",
        Kind.SEQUENCE,
        _AuditMissing,
    ),
    Defect(
        "withdrawn-questionnaire-shown",
        "取り下げた予診票・問診票を表示する",
        "A questionnaire that was withdrawn is still shown",
        "QST-007",
        Kind.SEQUENCE,
        _WithdrawnShown,
    ),
    Defect(
        "questionnaire-without-reading-shown",
        "カードを読み取っていない施設に、予診票・問診票を表示する",
        "A questionnaire is shown to an institution that has not read the card",
        "QST-005",
        Kind.REQUEST,
        _ShownUnread,
    ),
)
