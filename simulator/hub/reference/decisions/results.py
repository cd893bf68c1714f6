"""Decisions about results: what is recorded, and what stands in the way."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from simulator.hub.reference.decisions.tickets import USING_UP
from simulator.hub.reference.result_text import kind_of, result_text
from simulator.hub.reference.store import Store
from simulator.port.outcomes import AlreadyRegistered, Conflict, Ok, Outcome
from simulator.records.result import InterviewOnly, Result


class RecordId(str):
    """A record's id; `repeated` tells that the record stood already under the same key."""

    __slots__ = ("repeated",)

    repeated: bool

    def __new__(cls, number: int, *, repeated: bool = False) -> Self:
        """The id of the record with this number."""
        made = super().__new__(cls, f"r{number:08d}")
        made.repeated = repeated
        return made


@dataclass(frozen=True, slots=True)
class Submission:
    """A result as it came in: under which key, with which digest of its content, on which civil date."""

    result: Result
    recorder_code: str
    key: str
    digest: str
    on: date


class ResultDecisions:
    """Whether a result is taken, and how it is written."""

    def is_birth_date(self, registered: date | None, given: date) -> bool:
        """Whether the recorder has the person of the ticket before him."""
        return registered == given

    def name_of_birth_date(self, registered: date | None) -> str:  # noqa: ARG002 - nothing of it may be told
        """How a wrong date of birth is named to the recorder: the field alone."""
        return "dateOfBirth"

    def standing_in_the_way(self, store: Store, submission: Submission) -> Outcome | None:
        """The answer to a repetition or to a second use of the ticket; None for what is to be recorded.

        A dose that was given is a fact: neither its interval nor the age is a reason to refuse it.
        """
        earlier = store.row(SAME_KEY, submission.recorder_code, submission.key)
        if earlier is not None:
            number, digest = earlier
            return Ok(RecordId(number, repeated=True)) if digest == submission.digest else Conflict()
        used = store.row(USING_UP, submission.result.ticket_number) is not None
        return AlreadyRegistered() if used and not isinstance(submission.result, InterviewOnly) else None

    def write_result(self, store: Store, number: int, submission: Submission) -> None:
        """Write the result as it came."""
        result = submission.result
        written = (number, kind_of(result), result.ticket_number, submission.recorder_code)
        store.write(
            "INSERT INTO result (id, kind, ticket_number, recorder_code, key, request, recorded_on, content)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(*written, submission.key, submission.digest, submission.on.isoformat(), result_text(result)),
        )


SAME_KEY = "SELECT id, request FROM result WHERE recorder_code = ? AND key = ?"
