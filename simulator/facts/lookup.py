"""Rows by their name, with the names that exist when one is not there."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import TypeVar

from simulator.facts.errors import UnknownFact
from simulator.facts.row import Row
from simulator.facts.table import Table
from simulator.language import say

_Found = TypeVar("_Found")
_SHOWN = 8


def keyed(table: Table, field: str, read: Callable[[Row], _Found]) -> dict[str, _Found]:
    """What is read from each row, by the text of one field; raises `FactsError` for a text used twice."""
    found: dict[str, _Found] = {}
    for row in table.rows:
        key = row.text(field)
        if key in found:
            raise row.refuse(
                field,
                say("同じ値が二つの行にあります: 「{key}」", key=key),
                say("どちらかの行を直すか消してください"),
            )
        found[key] = read(row)
    return found


def find(rows: Mapping[str, _Found], key: str, table: str, field: str) -> _Found:
    """The value under a key; raises `UnknownFact` naming the nearest keys of the table."""
    try:
        return rows[key]
    except KeyError:
        near = get_close_matches(key, rows, n=_SHOWN, cutoff=0.4) or list(rows)[:_SHOWN]
        raise UnknownFact(
            say("「{key}」は表にありません", key=key),
            f"{table}.csv",
            None,
            field,
            say("近いもの: {near}", near=tuple(near)),
        ) from None
