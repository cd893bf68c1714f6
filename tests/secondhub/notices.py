"""Notices of bodies to people, and questionnaires of people to institutions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .people import Known
from .problems import Refusal
from .registration import Ticket

CLASS_B = ("covid19", "influenza", "pneumo_elderly", "zoster")


@dataclass(eq=False)
class Notice:
    """A notice as it was sent."""

    place: int
    notice_id: str
    about: Known
    content: dict[str, Any]
    order: int
    is_withdrawn: bool = False

    def shown(self) -> dict[str, Any]:
        """What a resident is shown: what has its default is left out."""
        told = {
            name: value
            for name, value in self.content.items()
            if name not in ("ticketNumber", "concernsPregnancy")
        }
        options = {
            name: self.content[name] for name in ("ticketNumber", "concernsPregnancy") if self.content[name]
        }
        return {"noticeId": self.notice_id, "bodyCode": self.about.body} | told | options


class Notices:
    """All notices, oldest first."""

    def __init__(self) -> None:
        self._notices: dict[tuple[str, str], Notice] = {}

    def find(self, body: str, notice_id: str) -> Notice | None:
        """The body's notice of that id."""
        return self._notices.get((body, notice_id))

    def is_repeated(self, about: Known, notice_id: str, content: dict[str, Any]) -> bool:
        """Whether the same was sent before; refused if the id stands for something else."""
        earlier = self.find(about.body, notice_id)
        if earlier is not None and earlier.content != content:
            raise Refusal("key-reused")
        return earlier is not None

    def send(self, notice_id: str, about: Known, content: dict[str, Any], order: int) -> None:
        """A new notice."""
        place = len(self._notices) + 1
        self._notices[about.body, notice_id] = Notice(place, notice_id, about, content, order)

    def about(self, people: Iterable[Known]) -> list[Notice]:
        """All that stand about a person, as each body knows him."""
        wanted = set(people)
        return [
            notice for notice in self._notices.values() if notice.about in wanted and not notice.is_withdrawn
        ]


class Questionnaires:
    """The newest questionnaire of each ticket."""

    def __init__(self) -> None:
        self._newest: dict[str, list[dict[str, str]]] = {}
        self._keys: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}

    def submit(self, account: str, key: str, ticket: Ticket, content: dict[str, Any]) -> None:
        """Takes one in. A repetition must not displace what was sent, or withdrawn, in the meantime."""
        sent = (ticket.number, content)
        earlier = self._keys.setdefault((account, key), sent)
        if earlier is sent:
            self._newest[ticket.number] = content["answers"]
        elif earlier != sent:
            raise Refusal("key-reused")

    def withdraw(self, ticket: Ticket) -> None:
        """Takes back whatever was sent for the ticket."""
        self._newest.pop(ticket.number, None)

    def newest(self, ticket: Ticket) -> dict[str, Any] | None:
        """What an institution is shown."""
        answers = self._newest.get(ticket.number)
        return None if answers is None else {"ticketNumber": ticket.number, "answers": answers}
