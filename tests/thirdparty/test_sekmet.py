"""The FHIR adapter at sekmet-fhir, a server that nobody of this project wrote."""

import json
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import CLINIC, certificate, registrant, ticket
from demos import Demo, demo
from fhir_scenarios import SCENARIOS
from fhir_town import HANA, FhirTown
from sekmet import served

from simulator.hub.adapters.fhir import FhirAdapter
from simulator.hub.adapters.fhir.capability_statement import DECIDED_BY_ADAPTER
from simulator.hub.transports.http import HttpTransport
from simulator.port.capabilities import ALL, Capabilities
from simulator.port.exchange import Request, Response
from simulator.port.operations import FetchCapabilities, PutInstitutions
from simulator.port.outcomes import Ok, Refused

pytestmark = [pytest.mark.thirdparty, pytest.mark.served]

KNOWN_DEVIATIONS: frozenset[str] = frozenset()
"""Requirements that this server is known to violate; docs/howto/fhir.md explains each."""

OFFERED = frozenset(
    {
        "amendment", "body_results", "consent", "difference_history", "gateway", "group_checkup", "notices",
        "optimistic_lock", "own_certificates", "questionnaire", "strict_search", "transaction",
    }
)  # fmt: skip
NO_CARD = frozenset({"CARD-003", "CARD-004", "CARD-005", "CARD-006", "CARD-007", "CARD-010"})
NO_CLOCK = frozenset({"VAC-004", "CHK-006"})
NO_AUDIT = frozenset({"AUD-001"})
JUDGED = frozenset(
    {
        "GEN-001", "REG-001", "SUB-001", "SUB-002", "SUB-003", "SUB-008", "SUB-011", "SUB-012", "SUB-013",
        "TCK-001", "TCK-003", "QST-001", "QST-003", "VAC-001", "VAC-005", "VAC-006", "VAC-007", "VAC-008",
        "VAC-009", "VAC-012", "VAC-013", "CHK-001", "CHK-002", "CHK-003", "CHK-004", "CHK-005", "PRV-003",
    }
)  # fmt: skip


@pytest.fixture
def transport(sekmet_url: str) -> Iterator[HttpTransport]:
    transport = HttpTransport(sekmet_url)
    yield transport
    transport.close()


@pytest.fixture
def town(transport: HttpTransport) -> FhirTown:
    """A town of its own at the server that all tests share: the people of the others are decoys as well."""
    return FhirTown(transport, nonce=f"-{secrets.token_hex(4)}").furnish()


@pytest.fixture(scope="module")
def day(sekmet_url: str, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A small day, as people play it."""
    folder = tmp_path_factory.mktemp("sekmet-day") / "run"
    return demo(folder, "--hub", sekmet_url, "--adapter", "fhir", "--share", "0.001")


def asked(transport: HttpTransport, path: str, method: str = "GET", **document: Any) -> tuple[int, Any]:
    """A question without the adapter, and without handling=strict."""
    headers = {"Accept": "application/fhir+json", "Content-Type": "application/fhir+json"}
    body = json.dumps(document).encode() if document else b""
    answer = transport.send(Request(method, path, headers, body))
    assert isinstance(answer, Response)
    return answer.status, json.loads(answer.body)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__)
def test_at_sekmet(scenario: Callable[[FhirTown], None], town: FhirTown) -> None:
    scenario(town)


def test_it_offers_what_it_has_and_no_more(town: FhirTown) -> None:
    found = town.must(FetchCapabilities())
    assert isinstance(found, Capabilities)
    assert "sekmet" in found.hub.lower()
    assert found.names == OFFERED
    assert found.names < ALL


def test_an_unknown_parameter_is_dropped_and_everybodys_rows_come_unless_strictness_is_asked_for(
    town: FhirTown, transport: HttpTransport
) -> None:
    """The trap that the adapter's `handling=strict` and its look at every row's owner are for."""
    for known in (town.hana, town.decoy):
        town.certify(known, certificate())
    status, bundle = asked(transport, "/Coverage?no-such-parameter=1&_count=1000")
    assert status == 200
    owners = {entry["resource"]["beneficiary"]["reference"] for entry in bundle["entry"] if _is_row(entry)}
    assert len(owners) > 1
    shown = town.look_up()
    assert isinstance(shown, Ok)
    assert isinstance(shown.value, tuple)
    assert len(shown.value) == 1


def _is_row(entry: Any) -> bool:
    return bool(entry["resource"]["resourceType"] == "Coverage")


def test_it_takes_what_refers_to_nobody_so_that_the_adapter_looks_first(transport: HttpTransport) -> None:
    """No referential integrity: a record of a person who does not exist is accepted."""
    status, _ = asked(
        transport,
        "/Immunization",
        "POST",
        resourceType="Immunization",
        status="completed",
        vaccineCode={"text": "any"},
        patient={"reference": "Patient/no-such-patient"},
        occurrenceDateTime="2026-11-30",
    )
    assert status == 201


def test_no_my_number_is_anywhere_in_it(town: FhirTown, transport: HttpTransport) -> None:
    known = registrant(town.named("P-numbered"), my_number="987654321012")
    town.certify(known, certificate())
    town.issue(known, ticket(f"N{town.nonce}"))
    pages, path = [], "/_history?_count=1000"
    while path:
        status, bundle = asked(transport, path)
        assert status == 200
        pages.append(json.dumps(bundle))
        following = [link["url"] for link in bundle["link"] if link["relation"] == "next"]
        path = "/" + following[0].partition("/fhir/")[2] if following else ""
    assert any(town.named("P-numbered") in page for page in pages)
    assert not any(known.my_number in page for page in pages)


def test_a_whole_day_is_played_without_a_deviation_of_the_adapters_making(day: Demo) -> None:
    assert day.told.code == (1 if KNOWN_DEVIATIONS else 0), day.told.stderr
    assert {row["requirement"] for row in day.results["deviations"]} == KNOWN_DEVIATIONS
    assert day.results["verdict"] == ("fail" if KNOWN_DEVIATIONS else "pass")
    assert day.results["unanswered"] == 0


def test_the_day_judges_decides_itself_and_leaves_out_what_it_should(day: Demo) -> None:
    exercised = {row["id"] for row in day.results["requirements"] if row["exercised"]}
    assert exercised >= JUDGED
    assert not JUDGED & DECIDED_BY_ADAPTER
    unsupported = NO_CARD | NO_CLOCK | NO_AUDIT
    assert set(day.results["not_run"]) >= unsupported
    assert not exercised & unsupported


def test_the_server_is_named_in_the_manifest(day: Demo) -> None:
    hub = day.json("manifest.json")["hub"]
    assert "SEKMET" in hub["name"]
    assert set(hub["capabilities"]) == OFFERED


def test_a_server_with_a_fixed_token_is_reached_with_the_token_that_it_gave_out(tmp_path: Path) -> None:
    given = "given-out-by-the-server"
    with served(tmp_path, f"{{types: [bearer], tokens: [{given}]}}") as url:
        transport = HttpTransport(url)
        town = FhirTown(transport)
        assert town.act(PutInstitutions((CLINIC,))) == Refused("unauthenticated")
        town.adapter = FhirAdapter(lambda *_actor: given)
        assert town.act(PutInstitutions((CLINIC,))) == Ok()
        transport.close()


def test_a_person_whom_nobody_registered_is_unknown(town: FhirTown) -> None:
    assert not isinstance(town.look_up(HANA + "x"), Ok)
