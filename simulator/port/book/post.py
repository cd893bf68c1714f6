"""What people and bodies send one another through a hub: questionnaires and notices."""

from collections import defaultdict
from dataclasses import dataclass, replace

from simulator.port.book.papers import Papers
from simulator.port.operations import RegisterDepartures, SendNotice, WithdrawNotice
from simulator.records.departure import DepartureReason
from simulator.records.notice import Notice
from simulator.records.person import BodyPerson
from simulator.records.questionnaire import Questionnaire

_PREGNANCY_END = DepartureReason.PREGNANCY_END
NoticeKey = tuple[str, str]
"""The body and its own id of the notice."""


@dataclass(frozen=True, slots=True)
class SentNotice:
    """A notice sent to the hub; `certain` unless no answer came.

    `is_withdrawn` and `is_outlived` (the pregnancy that it concerns has ended) are None where nobody can say.
    """

    notice: Notice
    certain: bool = True
    is_withdrawn: bool | None = False
    is_outlived: bool | None = False

    @property
    def key(self) -> NoticeKey:
        """What tells it from other notices."""
        return (self.notice.about.body_code, self.notice.notice_id)


class Post(Papers):
    """Questionnaires by ticket, None for a withdrawal, each with whether it is certain; and the notices."""

    def __init__(self) -> None:
        super().__init__()
        self.questionnaires: dict[str, list[tuple[Questionnaire | None, bool]]] = defaultdict(list)
        self._notices: dict[NoticeKey, SentNotice] = {}
        self._notices_of: dict[BodyPerson, list[NoticeKey]] = defaultdict(list)

    def _submit(self, ticket_number: str, form: Questionnaire | None, *, certain: bool) -> None:
        """Sent again right after, a questionnaire is the same; it is certain if either was acknowledged."""
        sent = self.questionnaires[ticket_number]
        if sent and sent[-1][0] == form:
            certain |= sent.pop()[1]
        sent.append((form, certain))

    def _send(self, operation: SendNotice, *, certain: bool) -> None:
        sent = SentNotice(operation.notice, certain, is_outlived=self.comes_too_late(operation.notice))
        known = self._notices.get(sent.key)
        if known is None:
            self._notices_of[sent.notice.about].append(sent.key)
            self._notices[sent.key] = sent
        elif certain:
            # Nobody says whether a notice that was withdrawn comes back when it is sent again.
            withdrawn = False if known.is_withdrawn is False else None
            self._notices[sent.key] = replace(sent, is_withdrawn=withdrawn, is_outlived=known.is_outlived)
        elif known.notice != sent.notice:
            self._notices[sent.key] = replace(known, certain=False)

    def _depart(self, operation: RegisterDepartures, *, certain: bool) -> None:
        """What was sent of a pregnancy before its end is over for good, also when there is another."""
        super()._depart(operation, certain=certain)
        ended = (each.person for each in operation.departures if each.reason is _PREGNANCY_END)
        for key in (key for person in ended for key in self._notices_of[person]):
            known = self._notices[key]
            if known.notice.concerns_pregnancy and known.is_outlived is not True:
                self._notices[key] = replace(known, is_outlived=True if certain else None)

    def comes_too_late(self, notice: Notice) -> bool | None:
        """Whether the pregnancy that a notice concerns ended before it is sent; None if nobody can say."""
        return notice.concerns_pregnancy and self.departed_by(notice.about, _PREGNANCY_END)

    def _withdraw(self, operation: WithdrawNotice, *, certain: bool) -> None:
        key = (operation.body_code, operation.notice_id)
        known = self._notices.get(key)
        if known is not None and known.is_withdrawn is not True:
            self._notices[key] = replace(known, is_withdrawn=True if certain else None)

    def notice(self, body_code: str, notice_id: str) -> SentNotice | None:
        """A body's notice by its id."""
        return self._notices.get((body_code, notice_id))

    def notices_about(self, person_id: str) -> tuple[SentNotice, ...]:
        """The notices of all bodies about a person, each body's in the order of sending."""
        holders = self.same_person(person_id)
        return tuple(self._notices[key] for holder in holders for key in self._notices_of[holder])
