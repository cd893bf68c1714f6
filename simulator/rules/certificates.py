"""What may be shown of a person's beneficiary certificates."""

from collections.abc import Callable
from dataclasses import replace

from simulator.language import Text, say
from simulator.port.book import Book
from simulator.port.operations import CheckEligibility, LookUpSubsidy
from simulator.port.outcomes import Outcome
from simulator.records.certificate import BeneficiaryCertificate
from simulator.records.institution import InstitutionKind
from simulator.rules.cards import shows_nothing
from simulator.rules.rule import Allowed, Rule
from simulator.rules.shown import (
    Question,
    barred,
    due,
    identity,
    nobody_departed,
    perhaps_registered,
    person_asked,
    registered,
    setting_is_off,
    shown,
    shows_all,
    shows_none_of,
)
from simulator.rules.wording import list_text

SEVERAL = 2


def valid_ones(operation: Question, book: Book) -> Allowed | None:
    """All that is valid is shown; where nothing is, a plain empty answer."""
    if barred(operation, book):
        return None
    valid = due(operation, book)
    if not valid and not nobody_departed(operation, book):
        return None
    if not valid:
        return Allowed(say("有効な受給者証はないので、該当なし"), lambda outcome: shown(outcome) is not None)
    return Allowed(say("有効な受給者証をすべて示す: {list}", list=list_text(valid)), shows_all(valid))


def _at_pharmacy(operation: Question, book: Book) -> bool:
    place = book.institutions.get(operation.institution_code)
    return place is not None and place.kind is InstitutionKind.PHARMACY


def at_clinic(operation: Question, book: Book) -> Allowed | None:
    """SUB-001: at a hospital, clinic or dental clinic."""
    return None if _at_pharmacy(operation, book) else valid_ones(operation, book)


def at_pharmacy(operation: Question, book: Book) -> Allowed | None:
    """SUB-002: a pharmacy sees the same."""
    return valid_ones(operation, book) if _at_pharmacy(operation, book) else None


def by_gateway(operation: Question, book: Book) -> Allowed | None:
    """SUB-003: the eligibility gateway is answered for a person whom it authenticated."""
    if not isinstance(operation, LookUpSubsidy) or barred(operation, book):
        return None
    if not nobody_departed(operation, book):
        return None
    return Allowed(say("資格確認基盤からの照会に答える"), lambda outcome: shown(outcome) is not None)


def no_ended(operation: Question, book: Book) -> Allowed | None:
    """SUB-004: what has ended is not shown."""
    ended = [row for row in registered(operation, book) if row.valid_to < operation.service_date]
    if not ended:
        return None
    says = say("期間が終わった受給者証は示さない（対象: {list}）", list=list_text(tuple(ended)))
    return Allowed(says, shows_none_of(ended))


def border_days(operation: Question, book: Book) -> Allowed | None:
    """SUB-005: the first and the last day of the period belong to it."""
    day = operation.service_date
    if barred(operation, book):
        return None
    on_border = tuple(row for row in due(operation, book) if day in (row.valid_from, row.valid_to))
    if not on_border:
        return None
    says = say("期間の初日・最終日も有効として示す: {list}", list=list_text(on_border))
    return Allowed(says, shows_all(on_border))


def no_future(operation: Question, book: Book) -> Allowed | None:
    """SUB-006: what has not begun is not shown."""
    future = [row for row in registered(operation, book) if row.valid_from > operation.service_date]
    if not future:
        return None
    says = say("まだ始まっていない受給者証は示さない（対象: {list}）", list=list_text(tuple(future)))
    return Allowed(says, shows_none_of(future))


def no_other_body(operation: Question, book: Book) -> Allowed | None:
    """SUB-007: another body's person with the same person key is somebody else."""
    person = person_asked(operation, book)
    others = book.same_key_elsewhere(person) if person else ()
    rows = [row for holder in others for row in book.certificates_at(holder)]
    if not rows:
        return None
    return Allowed(say("他の自治体の同じ宛名番号の人の受給者証は示さない"), shows_none_of(rows))


def no_namesake(operation: Question, book: Book) -> Allowed | None:
    """PRV-001: a person with the same name and date of birth is somebody else."""
    person = person_asked(operation, book)
    others = book.namesakes(person) if person else ()
    rows = [row for holder in others for row in book.certificates_at(holder)]
    if not rows:
        return None
    return Allowed(say("同姓同名・同じ生年月日の別人の受給者証は示さない"), shows_none_of(rows))


