"""Every table of the package loads, and every figure can be traced."""

import re

import pytest

from simulator.facts.provenance import Level
from simulator.facts.table import TABLES, load, names

CITED = re.compile(r"\bS\d+a?\b")
SOURCE_COLUMNS = ("source", "sources")


@pytest.mark.parametrize("name", names())
def test_every_shipped_table_states_source_date_and_level_of_each_column(name: str) -> None:
    table = load(name)
    assert table.rows
    assert table.title_ja != table.title_en
    assert set(table.provenance) == set(table.rows[0])
    for origin in table.provenance.values():
        assert origin.source
        assert re.match(r"20\d\d", origin.date)
        assert origin.level in Level


@pytest.mark.parametrize("name", names())
def test_every_source_number_that_is_cited_is_in_the_list_of_sources(name: str) -> None:
    known = {row["id"] for row in load("sources").rows}
    table = load(name)
    texts = [origin.source + origin.note for origin in table.provenance.values()]
    texts += [row[column] for row in table.rows for column in SOURCE_COLUMNS if column in row]
    assert {number for text in texts for number in CITED.findall(text)} <= known


def test_no_sidecar_is_left_without_its_table() -> None:
    assert {path.stem for path in TABLES.glob("*.toml")} == set(names())


def test_figures_made_up_for_the_simulation_are_marked_synthetic() -> None:
    counts = load("institution_counts").provenance
    assert {counts[kind].level for kind in ("hospital", "clinic", "dental", "pharmacy")} == {Level.SYNTHETIC}
    assert load("claims_computer_vendors").provenance["name_ja"].level is Level.SYNTHETIC


def test_card_rates_of_2026_are_estimates_and_those_of_2022_are_published() -> None:
    origins = load("municipalities").provenance
    assert origins["card_rate_20221231"].level is Level.PUBLISHED
    assert origins["card_rate_202601"].level is Level.ESTIMATED


def test_a_level_column_speaks_for_each_row_on_its_own() -> None:
    table = load("prefectures")
    clinics = {row["name"]: table.level_of(row, "clinic") for row in table.rows}
    assert clinics["東京都"] is Level.PUBLISHED
    assert clinics["沖縄県"] is Level.ESTIMATED


def test_milestones_and_facts_of_going_live_are_complete() -> None:
    milestones = {row["metric"]: row for row in load("milestones").rows}
    assert len(load("milestones").rows) == 120
    assert milestones["transition_to_card_as_insurance_certificate"]["date"] == "2024-12-02"
    assert len(load("golive_facts").rows) == 17
    first = load("golive_facts").rows[0]
    assert (first["code"], first["start"]) == ("452025", "2024-03-23")
