"""The enquiry before a dose against cases worked out by hand from the law; none comes from the code."""

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from simulator.facts.vaccines import vaccination_rules
from simulator.rules.vaccination import Answer, GivenDose, Patient, enquire

GOLDEN = Path(__file__).parent.parent / "golden" / "vaccination.csv"


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    vaccine: str
    course: str
    dose_number: int
    patient: Patient
    day: date
    expected: Answer
    source: str


def _dose(written: str) -> GivenDose:
    vaccine, number, day = written.split(":")
    return GivenDose(vaccine, int(number), date.fromisoformat(day))


def _case(row: dict[str, str]) -> Case:
    patient = Patient(
        date.fromisoformat(row["birth"]),
        row["sex"],
        tuple(_dose(written) for written in row["doses"].split(";") if written),
        frozenset(row["known"].split(";")) - {""},
    )
    return Case(
        f"{row['case']} {row['shows']}",
        row["vaccine"],
        row["course"],
        int(row["dose_number"]),
        patient,
        date.fromisoformat(row["day"]),
        Answer[row["expected"]],
        row["source"],
    )


def _cases() -> list[Case]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


CASES = _cases()


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name.split()[0]) for case in CASES])
def test_the_enquiry_answers_as_the_law_says(case: Case) -> None:
    enquiry = enquire(case.vaccine, case.course, case.dose_number, case.patient, case.day)
    assert enquiry.answer is case.expected, f"{case.name} ({case.source}): {enquiry.reason}"


def test_no_case_stands_twice() -> None:
    seen = Counter((case.vaccine, case.course, case.dose_number, case.patient, case.day) for case in CASES)
    assert [each for each, count in seen.items() if count > 1] == []


def test_every_case_names_its_source() -> None:
    assert [case.name for case in CASES if not case.source] == []


def test_every_vaccine_of_the_table_has_a_case_that_may_and_one_that_may_not_be_given() -> None:
    answers: dict[str, set[Answer]] = defaultdict(set)
    for case in CASES:
        answers[case.vaccine].add(case.expected)
    both = {Answer.MAY_BE_GIVEN, Answer.NOT_ELIGIBLE}
    assert [rule.vaccine for rule in vaccination_rules() if not both <= answers[rule.vaccine]] == []


def test_every_refusal_gives_a_reason_in_words() -> None:
    reasons = [
        str(enquire(case.vaccine, case.course, case.dose_number, case.patient, case.day).reason)
        for case in CASES
        if case.expected is not Answer.MAY_BE_GIVEN
    ]
    assert all("{" not in reason and reason for reason in reasons)