def unchanged(
    operation: Question,
    book: Book,
    chosen: Callable[[BeneficiaryCertificate], bool],
    says: Text,
    fields: tuple[str, ...],
) -> Allowed | None:
    """Some fields of the chosen certificates, where they are shown, are as they were registered."""
    if barred(operation, book):
        return None
    valid = due(operation, book)
    wanted = {identity(row) for row in valid if chosen(row)}
    if not wanted:
        return None

    def as_sent(row: BeneficiaryCertificate) -> bool:
        values = {name: getattr(row, name) for name in fields}
        alike = (sent for sent in valid if identity(sent) == identity(row))
        return any(replace(sent, **values) == sent for sent in alike)

    def admits(outcome: Outcome) -> bool:
        return all(as_sent(row) for row in shown(outcome) or () if identity(row) in wanted)

    them = list_text(tuple(row for row in valid if chosen(row)))
    return Allowed(say("{says}（対象: {list}）", says=says, list=them), admits)


def same_numbers(operation: Question, book: Book) -> Allowed | None:
    """SUB-008: numbers are passed on as registered, leading zeros too."""
    return unchanged(
        operation,
        book,
        lambda row: bool(row.recipient_number or row.payer_number),
        say("公費負担者番号・受給者番号を、先頭のゼロも含めて登録のまま示す"),
        ("payer_number", "recipient_number"),
    )


def same_refund(operation: Question, book: Book) -> Allowed | None:
    """SUB-012: the mark of a certificate that is always refunded stays."""
    return unchanged(
        operation,
        book,
        lambda row: row.is_always_reimbursement,
        say("「常に償還払い」の区分を登録のまま示す"),
        ("is_always_reimbursement",),
    )


def same_ceiling(operation: Question, book: Book) -> Allowed | None:
    """SUB-013: ceiling and income class are passed on as registered."""
    return unchanged(
        operation,
        book,
        lambda row: row.monthly_ceiling_yen is not None or bool(row.income_class),
        say("自己負担上限額と所得区分を登録のまま示す"),
        ("monthly_ceiling_yen", "income_class"),
    )


def consent_refused(operation: Question, book: Book) -> Allowed | None:
    """SUB-009: nothing is shown to whom the patient did not allow it."""
    if operation.consent or not due(operation, book):
        return None
    return Allowed(say("「利用しない」が選ばれたので、何も示さない"), shows_nothing)


def setting_off(operation: Question, book: Book) -> Allowed | None:
    """SUB-010: nothing is shown to an institution without the setting."""
    if not setting_is_off(operation, book) or not operation.consent or not due(operation, book):
        return None
    return Allowed(say("「医療費助成情報: 利用する」の設定がない施設なので、何も示さない"), shows_nothing)


def several(operation: Question, book: Book) -> Allowed | None:
    """SUB-011: of several valid certificates all are shown."""
    if barred(operation, book):
        return None
    valid = due(operation, book)
    if len(valid) < SEVERAL:
        return None
    return Allowed(say("有効な受給者証 {count}件をすべて示す", count=len(valid)), shows_all(valid))


def only_registered(operation: Question, book: Book) -> Allowed | None:
    """SUB-014: nothing is shown that no body registered for the person."""
    known = {identity(row) for row in perhaps_registered(operation, book)}

    def admits(outcome: Outcome) -> bool:
        return all(identity(row) in known for row in shown(outcome) or ())

    return Allowed(say("この人に登録された受給者証だけを示す"), admits)


OF_SUBSIDY: tuple[Rule[Question], ...] = (
    Rule("SUB-001", at_clinic),
    Rule("SUB-002", at_pharmacy),
    Rule("SUB-003", by_gateway),
    Rule("SUB-004", no_ended),
    Rule("SUB-005", border_days),
    Rule("SUB-006", no_future),
    Rule("SUB-007", no_other_body),
    Rule("SUB-008", same_numbers),
    Rule("SUB-009", consent_refused),
    Rule("SUB-010", setting_off),
    Rule("SUB-011", several),
    Rule("SUB-012", same_refund),
    Rule("SUB-013", same_ceiling),
    Rule("SUB-014", only_registered),
    Rule("PRV-001", no_namesake),
)
"""What holds whoever asks, the changes of certificates and their uncommon forms left aside."""


def good_card(operation: CheckEligibility, book: Book) -> Allowed | None:
    """CARD-001: a good card is answered."""
    if barred(operation, book) or not nobody_departed(operation, book):
        return None
    return Allowed(say("有効なカードの照会に答える"), lambda outcome: shown(outcome) is not None)
