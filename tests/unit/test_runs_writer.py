import errno
from pathlib import Path

import pytest

from simulator.language import Complaint
from simulator.runs import RunFolder, RunWriter

SCHEMA = "pmhsim/manifest/1"


def everything_below(path: Path) -> list[str]:
    return sorted(str(each.relative_to(path)) for each in path.rglob("*"))


def test_a_run_is_found_whole_in_its_place(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "run") as writer:
        writer.write_json("manifest.json", SCHEMA, {"seed": 42})
        writer.write_table("events.csv", ("time", "event"), [(1, "到着"), (2, "a,b")])
        writer.write_text("page.html", "<p>合成データ</p>\n")
    assert everything_below(tmp_path) == ["run", "run/events.csv", "run/manifest.json", "run/page.html"]
    run = RunFolder(tmp_path / "run")
    assert run.manifest() == {"schema": SCHEMA, "seed": 42}
    assert run.table("events.csv") == [{"time": "1", "event": "到着"}, {"time": "2", "event": "a,b"}]


def test_nothing_stands_in_the_final_place_before_all_is_written(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "run") as writer:
        writer.write_text("page.html", "x")
        assert not (tmp_path / "run").exists()


def break_off(path: Path, error: BaseException) -> None:
    with RunWriter(path) as writer:
        writer.write_text("page.html", "x")
        raise error


@pytest.mark.parametrize("error", [RuntimeError("broken"), KeyboardInterrupt(), SystemExit(3)])
def test_whatever_breaks_a_run_off_leaves_nothing_behind(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        break_off(tmp_path / "run", error)
    assert everything_below(tmp_path) == []


def test_a_failing_network_is_not_put_down_to_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ConnectionRefusedError):
        break_off(tmp_path / "run", ConnectionRefusedError(errno.ECONNREFUSED, "the hub does not answer"))
    assert everything_below(tmp_path) == []


def test_the_rest_of_a_run_that_was_killed_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "run.partial").mkdir()
    (tmp_path / "run.partial" / "old.csv").write_text("old")
    with RunWriter(tmp_path / "run") as writer:
        writer.write_text("new.csv", "new")
    assert everything_below(tmp_path) == ["run", "run/new.csv"]


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_stands_there_already_is_never_overwritten(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "run"
    if kind == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    else:
        target.write_text("mine")
    before = everything_below(tmp_path)
    with pytest.raises(Complaint, match="上書きしません") as complaint, RunWriter(target):
        pass
    assert everything_below(tmp_path) == before
    assert str(target) in str(complaint.value)
    assert "--out" in str(complaint.value)


def test_what_comes_to_stand_there_meanwhile_is_not_overwritten_either(tmp_path: Path) -> None:
    target = tmp_path / "run"
    writer = RunWriter(target)
    writer.__enter__()
    target.mkdir()
    (target / "mine.txt").write_text("mine")
    with pytest.raises(Complaint, match="上書きしません"):
        writer.__exit__(None, None, None)
    assert everything_below(tmp_path) == ["run", "run/mine.txt"]


def test_the_working_directory_itself_is_refused_as_existing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Complaint, match="上書きしません"), RunWriter(Path()):
        pass


def test_a_place_below_a_file_is_complained_about_with_the_place(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    target = tmp_path / "file" / "run"
    with pytest.raises(Complaint, match="書き込めません") as complaint, RunWriter(target):
        pass
    assert str(target) in str(complaint.value)
    assert everything_below(tmp_path) == ["file"]


def test_a_name_that_is_too_long_is_complained_about(tmp_path: Path) -> None:
    with pytest.raises(Complaint, match="書き込めません"), RunWriter(tmp_path / ("x" * 300)):
        pass


def test_a_file_that_cannot_be_written_is_complained_about_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Complaint, match="書き込めません"), RunWriter(tmp_path / "run") as writer:
        writer.write_text("no/such/folder/page.html", "x")
    assert everything_below(tmp_path) == []


def test_a_table_that_cannot_be_written_is_complained_about(tmp_path: Path) -> None:
    with pytest.raises(Complaint, match="書き込めません"), RunWriter(tmp_path / "run") as writer:
        writer.write_table("no/such/folder/events.csv", ("a",), [])


def test_missing_parents_are_made(tmp_path: Path) -> None:
    with RunWriter(tmp_path / "runs" / "new" / "run") as writer:
        writer.write_text("page.html", "x")
    assert (tmp_path / "runs" / "new" / "run" / "page.html").is_file()


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        with RunWriter(tmp_path / name) as writer:
            writer.write_json("manifest.json", SCHEMA, {"都市": "一宮市", "n": [1, 2]})
            writer.write_table("t.csv", ("a", "b"), [("x\ny", 'say "x"')])
    for name in ("manifest.json", "t.csv"):
        content = (tmp_path / "one" / name).read_bytes()
        assert content == (tmp_path / "other" / name).read_bytes()
        assert b"\r" not in content
    assert "一宮市" in (tmp_path / "one" / "manifest.json").read_text(encoding="utf-8")
