"""The audit trail, and the pages in which long lists are told."""

import base64
import hashlib
import hmac
import secrets
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from . import jws
from .people import Known, People

Concerned = str | Known  # a person of the platform, or somebody whom as yet only a body knows
_MAC = 12
_PLACE = 8


class Trail:
    """Who saw or wrote whose data."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._entries: dict[Concerned, dict[int, dict[str, str]]] = defaultdict(dict)
        self._count = 0

    def note(self, role: str, organisation: str, action: str, concerned: Iterable[Concerned]) -> None:
        """One entry for each person."""
        self._count += 1
        entry = {"role": role, "organisation": organisation, "action": action}
        for somebody in concerned:
            if isinstance(somebody, str) and not self._people.is_linked(somebody):
                continue
            self._entries[self._named(somebody)][self._count] = entry

    def _named(self, somebody: Concerned) -> Concerned:
        if isinstance(somebody, str):
            return somebody
        return self._people.person_of(somebody) or somebody

    def of(self, person: str) -> list[tuple[int, dict[str, str]]]:
        """A person's entries, also those from the time before the platform linked him."""
        if not self._people.is_linked(person):
            return []
        found = dict(self._entries.get(person, {}))
        for known in self._people.everywhere(person):
            found |= self._entries.get(known, {})
        return sorted(found.items(), key=lambda item: item[0])


class Pages:
    """Cursors that only this hub can make, each for one list. They hold for as long as the hub runs."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def _mac(self, of: str, place: bytes) -> bytes:
        return hmac.digest(self._secret, place + of.encode("utf-8"), hashlib.sha256)[:_MAC]

    def cursor(self, of: str, place: int) -> str:
        """The cursor to what comes after the place."""
        raw = place.to_bytes(_PLACE)
        return base64.urlsafe_b64encode(raw + self._mac(of, raw)).rstrip(b"=").decode("ascii")

    def place(self, of: str, cursor: str) -> int:
        """The place of a cursor; ValueError if it is none of this list."""
        raw = jws.from_base64url(cursor)
        if not hmac.compare_digest(raw[_PLACE:], self._mac(of, raw[:_PLACE])):
            raise ValueError("no cursor of this list")
        return int.from_bytes(raw[:_PLACE])

    def page(
        self, of: str, rows: Iterable[tuple[int, Any]], after: int, limit: int
    ) -> tuple[list[Any], dict[str, str]]:
        """The rows after a place, and `next` if there are more."""
        rest = [row for row in rows if row[0] > after]
        here = rest[:limit]
        more = {"next": self.cursor(of, here[-1][0])} if len(rest) > limit else {}
        return [row for _place, row in here], more
