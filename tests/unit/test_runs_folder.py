import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.language import Complaint
from simulator.runs import RunFolder, RunWriter, list_runs

SCHEMA = "pmhsim/manifest/1"
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=10)


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return written(tmp_path / "run")


def written(path: Path) -> RunFolder:
    with RunWriter(path) as writer:
        writer.write_json("manifest.json", SCHEMA, {"seed": 1})
        writer.write_table("events.csv", ("time", "event"), [(1, "a"), (2, "b")])
    return RunFolder(path)


def complaint_of(run: RunFolder, name: str) -> str:
    with pytest.raises(Complaint) as complaint:
        run.json(name, SCHEMA) if name.endswith(".json") else run.table(name)
    return str(complaint.value)


@pytest.mark.parametrize("name", ["manifest.json", "events.csv"])
def test_a_missing_file_is_named_with_what_to_do(run: RunFolder, name: str) -> None:
    (run.path / name).unlink()
    words = complaint_of(run, name)
    assert "ありません" in words
    assert str(run.path / name) in words
    assert "直し方" in words


@pytest.mark.parametrize("name", ["manifest.json", "events.csv"])
def test_a_missing_folder_is_complained_about(tmp_path: Path, name: str) -> None:
    assert "ありません" in complaint_of(RunFolder(tmp_path / "nowhere"), name)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b'{"schema": "pmhsim/manifest/1"'])
def test_a_damaged_manifest_is_complained_about(run: RunFolder, content: bytes) -> None:
    (run.path / "manifest.json").write_bytes(content)
    assert "壊れて" in complaint_of(run, "manifest.json")


@pytest.mark.parametrize(
    "content", ["[]", "1", "null", "{}", '{"schema": "other/1"}', '{"name": "a web page", "icons": []}']
)
def test_a_file_of_another_tool_is_complained_about(run: RunFolder, content: str) -> None:
    (run.path / "manifest.json").write_text(content)
    assert "このツールが書いたファイルではありません" in complaint_of(run, "manifest.json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"time,event\n1\n",
        b"time,event\n1,a\n2,b,c\n",
        b'time,event\n1,"a\n',
        b"time,event\n1,\x83\x65\x83\n",
    ],
    ids=["empty", "cut off in a row", "a cell too many", "cut off in a quote", "another encoding"],
)
def test_a_damaged_table_is_complained_about(run: RunFolder, content: bytes) -> None:
    (run.path / "events.csv").write_bytes(content)
    assert "壊れて" in complaint_of(run, "events.csv")


def test_a_folder_in_the_place_of_a_file_is_complained_about(run: RunFolder) -> None:
    (run.path / "events.csv").unlink()
    (run.path / "events.csv").mkdir()
    assert "壊れて" in complaint_of(run, "events.csv")


def test_a_table_without_rows_is_no_damage(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "run") as writer:
        writer.write_table("events.csv", ("time", "event"), [])
    assert RunFolder(tmp_path / "run").table("events.csv") == []


@given(st.lists(st.tuples(cells, cells), max_size=5))
def test_a_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("table") / "run"
    with RunWriter(path) as writer:
        writer.write_table("t.csv", ("a", "b"), rows)
    assert RunFolder(path).table("t.csv") == [{"a": one, "b": other} for one, other in rows]


def test_runs_are_listed_newest_name_first(tmp_path: Path) -> None:
    for name in ("20261130-1", "20261201-1", "20261130-2"):
        written(tmp_path / name)
    assert [run.path.name for run in list_runs(tmp_path)] == ["20261201-1", "20261130-2", "20261130-1"]


def test_unfinished_foreign_and_damaged_folders_are_not_listed(tmp_path: Path) -> None:
    written(tmp_path / "run")
    written(tmp_path / "killed").path.rename(tmp_path / "killed.partial")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    for name, content in (("web", '{"name": "a web page"}'), ("damaged", "{")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(content)
    assert [run.path.name for run in list_runs(tmp_path)] == ["run"]


@pytest.mark.parametrize("name", ["nowhere", "file"])
def test_where_there_is_no_directory_there_are_no_runs(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    assert list_runs(tmp_path / name) == ()


def test_a_manifest_is_plain_json_with_its_schema_first(run: RunFolder) -> None:
    content = json.loads((run.path / "manifest.json").read_text(encoding="utf-8"))
    assert next(iter(content)) == "schema"
