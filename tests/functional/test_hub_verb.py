"""`pmhsim hub`: a hub of one's own on loopback, and the catalogue of defects."""

import json
import signal
import socket
from datetime import date
from pathlib import Path

import pytest
from demos import JAPANESE, Told, pmhsim
from hubs import served_hub

from simulator.facts.requirements import requirement
from simulator.hub.connection import by_address
from simulator.hub.reference.defects import DEFECTS
from simulator.hub.reference.serve import HOST
from simulator.port.exchange import perform
from simulator.port.operations import AuditEntry, CardLink, FetchAuditTrail, LinkCards
from simulator.port.outcomes import Ok, Outcome
from simulator.records.person import BodyPerson

PERSON = "p-1"
LINK = LinkCards((CardLink(PERSON, BodyPerson("452025", "key-1"), 11),))


def ask(address: str, operation: LinkCards | FetchAuditTrail) -> Outcome:
    with by_address(address, "pmh", 42, None, frozenset()) as connection:
        outcome, _ = perform(connection.adapter, connection.transport, operation)
        return outcome


def assert_complains(told: Told, *words: str) -> None:
    assert told.code == 2
    assert told.stdout == ""
    assert "Traceback" not in told.stderr
    assert JAPANESE.search(told.stderr)
    for word in words:
        assert word in told.stderr


def test_the_list_of_defects_gives_name_sentence_and_requirement() -> None:
    told = pmhsim("hub", "--list-defects")
    assert told.code == 0
    lines = told.stdout.splitlines()
    assert lines[::3] == list(DEFECTS)
    for name, sentence, broken in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        assert sentence.strip() == DEFECTS[name].ja
        assert broken.strip() == f"{DEFECTS[name].requirement}: {requirement(DEFECTS[name].requirement).ja}"


def test_the_list_of_defects_as_json_holds_at_least_thirty() -> None:
    rows = json.loads(pmhsim("hub", "--list-defects", "--json").stdout)["defects"]
    assert len(rows) >= 30
    assert len({row["name"] for row in rows}) == len(rows)
    assert all({"name", "ja", "en", "requirement", "kind"} == set(row) for row in rows)
    assert all(all(row.values()) for row in rows)


@pytest.mark.parametrize(
    ("name", "requirement_id", "words"),
    [
        ("expired-user-certificate-accepted", "CARD-003", "猶予期間も過ぎた電子証明書"),
        ("ended-certificate-shown", "SUB-004", "受給者証"),
        ("other-body-certificate-shown", "SUB-007", "別の実施機関"),
        ("dose-lost", "VAC-004", "接種"),
        ("dose-refused-by-interval", "VAC-005", "間隔"),
        ("interview-only-stored-as-dose", "VAC-006", "見合わせ"),
    ],
)
def test_the_mistakes_that_people_fear_most_are_in_the_list(
    name: str, requirement_id: str, words: str
) -> None:
    rows = {
        row["name"]: row for row in json.loads(pmhsim("hub", "--list-defects", "--json").stdout)["defects"]
    }
    assert rows[name]["requirement"] == requirement_id
    assert words in rows[name]["ja"]


@pytest.mark.served
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT], ids=lambda ending: ending.name)
def test_a_hub_starts_says_where_it_is_and_stops_when_told(ending: signal.Signals, tmp_path: Path) -> None:
    with served_hub(TMPDIR=str(tmp_path)) as (address, process):
        assert address.startswith(f"http://{HOST}:")
        with by_address(address, "pmh", 42, None, frozenset()) as connection:
            assert connection.capabilities.hub == "pmhsim-reference"
            assert not connection.capabilities.offers("clock")
        process.send_signal(ending)
        out, err = process.communicate()
        assert process.returncode == 0
        assert out == ""
        assert "Ctrl-C" in err
        assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.served
def test_a_hub_is_reached_from_this_machine_only() -> None:
    with served_hub() as (address, _):
        port = int(address.rpartition(":")[2])
        socket.create_connection((HOST, port), timeout=5).close()
        for other in ("127.0.0.2", "::1"):
            with pytest.raises(OSError, match=r".+"):
                socket.create_connection((other, port), timeout=5).close()


@pytest.mark.served
def test_a_store_outlives_the_hub(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    with served_hub("--store", store) as (address, _):
        assert ask(address, LINK) == Ok()
        kept = ask(address, FetchAuditTrail(PERSON))
        assert isinstance(kept, Ok)
        assert kept.value == (AuditEntry("platform", "", "link-cards"),)
    with served_hub("--store", store) as (address, _):
        assert ask(address, FetchAuditTrail(PERSON)) == kept


@pytest.mark.served
def test_a_clock_under_test_can_be_set() -> None:
    with (
        served_hub("--test-clock", "--seed", "7") as (address, _),
        by_address(address, "pmh", 7, date(2028, 2, 29), frozenset()) as connection,
    ):
        assert connection.capabilities.offers("clock")
        assert connection.where == address


@pytest.mark.served
def test_a_hub_trusts_the_folder_that_it_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "trust"
    assert pmhsim("trust", "init", str(folder), "--seed", "9").code == 0
    with (
        served_hub("--trust", str(folder), "--test-clock") as (address, _),
        by_address(address, "pmh", 9, date(2026, 11, 30), frozenset()) as connection,
    ):
        outcome, _ = perform(connection.adapter, connection.transport, LINK)
        assert outcome == Ok()


@pytest.mark.parametrize("store", ["hub.sqlite", "postgres://x", "sqlite:///", "sqlite:///nowhere/x.sqlite"])
def test_a_store_that_is_none_is_refused(store: str) -> None:
    assert_complains(pmhsim("hub", "--port", "0", "--store", store), store, "--store", "sqlite:///FILE")


def test_a_store_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    foreign = tmp_path / "letter.txt"
    foreign.write_text("no database " * 100, encoding="utf-8")
    for path in (tmp_path, foreign):
        told = pmhsim("hub", "--port", "0", "--store", f"sqlite:///{path}")
        assert_complains(told, str(path), "--store", "sqlite:///FILE")
    assert foreign.read_text(encoding="utf-8").startswith("no database ")


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_complains(pmhsim("hub", "--port", str(port)), str(port), "0 を指定")


def test_a_port_that_is_none_is_refused() -> None:
    assert_complains(pmhsim("hub", "--port", "65536"), "65536", "--port")


def test_a_trust_folder_that_is_missing_or_damaged_is_refused(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert_complains(pmhsim("hub", "--port", "0", "--trust", str(missing)), str(missing), "pmhsim trust init")
    damaged = tmp_path / "trust"
    pmhsim("trust", "init", str(damaged))
    (damaged / "jwks.json").write_text("{", encoding="utf-8")
    assert_complains(pmhsim("hub", "--port", "0", "--trust", str(damaged)), "jwks.json", "pmhsim trust init")


def test_an_unknown_defect_is_refused_with_the_nearest_name() -> None:
    told = pmhsim("hub", "--port", "0", "--defect", "dose-lots")
    assert_complains(told, "dose-lots", "dose-lost")
