"""A user's mistake is told in words, with its place and a way to mend it, and leaves nothing behind."""

import signal
import socket
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from demos import JAPANESE, TINY, Told, clean_environment, pmhsim, python
from hubs import answering, served_hub

from simulator.clock import today
from simulator.hub.connection import by_address
from simulator.hub.reference.serve import HOST
from simulator.language import Complaint

WHERE, MEND = "場所: ", "直し方: "
# Nothing is served by these: a forbidden host, an address for documents, a port where nobody listens.
PUBLIC, DOCUMENT, NOBODY = "https://pmh.digital.go.jp", "http://192.0.2.1:8080", f"http://{HOST}:9"
INTERRUPTIBLE = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from simulator.cli.entry import run
run()
"""


def attempt(out: Path, *arguments: str) -> Told:
    """Try a demo that has to be turned down."""
    share = () if "--share" in arguments else ("--share", TINY)
    target = () if "--out" in arguments else ("--out", str(out))
    return pmhsim("demo", *share, *target, *arguments)


def assert_turned_down(told: Told, out: Path, *words: str) -> None:
    assert told.code == 2, told
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
    assert "内部の誤り" not in told.stderr
    assert JAPANESE.search(told.stderr)
    for word in words:
        assert word in told.stderr
    assert list(out.parent.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--municipality", "999999"), ("999999", f"{WHERE}--municipality", f"{MEND}令和5年度", "452025")),
        (("--municipality", "131016"), ("131016", f"{WHERE}--municipality", "先行実施16市町")),
        (("--municipality", "都城市"), ("都城市", f"{WHERE}--municipality", MEND)),
        (("--share", "0"), ("0.0", f"{WHERE}割合（share）", f"{MEND}0 より大きく 1 以下")),
        (("--share", "2"), ("2.0", f"{WHERE}割合（share）", MEND)),
        (("--share", "-0.1"), ("-0.1", f"{WHERE}割合（share）", MEND)),
        (("--share", "nan"), ("nan", f"{WHERE}割合（share）", MEND)),
        (("--share", "inf"), ("inf", f"{WHERE}割合（share）", MEND)),
        (("--share", "abc"), ("abc", "--share")),
        (("--date", "2026-02-30"), ("2026-02-30", "--date", "例: 2026-11-30")),
        (("--date", "tomorrow"), ("tomorrow", "--date", "例: 2026-11-30")),
        (("--date", "1900-01-01"), ("1900-01-01", WHERE, f"{MEND}2020-04-01 から 2035-03-31")),
        (("--date", "2020-03-31"), ("2020-03-31", f"{WHERE}日付（date）", MEND)),
        (("--date", "2035-04-01"), ("2035-04-01", f"{WHERE}日付（date）", MEND)),
        (("--date", "9999-12-31"), ("9999-12-31", f"{WHERE}日付（date）", MEND)),
        (("--seed", "-1"), ("-1", "--seed")),
        (("--seed", "9" * 30), ("--seed",)),
        (("--defect", "dose-lots"), ("dose-lots", f"{MEND}近い名前は dose-lost")),
        (("--defect", "dose-lost", "--hub", NOBODY), (f"{WHERE}--defect", f"{MEND}--hub を外すか")),
        (("--adapter", "nope"), ("nope", f"{MEND}使える名前: fhir, pmh")),
        (("--adapter", "nope", "--hub", NOBODY), ("nope", f"{MEND}使える名前: fhir, pmh")),
        (("--adapter", "nowhere.to.be.found:Adapter"), ("nowhere.to.be.found", MEND)),
        (("--adapter", "json:dumps"), ("json:dumps", f"{MEND}perform(operation)")),
        (("--hub", NOBODY), ("接続できません", f"{WHERE}{NOBODY}", f"{MEND}ハブが起動しているか")),
        (("--hub", DOCUMENT), (f"{WHERE}URL {DOCUMENT}", f"{MEND}自分のハブであれば --own-host")),
        (("--hub", "http://pmh.example"), (f"{WHERE}URL http://pmh.example", MEND)),
        (("--hub", PUBLIC), ("公的機関のホスト", f"{WHERE}URL {PUBLIC}", MEND)),
        (("--hub", PUBLIC, "--own-host", "pmh.digital.go.jp"), ("公的機関のホスト", MEND)),
        (("--hub", "https://city.lg.jp", "--own-host", "city.lg.jp"), ("公的機関のホスト", MEND)),
        (("--hub", "https://x.lgwan.jp", "--own-host", "x.lgwan.jp"), ("公的機関のホスト", MEND)),
        (("--hub", "https://a.onshikaku.org", "--own-host", "a.onshikaku.org"), ("公的機関のホスト", MEND)),
        (("--hub", "ftp://127.0.0.1"), ("http か https", f"{WHERE}URL ftp://127.0.0.1", MEND)),
        (("--hub", "http://127.0.0.1:x"), (f"{WHERE}URL http://127.0.0.1:x", MEND)),
        (("--hub", ""), ("http か https", MEND)),
        (("--nope",), ("--nope",)),
    ],
    ids=lambda value: " ".join(value) if "--" in value[0][:2] else "",
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_a_way_to_mend_it(
    arguments: tuple[str, ...], words: tuple[str, ...], out: Path
) -> None:
    assert_turned_down(attempt(out, *arguments), out, *words)


def test_a_password_in_an_address_is_not_repeated(out: Path) -> None:
    told = attempt(out, "--hub", "http://user:secret@127.0.0.1:8765")
    assert_turned_down(told, out, WHERE, MEND)
    assert "secret" not in told.stderr


def test_an_existing_folder_is_never_written_into(out: Path) -> None:
    out.mkdir()
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    told = attempt(out)
    assert told.code == 2
    for word in ("すでにあります", f"{WHERE}{out}", f"{MEND}--out に別の場所"):
        assert word in told.stderr
    assert [path.name for path in out.parent.iterdir()] == ["run"]
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_is_told_before_anything_is_simulated(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", encoding="utf-8")
    told = attempt(file / "run")
    assert told.code == 2
    assert told.stderr.splitlines() == [
        "実行フォルダに書き込めません（途中がフォルダではない）。",
        f"  {WHERE}{file / 'run'}",
        f"  {MEND}--out に書き込める場所を指定してください。",
    ]
    assert file.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", b"<!doctype html><title>Welcome</title>"),
        ("application/json", b"{}"),
        ("application/json", b"[1, 2"),
        ("application/json", b"\xff\xfe"),
    ],
    ids=["html", "empty object", "broken", "no text"],
)
def test_a_server_that_is_no_hub_is_told(content_type: str, body: bytes, out: Path) -> None:
    with answering(content_type, body) as address:
        told = attempt(out, "--hub", address)
    words = ("アダプターの知るハブのものではありません", f"{WHERE}{address}", f"{MEND}アドレスの末尾")
    assert_turned_down(told, out, *words)


def test_a_hub_that_hangs_is_told(out: Path) -> None:
    with socket.create_server((HOST, 0)) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        told = attempt(out, "--hub", address)
    assert_turned_down(
        told, out, "時間内に回答がありません", f"{WHERE}{address}", f"{MEND}ハブが起動しているか"
    )


def test_how_long_a_hub_may_hang_is_the_callers_choice() -> None:
    with socket.create_server((HOST, 0)) as listener:
        address = f"http://{HOST}:{listener.getsockname()[1]}"
        connection = by_address(address, "pmh", 42, None, frozenset(), timeout_seconds=0.1)
        with pytest.raises(Complaint, match="時間内に回答がありません"), connection:
            pytest.fail("the hub has not answered")


@pytest.mark.served
@pytest.mark.parametrize("clock", [("--test-clock",), ()], ids=["clock under test", "today's clock"])
def test_a_hub_that_trusts_another_seed_is_told(clock: tuple[str, ...], out: Path) -> None:
    with served_hub("--seed", "7", *clock) as (address, _):
        told = attempt(out, "--hub", address)
    words = ("拒みました", f"{WHERE}{address}", f"{MEND}同じ --seed の `pmhsim trust init`")
    assert_turned_down(told, out, *words)


@pytest.mark.served
def test_a_path_that_is_not_the_hubs_is_told(out: Path) -> None:
    with served_hub() as (address, _):
        told = attempt(out, "--hub", f"{address}/elsewhere")
    words = ("アダプターの知るハブのものではありません", f"{WHERE}{address}/elsewhere", "パス")
    assert_turned_down(told, out, *words)


@pytest.mark.served
def test_without_a_clock_under_test_only_today_can_be_played(out: Path) -> None:
    with served_hub() as (address, _):
        day = str(today())
        other = str(today() + timedelta(days=1))
        told = attempt(out, "--hub", address, "--date", other)
        assert_turned_down(told, out, other, f"{WHERE}--date", f"{MEND}--date を省くと、今日")
        for place, chosen in ((out, ()), (out.with_name("other"), ("--date", day))):
            told = pmhsim("demo", "--share", TINY, "--out", str(place), "--hub", address, *chosen)
            assert told.code == 0, told.stdout + told.stderr
            assert "実施せず 3" in told.stdout
            report = (place / "report.html").read_text(encoding="utf-8")
            assert report.count("このハブは日付を進められないので、翌日のことは確かめられません。") == 2
            assert f"--date {day} " in told.stdout.splitlines()[-1]


@pytest.mark.parametrize("after_lines", [1, 2])
def test_an_interrupted_demo_leaves_nothing(after_lines: int, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    process = subprocess.Popen(
        [*python(INTERRUPTIBLE), "demo", "--share", "0.2", "--out", "run"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env=clean_environment(TMPDIR=str(tmp_path / "temporary")),
    )  # fmt: skip
    with process:
        assert process.stderr is not None
        for _ in range(after_lines):
            assert process.stderr.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 130
    assert out == ""
    assert err.strip() == "中断しました。途中の結果は残していません。"
    assert [path.name for path in tmp_path.rglob("*")] == ["temporary"]
