"""What Immunization and Observation have in common as records of a result."""

from dataclasses import dataclass

from simulator.hub.adapters.fhir.answers import OTHERS_ROW, Halted
from simulator.hub.adapters.fhir.element import Element, Resource, identifier, reference, refers_to
from simulator.hub.adapters.fhir.organization import body_id, institution_id
from simulator.hub.adapters.fhir.patient import KIND as PATIENT
from simulator.hub.adapters.fhir.systems import (
    BODY,
    INSTITUTION,
    RECORD_KEY,
    RESULT_KIND,
    TICKET,
    person_key_system,
)
from simulator.port.outcomes import Malformed
from simulator.records.person import BodyPerson

DOSE, INTERVIEW, CHECKUP = "dose", "interview_only", "checkup"
CANCELLED = "entered-in-error"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stays when a record is amended: ticket, holder, recorder (a body or an institution), key."""

    ticket_number: str
    holder: BodyPerson
    patient: str
    recorder_code: str
    is_body: bool
    key: str

    @property
    def recorder_key(self) -> str:
        """The key as it is unique: every recorder chooses its own."""
        return f"{self.recorder_code}/{self.key}"

    def written(self, kind: str) -> Resource:
        """The members that all records have."""
        body = self.holder.body_code
        return {
            "meta": {"tag": [{"system": BODY, "code": body}, {"system": RESULT_KIND, "code": kind}]},
            "identifier": [
                identifier(RECORD_KEY, self.recorder_key),
                identifier(TICKET, self.ticket_number),
            ],
        }

    @property
    def owner(self) -> Resource:
        """The person whom the record is about."""
        system = person_key_system(self.holder.body_code)
        return reference(PATIENT, self.patient, system, self.holder.person_key)

    @property
    def recorder(self) -> Resource:
        """Who recorded."""
        code = self.recorder_code
        logical, system = (body_id(code), BODY) if self.is_body else (institution_id(code), INSTITUTION)
        return reference("Organization", logical, system, code)


def read_frame(source: Element, owner: str, recorders: tuple[Element, ...]) -> Frame:
    """What stays of a record; `owner` is the member that names the person."""
    named = [each.part("identifier") for each in recorders if "identifier" in each]
    system, code = (named[0].text("system"), named[0].text("value")) if named else ("", "")
    holder = BodyPerson(tag(source, BODY), source.part(owner).part("identifier").text("value"))
    key = source.identified(RECORD_KEY).removeprefix(f"{code}/")
    patient = refers_to(source.part(owner), PATIENT)
    return Frame(source.identified(TICKET), holder, patient, code, system == BODY, key)


def tag(source: Element, system: str) -> str:
    """The code of the tag in a system."""
    tags = source.part("meta").parts("tag")
    return next((each.text("code") for each in tags if each.text("system") == system), "")


def of_body(rows: tuple[Element, ...], body_code: str) -> tuple[Element, ...]:
    """The rows, each of which must be on a ticket of the body."""
    if any(tag(row, BODY) != body_code for row in rows):
        raise Halted(Malformed(OTHERS_ROW))
    return rows


def quantity(text: str, unit: str) -> Resource:
    """A measure; one that a number could not give back as it was written stays a text."""
    try:
        value = float(text)
        number: int | float | None = int(text) if text == str(int(value)) else value
    except (ValueError, OverflowError):
        number = None
    if number is None or str(number) != text:
        return {"unit": text}
    return {"value": number, "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def measured(element: Element) -> str:
    """The text of a measure."""
    return element.number("value") if "value" in element else element.text("unit")
