"""Defects in recording doses, interviews and checkups."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from dataclasses import replace
from datetime import date

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.results import SAME_KEY, Submission
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store
from simulator.port.outcomes import Outcome, Refused
from simulator.records.result import CheckupResult, Dose, DoseClass, InterviewOnly

_OTHER_DOSES = (
    "SELECT r.content ->> 'given_on' FROM ticket asked JOIN body_person b ON b.id = asked.holder"
    " JOIN body_person same ON same.person = b.person JOIN ticket t ON t.holder = same.id"
    " JOIN result r ON r.ticket_number = t.ticket_number"
    " WHERE asked.ticket_number = ? AND r.kind = 'dose' AND r.content ->> 'vaccine' = ?"
)
_INTERVAL_DAYS = 27
_LEAP_DAY = (2, 29)


class _DoseLost(Decisions):
    def write_result(self, store: Store, number: int, submission: Submission) -> None:
        if not isinstance(submission.result, Dose):
            super().write_result(store, number, submission)


class _DoseRefusedByInterval(Decisions):
    def standing_in_the_way(self, store: Store, submission: Submission) -> Outcome | None:
        dose, sound = submission.result, super().standing_in_the_way(store, submission)
        if sound is not None or not isinstance(dose, Dose):
            return sound
        days = [
            date.fromisoformat(day) for (day,) in store.rows(_OTHER_DOSES, dose.ticket_number, dose.vaccine)
        ]
        short = any(0 <= (dose.given_on - day).days < _INTERVAL_DAYS for day in days)
        return Refused("interval-too-short") if short or dose.dose_class is DoseClass.ERROR else None


class _InterviewAsDose(Decisions):
    def write_result(self, store: Store, number: int, submission: Submission) -> None:
        held = submission.result
        if isinstance(held, InterviewOnly):
            what = (held.ticket_number, held.vaccine, held.dose_number, held.interviewed_on)
            dose = Dose(*what, "", "", "", held.doctor, held.institution_code)
            submission = replace(submission, result=dose)
        super().write_result(store, number, submission)


class _DoseDoubled(Decisions):
    def standing_in_the_way(self, store: Store, submission: Submission) -> Outcome | None:
        repeated = store.row(SAME_KEY, submission.recorder_code, submission.key) is not None
        if repeated and isinstance(submission.result, Dose):
            return None
        return super().standing_in_the_way(store, submission)


class _LotTruncated(Decisions):
    def write_result(self, store: Store, number: int, submission: Submission) -> None:
        dose = submission.result
        if isinstance(dose, Dose):
            submission = replace(submission, result=replace(dose, lot_number=dose.lot_number[:-1]))
        super().write_result(store, number, submission)


class _WrongBirthDateAccepted(Decisions):
    def is_birth_date(self, registered: date | None, given: date) -> bool:
        return True


class _CheckupLost(Decisions):
    def write_result(self, store: Store, number: int, submission: Submission) -> None:
        if not isinstance(submission.result, CheckupResult):
            super().write_result(store, number, submission)


class _CloserExaminationLost(Decisions):
    def write_result(self, store: Store, number: int, submission: Submission) -> None:
        checkup = submission.result
        if isinstance(checkup, CheckupResult):
            submission = replace(submission, result=replace(checkup, needs_closer_examination=False))
        super().write_result(store, number, submission)


class _LeapDayRefused(Decisions):
    def is_birth_date(self, registered: date | None, given: date) -> bool:
        return super().is_birth_date(registered, given) and (given.month, given.day) != _LEAP_DAY


RESULT_DEFECTS = (
    Defect(
        "dose-lost",
        "受け付けたと答えた接種記録が残らない",
        "A dose is acknowledged and not stored",
        "VAC-004",
        Kind.SEQUENCE,
        _DoseLost,
    ),
    Defect(
        "dose-refused-by-interval",
        "実際に行われた接種の記録を、間隔の不足や間違い接種を理由に断る",
        "A dose that was given is refused for its interval or as an error",
        "VAC-005",
        Kind.SEQUENCE,
        _DoseRefusedByInterval,
    ),
    Defect(
        "interview-only-stored-as-dose",
        "見合わせ(予診のみ)を接種として残す",
        "An interview without a dose is stored as a dose",
        "VAC-006",
        Kind.SEQUENCE,
        _InterviewAsDose,
    ),
    Defect(
        "dose-doubled-on-retry",
        "同じ接種記録の再送を二重に登録する",
        "A dose that is sent again under the same key is stored twice",
        "VAC-007",
        Kind.SEQUENCE,
        _DoseDoubled,
    ),
    Defect(
        "lot-number-truncated",
        "ワクチンのロット番号の最後の1文字が欠ける",
        "The last character of a lot number is lost",
        "VAC-009",
        Kind.SEQUENCE,
        _LotTruncated,
    ),
    Defect(
        "wrong-birth-date-accepted",
        "接種券の本人と違う生年月日の記録を受け付ける",
        "A result with a date of birth other than that of the ticket's person is taken",
        "VAC-010",
        Kind.REQUEST,
        _WrongBirthDateAccepted,
    ),
    Defect(
        "checkup-lost",
        "受け付けたと答えた健診結果が残らない",
        "A checkup's result is acknowledged and not stored",
        "CHK-003",
        Kind.SEQUENCE,
        _CheckupLost,
    ),
    Defect(
        "closer-examination-flag-lost",
        "健診結果の「要精密検査」が消える",
        "The flag that a closer examination is needed is lost",
        "CHK-004",
        Kind.SEQUENCE,
        _CloserExaminationLost,
    ),
    Defect(
        "leap-day-birth-refused",
        "2月29日生まれの人の記録を断る",
        "Records of people born on 29 February are refused",
        "VAC-015",
        Kind.TIME,
        _LeapDayRefused,
    ),
)
