"""A table that cannot be relied on is refused, and the message says where and how to mend it."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.facts.errors import FactsError, UnknownFact
from simulator.facts.provenance import Level
from simulator.facts.table import Table, load

CSV = "code,people,sure\n011002,12,estimated\n012025,,\n"
TOML = """title_ja = "試し"
title_en = "Trial"
licence = "CC0"

[columns.code]
source = "団体コード"
date = "2026-07-09"
level = "published"

[columns.people]
source = "数えた"
date = "2022-01"
level = "published"
unit = "人"
level_column = "sure"

[columns.sure]
source = "見立て"
date = "2022"
level = "assumed"
"""

Write = Callable[[str | bytes, str | None], Table]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(table: str | bytes, sidecar: str | None) -> Table:
        content = table if isinstance(table, bytes) else table.encode()
        (tmp_path / "trial.csv").write_bytes(content)
        if sidecar is not None:
            (tmp_path / "trial.toml").write_text(sidecar, encoding="utf-8")
        return load("trial", tmp_path)

    return written


def refusal(write: Write, table: str | bytes, sidecar: str | None) -> FactsError:
    with pytest.raises(FactsError) as caught:
        write(table, sidecar)
    return caught.value


def test_a_sound_table_keeps_text_and_carries_its_provenance(write: Write) -> None:
    table = write(CSV, TOML)
    assert (table.name, table.title_ja, table.title_en, table.licence) == ("trial", "試し", "Trial", "CC0")
    assert table.rows[0] == {"code": "011002", "people": "12", "sure": "estimated"}
    people = table.provenance["people"]
    assert (people.source, people.date, people.unit) == ("数えた", "2022-01", "人")
    assert list(table.provenance) == ["code", "people", "sure"]


def test_the_level_of_a_cell_is_that_of_its_row_where_the_table_gives_one(write: Write) -> None:
    table = write(CSV, TOML)
    assert table.level_of(table.rows[0], "people") is Level.ESTIMATED
    assert table.level_of(table.rows[1], "people") is Level.PUBLISHED
    assert table.level_of(table.rows[0], "code") is Level.PUBLISHED


def test_a_table_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read(write: Write) -> None:
    table = write(b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode(), TOML)
    assert table.rows[1]["code"] == "012025"


def test_an_edited_table_is_read_again_from_a_directory_of_ones_own(write: Write) -> None:
    assert write(CSV, TOML).rows[0].whole("people") == 12
    assert write(CSV.replace("12,", "13,"), TOML).rows[0].whole("people") == 13


def test_a_table_survives_being_sent_to_another_process(write: Write) -> None:
    table = write(CSV, TOML)
    copy = pickle.loads(pickle.dumps(table))  # noqa: S301 - our own bytes
    assert copy == table
    assert copy.rows[1].line == 3


@pytest.mark.parametrize(
    ("table", "line", "field", "words"),
    [
        ("code,people,sure\n1,2,estimated\n1,2\n", 3, "sure", "列の数"),
        ("code,people,sure\n1,2,estimated,4\n", 2, None, "列の数"),
        ("code,people,sure\n\n1,2,estimated\n", 2, "code", "列の数"),
        ("code,code,sure\n1,2,estimated\n", 1, "code", "同じ名前の列"),
        ("code,,sure\n1,2,estimated\n", 1, None, "名前のない列"),
        ("", 1, None, "見出し行"),
        ('code,people,sure\n1,"2,estimated\n', 2, None, "CSV として読めません"),
        ("code,people,sure\n1,2,perhaps\n", 2, "sure", "perhaps"),
        ("code,people,sure\n1,2,\n", 2, "sure", "使えない値"),
        (b"code,people,sure\n1,2,estimated\n" + "千葉".encode("cp932"), 3, None, "UTF-8"),
    ],
)
def test_a_damaged_table_is_refused_at_its_line(
    write: Write, table: str | bytes, line: int, field: str | None, words: str
) -> None:
    error = refusal(write, table, TOML)
    assert (error.line, error.field) == (line, field)
    assert error.file.endswith("trial.csv")
    assert words in str(error.what)
    assert f"{line} 行目" in str(error)
    assert "trial.csv" in str(error)
    assert error.mend
    assert str(error.mend) in str(error)


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("[columns.people]", "[columns.peple]", "peple", "表にない列"),
        ('level = "assumed"', 'level = "guessed"', "sure", "guessed"),
        ('date = "2022-01"', 'date = "2022-13"', "people", "2022-13"),
        ('date = "2022-01"', 'date = "January"', "people", "January"),
        ('date = "2022-01"', "date = 2022-01-01", "people", "文字列"),
        ('source = "数えた"\n', "", "people", "source"),
        ('source = "数えた"', 'source = " "', "people", "source"),
        ('date = "2022"\n', "", "sure", "date"),
        ('level = "assumed"\n', "", "sure", "level"),
        ('level_column = "sure"', 'level_column = "shure"', "people", "shure"),
        ('unit = "人"', 'units = "人"', "people", "units"),
        ('licence = "CC0"\n', "", "licence", "licence"),
        ('title_ja = "試し"', 'title_ja = ""', "title_ja", "title_ja"),
        ("[columns.code]", "[columns.code", None, "TOML"),
    ],
)
def test_a_damaged_sidecar_is_refused_at_its_field(
    write: Write, old: str, new: str, field: str | None, words: str
) -> None:
    assert old in TOML
    error = refusal(write, CSV, TOML.replace(old, new, 1))
    assert error.field == field
    assert words in str(error.what)
    assert error.file.endswith("trial.toml")
    assert "trial.toml" in str(error)
    assert error.mend
    assert str(error.mend) in str(error)


def test_a_column_whose_origin_is_not_stated_is_refused(write: Write) -> None:
    error = refusal(write, CSV.replace("sure", "sure,extra", 1).replace("estimated", "estimated,1"), TOML)
    assert error.field == "extra"
    assert "出所が書かれていません" in str(error.what)
    assert "[columns.extra]" in str(error.mend)


def test_a_bad_column_of_a_sidecar_is_pointed_at_by_its_line(write: Write) -> None:
    error = refusal(write, CSV, TOML.replace('"2022-01"', '"soon"'))
    assert error.line == TOML.splitlines().index("[columns.people]") + 1


def test_a_table_without_sidecar_is_refused(write: Write) -> None:
    error = refusal(write, CSV, None)
    assert error.file.endswith("trial.toml")
    assert "source, date, level" in str(error.mend)


def test_asking_for_a_table_that_does_not_exist_names_those_that_do(write: Write, tmp_path: Path) -> None:
    write(CSV, TOML)
    with pytest.raises(UnknownFact, match="trial") as caught:
        load("trail", tmp_path)
    assert caught.value.file.endswith("trail.csv")
