"""Immunization: a dose that was given, or an interview that ended without one (not done)."""

from simulator.hub.adapters.fhir.element import Broken, Element, Resource, concept
from simulator.hub.adapters.fhir.results import (
    CANCELLED,
    DOSE,
    INTERVIEW,
    Frame,
    measured,
    quantity,
    read_frame,
    tag,
)
from simulator.hub.adapters.fhir.systems import (
    DOSE_CLASS,
    RECORD_KEY,
    RESULT_KIND,
    TICKET,
    VACCINE,
    condition,
    token,
)
from simulator.records.result import Dose, DoseClass, InterviewOnly, Record

KIND = "Immunization"
OWNER = "patient"
SHOWN = "completed,not-done"


def immunization(result: Dose | InterviewOnly, frame: Frame) -> Resource:
    """The record of a dose or an interview."""
    is_dose = isinstance(result, Dose)
    return {
        "resourceType": KIND,
        **frame.written(DOSE if is_dose else INTERVIEW),
        "status": "completed" if is_dose else "not-done",
        "vaccineCode": concept(VACCINE, result.vaccine),
        OWNER: frame.owner,
        "performer": [{"actor": frame.recorder}, {"actor": {"display": result.doctor}}],
        "protocolApplied": [_dose_number(result.dose_number)],
        **(_given(result) if isinstance(result, Dose) else _put_off(result)),
    }


def _dose_number(number: int) -> Resource:
    return {"doseNumberPositiveInt": number} if number > 0 else {"doseNumberString": str(number)}


def _given(dose: Dose) -> Resource:
    return {
        "occurrenceDateTime": dose.given_on.isoformat(),
        "lotNumber": dose.lot_number,
        "doseQuantity": quantity(dose.amount_ml, "mL"),
        "site": {"text": dose.site},
        "reasonCode": [concept(DOSE_CLASS, dose.dose_class.value)],
    }


def _put_off(interview: InterviewOnly) -> Resource:
    return {
        "occurrenceDateTime": interview.interviewed_on.isoformat(),
        "statusReason": {"text": interview.reason},
    }


def unless_recorded(result: Dose | InterviewOnly, frame: Frame) -> str:
    """The condition of a new record: no dose on the ticket yet; for an interview, not this one."""
    if isinstance(result, Dose):
        return condition(("identifier", token(TICKET, frame.ticket_number)), ("status", "completed"))
    return condition(("identifier", token(RECORD_KEY, frame.recorder_key)))


def frame_of(source: Element) -> Frame:
    """What stays when the record is amended."""
    return read_frame(source, OWNER, tuple(each.part("actor") for each in source.parts("performer")))


def record(source: Element) -> Record:
    """The record that an Immunization is."""
    frame = frame_of(source)
    doctor = "".join(each.part("actor").text("display") for each in source.parts("performer"))
    vaccine, day = source.part("vaccineCode").coded(VACCINE), source.day("occurrenceDateTime")
    number, place = _number(source), frame.recorder_code
    result: Dose | InterviewOnly
    if tag(source, RESULT_KIND) == INTERVIEW:
        reason = source.part("statusReason").text("text")
        result = InterviewOnly(frame.ticket_number, vaccine, number, day, reason, doctor, place)
    else:
        result = Dose(
            frame.ticket_number,
            vaccine,
            number,
            day,
            source.text("lotNumber"),
            measured(source.part("doseQuantity")),
            source.part("site").text("text"),
            doctor,
            place,
            _class_of(source),
        )
    return Record(f"{KIND}/{source.id}", source.version, result, source.text("status") == CANCELLED)


def _number(source: Element) -> int:
    protocols = source.parts("protocolApplied")
    if not protocols:
        raise Broken(f"{KIND}.protocolApplied")
    if "doseNumberString" in protocols[0]:
        return protocols[0].whole("doseNumberString")
    return protocols[0].whole("doseNumberPositiveInt")


def _class_of(source: Element) -> DoseClass:
    codes = [each.coded(DOSE_CLASS) for each in source.parts("reasonCode")]
    if len(codes) != 1 or codes[0] not in set(DoseClass):
        raise Broken(f"{KIND}.reasonCode")
    return DoseClass(codes[0])
