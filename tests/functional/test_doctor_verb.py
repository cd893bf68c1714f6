"""`pmhsim doctor`: what its reader sees of a hub, and the exit code."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from demos import JAPANESE, SCRIPT, clean_environment, pmhsim
from hubs import answering, served_hub

from simulator.hub.contract.calls import CALLS

UNREACHABLE = "http://127.0.0.1:9"


@pytest.mark.served
def test_a_right_hub_is_shown_line_by_line_and_gives_zero() -> None:
    with served_hub("--test-clock") as (address, _):
        told = pmhsim("doctor", "--hub", address)
    assert told.code == 0, told
    lines = told.stdout.splitlines()
    assert "pmhsim-reference" in lines[0]
    assert lines[-2] == "診断: ハブがあると言うことは、すべてできました（合成データ）。"
    assert lines[-1] == f"再現: pmhsim doctor --hub {address} --adapter pmh --seed 42"
    for operation in CALLS:
        (line,) = [line for line in lines if f"[{operation.__name__}]" in line]
        assert line.startswith("○ できる: ")
        assert line.endswith(" ミリ秒")
    assert any(address in line for line in lines)
    assert not any(word in told.stdout for word in ("eyJ", "Traceback", "None"))
    assert "…" in told.stderr  # what is under way


@pytest.mark.served
def test_a_hub_of_another_seed_is_told_how_to_trust_and_how_to_ask_again() -> None:
    with served_hub("--seed", "1") as (address, _):
        told = pmhsim("doctor", "--hub", address, "--seed", "2")
        assert told.code == 1
        for words in (
            "× 誤り",
            "pmhsim trust init DIR --seed 2",
            "最初の誤り",
            "HTTP 401",
            "curl -sS -i -X GET",
        ):
            assert words in told.stdout
        # The commands that are shown can be sent as they stand, save hidden values.
        shown = told.stdout.split("同じものを送るには")[1].splitlines()[1:-3]
        script = re.sub(r"pmhsim", str(SCRIPT), "\n".join(shown)).replace(r"curl", "echo", 1)
        echoed = subprocess.run(
            ["/bin/sh", "-euc", script],
            check=True,
            capture_output=True,
            encoding="utf-8",
            env=clean_environment(),
        )
        assert "Authorization: Bearer eyJ" in echoed.stdout
        assert address in echoed.stdout


@pytest.mark.served
def test_as_json_it_is_one_object_with_the_same() -> None:
    with served_hub() as (address, _):
        told = pmhsim("doctor", "--hub", address, "--json")
    found = json.loads(told.stdout)
    assert told.code == 0
    assert found["works"] is True
    assert found["failure"] is None
    assert found["synthetic"] is True
    rows = {row["name"]: row for row in found["findings"]}
    assert rows["RecordDose"]["state"] == "works"
    assert rows["SetClock"]["state"] == "absent"
    assert rows["RecordDose"]["seconds"] >= 0
    assert sum(found["counts"].values()) == len(found["findings"])
    assert JAPANESE.search(rows["RecordDose"]["title"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ["--hub", "pmhsim doctor --hub"]),
        (("--hub", UNREACHABLE), [UNREACHABLE, "接続できません"]),
        (("--hub", "https://pmh.example.go.jp", "--own-host", "pmh.example.go.jp"), ["公的機関"]),
        (("--hub", "http://192.0.2.1"), ["--own-host"]),
        (("--hub", UNREACHABLE, "--adapter", "nobody"), ["nobody", "pmh"]),
        (("--hub", UNREACHABLE, "--adapter", "none.toml"), ["none.toml"]),
    ],
)
def test_what_cannot_be_examined_is_a_complaint(arguments: tuple[str, ...], words: list[str]) -> None:
    told = pmhsim("doctor", *arguments)
    assert (told.code, told.stdout) == (2, "")
    assert "Traceback" not in told.stderr
    for word in words:
        assert word in told.stderr


def test_a_server_that_is_no_hub_is_one_with_everything_wrong() -> None:
    with answering("text/html", b"<h1>hello</h1>") as address:
        told = pmhsim("doctor", "--hub", address)
    assert told.code == 1
    assert "最初の誤り: CheckHealth" in told.stdout
    assert "hello" not in told.stdout


def test_a_token_is_issued_for_a_command_line() -> None:
    told = pmhsim("trust", "token", "body", "--org", "452025", "--seed", "7")
    assert told.code == 0
    assert re.fullmatch(r"eyJ[\w-]+\.[\w-]+\.[\w-]+\n", told.stdout)
    assert pmhsim("trust", "token", "mayor").code == 2


@pytest.mark.served
def test_a_vendor_with_keys_of_his_own_is_asked_with_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keys.toml"
    secret = pmhsim("trust", "token", "platform", "--seed", "1").stdout.strip()
    file.write_text(f'[platform]\ntoken = "{secret}"\n', encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("PMHSIM_CREDENTIALS", str(file))
    with served_hub("--seed", "1") as (address, _):
        told = pmhsim("doctor", "--hub", address, "--seed", "2")
    assert told.code == 1
    assert "○ できる: 医療機関・薬局とその設定を渡す [PutInstitutions]" in told.stdout
    assert "× 誤り: 監査記録を見る [FetchAuditTrail]" in told.stdout
    assert secret not in told.stdout + told.stderr
