"""Assumptions can be read, traced and edited."""

import shutil
from pathlib import Path

import pytest

from simulator.facts.assumptions import assumption, assumptions, read_assumptions
from simulator.facts.errors import FactsError, UnknownFact
from simulator.facts.table import TABLES, load


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for suffix in (".csv", ".toml"):
        shutil.copy(TABLES / f"assumptions{suffix}", tmp_path)
    return tmp_path


def test_shares_lie_between_zero_and_one() -> None:
    for each in assumptions():
        if each.name.endswith("_share"):
            assert 0 <= each.value <= 1, each.name


def test_a_value_lies_within_the_range_that_is_swept() -> None:
    swept = [each for each in assumptions() if each.low is not None and each.high is not None]
    assert {"institution_live_share", "consent_refused_share", "reader_failure_share"} <= {
        e.name for e in swept
    }
    for each in swept:
        assert each.low is not None
        assert each.high is not None
        assert each.low <= each.value <= each.high


def test_each_states_unit_source_and_a_note_in_both_languages() -> None:
    for each in assumptions():
        assert each.unit
        assert each.source
        assert each.note_ja
        assert each.note_en


def test_a_national_share_read_as_a_probability_is_called_assumed() -> None:
    assert assumption("card_brought_share").value == 0.47
    assert assumption("card_brought_share").level == "assumed"
    assert assumption("insurance_registered_share").level == "published"


def test_face_and_pin_leave_room_for_the_visual_check() -> None:
    assert assumption("face_authentication_share").value + assumption("pin_share").value < 1


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownFact, match="pin_share"):
        assumption("pin_shares")


def test_editing_the_table_changes_the_number(copied: Path) -> None:
    path = copied / "assumptions.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("pin_share,0.2,", "pin_share,0.25,"), encoding="utf-8"
    )
    assert read_assumptions(load("assumptions", copied))["pin_share"].value == 0.25


@pytest.mark.parametrize("cell", ["二割", ""])
def test_a_number_mistyped_in_the_table_is_pointed_at(copied: Path, cell: str) -> None:
    path = copied / "assumptions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("pin_share,0.2,", f"pin_share,{cell},"), encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        read_assumptions(load("assumptions", copied))
    error = caught.value
    assert error.field == "value"
    assert error.line is not None
    assert text.splitlines()[error.line - 1].startswith("pin_share,")


def test_a_name_used_twice_is_refused(copied: Path) -> None:
    path = copied / "assumptions.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8")
    with pytest.raises(FactsError, match=text.splitlines()[-1].partition(",")[0]) as caught:
        read_assumptions(load("assumptions", copied))
    assert caught.value.field == "name"
