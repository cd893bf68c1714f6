"""What may be shown of certificates that are out of the common: SUB-015 and SUB-018 to SUB-020."""

from collections.abc import Callable
from functools import cache
from unicodedata import normalize

from simulator.clock import fiscal_year
from simulator.facts.bodies import prefectures
from simulator.language import Text, say
from simulator.port.book import Book
from simulator.records.certificate import BeneficiaryCertificate
from simulator.rules.certificates import unchanged
from simulator.rules.rule import Allowed, Rule
from simulator.rules.shown import Question, barred, due, shows_all
from simulator.rules.wording import list_text

FAR_AHEAD_YEARS = 50
TEXTS = ("name", "income_class", "details")


def _texts(row: BeneficiaryCertificate) -> str:
    return "".join((row.name, row.income_class, *(part for pair in row.details for part in pair)))


def has_uncommon_characters(row: BeneficiaryCertificate) -> bool:
    """Whether its texts hold what is easily lost: widths of kana, or characters outside JIS X 0208."""
    text = _texts(row)
    try:
        text.encode("euc_jp")
    except UnicodeEncodeError:
        return True
    return normalize("NFKC", text) != text


def same_texts(operation: Question, book: Book) -> Allowed | None:
    """SUB-015: texts are passed on in the characters that the body registered."""
    says = say("証の名称などを、登録した文字（異体字・半角カナなど）のまま示す")
    return unchanged(operation, book, has_uncommon_characters, says, TEXTS)


def _shown_too(
    chosen: Callable[[BeneficiaryCertificate, Question], bool], says: Callable[[Text], Text]
) -> Callable[[Question, Book], Allowed | None]:
    def expect(operation: Question, book: Book) -> Allowed | None:
        if barred(operation, book):
            return None
        wanted = tuple(row for row in due(operation, book) if chosen(row, operation))
        return Allowed(says(list_text(wanted)), shows_all(wanted)) if wanted else None

    return expect


@cache
def _prefecture_codes() -> frozenset[str]:
    return frozenset(each.code for each in prefectures())


def _of_prefecture(row: BeneficiaryCertificate, _operation: Question) -> bool:
    return row.body_code in _prefecture_codes()


def _without_end(row: BeneficiaryCertificate, operation: Question) -> bool:
    return row.valid_to.year - operation.service_date.year > FAR_AHEAD_YEARS


def _over_march(row: BeneficiaryCertificate, _operation: Question) -> bool:
    return fiscal_year(row.valid_from) != fiscal_year(row.valid_to)


UNCOMMON: tuple[Rule[Question], ...] = (
    Rule("SUB-015", same_texts),
    Rule(
        "SUB-018",
        _shown_too(_of_prefecture, lambda them: say("都道府県の受給者証も示す: {list}", list=them)),
    ),
    Rule(
        "SUB-019",
        _shown_too(_without_end, lambda them: say("終わりの定めのない受給者証も示す: {list}", list=them)),
    ),
    Rule(
        "SUB-020",
        _shown_too(_over_march, lambda them: say("年度をまたぐ期間の受給者証も示す: {list}", list=them)),
    ),
)
