"""Load tests as a user runs them: Locust and the reference hub as processes of their own, on loopback."""

import csv
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from simulator.hub.contract.calls import CALLS

pytest.importorskip("geventhttpclient", reason="needs the extra `load` (Locust and its HTTP client)")
pytestmark = pytest.mark.served

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 120
# A proxy of the machine has no part in what happens on loopback.
OPENER = build_opener(ProxyHandler({}))
OPERATIONS = {
    "CheckEligibility", "LookUpSubsidy", "FetchTickets", "FetchQuestionnaire", "SubmitQuestionnaire",
    "RecordDose", "ListHistory", "LinkCards", "RegisterRecipients", "FetchTask",
}  # fmt: skip
Start = Callable[..., subprocess.Popen[str]]
Hub = Callable[..., str]


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PMHSIM_", "LOCUST_"))}
    return {**kept, "PMHSIM_SHARE": "0.01", **extra}


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a process that is gone when the test is over."""
    with ExitStack() as stack:

        def started(*arguments: str, **extra: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [sys.executable, *arguments], cwd=ROOT, env=environment(extra), text=True,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            stack.callback(end, process)
            return process

        yield started


def end(process: subprocess.Popen[str]) -> str:
    """Ask a process to end, and give what it said."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.communicate(timeout=PATIENCE_SECONDS)[0]
    except ValueError:  # read to its end before
        process.wait(PATIENCE_SECONDS)
        return ""


@pytest.fixture
def hub(start: Start) -> Hub:
    """Start a reference hub and give its address."""

    def started(*options: str) -> str:
        process = start("-m", "simulator", "hub", "--port", "0", "--test-clock", *options)
        assert process.stdout is not None
        return next(line.strip() for line in process.stdout if line.startswith("http://"))

    return started


def locust(*options: str) -> tuple[str, ...]:
    return ("-m", "locust", "-f", "loadtests/locustfile.py", *options)


def headless(url: str, *options: str) -> tuple[str, ...]:
    return locust("--headless", "--only-summary", "-u", "5", "-r", "5", "-t", "10s", "--host", url, *options)


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = process.communicate(timeout=PATIENCE_SECONDS)
    return process.returncode, said


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_sound_hub_passes_and_every_request_bears_the_name_of_its_operation(
    start: Start, hub: Hub, tmp_path: Path
) -> None:
    code, said = ended(start(*headless(hub() + "/", "--csv", str(tmp_path / "run"))))
    assert code == 0, said
    stats = {row["Name"]: row for row in rows(tmp_path / "run_stats.csv")}
    total = stats.pop("Aggregated")
    assert set(stats) >= OPERATIONS
    assert all(name.isidentifier() for name in stats)
    assert int(total["Request Count"]) > 200
    assert int(total["Failure Count"]) == 0
    assert rows(tmp_path / "run_failures.csv") == []
    assert "ハブの判定: 適合" in said
    assert "回答なし 0件" in said


def test_a_defective_hub_fails_under_the_requirement_that_it_violates(
    start: Start, hub: Hub, tmp_path: Path
) -> None:
    url = hub("--defect", "ended-certificate-shown")
    code, said = ended(start(*headless(url, "--csv", str(tmp_path / "run"))))
    assert code == 1, said
    failures = rows(tmp_path / "run_failures.csv")
    assert {row["Name"] for row in failures} == {"要件 SUB-004"}
    assert all("許される回答" in row["Error"] and "実際の回答" in row["Error"] for row in failures)
    # The same deviation in another round is the same line.
    assert len(failures) < 20
    counted = {row["Name"]: int(row["Failure Count"]) for row in rows(tmp_path / "run_stats.csv")}
    assert counted["要件 SUB-004"] > 0
    assert "要件 SUB-004 に反する回答" in said
    assert "ハブの判定: 不適合" in said


def test_over_a_bad_line_a_sound_hub_passes_and_what_was_put_in_is_no_failure_of_its(
    start: Start, hub: Hub, tmp_path: Path
) -> None:
    faulty = ("--faults", "bad-line", "--csv", str(tmp_path / "run"))
    code, said = ended(start(*headless(hub(), *faulty)))
    assert code == 0, said
    assert rows(tmp_path / "run_failures.csv") == []
    assert "わざと入れた通信の障害: " in said
    assert "応答の遅れ" in said
    assert "回答なし 0件" in said
    assert "ハブの判定: 適合" in said


