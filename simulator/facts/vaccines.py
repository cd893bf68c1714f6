"""When a dose may be given under the law, one row per vaccine, course, dose and kind of row."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from simulator.facts.provenance import Level
from simulator.facts.row import Row
from simulator.facts.table import load


@dataclass(frozen=True, slots=True)
class VaccinationRule:
    """The window and the intervals of one dose.

    Ages are ISO durations from birth (gestational age for pregnant women); day rules say on which day an age
    counts as reached. `min_interval_days` = full days between two doses, so the next dose is allowed that
    many days plus one later. `interval_from_dose` is the number of the earlier dose, or `last_primary`.
    Effective and birth dates include both ends; None = open. `row_kind` regular rows may be extended by
    others, which name the regular row in `extends_row`. `level` speaks of class and ages only,
    `level_intervals` of the intervals (None where there is none).
    """

    row_id: str
    vaccine: str
    course: str
    row_kind: str
    extends_row: str | None
    name_ja: str
    name_en: str
    vaccine_class: Literal["A", "B"]
    target_sex: str
    vaccine_type: str
    dose_number: int
    dose_label: str
    course_start_from: str | None
    course_start_before: str | None
    legal_from: str | None
    legal_from_day_rule: str
    legal_to: str | None
    legal_to_day_rule: str
    standard_from: str | None
    standard_to: str | None
    interval_from_dose: str | None
    min_interval_days: int | None
    min_interval_months: int | None
    min_interval_days_if_necessary: int | None
    standard_interval_from: str | None
    standard_interval_to: str | None
    effective_from: date | None
    effective_to: date | None
    birth_from: date | None
    birth_to: date | None
    fiscal_year_ages: tuple[int, ...]
    applies_if: tuple[str, ...]
    excluded_if: tuple[str, ...]
    level: Level
    level_intervals: Level | None


@cache
def vaccination_rules() -> tuple[VaccinationRule, ...]:
    """All 89 rules in the order of the table."""
    return tuple(_rule(row) for row in load("vaccination_rules").rows)


def _rule(row: Row) -> VaccinationRule:
    return VaccinationRule(
        row_id=row.text("row_id"),
        vaccine=row.text("vaccine"),
        course=row.text("course"),
        row_kind=row.text("row_kind"),
        extends_row=row.optional_text("extends_row"),
        name_ja=row.text("name_ja"),
        name_en=row.text("name_en"),
        vaccine_class=cast('Literal["A", "B"]', row.choice("vaccine_class", "A", "B")),
        target_sex=row.choice("target_sex", "any", "female", "female_pregnant"),
        vaccine_type=row.text("vaccine_type"),
        dose_number=row.whole("dose_number"),
        dose_label=row.text("dose_label"),
        course_start_from=row.optional_text("course_start_from"),
        course_start_before=row.optional_text("course_start_before"),
        legal_from=row.optional_text("legal_from"),
        legal_from_day_rule=row.text("legal_from_day_rule"),
        legal_to=row.optional_text("legal_to"),
        legal_to_day_rule=row.text("legal_to_day_rule"),
        standard_from=row.optional_text("standard_from"),
        standard_to=row.optional_text("standard_to"),
        interval_from_dose=row.optional_text("interval_from_dose"),
        min_interval_days=row.optional_whole("min_interval_days"),
        min_interval_months=row.optional_whole("min_interval_months"),
        min_interval_days_if_necessary=row.optional_whole("min_interval_days_if_necessary"),
        standard_interval_from=row.optional_text("standard_interval_from"),
        standard_interval_to=row.optional_text("standard_interval_to"),
        effective_from=row.optional_day("effective_from"),
        effective_to=row.optional_day("effective_to"),
        birth_from=row.optional_day("birth_from"),
        birth_to=row.optional_day("birth_to"),
        fiscal_year_ages=row.wholes("fiscal_year_ages"),
        applies_if=tuple(row["applies_if"].split()),
        excluded_if=tuple(row["excluded_if"].split()),
        level=row.level(),
        level_intervals=row.level("level_intervals") if row["level_intervals"] else None,
    )
