"""Documents of results and questionnaires: what is recorded after a visit, what a resident sends and sees.

All assumed, none is published.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.hub.contract.forms import (
    FieldError,
    FieldErrors,
    ListForm,
    Member,
    ObjectForm,
    PairForm,
    read_member,
    under,
)
from simulator.hub.contract.limits import shown, without_limits
from simulator.hub.contract.page import PageForm
from simulator.hub.contract.scalars import DAY, FLAG, INTEGER, TEXT, Scalar, choice, text
from simulator.hub.contract.texts import SAID, SHORT
from simulator.records.person import BodyPerson
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import (
    BodyRecord,
    CheckupResult,
    Dose,
    DoseClass,
    InterviewOnly,
    Record,
    Result,
)

DOSE = (
    Member("ticketNumber", "ticket_number", TEXT),
    Member("vaccine", "vaccine", SAID),
    Member("doseNumber", "dose_number", INTEGER),
    Member("givenOn", "given_on", DAY),
    Member("lotNumber", "lot_number", TEXT),
    Member("amountMl", "amount_ml", TEXT),
    Member("site", "site", SHORT),
    Member("doctor", "doctor", SHORT),
    Member("doseClass", "dose_class", choice(DoseClass)),
)
"""The members of a given dose; the institution stands in the path or beside them."""

INTERVIEW_ONLY = (
    Member("ticketNumber", "ticket_number", TEXT),
    Member("vaccine", "vaccine", SAID),
    Member("doseNumber", "dose_number", INTEGER),
    Member("interviewedOn", "interviewed_on", DAY),
    Member("reason", "reason", text(0, 500)),
    Member("doctor", "doctor", SHORT),
)
"""The members of an interview without a dose."""

CHECKUP_RESULT = (
    Member("ticketNumber", "ticket_number", TEXT),
    Member("checkup", "checkup", SAID),
    Member("examinedOn", "examined_on", DAY),
    Member("heightCm", "height_cm", TEXT),
    Member("weightKg", "weight_kg", TEXT),
    Member("needsCloserExamination", "needs_closer_examination", FLAG),
)
"""The members of a checkup's result; the recorder stands in the path or beside them."""

ANSWERS = ListForm(PairForm("question", "answer", text(1, 500), text(0, 2000)), 200)
"""The answers of a questionnaire."""

QUESTIONNAIRE = ObjectForm(
    Questionnaire,
    (Member("ticketNumber", "ticket_number", TEXT), Member("answers", "answers", without_limits(ANSWERS))),
)
"""A questionnaire as an institution is shown it."""

_INSTITUTION = Member("institutionCode", "institution_code", TEXT)
_RECORDER = Member("recorderCode", "recorder_code", TEXT)

_HISTORY: Mapping[str, tuple[type[Result], ObjectForm[Result]]] = {
    kind: (made, ObjectForm(made, (*members, recorder), {"kind": kind}))
    for kind, made, members, recorder in (
        ("dose", Dose, DOSE, _INSTITUTION),
        ("interview_only", InterviewOnly, INTERVIEW_ONLY, _INSTITUTION),
        ("checkup", CheckupResult, CHECKUP_RESULT, _RECORDER),
    )
}


def _kind(value: object) -> str:
    if TEXT.parse(value) not in _HISTORY:
        raise ValueError
    return TEXT.parse(value)


_KIND = Scalar(_kind)


class ResultForm:
    """A result of any kind; its `kind` says which, and its recorder stands beside it.

    As it is shown, unless it is of a request, which keeps to the limits of its texts.
    """

    def __init__(self, *, is_request: bool = False) -> None:
        self._forms = {
            kind: form if is_request else replace(form, members=shown(*form.members))
            for kind, (_made, form) in _HISTORY.items()
        }
        self.alternatives: tuple[ObjectForm[Result], ...] = tuple(self._forms.values())

    def write(self, value: Result) -> object:
        """The result as an object."""
        return next(form for made, form in _HISTORY.values() if isinstance(value, made)).write(value)

    def read(self, value: object, pointer: str = "", **_given: object) -> Result:
        """The result; FieldErrors if its kind is unknown or a member is wrong."""
        if not isinstance(value, dict):
            raise FieldErrors(FieldError(pointer, "type"))
        return self._forms[read_member(value, "kind", _KIND, pointer)].read(value, pointer)


NEW_RESULT = ResultForm(is_request=True)
"""One result of any kind, as a recorder sends it anew."""

RESULT = ResultForm()
"""One result of any kind, as it is shown."""

HISTORY = PageForm("records", ListForm(RESULT))
"""The results that a resident is shown."""

_RECORD = (
    Member("recordId", "record_id", TEXT),
    Member("version", "version", TEXT),
    Member("result", "result", RESULT),
    Member("isCancelled", "is_cancelled", FLAG, default=False),
)

RECORD = ObjectForm(Record, _RECORD)
"""A record as the institution that made it is shown it."""


def _body_record(body_code: str, person_key: str, **record: Any) -> BodyRecord:  # noqa: ANN401 - members of _RECORD
    return BodyRecord(BodyPerson(body_code, person_key), Record(**record))


BODY_RECORDS = PageForm(
    "records",
    ListForm(
        ObjectForm(
            _body_record,
            (
                Member("bodyCode", "holder.body_code", TEXT),
                Member("municipalityIdentityKey", "holder.person_key", TEXT),
                *under("record", *_RECORD),
            ),
        )
    ),
)
"""The records on a body's tickets."""
