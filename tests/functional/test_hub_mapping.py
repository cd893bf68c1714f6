"""A hub of another vendor, connected by a TOML file, is judged as it is without the other vendor's face."""

from pathlib import Path

import pytest
from demos import JAPANESE, Demo, demo, pmhsim
from hubs import served_hub
from othervendor import TOML, served

SEED = 42


@pytest.fixture(scope="module")
def vendor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("vendor") / "vendor-b.toml"
    file.write_text(TOML, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The same day at the embedded hub."""
    return demo(tmp_path_factory.mktemp("ours") / "run")


def test_a_day_at_another_vendors_hub_has_the_judgements_of_the_same_day_at_ours(
    vendor: Path, ours: Demo, tmp_path: Path
) -> None:
    with served(tmp_path / "hub.sqlite", SEED) as address:
        theirs = demo(tmp_path / "theirs", "--hub", address, "--adapter", str(vendor))
    assert theirs.told.code == 0, theirs.told
    assert theirs.results["verdict"] == "pass"
    for name in ("visits", "as_expected", "deviations", "not_run", "requirements"):
        assert theirs.results[name] == ours.results[name], name
    assert theirs.results["results_sha256"] == ours.results["results_sha256"]
    assert theirs.json("manifest.json")["adapter"] == str(vendor)


def test_a_defect_of_another_vendors_hub_is_found_through_the_mapping(vendor: Path, tmp_path: Path) -> None:
    defect = "ended-certificate-shown"
    with served(tmp_path / "hub.sqlite", SEED, defect=defect) as address:
        theirs = demo(tmp_path / "theirs", "--hub", address, "--adapter", str(vendor))
    assert theirs.told.code == 1
    assert "SUB-004" in {row["requirement"] for row in theirs.results["deviations"]}


@pytest.mark.parametrize(
    "line",
    [
        'date_format = "YYYYMMDD"',
        'booleans = ["0", "1"]',
        'token_scheme = "Token"',
        'Authorization = "X-Auth"',
        'Idempotency-Key = "X-Request-Id"',
        'X-Api-Version = "3"',
        'cardAssertion = "proof"',
        'ticketNumber = "couponNo"',
        '"basicFiveInfo.name" = "fullName"',
        'sex = { 1 = "M", 2 = "F" }',
        'card-expired = { status = 422, code = "E-CARD-OLD" }',
        'path = "/clinics/{code}/shots"',
        "statuses = { 202 = 201 }",
        'answer.envelope = "data"',
        'next = "more"',
        'answer.supplied = { version = "3" }',
    ],
)
def test_each_difference_counts(line: str, ours: Demo, tmp_path: Path) -> None:
    file = tmp_path / "vendor-b.toml"
    assert line in TOML
    file.write_text(TOML.replace(line, ""), encoding="utf-8")
    with served(tmp_path / "hub.sqlite", SEED) as address:
        theirs = demo(tmp_path / "run", "--hub", address, "--adapter", str(file))
    assert theirs.told.code in (0, 1, 2)
    assert "Traceback" not in theirs.told.stderr
    if theirs.told.code != 2:
        assert theirs.results["results_sha256"] != ours.results["results_sha256"]


def test_without_the_mapping_the_other_vendors_hub_is_not_understood(tmp_path: Path) -> None:
    with served(tmp_path / "hub.sqlite", SEED) as address:
        told = pmhsim("demo", "--share", "0.002", "--hub", address, "--out", str(tmp_path / "run"))
    assert told.code == 2
    assert JAPANESE.search(told.stderr)


@pytest.mark.served
def test_a_template_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "my-hub.toml"
    told = pmhsim("hub", "mapping", "--template", "--out", str(file))
    assert told.code == 0
    assert str(file) in told.stdout
    assert pmhsim("hub", "mapping", "--template").stdout == file.read_text(encoding="utf-8")
    assert pmhsim("hub", "mapping", str(file)).code == 0
    with served_hub("--test-clock") as (address, _):
        again = demo(tmp_path / "run", "--hub", address, "--adapter", str(file))
    assert again.results["verdict"] == "pass"


def test_a_template_is_not_written_over_a_file(tmp_path: Path) -> None:
    file = tmp_path / "my-hub.toml"
    file.write_text("# mine\n", encoding="utf-8")
    told = pmhsim("hub", "mapping", "--template", "--out", str(file))
    assert (told.code, told.stdout) == (2, "")
    assert str(file) in told.stderr
    assert file.read_text(encoding="utf-8") == "# mine\n"


@pytest.mark.parametrize("arguments", [(), ("--out", "x.toml"), ("x.toml", "--template")])
def test_it_is_said_what_the_verb_does(arguments: tuple[str, ...]) -> None:
    told = pmhsim("hub", "mapping", *arguments)
    assert told.code == 2
    assert "--template" in told.stderr


def test_a_mapping_with_a_mistake_is_a_complaint_before_the_hub_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "my-hub.toml"
    file.write_text('[operations.RecordDose]\npath = "/shots"\n', encoding="utf-8")
    told = pmhsim("demo", "--hub", "http://127.0.0.1:9", "--adapter", str(file), "--out", str(tmp_path / "r"))
    assert told.code == 2
    for word in (str(file), "2 行目", "operations.RecordDose.path", "{code}"):
        assert word in told.stderr
    assert not (tmp_path / "r").exists()


def test_the_embedded_hub_is_asked_through_a_mapping_too(vendor: Path, tmp_path: Path) -> None:
    told = demo(tmp_path / "run", "--adapter", str(vendor)).told
    assert told.code == 2  # the embedded hub speaks the contract, not vendor B


@pytest.mark.served
def test_a_hub_that_tells_neither_health_nor_capabilities_is_told_of_by_the_mapping(tmp_path: Path) -> None:
    file = tmp_path / "silent.toml"
    file.write_text(
        'unsupported = ["CheckHealth", "FetchCapabilities", "SubmitQuestionnaire"]\n'
        '[capabilities]\nhub = "silent"\nversion = "3"\nnames = ["clock", "gateway", "verifies_card"]\n',
        encoding="utf-8",
    )
    with served_hub("--test-clock") as (address, _):
        told = demo(tmp_path / "run", "--hub", address, "--adapter", str(file))
    assert told.results["verdict"] == "pass"
    assert told.json("manifest.json")["hub"]["name"] == "silent"
    assert any(requirement.startswith("QST") for requirement in told.results["not_run"])
