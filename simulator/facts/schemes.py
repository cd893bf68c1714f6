"""National and local schemes of medical subsidy: share, ceilings, order, who issues."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from simulator.facts.lookup import find, keyed
from simulator.facts.provenance import Level
from simulator.facts.row import Row
from simulator.facts.selections import Program
from simulator.facts.table import load


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What a patient of one income class pays at most in a month, in yen.

    None = no ceiling of the scheme's own. `transitional_to` and `severe_continued_transitional_to` are the
    last days of transitional specials. For local types of subsidy, which have no income classes, `pattern`
    says how the patient pays and `income_class` is `any`.
    """

    income_class: str
    ceiling_yen: int | None
    ceiling_severe_continued_yen: int | None
    ceiling_long_high_yen: int | None
    transitional_to: date | None
    severe_continued_transitional_to: date | None
    eligible_only_if: str | None
    pattern: str
    yen_per_visit: int | None
    charged_visits_per_month: int | None
    share: float | None
    level: Level


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme of medical subsidy; its code equals the `Program` value where there is one.

    `patient_share` is a share as text or, where no single share holds, a word explained beside the table.
    A smaller `priority` comes first; None = unknown. `issuer` is who issues the certificate, `unknown` where
    not known. `level` is the weakest level among the figures of the row.
    """

    code: str
    law_code: str | None
    name_ja: str
    name_en: str
    national: bool
    issuer: str
    patient_share: str
    ceilings: tuple[Ceiling, ...]
    priority: int | None
    institution_scope: str
    renewal: str
    recipients_per_1000: float | None
    program: Program | None
    level: Level


def scheme(code: str) -> Scheme:
    """One scheme; raises `UnknownFact` with the nearest codes."""
    return find(_by_code(), code, "schemes", "code")


def schemes() -> tuple[Scheme, ...]:
    """All schemes, national ones first."""
    return tuple(_by_code().values())


@cache
def _by_code() -> dict[str, Scheme]:
    ceilings: dict[str, list[Ceiling]] = {}
    for row in load("scheme_ceilings").rows:
        ceilings.setdefault(row.text("scheme"), []).append(_ceiling(row))
    return keyed(load("schemes"), "code", lambda row: _scheme(row, tuple(ceilings.get(row["code"], ()))))


def _scheme(row: Row, ceilings: tuple[Ceiling, ...]) -> Scheme:
    program = row["program"]
    return Scheme(
        code=row.text("code"),
        law_code=row.optional_text("law_code"),
        name_ja=row.text("name_ja"),
        name_en=row.text("name_en"),
        national=row.choice("kind", "national", "local") == "national",
        issuer=row.text("issuer"),
        patient_share=row.text("patient_share"),
        ceilings=ceilings,
        priority=row.optional_whole("priority"),
        institution_scope=row.choice("institution_scope", "designated", "in_prefecture"),
        renewal=row["renewal"],
        recipients_per_1000=row.optional_number("recipients_per_1000"),
        program=Program(row.choice("program", *Program)) if program else None,
        level=row.level(),
    )


def _ceiling(row: Row) -> Ceiling:
    return Ceiling(
        income_class=row.text("income_class"),
        ceiling_yen=row.optional_whole("ceiling_yen"),
        ceiling_severe_continued_yen=row.optional_whole("ceiling_severe_continued_yen"),
        ceiling_long_high_yen=row.optional_whole("ceiling_long_high_yen"),
        transitional_to=row.optional_day("transitional_to"),
        severe_continued_transitional_to=row.optional_day("severe_continued_transitional_to"),
        eligible_only_if=row.optional_text("eligible_only_if"),
        pattern=row.text("pattern"),
        yen_per_visit=row.optional_whole("yen_per_visit"),
        charged_visits_per_month=row.optional_whole("charged_visits_per_month"),
        share=row.optional_number("share"),
        level=row.level(),
    )
