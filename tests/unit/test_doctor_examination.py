"""The examination of hubs: right ones, wrong ones, foreign ones; each operation tried once."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from hubs import answering
from othervendor import TOML, served, vendor_app
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from simulator.doctor.examination import Examination
from simulator.doctor.findings import LABELS, Diagnosis, State
from simulator.doctor.probes import PROBES, probe_of
from simulator.doctor.scene import Scene
from simulator.doctor.trust import TOLERANCE_SECONDS, clock_difference
from simulator.facts.checkups import checkup_kinds
from simulator.hub.contract.calls import CALLS
from simulator.hub.transports.target import find_target
from simulator.language import Complaint, Text
from simulator.port import operations as ops
from simulator.port.exchange import Response
from simulator.world.keys import my_number_valid

SEED = 42
NAMES = {operation.__name__ for operation in CALLS}


def examined(
    address: str, adapter: str = "pmh", seed: int = SEED, heard: list[str] | None = None
) -> Diagnosis:
    def tell(message: Text) -> None:
        if heard is not None:
            heard.append(str(message))

    scene = Scene(seed, "n1")
    return Examination(find_target(address), adapter, scene, tell, pause=lambda _: None).examine()


def states(found: Diagnosis) -> dict[str, State]:
    return {finding.name: finding.state for finding in found.findings}


def plain(app: ASGIApp) -> ASGIApp:
    return app


@contextmanager
def changed(
    path: Path, change: Callable[[str, str, int, bytes], tuple[int, bytes]], **options: object
) -> Iterator[str]:
    """The reference hub whose answers are changed: method, path, status and body in; status and body out."""

    def face(hub: ASGIApp) -> ASGIApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            kept: list[Message] = []

            async def keep(message: Message) -> None:
                kept.append(message)

            await hub(scope, receive, keep)
            body = b"".join(message.get("body", b"") for message in kept)
            status, new = change(scope["method"], scope["path"], kept[0]["status"], body)
            headers = [each for each in kept[0]["headers"] if each[0] != b"content-length"]
            await send({**kept[0], "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": new})

        return app

    with served(path, SEED, face, **options) as address:
        yield address


@pytest.mark.parametrize("operation", CALLS, ids=lambda each: each.__name__)
def test_every_operation_of_the_contract_is_tried(operation: type[ops.Operation]) -> None:
    assert probe_of(operation) is not None, "write a probe in simulator.doctor.probes"


def test_the_reference_hub_can_do_everything(tmp_path: Path) -> None:
    heard: list[str] = []
    with served(tmp_path / "hub.sqlite", SEED, plain) as address:
        found = examined(address, heard=heard)
    assert found.works
    assert found.failure is None
    assert set(states(found).values()) == {State.WORKS}
    assert NAMES | {"reachable", "clock", "token-trusted", "wrong-token-refused"} == set(states(found))
    assert len(found.findings) == len(states(found))
    assert found.hub == "pmhsim-reference"
    assert len(heard) > len(NAMES) / 2


def test_a_hub_is_examined_again_and_again(tmp_path: Path) -> None:
    with served(tmp_path / "hub.sqlite", SEED, plain) as address:
        first = Examination(find_target(address), "pmh", Scene(SEED, "n1"), lambda _: None).examine()
        second = Examination(find_target(address), "pmh", Scene(SEED, "n2"), lambda _: None).examine()
    assert first.works
    assert second.works


def test_a_clock_that_the_hub_does_not_declare_is_left_alone(tmp_path: Path) -> None:
    with served(tmp_path / "hub.sqlite", SEED, plain, test_clock=False) as address:
        found = examined(address)
    assert found.works
    assert states(found)["SetClock"] is State.ABSENT


def test_a_hub_that_does_not_trust_our_tokens_is_told_first(tmp_path: Path) -> None:
    with served(tmp_path / "hub.sqlite", SEED, plain) as address:
        found = examined(address, seed=7)
    assert not found.works
    assert states(found)["token-trusted"] is State.WRONG
    assert states(found)["wrong-token-refused"] is State.WORKS
    assert states(found)["RecordDose"] is State.UNCHECKED
    assert found.failure is not None
    assert found.failure.name == "token-trusted"
    assert found.failure.token == "TOKEN=$(pmhsim trust token operator --seed 7)"
    assert "HTTP 401" in (found.failure.answer or "")
    assert "curl" in found.failure.curl


def test_a_hub_that_takes_any_token_is_wrong(tmp_path: Path) -> None:
    def trusting(hub: ASGIApp) -> ASGIApp:
        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["path"] == "/v1/audit":
                body = b'{"entries":[]}'
                headers = [(b"content-type", b"application/json")]
                await send({"type": "http.response.start", "status": 200, "headers": headers})
                await send({"type": "http.response.body", "body": body})
            else:
                await hub(scope, receive, send)

        return app

    with served(tmp_path / "hub.sqlite", SEED, trusting) as address:
        found = examined(address)
    assert states(found)["wrong-token-refused"] is State.WRONG
    assert not found.works


@pytest.mark.parametrize(
    ("defect", "wrong"),
    [("ended-certificate-shown", []), ("dose-lost", ["ListHistory", "FetchResults"])],
)
def test_a_hub_that_forgets_what_it_was_told_is_wrong(defect: str, wrong: list[str], tmp_path: Path) -> None:
    with served(tmp_path / "hub.sqlite", SEED, plain, defect=defect) as address:
        found = examined(address)
    assert [name for name, state in states(found).items() if state is State.WRONG] == wrong


def test_what_is_missing_is_no_failure_unless_the_hub_declares_it(tmp_path: Path) -> None:
    def without(_method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        gone = path.endswith(("/interviews", "/subsidy-lookups"))
        return (404, b"") if gone else (status, body)

    with changed(tmp_path / "hub.sqlite", without) as address:
        found = examined(address)
    assert states(found)["RecordInterviewOnly"] is State.ABSENT
    assert states(found)["LookUpSubsidy"] is State.WRONG
    assert found.failure is not None
    assert found.failure.name == "LookUpSubsidy"


def test_rows_that_are_not_taken_in_are_told(tmp_path: Path) -> None:
    def rejecting(method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        if method == "GET" and "/tasks/" in path and status == 200:
            report = json.loads(body)
            report["rows"][0]["errors"] = ["unknown-scheme"]
            return 200, json.dumps(report).encode()
        return status, body

    with changed(tmp_path / "hub.sqlite", rejecting) as address:
        found = examined(address)
    (row,) = [finding for finding in found.findings if finding.name == "RegisterRecipients"]
    assert row.state is State.WRONG
    assert "unknown-scheme" in str(row.detail)


def test_a_registration_is_polled_until_it_is_done(tmp_path: Path) -> None:
    asked: list[str] = []

    def slow(method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        if method == "GET" and "/tasks/" in path and status == 200:
            asked.append(path)
            if asked.count(path) < 3:
                return 200, b'{"status":"processing","rows":[]}'
        return status, body

    with changed(tmp_path / "hub.sqlite", slow) as address:
        found = examined(address)
    assert found.works
    assert max(map(asked.count, asked)) >= 3


def test_a_registration_that_never_ends_is_wrong(tmp_path: Path) -> None:
    def stuck(method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        is_task = method == "GET" and "/tasks/" in path
        return (200, b'{"status":"processing","rows":[]}') if is_task else (status, body)

    with changed(tmp_path / "hub.sqlite", stuck) as address:
        found = examined(address)
    assert states(found)["RegisterRecipients"] is State.WRONG


def test_a_failure_shows_no_person_and_no_token(tmp_path: Path) -> None:
    def echoing(_method: str, path: str, status: int, body: bytes) -> tuple[int, bytes]:
        leak = {"message": "合成 診断 は登録できません", "who": Scene(SEED, "n1").child}
        return (500, json.dumps(leak).encode()) if "recipient" in path else (status, body)

    with changed(tmp_path / "hub.sqlite", echoing) as address:
        found = examined(address)
    assert found.failure is not None
    assert found.failure.name == "RegisterRecipients"
    text = "\n".join([found.failure.request, found.failure.answer or "", found.failure.curl])
    person = Scene(SEED, "n1").registrant()
    for hidden in (
        person.basic.name,
        person.my_number,
        person.at_body.person_key,
        Scene(SEED, "n1").child,
        "eyJ",
    ):
        assert hidden not in text
    assert "$TOKEN" in found.failure.curl


def test_another_vendors_hub_is_examined_through_its_mapping(tmp_path: Path) -> None:
    file = tmp_path / "b.toml"
    file.write_text(TOML, encoding="utf-8")
    with served(tmp_path / "hub.sqlite", SEED, vendor_app) as address:
        found = examined(address, str(file))
    assert found.works, found
    assert set(states(found).values()) == {State.WORKS}


def test_what_the_mapping_settles_is_the_adapters_word(tmp_path: Path) -> None:
    file = tmp_path / "less.toml"
    capabilities = '[capabilities]\nhub = "b"\nversion = "1"\nnames = ["gateway"]\n'
    file.write_text(
        'unsupported = ["FetchCapabilities", "CheckHealth", "RecordDose"]\n' + capabilities, encoding="utf-8"
    )
    with served(tmp_path / "hub.sqlite", SEED, plain) as address:
        found = examined(address, str(file))
    assert found.works
    told = states(found)
    assert told["FetchCapabilities"] is State.ADAPTER
    assert told["CheckHealth"] is told["RecordDose"] is State.ABSENT
    assert told["reachable"] is State.WORKS


@pytest.mark.parametrize("adapter", ["pmh", "less.toml"])
def test_a_hub_that_cannot_be_reached_is_a_complaint(adapter: str, tmp_path: Path) -> None:
    file = tmp_path / "less.toml"
    file.write_text(
        'unsupported = ["FetchCapabilities", "CheckHealth"]\n[capabilities]\nhub = "b"\nversion = "1"\n',
        encoding="utf-8",
    )
    with pytest.raises(Complaint, match="接続できません"):
        examined("http://127.0.0.1:9", str(file) if adapter.endswith("toml") else adapter)


def test_a_server_that_is_no_hub_fails_at_once_and_in_words() -> None:
    with answering("text/html", b"<h1>hello</h1>") as address:
        found = examined(address)
    assert not found.works
    assert states(found)["CheckHealth"] is State.WRONG
    assert found.failure is not None
    assert "hello" not in (found.failure.answer or "")


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Mon, 30 Nov 2026 00:00:00 GMT", State.WORKS),
        ("Mon, 30 Nov 2026 00:00:59 GMT", State.WORKS),
        ("Mon, 30 Nov 2026 00:01:01 GMT", State.WRONG),
        ("Sun, 29 Nov 2026 23:00:00 GMT", State.WRONG),
        ("yesterday", State.UNCHECKED),
        ("", State.UNCHECKED),
    ],
)
def test_the_clock_is_held_against_this_ones(said: str, state: State) -> None:
    noon = 1_795_996_800.0  # 2026-11-30T00:00:00Z
    assert clock_difference(Response(200, {"date": said}, b""), noon).state is state
    assert clock_difference(None, noon).state is State.UNCHECKED
    assert TOLERANCE_SECONDS == 60


def test_people_of_an_examination_are_synthetic_and_new_each_time() -> None:
    one, other = Scene(SEED, "n1"), Scene(SEED, "n2")
    assert not my_number_valid(one.registrant().my_number)
    assert not my_number_valid(one.registrant("guardian").my_number)
    for name in ("child", "guardian"):
        assert getattr(one, name) != getattr(other, name)
    assert one.registrant() != other.registrant()
    assert one.institution.code != other.institution.code
    assert {each.ticket_number for each in one.tickets()}.isdisjoint(
        each.ticket_number for each in other.tickets()
    )


def test_the_child_is_of_an_age_for_what_is_recorded() -> None:
    scene = Scene(SEED, "n1", date(2026, 11, 30))
    assert 90 <= (scene.day - scene.born).days <= 120
    assert any(each.code == "inf04m" for each in checkup_kinds())


def test_every_state_has_its_word() -> None:
    assert set(LABELS) == set(State)
    assert len({str(label) for label in LABELS.values()}) == len(State)


def test_the_probes_name_operations_of_the_contract_only() -> None:
    assert set(PROBES) <= set(CALLS)
    assert all(need in PROBES for probe in PROBES.values() for need in probe.needs)
    assert [field.name for field in fields(ops.FetchTask)] == ["body_code", "task"]


def test_a_token_that_was_never_shown_is_not_said_to_be_trusted_or_refused(tmp_path: Path) -> None:
    with served(tmp_path / "hub.sqlite", SEED, plain) as address:
        told = states(examined(address, "silentadapter:SilentAdapter"))
    assert told["token-trusted"] is told["wrong-token-refused"] is State.UNCHECKED
