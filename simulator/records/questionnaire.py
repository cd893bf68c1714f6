"""Questionnaires sent from the phone: 予診票 before a dose, 問診票 before a checkup."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Answers for one ticket; `answers` are pairs of question and answer."""

    ticket_number: str
    answers: tuple[tuple[str, str], ...]
