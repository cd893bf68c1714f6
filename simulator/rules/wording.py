"""Outcomes in words, as findings and reports show them."""

from simulator.language import Text, say
from simulator.port.outcomes import (
    Accepted,
    AlreadyRegistered,
    Conflict,
    Empty,
    Invalid,
    Malformed,
    Ok,
    Outcome,
    Refused,
    Unavailable,
    Unknown,
    Unsupported,
)
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.consent import Consent, ConsentArea
from simulator.records.notice import Notice, NoticeKind
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import BodyRecord, CheckupResult, Dose, InterviewOnly, Record
from simulator.records.ticket import Ticket

_SHOWN = 4


def outcome_text(outcome: Outcome) -> Text:
    """An outcome in words; long lists are cut."""
    match outcome:
        case Ok(value=value):
            return value_text(value)
        case Refused(reason=reason):
            return say("拒否（{reason}）", reason=reason)
        case Invalid(fields=fields):
            return say("項目の誤りとして拒否（{fields}）", fields=", ".join(fields))
        case Malformed(detail=detail):
            return say("約束の形でない回答（{detail}）", detail=detail)
        case _:
            return _PLAIN[type(outcome)]


_PLAIN: dict[type, Text] = {
    Accepted: say("受付（処理中）"),
    Empty: say("該当なし（空の回答）"),
    Conflict: say("競合"),
    AlreadyRegistered: say("登録済み"),
    Unsupported: say("このハブにはない機能"),
    Unavailable: say("利用できない"),
    Unknown: say("回答が届かない"),
}


NOTICE_KINDS: dict[NoticeKind, Text] = {
    NoticeKind.RECOMMENDATION: say("勧奨"),
    NoticeKind.INFORMATION: say("お知らせ"),
}
AREAS: dict[ConsentArea, Text] = {
    ConsentArea.MEDICAL_SUBSIDY: say("医療費助成"),
    ConsentArea.VACCINATION: say("予防接種"),
    ConsentArea.CHECKUP: say("健診"),
}


def value_text(value: object) -> Text:  # noqa: C901, PLR0911 - one line for each kind of record
    """What an answer shows, in words."""
    match value:
        case tuple():
            return list_text(value)
        case BeneficiaryCertificate():
            return say(
                "受給者証「{name}」受給者番号 {number} 期間 {begin}〜{end}",
                name=value.name,
                number=value.recipient_number,
                begin=value.valid_from,
                end=value.valid_to,
            )
        case Ticket():
            return say(
                "券 {number}（{subject}）〜{end}",
                number=value.ticket_number,
                subject=value.subject,
                end=value.valid_to,
            )
        case Dose():
            return say(
                "接種 {vaccine} {number}回目 {day} ロット {lot}",
                vaccine=value.vaccine,
                number=value.dose_number,
                day=value.given_on,
                lot=value.lot_number,
            )
        case InterviewOnly():
            return say(
                "予診のみ（見合わせ） {vaccine} {day}", vaccine=value.vaccine, day=value.interviewed_on
            )
        case CheckupResult():
            closer = say("要精密") if value.needs_closer_examination else say("異常なし")
            return say(
                "健診 {checkup} {day} {closer}", checkup=value.checkup, day=value.examined_on, closer=closer
            )
        case Questionnaire():
            return say("問診への回答 {count}項目", count=len(value.answers))
        case Notice():
            kind = NOTICE_KINDS[value.kind]
            return say("{kind}「{text}」{day} から", kind=kind, text=value.text, day=value.show_from)
        case Consent():
            given = say("同意あり") if value.is_given else say("同意なし")
            return say("{area}: {given}", area=AREAS[value.area], given=given)
        case (
            Record(result=result, is_cancelled=True)
            | BodyRecord(record=Record(result=result, is_cancelled=True))
        ):
            return say("取消し済みの記録: {result}", result=value_text(result))
        case Record(result=result) | BodyRecord(record=Record(result=result)):
            return say("記録: {result}", result=value_text(result))
        case _:
            return say("受付済み")


def list_text(values: tuple[object, ...]) -> Text:
    """A list in words: how many, and the first few."""
    if not values:
        return say("該当なし（空の回答）")
    first = tuple(value_text(value) for value in values[:_SHOWN])
    if len(values) > _SHOWN:
        return say("{count}件: {list} ほか", count=len(values), list=first)
    return say("{count}件: {list}", count=len(values), list=first)
