"""The hub: all that it knows, and one request to it."""

import pathlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from .cards import JAPAN, Cards
from .notices import Notices, Questionnaires
from .people import Known, People
from .problems import Answer, Refusal, rejected
from .records import Records
from .registration import Registration, Task, Ticket
from .shapes import Fault
from .tokens import Caller, Tokens
from .trail import Concerned, Pages, Trail

_KEY = re.compile(r"[!-~]{1,255}")


class Hub:
    """Everything that is kept, and the two times."""

    def __init__(self, trust_folder: pathlib.Path, today: date | None, seconds: Callable[[], float]) -> None:
        self.seconds = seconds
        self.set_date: date | None = today
        self.tokens = Tokens((trust_folder / "jwks.json").read_bytes())
        self.cards = Cards(
            (trust_folder / "ca.pem").read_bytes(), (trust_folder / "revocations.crl").read_bytes()
        )
        self.people = People()
        self.registration = Registration(self.people, self._note_task)
        self.records = Records()
        self.notices = Notices()
        self.questionnaires = Questionnaires()
        self.trail = Trail(self.people)
        self.pages = Pages()
        self.uses_subsidies: dict[str, bool] = {}
        self.requests = 0  # counts requests, and so gives the order of acceptance

    def today(self) -> date:
        """The civil date."""
        return self.set_date or datetime.fromtimestamp(self.seconds(), UTC).astimezone(JAPAN).date()

    def _note_task(self, task: Task) -> None:
        self.trail.note("body", task.body, f"register-{task.layout}", task.people)


@dataclass
class Ask:
    """A request that passed everything that is the same for all operations."""

    hub: Hub
    caller: Caller
    action: str
    path: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    content: Any = None
    faults: list[Fault] = field(default_factory=list)  # those that are told only after other problems
    list_name: str = ""
    limit: int = 100
    cursor: str | None = None
    concerned: list[Concerned] = field(default_factory=list)

    def concerns(self, *people: Concerned | None) -> None:
        """Notes whom the request is about, as soon as that is known."""
        self.concerned.extend(somebody for somebody in people if somebody is not None)

    def today(self) -> str:
        """The civil date, as texts of the contract have it."""
        return self.hub.today().isoformat()

    def page(
        self, name: str, rows: Iterable[tuple[int, Any]]
    ) -> tuple[list[Any], Callable[[list[Any]], Answer]]:
        """The rows of the page that is asked for, and what makes an answer of them."""
        try:
            after = 0 if self.cursor is None else self.hub.pages.place(self.list_name, self.cursor)
        except ValueError:
            raise rejected("/cursor") from None
        here, more = self.hub.pages.page(self.list_name, rows, after, self.limit)
        return here, lambda shown: Answer(200, {name: shown} | more)

    def ticket(self, number: str) -> Ticket:
        """The ticket of that number."""
        ticket = self.hub.registration.tickets.get(number)
        if ticket is None:
            raise Refusal("ticket-unknown")
        return ticket

    def known(self, key: str) -> Known | None:
        """The person whom the calling body knows by the key."""
        return self.hub.people.find(self.path["bodyCode"], key)

    def key(self) -> str:
        """The Idempotency-Key. Its form is judged late, after ticket-unknown."""
        key = self.headers["Idempotency-Key"]
        if not _KEY.fullmatch(key):
            raise rejected("/Idempotency-Key")
        return key

    def refuse_rejected(self, *more: str) -> None:
        """Tells of values that cannot be right."""
        if self.faults or more:
            raise Refusal("invalid-fields", [*self.faults, *((pointer, "rejected") for pointer in more)])
