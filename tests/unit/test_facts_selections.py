"""The selections are those of the two published lists."""

from collections import Counter

import pytest

from simulator.facts.bodies import municipality, prefecture
from simulator.facts.selections import Program, first_year_codes, programs, selections
from simulator.facts.table import load

ICHINOMIYA = "232033"
MIYAKONOJO = "452025"
SUBSIDY = frozenset(Program) - {Program.VACCINATION, Program.CHECKUP}


def test_there_are_169_selections_of_167_bodies() -> None:
    assert len(selections()) == 169
    times = Counter(each.code for each in selections())
    assert len(times) == 167
    assert {code for code, count in times.items() if count > 1} == {ICHINOMIYA, MIYAKONOJO}


def test_the_years_and_levels_are_those_published() -> None:
    assert Counter((each.fiscal_year, each.level) for each in selections()) == {
        (2023, "municipality"): 16,
        (2024, "municipality"): 133,
        (2024, "prefecture"): 20,
    }
    assert len(first_year_codes()) == 16


def test_every_selected_body_exists_under_its_name_and_prefecture() -> None:
    for each in selections():
        if each.level == "prefecture":
            assert prefecture(each.code).name == each.name == each.prefecture
        else:
            body = municipality(each.code)
            assert (body.name, body.prefecture) == (each.name, each.prefecture)


def test_the_second_year_is_listed_in_the_order_of_codes() -> None:
    codes = [each.code for each in selections() if each.fiscal_year == 2024]
    assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("wanted", "bodies"),
    [(SUBSIDY, 5), (frozenset({Program.VACCINATION}), 9), (frozenset({Program.CHECKUP}), 9)],
)
def test_five_bodies_run_subsidies_nine_vaccination_and_nine_checkups(
    wanted: frozenset[Program], bodies: int
) -> None:
    assert sum(bool(programs(code) & wanted) for code in first_year_codes()) == bodies


def test_only_one_body_runs_all_three_fields() -> None:
    fields = (SUBSIDY, {Program.VACCINATION}, {Program.CHECKUP})
    assert [code for code in first_year_codes() if all(programs(code) & field for field in fields)] == [
        MIYAKONOJO
    ]


def test_ichinomiya_runs_chronic_paediatric_disease_and_not_intractable_disease() -> None:
    assert programs(ICHINOMIYA) == {
        Program.SHONI_MANSEI,
        Program.KOSEI,
        Program.IKUSEI,
        Program.LOCAL_KODOMO,
        Program.LOCAL_SHOGAI,
        Program.LOCAL_HITORIOYA,
        Program.LOCAL_KOKI,
        Program.LOCAL_SEISHIN,
    }
    assert not any(Program.NANBYO in programs(code) for code in first_year_codes())


def test_miyakonojo_runs_exactly_its_programs() -> None:
    assert programs(MIYAKONOJO) == {
        Program.KOSEI,
        Program.IKUSEI,
        Program.LOCAL_KODOMO,
        Program.LOCAL_SHOGAI,
        Program.LOCAL_HITORIOYA,
        Program.LOCAL_KAFU,
        Program.VACCINATION,
        Program.CHECKUP,
    }


def test_only_the_designated_city_runs_psychiatric_outpatient_care() -> None:
    holders = [code for code in first_year_codes() if Program.SEISHIN_TSUIN in programs(code)]
    assert holders == ["431001"]
    assert municipality(holders[0]).kind == "designated_city"


def test_programs_of_the_second_year_are_not_stated_and_not_guessed() -> None:
    both_years = set(first_year_codes())
    for each in selections():
        if each.code not in both_years:
            assert programs(each.code) == frozenset()


def test_marks_that_share_a_cell_in_the_source_are_not_called_published() -> None:
    levels = {
        (row["program"] in {"kosei", "ikusei"}, row["level"]) for row in load("selection_programs").rows
    }
    assert levels == {(True, "estimated"), (False, "published")}


def test_a_row_that_was_corrected_says_so() -> None:
    rows = {(row["fiscal_year"], row["number"]): row for row in load("selections").rows}
    assert "須崎市" in rows["2024", "50"]["correction"]
    assert "飛鳥村" in rows["2024", "72"]["correction"]
    assert {row["level"] for row in rows.values() if row["correction"]} == {"estimated"}