def test_several_processes_judge_together_and_do_not_get_into_each_others_way(
    start: Start, hub: Hub, tmp_path: Path
) -> None:
    path = tmp_path / "run.json"
    code, said = ended(start(*headless(hub(), "--processes", "2", "--json-file", str(path))))
    assert code == 0, said
    stats = json.loads(next(tmp_path.glob("run*.json*")).read_text(encoding="utf-8"))
    assert {row["name"] for row in stats} >= OPERATIONS
    assert sum(row["num_failures"] for row in stats) == 0
    requests = sum(row["num_requests"] for row in stats)
    (asked,) = re.findall(r"ハブへの照会 ([0-9,]+)件", said)
    # A question takes more than one request where a list has several pages or a registration takes a while.
    assert 0.95 * requests < int(asked.replace(",", "")) <= requests
    assert "ハブの判定: 適合" in said


class Remembering(BaseHTTPRequestHandler):
    """A server that is no hub, and remembers that it was asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_PUT = do_GET  # noqa: N815 - named by the protocol's methods

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def bystander() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback; gives its address and what it was asked."""
    asked: list[str] = []
    handler = type("Bystander", (Remembering,), {"asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://192.0.2.1:8765", "--own-host"),
        ("http://pmh.example.go.jp", "公的機関"),
        ("ftp://127.0.0.1", "http か https"),
    ],
)
@pytest.mark.parametrize("processes", [(), ("--processes", "2")], ids=["one process", "two processes"])
def test_a_host_that_may_not_be_reached_is_refused_with_its_reason(
    start: Start, url: str, words: str, processes: tuple[str, ...]
) -> None:
    code, said = ended(start(*headless(url, *processes)))
    assert code == 2, said
    assert words in said
    assert "Traceback" not in said
    assert "ハブの判定" not in said


def test_a_host_that_may_not_be_reached_is_sent_nothing(
    start: Start, bystander: tuple[str, list[str]]
) -> None:
    url, asked = bystander
    own_address = url.replace("127.0.0.1", "[::ffff:127.0.0.1]")
    assert ended(start(*headless(own_address)))[0] == 2
    assert asked == []


def test_what_is_no_hub_is_said_to_be_none(start: Start, bystander: tuple[str, list[str]]) -> None:
    url, asked = bystander
    code, said = ended(start(*headless(url)))
    assert code == 2
    assert "アダプター" in said
    assert len(asked) == 1


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("processes", [(), ("--processes", "2")], ids=["one process", "two processes"])
def test_an_unreachable_hub_is_told_before_anything_is_counted(
    start: Start, tmp_path: Path, processes: tuple[str, ...]
) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    code, said = ended(start(*headless(url, "--csv", str(tmp_path / "run"), *processes)))
    assert code == 2, said
    assert "ハブに接続できません" in said
    assert url in said
    assert "Traceback" not in said
    assert not any(row["Name"] != "Aggregated" for path in tmp_path.glob("*_stats.csv") for row in rows(path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PMHSIM_SHARE", "lots"),
        ("PMHSIM_MUNICIPALITY", "131016"),
        ("PMHSIM_SEED", "-1"),
    ],
)
def test_a_bad_setting_is_told_in_words(start: Start, name: str, text: str) -> None:
    code, said = ended(start(*headless("http://127.0.0.1:9"), **{name: text}))
    assert code == 2, said
    assert name in said
    assert "Traceback" not in said


def test_a_plan_of_faults_that_is_not_there_is_told_before_anything_is_sent(
    start: Start, bystander: tuple[str, list[str]]
) -> None:
    url, asked = bystander
    code, said = ended(start(*headless(url), PMHSIM_FAULTS="nowhere.toml"))
    assert code == 2, said
    assert "nowhere.toml" in said
    assert "bad-line" in said
    assert "Traceback" not in said
    assert asked == []


def test_without_an_address_there_is_nothing_to_load(start: Start) -> None:
    code, said = ended(start(*locust("--headless", "-t", "5s")))
    assert code == 2
    assert "--host" in said


