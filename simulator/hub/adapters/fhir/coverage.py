"""Coverage: a beneficiary certificate. What FHIR has no place for stands among its classes."""

from collections.abc import Iterator

from simulator.hub.adapters.fhir.element import Element, Resource, concept, identifier, reference
from simulator.hub.adapters.fhir.organization import body_id
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.patient import patient_id
from simulator.hub.adapters.fhir.systems import (
    BODY,
    CERTIFICATE_FACE,
    PAYER_NUMBER,
    SCHEME,
    logical_id,
    person_key_system,
)
from simulator.records.certificate import BeneficiaryCertificate, HistoryRow, RecipientRow
from simulator.records.person import BodyPerson

KIND = "Coverage"
OWNER = "beneficiary"
CURRENT = "active"
TAKEN_BACK = "entered-in-error"
_COPAY = "http://terminology.hl7.org/CodeSystem/coverage-copay-type"
_INCOME_CLASS = "income-class"
_SEGMENT = "segment"
_SUB_KEY = "sub-key"
_CONDITIONS = "additional-conditions"
_REIMBURSEMENT = "always-reimbursement"
_DESIGNATED = "designated-institution"
_DETAIL = "detail"


def of_recipient(row: RecipientRow) -> Resource:
    """The certificate of a recipient's row; the same number from the same day is the same certificate."""
    certificate, holder = row.certificate, row.registrant.at_body
    number, begin = certificate.recipient_number, certificate.valid_from.isoformat()
    parts = (holder.body_code, holder.person_key, certificate.scheme, number, begin)
    return _coverage(logical_id(KIND, *parts), holder, certificate, CURRENT)


def of_history(row: HistoryRow) -> Resource:
    """The certificate of a history's row; the same history key is the same certificate."""
    certificate, holder = row.certificate, row.registrant.at_body
    parts = ("history", holder.body_code, holder.person_key, certificate.scheme, row.history_key)
    status = TAKEN_BACK if row.is_deleted else CURRENT
    return _coverage(logical_id(KIND, *parts), holder, certificate, status)


def _coverage(logical: str, holder: BodyPerson, certificate: BeneficiaryCertificate, status: str) -> Resource:
    body = holder.body_code
    return {
        "resourceType": KIND,
        "id": logical,
        "identifier": [identifier(PAYER_NUMBER, certificate.payer_number)],
        "status": status,
        "type": concept(SCHEME, certificate.scheme, certificate.name),
        "subscriberId": certificate.recipient_number,
        OWNER: reference(PATIENT, patient_id(holder), person_key_system(body), holder.person_key),
        "period": {"start": certificate.valid_from.isoformat(), "end": certificate.valid_to.isoformat()},
        "payor": [reference("Organization", body_id(body), BODY, body)],
        "class": list(_classes(certificate)),
        "costToBeneficiary": _ceiling(certificate.monthly_ceiling_yen),
    }


def _ceiling(yen: int | None) -> list[Resource]:
    if yen is None:
        return []
    return [{"type": concept(_COPAY, "maxoutofpocket"), "valueMoney": {"value": yen, "currency": "JPY"}}]


def _classes(certificate: BeneficiaryCertificate) -> Iterator[Resource]:
    texts = (
        (_INCOME_CLASS, certificate.income_class),
        (_SEGMENT, certificate.segment),
        (_SUB_KEY, certificate.sub_key),
        (_CONDITIONS, certificate.additional_conditions),
        (_REIMBURSEMENT, "true" if certificate.is_always_reimbursement else ""),
        *((_DESIGNATED, code) for code in certificate.designated_institutions),
    )
    yield from (_class(kind, value) for kind, value in texts if value)
    yield from (_class(_DETAIL, label, value) for label, value in certificate.details)


def _class(kind: str, value: str, name: str = "") -> Resource:
    return {"type": concept(CERTIFICATE_FACE, kind), "value": value, "name": name}


def certificate(coverage: Element) -> BeneficiaryCertificate:
    """The certificate that a Coverage is."""
    period, kind = coverage.part("period"), coverage.part("type")
    return BeneficiaryCertificate(
        body_code=_issuer(coverage),
        scheme=kind.coded(SCHEME),
        name=kind.text("text"),
        payer_number=coverage.identified(PAYER_NUMBER),
        recipient_number=coverage.text("subscriberId"),
        valid_from=period.day("start"),
        valid_to=period.day("end"),
        income_class=_first(coverage, _INCOME_CLASS),
        monthly_ceiling_yen=_yen(coverage),
        is_always_reimbursement=_first(coverage, _REIMBURSEMENT) == "true",
        segment=_first(coverage, _SEGMENT),
        sub_key=_first(coverage, _SUB_KEY),
        additional_conditions=_first(coverage, _CONDITIONS),
        designated_institutions=tuple(each.text("value") for each in _of(coverage, _DESIGNATED)),
        details=tuple((each.text("value"), each.text("name")) for each in _of(coverage, _DETAIL)),
    )


def _issuer(coverage: Element) -> str:
    payors = (payor.part("identifier") for payor in coverage.parts("payor"))
    return next((each.text("value") for each in payors if each.text("system") == BODY), "")


def _of(coverage: Element, kind: str) -> Iterator[Element]:
    return (each for each in coverage.parts("class") if each.part("type").coded(CERTIFICATE_FACE) == kind)


def _first(coverage: Element, kind: str) -> str:
    return next((each.text("value") for each in _of(coverage, kind)), "")


def _yen(coverage: Element) -> int | None:
    costs = coverage.parts("costToBeneficiary")
    return costs[0].part("valueMoney").whole("value") if costs else None
