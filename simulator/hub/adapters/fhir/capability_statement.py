"""CapabilityStatement: what a server says that it offers, and what two harmless questions show of it."""

from collections.abc import Mapping

from simulator.hub.adapters.fhir.answers import Halted, failure, is_unknown_kind
from simulator.hub.adapters.fhir.element import Element, parse
from simulator.hub.adapters.fhir.session import Session, Steps
from simulator.port import capabilities as names
from simulator.port.capabilities import Capabilities
from simulator.port.exchange import Response
from simulator.port.operations import CheckHealth, FetchCapabilities
from simulator.port.outcomes import Malformed, Ok, Outcome, Unsupported

VERSION = "4.0"
DECIDED_BY_ADAPTER = frozenset(
    {
        "REG-002",  # the form of rows
        "SUB-004", "SUB-005", "SUB-006", "SUB-019", "SUB-020", "TCK-002", "TCK-004",  # periods
        "SUB-007", "SUB-014", "SUB-018", "PRV-001", "TCK-005", "QST-002",  # whose row it is
        "SUB-009", "SUB-010", "SUB-016", "TCK-006",  # consent and setting
        "CARD-001", "QST-005", "QST-007",  # the card's serial, who has read it, what was withdrawn
        "QST-004", "PRV-002", "PRV-004", "PRV-005", "PRV-006", "PRV-007", "PRV-008", "PRV-009",  # who may
        "VAC-010", "AMD-004",  # the ticket's person, the record's recorder
        "NTC-002", "NTC-007", "NTC-008", "NTC-009",  # day, ticket, class and person of a notice
    }
)  # fmt: skip
"""Requirements that this adapter keeps in the server's place, so that nothing is learnt of the server."""

_NEEDED: Mapping[str, frozenset[str]] = {
    names.GATEWAY: frozenset({"Patient", "Organization", "Coverage", "Consent"}),
    names.OWN_CERTIFICATES: frozenset({"Patient", "Person", "Coverage"}),
    names.DIFFERENCE_HISTORY: frozenset({"Patient", "Coverage", "Task"}),
    names.QUESTIONNAIRE: frozenset({"ServiceRequest", "QuestionnaireResponse", "Encounter"}),
    names.GROUP_CHECKUP: frozenset({"ServiceRequest", "Observation"}),
    names.NOTICES: frozenset({"Communication", "ServiceRequest"}),
    names.CONSENT: frozenset({"Consent"}),
    names.AMENDMENT: frozenset({"Immunization", "Observation"}),
    names.BODY_RESULTS: frozenset({"Immunization", "Observation"}),
}
_NO_PARAMETER = "no-such-parameter"


def check_health(session: Session, _operation: CheckHealth) -> Steps[Outcome]:
    """Whether the server tells what it is."""
    yield from _statement(session)
    return Ok()


def fetch_capabilities(session: Session, _operation: FetchCapabilities) -> Steps[Outcome]:
    """What the server offers of what the port knows."""
    statement = yield from _statement(session)
    if not statement.text("fhirVersion").startswith(VERSION):
        return Malformed(f"FHIR {VERSION} (R4) is spoken here")
    rest = next(iter(statement.parts("rest")), Element({}, "rest"))
    declared = {each.text("type"): each for each in rest.parts("resource")}
    offered = set()
    for kind in sorted(frozenset().union(*_NEEDED.values())):
        if kind in declared or (yield from _answers(session, kind)):
            offered.add(kind)
    found = {name for name, needed in _NEEDED.items() if needed <= offered}
    found |= _declared(rest, declared)
    if (yield from _is_strict(session)):
        found.add(names.STRICT_SEARCH)
    software = statement.part("software")
    hub = software.text("name") or statement.text("name") or "FHIR"
    return Ok(Capabilities(hub, software.text("version"), frozenset(found), DECIDED_BY_ADAPTER))


def _statement(session: Session) -> Steps[Element]:
    answer = yield from session.send("GET", "/metadata")
    if answer.status != 200:  # noqa: PLR2004 - HTTP OK
        outcome = failure(answer)
        is_elsewhere = isinstance(outcome, Unsupported)
        raise Halted(Malformed(f"HTTP {answer.status}: no FHIR server here") if is_elsewhere else outcome)
    statement = parse(answer.body)
    if statement.kind != "CapabilityStatement":
        raise Halted(Malformed("no CapabilityStatement"))
    return statement


def _declared(rest: Element, declared: Mapping[str, Element]) -> set[str]:
    found = set()
    if any(each.text("code") == "transaction" for each in rest.parts("interaction")):
        found.add(names.TRANSACTION)
    record = declared.get("Immunization", Element({}, "resource"))
    if record.text("versioning") == "versioned-update":
        found.add(names.OPTIMISTIC_LOCK)
    answers = declared.get("QuestionnaireResponse", Element({}, "resource"))
    if any(each.text("name") == "subject" for each in answers.parts("searchParam")):
        found.add(names.QUESTIONNAIRE_SEARCH)
    return found


def _answers(session: Session, kind: str) -> Steps[bool]:
    """Whether the server knows a resource that it does not declare; some declare only what they search."""
    answer: Response = yield from session.send("GET", f"/{kind}/{_NO_PARAMETER}")
    return answer.status in {200, 410} or (answer.status == 404 and not is_unknown_kind(answer))  # noqa: PLR2004


def _is_strict(session: Session) -> Steps[bool]:
    """Whether the server refuses a parameter that it does not know, as `handling=strict` asks for."""
    answer = yield from session.send("GET", f"/Patient?{_NO_PARAMETER}=1&_count=1")
    return answer.status == 400  # noqa: PLR2004 - HTTP Bad Request
