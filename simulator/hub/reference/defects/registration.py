"""Defects in taking in registrations."""
# ruff: noqa: ARG002 - what a defect does not look at is the defect

from collections.abc import Iterable, Sequence

from simulator.hub.reference.decisions import Decisions
from simulator.hub.reference.decisions.registration import CERTIFICATE, RowErrors
from simulator.hub.reference.defects.defect import Defect, Kind
from simulator.hub.reference.store import Store


class _HistoryReversed(Decisions):
    def intake_order(self) -> str:
        return "place DESC"


class _DeletionIgnored(Decisions):
    def take_back_certificate(self, store: Store, holder: int, scheme: str, history_key: str) -> None:
        pass


class _ResentRowIgnored(Decisions):
    def write_certificate(self, store: Store, holder: int, values: Sequence[object]) -> None:
        store.write(f"INSERT OR IGNORE {CERTIFICATE}", holder, *values)


class _GoodRowsDropped(Decisions):
    def refused_rows(self, errors: RowErrors, places: Iterable[int]) -> RowErrors:
        dropped = dict.fromkeys(places, ("batch-rejected",)) if errors else {}
        return {**dropped, **errors}


class _BadRowsAccepted(Decisions):
    def refused_rows(self, errors: RowErrors, places: Iterable[int]) -> RowErrors:
        return {}


class _ErrorsShifted(Decisions):
    def reported(self, errors: RowErrors) -> RowErrors:
        return {place + 1: codes for place, codes in errors.items()}


class _ForeignTaskShown(Decisions):
    def is_own_task(self, body_code: str, asking: str) -> bool:
        return True


REGISTRATION_DEFECTS = (
    Defect(
        "history-order-reversed",
        "差分履歴を新しい行から先に取り込み、古い内容が残る",
        "Rows of a difference history are taken in backwards, so that the oldest one stays",
        "REG-003",
        Kind.SEQUENCE,
        _HistoryReversed,
    ),
    Defect(
        "deleted-history-shown",
        "差分履歴で取り消された受給者証を表示し続ける",
        "A certificate that the difference history takes back is still shown",
        "REG-004",
        Kind.SEQUENCE,
        _DeletionIgnored,
    ),
    Defect(
        "resent-row-ignored",
        "送り直した受給者情報を無視し、前の内容のままにする",
        "A row that is sent again is ignored and the earlier content stays",
        "REG-005",
        Kind.SEQUENCE,
        _ResentRowIgnored,
    ),
    Defect(
        "good-rows-dropped-with-bad",
        "誤りのある行が1行でもあると、正しい行も登録しない",
        "One bad row keeps the good rows of its batch from being registered",
        "REG-001",
        Kind.DATA,
        _GoodRowsDropped,
    ),
    Defect(
        "bad-row-accepted",
        "誤りのある行を登録する",
        "A row with mistakes is registered",
        "REG-002",
        Kind.DATA,
        _BadRowsAccepted,
    ),
    Defect(
        "row-errors-shifted",
        "誤りのある行の番号を1つずらして知らせる",
        "The errors of a row are reported for the row after it",
        "REG-002",
        Kind.DATA,
        _ErrorsShifted,
    ),
    Defect(
        "foreign-task-shown",
        "別の実施機関の登録の結果を見せる",
        "A body is shown how the registration of another one fared",
        "PRV-008",
        Kind.REQUEST,
        _ForeignTaskShown,
    ),
)
