"""Test persons by case, tried by hand: filled hub, assertion, token, answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from demos import pmhsim
from hubs import served_hub

from simulator.hub.transports.http import HttpTransport
from simulator.port.exchange import Request, Response

CLOCK_DAY = "2026-11-30"


def people(*options: str) -> list[dict[str, Any]]:
    told = pmhsim("hub", "people", "--json", *options)
    assert told.code == 0
    rows: list[dict[str, Any]] = json.loads(told.stdout)["people"]
    return rows


def token(role: str, *options: str) -> str:
    return pmhsim("trust", "token", role, *options).stdout.strip()


def ask_by_card(address: str, case: str, *options: str) -> Response:
    """What a vendor does: sign, then ask."""
    institution = a_clinic(*options)
    assertion = pmhsim("card", "sign", case, "--institution", institution, *options).stdout.strip()
    body = {"cardAssertion": assertion, "consent": True, "serviceDate": CLOCK_DAY}
    request = Request(
        "POST",
        f"/v1/institutions/{institution}/eligibility-checks",
        {
            "Authorization": f"Bearer {token('institution', '--org', institution)}",
            "Content-Type": "application/json",
        },
        json.dumps(body).encode(),
    )
    transport = HttpTransport(address)
    try:
        answer = transport.send(request)
    finally:
        transport.close()
    assert isinstance(answer, Response)
    return answer


def a_clinic(*options: str) -> str:
    told = pmhsim("hub", "people", *options).stdout
    return (
        next(line for line in told.splitlines() if line.startswith("カードで照会する施設"))
        .split(": ")[1]
        .split(",")[0]
    )


@pytest.fixture(scope="module")
def filled() -> Iterator[str]:
    with served_hub("--sample", "--date", CLOCK_DAY) as (address, _):
        yield address


DAY = ("--date", CLOCK_DAY)


@pytest.mark.served
@pytest.mark.parametrize(
    ("case", "shown"),
    [("subsidy-last-day", 1), ("subsidy-ended", 0), ("subsidy-several", 2), ("subsidy-leading-zeros", 1)],
)
def test_a_person_of_a_case_is_answered_as_the_case_says(filled: str, case: str, shown: int) -> None:
    answer = ask_by_card(filled, case, *DAY)
    assert answer.status == 200
    assert len(json.loads(answer.body)["certificates"]) == shown


@pytest.mark.served
def test_leading_zeros_come_back_from_the_filled_hub(filled: str) -> None:
    answer = ask_by_card(filled, "subsidy-leading-zeros", *DAY)
    (certificate,) = json.loads(answer.body)["certificates"]
    (person,) = (each for each in people(*DAY) if each["case"] == "subsidy-leading-zeros")
    assert certificate["medicalSubsidyRecipientNumber"] == person["recipientNumbers"][0] == "0000123"


@pytest.mark.served
def test_a_revoked_card_of_the_sample_is_refused(filled: str) -> None:
    answer = ask_by_card(filled, "card-certificate_revoked", *DAY)
    assert json.loads(answer.body)["type"] == "urn:pmh:problem:card-revoked"


@pytest.mark.served
def test_a_hub_filled_from_a_folder_answers_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "world"
    assert pmhsim("hub", "sample", str(folder), *DAY).code == 0
    with served_hub("--world", str(folder), "--date", CLOCK_DAY) as (address, _):
        assert len(json.loads(ask_by_card(address, "subsidy-several", *DAY).body)["certificates"]) == 2


def test_the_same_seed_gives_the_same_people_and_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        pmhsim("hub", "sample", str(tmp_path / name), *DAY)
    files = [sorted((tmp_path / name).iterdir()) for name in ("a", "b")]
    assert [each.name for each in files[0]] == [each.name for each in files[1]]
    assert [each.read_bytes() for each in files[0]] == [each.read_bytes() for each in files[1]]
    assert people(*DAY) == people(*DAY)
    assert people(*DAY, "--seed", "7") != people(*DAY)


def test_every_case_has_a_name_of_its_own() -> None:
    cases = [each["case"] for each in people(*DAY)]
    assert len(set(cases)) == len(cases) >= 50


def test_my_numbers_stand_in_the_registrations_of_the_bodies_only(tmp_path: Path) -> None:
    pmhsim("hub", "sample", str(tmp_path / "s"), *DAY)
    holding = {path.name for path in (tmp_path / "s").iterdir() if b"myNumber" in path.read_bytes()}
    assert holding
    assert all("Register" in name for name in holding)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("card", "sign", "subsidy-severl"), "subsidy-several"),
        (("hub", "people", "--municipality", "131016"), "--municipality"),
        (("hub", "people", "--date", "30.11.2026"), "2026-11-30"),
        (("hub", "--world", "nowhere"), "requests.json"),
    ],
)
def test_mistakes_are_told_with_a_way_out(arguments: tuple[str, ...], words: str) -> None:
    told = pmhsim(*arguments)
    assert told.code == 2
    assert words in told.stderr
    assert "Traceback" not in told.stderr


def test_a_folder_with_files_is_not_overwritten(tmp_path: Path) -> None:
    kept = tmp_path / "notes.txt"
    kept.write_text("大切", encoding="utf-8")
    assert pmhsim("hub", "sample", str(tmp_path), *DAY).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_broken_file_of_a_folder_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "world"
    pmhsim("hub", "sample", str(folder), *DAY)
    (folder / "002-LinkCards.json").write_text('{"links": [{}]}', encoding="utf-8")
    told = pmhsim("hub", "--world", str(folder), "--port", "0")
    assert told.code == 2
    assert "002-LinkCards.json" in told.stderr
    assert "/links/0/personId" in told.stderr


def test_what_an_earlier_run_left_half_done_is_no_part_of_the_folder(tmp_path: Path) -> None:
    left = tmp_path / "world.partial"
    left.mkdir()
    (left / "999-Old.json").write_text("{}", encoding="utf-8")
    assert pmhsim("hub", "sample", str(tmp_path / "world"), *DAY).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["world"]
    assert not (tmp_path / "world" / "999-Old.json").exists()
