"""Messages from a body to a resident's MynaPortal: 勧奨 (A class only) and お知らせ."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from simulator.records.person import BodyPerson


class NoticeKind(StrEnum):
    """勧奨 asks to come; お知らせ only tells, and is all that a class B vaccine may have."""

    RECOMMENDATION = "recommendation"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message about one person, shown from `show_from` on.

    `notice_id` is the body's own. `subject` is the vaccine or the code of the checkup. A recommendation may
    name the ticket that it is for; `concerns_pregnancy` marks what ends with a pregnancy.
    """

    notice_id: str
    about: BodyPerson
    kind: NoticeKind
    subject: str
    text: str
    show_from: date
    ticket_number: str = ""
    concerns_pregnancy: bool = False
