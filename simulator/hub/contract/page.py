"""Pages of long lists: a number of rows, and an opaque cursor to the next page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.hub.contract.forms import FieldError, FieldErrors, ListForm, read_member
from simulator.hub.contract.scalars import TEXT

LIMIT, CURSOR, NEXT = "limit", "cursor", "next"
MOST_ROWS = 100
USUAL_ROWS = 20
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_CURSOR = re.compile(r"[0-9A-Za-z_-]{1,200}")


@dataclass(frozen=True, slots=True)
class PageWish:
    """What a caller asks for: at most `limit` rows, from where `cursor` stands (None: the start)."""

    limit: int = MOST_ROWS
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, and the cursor to those after them, None at the end."""

    rows: tuple[object, ...]
    next: str | None = None


class PageForm:
    """A page as an object: its rows under one name, and `next` where there are more."""

    def __init__(self, name: str, rows: ListForm[object]) -> None:
        self.name = name
        self.rows = rows

    def write(self, value: Page) -> object:
        """The page as an object; `next` is left out at the end."""
        document = {self.name: self.rows.write(value.rows)}
        return document if value.next is None else {**document, NEXT: value.next}

    def read(self, value: object, pointer: str = "", **_given: object) -> Page:
        """The page; FieldErrors if a row or the cursor is wrong."""
        if not isinstance(value, dict):
            raise FieldErrors(FieldError(pointer, "type"))
        rows = read_member(value, self.name, self.rows, pointer)
        cursor = read_member(value, NEXT, TEXT, pointer) if NEXT in value else None
        if cursor is not None and not _CURSOR.fullmatch(cursor):
            raise FieldErrors(FieldError(f"{pointer}/{NEXT}", "form"))
        return Page(rows, cursor)


def read_wish(query: Mapping[str, str]) -> PageWish:
    """What a query asks for; FieldErrors if the limit is not 1 to 100, or the cursor none of any hub's."""
    limit, cursor = query.get(LIMIT, str(MOST_ROWS)), query.get(CURSOR)
    wrong = [
        FieldError(f"/{name}", "form")
        for name, is_right in (
            (LIMIT, _NUMBER.fullmatch(limit) is not None and int(limit) <= MOST_ROWS),
            (CURSOR, cursor is None or _CURSOR.fullmatch(cursor) is not None),
        )
        if not is_right
    ]
    if wrong:
        raise FieldErrors(*wrong)
    return PageWish(int(limit), cursor)


def write_wish(wish: PageWish) -> dict[str, str]:
    """The members of a query that ask for it."""
    limit = {LIMIT: str(wish.limit)}
    return limit if wish.cursor is None else {**limit, CURSOR: wish.cursor}
