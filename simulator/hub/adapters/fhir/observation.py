"""Observation: the result of a checkup, its measures as components."""

from simulator.hub.adapters.fhir.element import Broken, Element, Resource, concept
from simulator.hub.adapters.fhir.results import CANCELLED, Frame, measured, quantity, read_frame
from simulator.hub.adapters.fhir.results import CHECKUP as CHECKUP_RESULT
from simulator.hub.adapters.fhir.systems import CHECKUP, TICKET, condition, token
from simulator.records.result import CheckupResult, Record

KIND = "Observation"
OWNER = "subject"
SHOWN = "final,amended"
_LOINC = "http://loinc.org"
_HEIGHT, _WEIGHT = "8302-2", "29463-7"
_CLOSER = "needs-closer-examination"


def observation(result: CheckupResult, frame: Frame) -> Resource:
    """The record of a checkup."""
    return {
        "resourceType": KIND,
        **frame.written(CHECKUP_RESULT),
        "status": "final",
        "code": concept(CHECKUP, result.checkup),
        OWNER: frame.owner,
        "effectiveDateTime": result.examined_on.isoformat(),
        "performer": [frame.recorder],
        "component": [
            {"code": concept(_LOINC, _HEIGHT), "valueQuantity": quantity(result.height_cm, "cm")},
            {"code": concept(_LOINC, _WEIGHT), "valueQuantity": quantity(result.weight_kg, "kg")},
            {"code": concept(CHECKUP, _CLOSER), "valueBoolean": result.needs_closer_examination},
        ],
    }


def unless_recorded(frame: Frame) -> str:
    """The condition of a new record: no result on the ticket yet."""
    return condition(("identifier", token(TICKET, frame.ticket_number)), ("status", SHOWN))


def frame_of(source: Element) -> Frame:
    """What stays when the record is amended."""
    return read_frame(source, OWNER, source.parts("performer"))


def record(source: Element) -> Record:
    """The record that an Observation is."""
    frame = frame_of(source)
    result = CheckupResult(
        frame.ticket_number,
        source.part("code").coded(CHECKUP),
        source.day("effectiveDateTime"),
        measured(_component(source, _LOINC, _HEIGHT).part("valueQuantity")),
        measured(_component(source, _LOINC, _WEIGHT).part("valueQuantity")),
        needs_closer_examination=_needs_closer(source),
        recorder_code=frame.recorder_code,
    )
    return Record(f"{KIND}/{source.id}", source.version, result, source.text("status") == CANCELLED)


def _component(source: Element, system: str, code: str) -> Element:
    found = [each for each in source.parts("component") if each.part("code").coded(system) == code]
    return found[0] if found else Element({}, f"{KIND}.component")


def _needs_closer(source: Element) -> bool:
    value = _component(source, CHECKUP, _CLOSER).members.get("valueBoolean")
    if not isinstance(value, bool):
        raise Broken(f"{KIND}.component.valueBoolean")
    return value
