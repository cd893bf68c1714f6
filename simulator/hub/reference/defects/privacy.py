"""Defects in who is shown what: 支援措置, proxies, error answers, pages and refusals in the trail."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from collections.abc import Sequence
from datetime import date

from simulator.hub.contract.page import Page
from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.trail import Entry
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store
from simulator.records.result import Result


class _PlaceShown(Decisions):
    def screened(self, result: Result) -> Result:
        return result


class _EndedProxySees(Decisions):
    def grant(self, store: Store, person_id: str, subject_ids: tuple[str, ...]) -> None:
        added = ((person_id, each) for each in subject_ids)
        store.write_many("INSERT OR IGNORE INTO representation VALUES (?, ?)", added)


class _CertificatesToAnybody(Decisions):
    def may_list_certificates(self, store: Store, person_id: str, subject_id: str) -> bool:
        return True


class _BirthDateInProblem(Decisions):
    def name_of_birth_date(self, registered: date | None) -> str:
        return f"dateOfBirth (registered: {registered})"


class _RowLost(Decisions):
    def page(self, rows: Sequence[object], keys: Sequence[int], after: int, limit: int) -> Page:
        sound = super().page(rows, keys, after, limit)
        return Page(sound.rows[1:] if after else sound.rows, sound.next)


class _RowDoubled(Decisions):
    def page(self, rows: Sequence[object], keys: Sequence[int], after: int, limit: int) -> Page:
        return super().page(rows, keys, after - 1 if after else 0, limit)


class _RefusalsMissing(Decisions):
    def leave_entry(self, store: Store, entry: Entry) -> None:
        if entry.outcome != "Refused":
            super().leave_entry(store, entry)


PRIVACY_DEFECTS = (
    Defect(
        "place-shown-to-proxy",
        "不開示の人の受診先・接種場所を、代理人に表示する",
        "A proxy is shown where a person under protection was vaccinated or examined",
        "PRV-004",
        Kind.DATA,
        _PlaceShown,
    ),
    Defect(
        "ended-proxy-still-sees",
        "代理の設定が終わった人に、履歴を表示し続ける",
        "Somebody who may act for a person no more still sees the history",
        "PRV-005",
        Kind.SEQUENCE,
        _EndedProxySees,
    ),
    Defect(
        "certificates-to-anybody",
        "他人の受給者証を住民に表示する",
        "A resident is shown the certificates of anybody",
        "PRV-006",
        Kind.REQUEST,
        _CertificatesToAnybody,
    ),
    Defect(
        "birth-date-in-problem",
        "誤りの回答に、登録された生年月日を書く",
        "The answer to a mistake tells the registered date of birth",
        "PRV-009",
        Kind.REQUEST,
        _BirthDateInProblem,
    ),
    Defect(
        "page-row-lost",
        "一覧の2ページ目から、最初の1件が抜ける",
        "From the second page on the first row of a list is lost",
        "PAG-001",
        Kind.DATA,
        _RowLost,
    ),
    Defect(
        "page-row-doubled",
        "一覧のページの境目で、同じ1件が2度出る",
        "A row at the border of two pages comes twice",
        "PAG-001",
        Kind.DATA,
        _RowDoubled,
    ),
    Defect(
        "audit-of-refusals-missing",
        "断った照会が監査記録に残らない",
        "Look-ups that were refused leave no entry in the audit trail",
        "AUD-002",
        Kind.SEQUENCE,
        _RefusalsMissing,
    ),
)
