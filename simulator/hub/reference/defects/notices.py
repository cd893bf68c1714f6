"""Defects in recommendations and notices; the gravest are those after a death."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from datetime import date, timedelta

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.notices import StoredNotice
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store
from simulator.records.notice import Notice

_REASON = "SELECT 1 FROM departure WHERE holder = ? AND reason = ?"


class _NoticeLate(Decisions):
    def has_begun(self, notice: Notice, today: date) -> bool:
        return notice.show_from < today


class _QueuedShown(Decisions):
    def has_begun(self, notice: Notice, today: date) -> bool:
        return notice.show_from <= today + timedelta(days=7)


class _AfterDeath(Decisions):
    def has_died_or_moved(self, store: Store, holder: int) -> bool:
        return store.row(_REASON, holder, "move_out") is not None


class _AfterMove(Decisions):
    def has_died_or_moved(self, store: Store, holder: int) -> bool:
        return store.row(_REASON, holder, "death") is not None


class _AfterPregnancy(Decisions):
    def pregnancy_has_ended(self, store: Store, holder: int, number: int | None) -> bool:
        return False


class _WithdrawnShown(Decisions):
    def is_taken_back(self, stored: StoredNotice) -> bool:
        return False


class _AfterDose(Decisions):
    def is_done(self, store: Store, notice: Notice) -> bool:
        return False


class _ClassBRecommended(Decisions):
    def may_be_recommended(self, subject: str) -> bool:
        return True


class _NoticesToAnybody(Decisions):
    def may_list_notices(self, store: Store, person_id: str, subject_id: str) -> bool:
        return True


NOTICE_DEFECTS = (
    Defect(
        "notice-late",
        "お知らせ・勧奨を、指定の日の翌日まで表示しない",
        "A notice is shown only on the day after the one that it is meant for",
        "NTC-001",
        Kind.TIME,
        _NoticeLate,
    ),
    Defect(
        "queued-notice-shown-early",
        "予約したお知らせ・勧奨を、指定の日の前に表示する",
        "A queued notice is shown before its day",
        "NTC-002",
        Kind.TIME,
        _QueuedShown,
    ),
    Defect(
        "notice-after-death",
        "亡くなった人への、予約済みのお知らせ・勧奨を表示する",
        "Notices about a person who has died are still shown",
        "NTC-003",
        Kind.SEQUENCE,
        _AfterDeath,
    ),
    Defect(
        "notice-after-move",
        "転出した人に、前の自治体のお知らせ・勧奨を表示する",
        "Notices of the former body are shown after moving out",
        "NTC-004",
        Kind.SEQUENCE,
        _AfterMove,
    ),
    Defect(
        "notice-after-pregnancy-end",
        "妊娠が終わった人に、妊婦健診などのお知らせを表示する",
        "Notices that concern a pregnancy are shown after its end",
        "NTC-005",
        Kind.SEQUENCE,
        _AfterPregnancy,
    ),
    Defect(
        "withdrawn-notice-shown",
        "取り下げたお知らせ・勧奨を表示する",
        "A notice that was withdrawn is still shown",
        "NTC-006",
        Kind.SEQUENCE,
        _WithdrawnShown,
    ),
    Defect(
        "recommendation-after-dose",
        "接種・受診が済んだ後も勧奨を表示する",
        "A recommendation is shown although the dose or checkup is recorded",
        "NTC-007",
        Kind.SEQUENCE,
        _AfterDose,
    ),
    Defect(
        "class-b-recommended",
        "B類の予防接種の勧奨を受け付けて表示する",
        "A class B vaccine is recommended",
        "NTC-008",
        Kind.REQUEST,
        _ClassBRecommended,
    ),
    Defect(
        "notice-to-anybody",
        "他人へのお知らせ・勧奨を住民に表示する",
        "A resident is shown the notices about anybody",
        "NTC-009",
        Kind.REQUEST,
        _NoticesToAnybody,
    ),
)
