"""Requirements are read from their table and checked."""

from pathlib import Path

import pytest

from simulator.facts.errors import FactsError, UnknownFact
from simulator.facts.requirements import read_requirements, requirement, requirements
from simulator.facts.table import load

HEAD = "id,ja,en,duty,source,level\n"
ROW = "SUB-001,受給者証を示せる,The certificate can be shown,hub,R07,published\n"


def written(directory: Path, rows: str) -> Path:
    (directory / "requirements.csv").write_text(HEAD + rows, encoding="utf-8")
    origin = 'source = "試し"\ndate = "2026-11"\nlevel = "assumed"\n'
    blocks = "".join(f"[columns.{column}]\n{origin}" for column in HEAD.strip().split(","))
    titles = 'title_ja = "要件"\ntitle_en = "Requirements"\nlicence = "CC0"\n'
    (directory / "requirements.toml").write_text(titles + blocks, encoding="utf-8")
    return directory


def test_a_requirement_says_whose_duty_it_is_and_where_it_comes_from(tmp_path: Path) -> None:
    found = read_requirements(load("requirements", written(tmp_path, ROW)))["SUB-001"]
    assert (found.duty, found.source, found.level) == ("hub", "R07", "published")
    assert found.ja == "受給者証を示せる"
    assert found.en == "The certificate can be shown"


@pytest.mark.parametrize(
    ("rows", "line", "field"),
    [
        (ROW.replace(",hub,", ",clinic,"), 2, "duty"),
        (ROW.replace("受給者証を示せる", ""), 2, "ja"),
        (ROW.replace("published", "certain"), 2, "level"),
        (ROW + ROW, 3, "id"),
    ],
)
def test_a_bad_requirement_is_pointed_at(tmp_path: Path, rows: str, line: int, field: str) -> None:
    with pytest.raises(FactsError) as caught:
        read_requirements(load("requirements", written(tmp_path, rows)))
    assert (caught.value.line, caught.value.field) == (line, field)


def test_every_shipped_requirement_is_found_by_its_id() -> None:
    assert requirements()
    for each in requirements():
        assert requirement(each.id) == each


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    known = requirements()[0].id
    with pytest.raises(UnknownFact, match=known):
        requirement(known + "x")
