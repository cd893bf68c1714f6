"""Bodies of the requests that record something, read to the operation with its path and key beside them."""

from datetime import date
from typing import Any

from simulator.hub.contract.forms import Member, ObjectForm, under
from simulator.hub.contract.results import ANSWERS, CHECKUP_RESULT, DOSE, INTERVIEW_ONLY, NEW_RESULT
from simulator.hub.contract.scalars import DAY
from simulator.hub.contract.texts import PERSON_ID
from simulator.port import operations as port
from simulator.records.questionnaire import Questionnaire
from simulator.records.result import CheckupResult, Dose, InterviewOnly

_BORN = Member("dateOfBirth", "date_of_birth", DAY)


def _record_dose(institution_code: str, date_of_birth: date, key: str, **dose: Any) -> port.RecordDose:  # noqa: ANN401
    given = Dose(institution_code=institution_code, **dose)
    return port.RecordDose(institution_code, given, date_of_birth, key)


def _record_interview(
    institution_code: str,
    date_of_birth: date,
    key: str,
    **interview: Any,  # noqa: ANN401 - the members of INTERVIEW_ONLY
) -> port.RecordInterviewOnly:
    held = InterviewOnly(institution_code=institution_code, **interview)
    return port.RecordInterviewOnly(institution_code, held, date_of_birth, key)


def _record_checkup(
    institution_code: str,
    date_of_birth: date,
    key: str,
    **result: Any,  # noqa: ANN401 - the members of CHECKUP_RESULT
) -> port.RecordCheckup:
    found = CheckupResult(recorder_code=institution_code, **result)
    return port.RecordCheckup(institution_code, found, date_of_birth, key)


def _record_group_checkup(
    body_code: str,
    date_of_birth: date,
    key: str,
    **result: Any,  # noqa: ANN401 - the members of CHECKUP_RESULT
) -> port.RecordGroupCheckup:
    found = CheckupResult(recorder_code=body_code, **result)
    return port.RecordGroupCheckup(body_code, found, date_of_birth, key)


def _submit_questionnaire(
    person_id: str, subject_id: str, ticket_number: str, answers: tuple[tuple[str, str], ...], key: str
) -> port.SubmitQuestionnaire:
    return port.SubmitQuestionnaire(person_id, subject_id, Questionnaire(ticket_number, answers), key)


DOSE_BODY = ObjectForm(_record_dose, (*under("dose", *DOSE), _BORN))
"""A dose, with `institution_code` and `key` given."""

INTERVIEW_BODY = ObjectForm(_record_interview, (*under("interview", *INTERVIEW_ONLY), _BORN))
"""An interview without a dose, with `institution_code` and `key` given."""

CHECKUP_BODY = ObjectForm(_record_checkup, (*under("result", *CHECKUP_RESULT), _BORN))
"""A checkup's result, with `institution_code` and `key` given."""

GROUP_CHECKUP_BODY = ObjectForm(_record_group_checkup, (*under("result", *CHECKUP_RESULT), _BORN))
"""A group checkup's result, with `body_code` and `key` given."""

QUESTIONNAIRE_BODY = ObjectForm(
    _submit_questionnaire,
    (
        Member("subjectId", "subject_id", PERSON_ID),
        Member("answers", "questionnaire.answers", ANSWERS),
    ),
)
"""A questionnaire, with `person_id`, `ticket_number` and `key` given."""

AMENDMENT_BODY = ObjectForm(port.AmendResult, (Member("result", "result", NEW_RESULT),))
"""A record's new content, with `institution_code`, `record_id` and `version` given."""