def test_a_hub_that_dies_on_the_way_is_not_said_to_conform(start: Start, tmp_path: Path) -> None:
    process = start("-m", "simulator", "hub", "--port", "0", "--test-clock")
    assert process.stdout is not None
    url = next(line.strip() for line in process.stdout if line.startswith("http://"))
    loading = start(*headless(url, "--csv", str(tmp_path / "run")))
    until(lambda: any(int(row["Request Count"]) > 0 for row in counted(tmp_path / "run_stats.csv")))
    process.kill()
    code, said = ended(loading)
    assert code == 1, said
    assert "ハブの判定: 判定不能" in said
    known = {operation.__name__ for operation in CALLS}
    assert {row["Name"] for row in rows(tmp_path / "run_failures.csv")} <= known


BROKEN = """
from simulator.hub.adapters.pmh import PmhAdapter


class Broken(PmhAdapter):
    def perform(self, operation):
        if type(operation).__name__ == "{name}":
            raise RuntimeError("a fault on our side")
        return (yield from super().perform(operation))
"""


@pytest.mark.parametrize("name", ["LinkCards", "ListHistory"])
def test_a_fault_on_our_side_is_never_said_to_be_the_hubs(
    start: Start, hub: Hub, tmp_path: Path, name: str
) -> None:
    (tmp_path / "broken.py").write_text(BROKEN.format(name=name), encoding="utf-8")
    mine = ("--adapter", "broken:Broken", "-t", "5s")
    code, said = ended(start(*headless(hub(), *mine), PYTHONPATH=str(tmp_path)))
    assert code == 3, said


def counted(path: Path) -> list[dict[str, str]]:
    return [row for row in rows(path) if row["Request Count"]] if path.exists() else []


def until(holds: Callable[[], Any]) -> Any:
    """Wait until something holds, and give it."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        if found := holds():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come to hold in time")


class Page:
    """Locust's web page, as a browser reaches it."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> str:
        with OPENER.open(self._url + path, timeout=30) as answer:
            return str(answer.read().decode())

    def is_up(self) -> bool:
        try:
            return bool(self.get("/"))
        except URLError:
            return False

    def post(self, path: str, **form: object) -> None:
        request = Request(self._url + path, data=urlencode(form).encode(), method="POST")  # noqa: S310 - loopback
        with OPENER.open(request, timeout=30) as answer:
            assert answer.status == 200

    def stats(self) -> dict[str, int]:
        shown = json.loads(self.get("/stats/requests"))["stats"]
        return {row["name"]: row["num_requests"] for row in shown}

    def state(self) -> str:
        return str(json.loads(self.get("/stats/requests"))["state"])


def test_the_web_page_starts_and_stops_a_load_test(start: Start, hub: Hub) -> None:
    port = free_port()
    process = start(*locust("--web-host", "127.0.0.1", "--web-port", str(port)))
    page = Page(port)
    until(page.is_up)
    assert "Locust" in page.get("/")
    page.post("/swarm", user_count=3, spawn_rate=3, host=hub())
    until(lambda: page.stats().get("Aggregated", 0) > 200)
    assert set(page.stats()) & OPERATIONS
    page.post("/stop")
    until(lambda: page.state() == "stopped")
    assert json.loads(page.get("/stats/requests"))["errors"] == []
    said = end(process)
    assert process.returncode == 0, said
    assert "ハブの判定: 適合" in said


def test_nobody_who_reaches_the_web_page_can_turn_the_load_on_a_host_that_is_not_ones_own(
    start: Start, bystander: tuple[str, list[str]]
) -> None:
    url, asked = bystander
    port = free_port()
    process = start(*locust("--web-host", "127.0.0.1", "--web-port", str(port)))
    page = Page(port)
    until(page.is_up)
    foreign = url.replace("127.0.0.1", "[::ffff:127.0.0.1]")
    own = {"own_hosts": "::ffff:127.0.0.1", "adapter": "nope:Nope"}
    page.post("/swarm", user_count=3, spawn_rate=3, host=foreign, **own)
    told = until(lambda: json.loads(page.get("/exceptions"))["exceptions"])
    assert "--own-host" in told[0]["msg"]
    until(lambda: page.state() == "stopped")
    assert page.stats() == {"Aggregated": 0}
    assert asked == []
    said = end(process)
    assert process.returncode == 2, said
    assert "ハブの判定" not in said
