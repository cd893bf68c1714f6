"""The terms of certificates that do not depend on the person: issuer, numbers, renewal days, ceilings."""

import re
from dataclasses import dataclass
from datetime import date

from simulator.facts import Program, programs, scheme
from simulator.facts.bodies import municipality, prefectures
from simulator.facts.schemes import Ceiling, Scheme
from simulator.world import keys

# Every scheme that a body can run over the hub; those it does not run exist on paper only.
SCHEMES = tuple(each.value for each in Program if each not in {Program.VACCINATION, Program.CHECKUP})
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
_LAST_DAYS = (30, 31)
_DESIGNATED_CITY = "designated_city"
_RARE_CLASSES = ("ventilator",)
_REIMBURSED = 8  # one in so many pairs of body and local scheme always refunds; synthetic
_ALWAYS_IN_KIND = "local_kodomo"


@dataclass(frozen=True, slots=True)
class CeilingClass:
    """An income class with its monthly ceiling; `lawful_to` is the last day of a transitional special."""

    income_class: str
    yen: int | None
    lawful_to: date | None


@dataclass(frozen=True, slots=True)
class SchemeTerms:
    """What all certificates of a scheme in a municipality have in common.

    `renewal` is the month and day on which periods begin, None where each has its own twelve months.
    """

    code: str
    name: str
    body_code: str
    registered: bool
    national: bool
    payer_number: str
    renewal: tuple[int, int] | None
    classes: tuple[CeilingClass, ...]
    recipients_per_1000: float
    is_always_reimbursement: bool


def terms(municipality_code: str, day: date) -> tuple[SchemeTerms, ...]:
    """The terms of every scheme for the residents of a municipality, in the order of `SCHEMES`."""
    run = programs(municipality_code)
    return tuple(_terms(scheme(code), municipality_code, Program(code) in run, day) for code in SCHEMES)


def _terms(found: Scheme, municipality_code: str, registered: bool, day: date) -> SchemeTerms:  # noqa: FBT001
    body_code = municipality_code if registered else _issuer(found, municipality_code)
    law_code = found.law_code or keys.SYNTHETIC_LOCAL_CODES[found.code]
    prefecture_code = municipality(municipality_code).prefecture_code
    kind = keys.number_from(_REIMBURSED, "always refunded", body_code, found.code)
    return SchemeTerms(
        code=found.code,
        name=f"{found.name_ja.removesuffix('（地方単独）')}受給者証",
        body_code=body_code,
        registered=registered,
        national=found.national,
        payer_number=keys.payer_number(law_code, prefecture_code, keys.body_number(body_code)),
        renewal=_renewal(found, body_code),
        classes=_classes(found, body_code, day),
        recipients_per_1000=found.recipients_per_1000 or 0.0,
        is_always_reimbursement=not found.national and found.code != _ALWAYS_IN_KIND and kind == 0,
    )


def _issuer(found: Scheme, municipality_code: str) -> str:
    """Who issues the certificate: the municipality, or its prefecture unless it is a designated city."""
    body = municipality(municipality_code)
    if found.issuer == "municipality" or body.kind == _DESIGNATED_CITY:
        return municipality_code
    return next(each.code for each in prefectures() if each.prefecture_code == body.prefecture_code)


def _renewal(found: Scheme, body_code: str) -> tuple[int, int] | None:
    """The body's day among those known for the scheme; a month's last day stands for the day after."""
    days = [(int(month), int(day)) for month, day in _MONTH_DAY.findall(found.renewal)]
    if not days:
        return None
    month, day = days[keys.number_from(len(days), "renewal", body_code, found.code)]
    return (month % 12 + 1, 1) if day in _LAST_DAYS else (month, day)


def _classes(found: Scheme, body_code: str, day: date) -> tuple[CeilingClass, ...]:
    """The classes a person may be in; a local scheme has one way of paying in a body."""
    if not found.ceilings:
        return (CeilingClass("", None, None),)
    if not found.national:
        mine = found.ceilings[keys.number_from(len(found.ceilings), "pattern", body_code, found.code)]
        times = (mine.yen_per_visit or 0) * (mine.charged_visits_per_month or 0)
        return (CeilingClass("", mine.ceiling_yen if mine.ceiling_yen is not None else times or None, None),)
    usual = (each for each in found.ceilings if each.income_class not in _RARE_CLASSES)
    classes = (_ceiling_class(each) for each in usual)
    return tuple(each for each in classes if each.lawful_to is None or each.lawful_to >= day)


def _ceiling_class(ceiling: Ceiling) -> CeilingClass:
    """Where only severe and continued illness has a ceiling, the holder has such an illness."""
    if ceiling.ceiling_yen is not None:
        return CeilingClass(ceiling.income_class, ceiling.ceiling_yen, ceiling.transitional_to)
    severe = ceiling.ceiling_severe_continued_yen
    return CeilingClass(ceiling.income_class, severe, ceiling.severe_continued_transitional_to)
