"""What a mapping's file says of one operation: method, path, statuses, and the fields of its documents."""

import re
from collections.abc import Mapping as Table
from typing import Any

from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.page import CURSOR, LIMIT
from simulator.hub.contract.shape import Field, Place, documents_of, members_of
from simulator.hub.mapping.fieldrules import (
    FieldRule,
    FieldRules,
    check_names,
    check_words,
    read_names,
    read_words,
)
from simulator.hub.mapping.mapping import CallMapping
from simulator.hub.mapping.renaming import Envelope, Renaming
from simulator.hub.sheet import Keys, Sheet
from simulator.language import say
from simulator.port.operations import Operation

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REQUEST, ANSWER = "request", "answer"
_CALL_KEYS = ("method", "path", "members", "query", "statuses", REQUEST, ANSWER)
_SIDE_KEYS = {
    REQUEST: ("fields", "values", "added", "omitted", "envelope"),
    ANSWER: ("fields", "values", "supplied", "envelope"),
}
_SEGMENTS = r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*"
BASE_PATH = re.compile(_SEGMENTS)
_PATH = re.compile(r"/[A-Za-z0-9._~!$&'()*+,;=:@%/{}-]*(\?[A-Za-z0-9._~!$&'()*+,;=:@%/{}-]*)?")
_MEMBER = re.compile(r"\{([^{}]*)\}")
_SUCCESS = range(200, 300)


def read_call(sheet: Sheet, operation: type[Operation], shared: FieldRules) -> CallMapping:
    """The mapping of an operation; as in the contract where the file says nothing."""
    call = CALLS[operation]
    keys: Keys = ("operations", operation.__name__)
    table = sheet.table(keys)
    sheet.only(keys, table, _CALL_KEYS)
    documents = documents_of(operation)
    members = {field.name: field for field in members_of(operation)}
    spellings = {
        name: spelling
        for name, field in members.items()
        if (spelling := shared.spelling((name,), field)) is not None
    }
    return CallMapping(
        call,
        _method(sheet, keys, call, table),
        _path(sheet, keys, call, table),
        _query(sheet, keys, call),
        _statuses(sheet, keys, call),
        _side(sheet, (*keys, REQUEST), documents.request, shared),
        _side(sheet, (*keys, ANSWER), documents.answer, shared),
        _envelope(sheet, (*keys, REQUEST)),
        _envelope(sheet, (*keys, ANSWER)),
        spellings,
    )


def _method(sheet: Sheet, keys: Keys, call: Call, table: Table[str, Any]) -> str:
    method = sheet.text((*keys, "method"), table.get("method", call.method))
    if method not in METHODS:
        raise sheet.unknown((*keys, "method"), method, METHODS)
    return method


def _path(sheet: Sheet, keys: Keys, call: Call, table: Table[str, Any]) -> str:
    """The path with the contract's members in its braces."""
    names = {member.name: member.name for member in call.members}
    renamed = sheet.texts((*keys, "members"))
    sheet.only((*keys, "members"), renamed, names)
    ours = {theirs: name for name, theirs in {**names, **renamed}.items()}
    keys = (*keys, "path")
    path = sheet.text(keys, table.get("path", call.path if not renamed else _with(call.path, renamed)))
    found = _MEMBER.findall(path)
    if not _PATH.fullmatch(path) or "{" in _MEMBER.sub("", path) or "}" in _MEMBER.sub("", path):
        raise sheet.refuse(
            keys,
            say("パスとして使えません: {path}", path=path),
            say('path = "/clinics/{code}/shots" のように、/ から ASCII で書いてください'),
        )
    for name in found:
        if name not in ours:
            raise sheet.refuse(
                keys,
                say("パスの {{{name}}} は、この操作にない名前です", name=name),
                say("使える名前: {names}", names=tuple(f"{{{each}}}" for each in ours) or "-"),
            )
    for theirs, name in ours.items():
        if theirs not in found:
            raise sheet.refuse(
                keys,
                say("パスに {{{name}}} がありません", name=theirs),
                say(
                    "{{{name}}} を入れてください。契約のパスは {path} です。"
                    "別の名前にするなら members に書いてください",
                    name=theirs,
                    path=call.path,
                ),
            )
        del name
    return _MEMBER.sub(lambda member: f"{{{ours[member[1]]}}}", path)


def _with(path: str, renamed: Table[str, str]) -> str:
    return _MEMBER.sub(lambda member: f"{{{renamed.get(member[1], member[1])}}}", path)


def _query(sheet: Sheet, keys: Keys, call: Call) -> dict[str, str]:
    keys = (*keys, "query")
    names = {name: name for name in query_names(call)}
    renamed = sheet.texts(keys)
    sheet.only(keys, renamed, names)
    _refuse_twice(sheet, keys, {**names, **renamed})
    return {**names, **renamed}


def query_names(call: Call) -> tuple[str, ...]:
    """The names of what may stand in the query of a call, those that ask for a page too."""
    return (*(member.name for member in call.query), *((LIMIT, CURSOR) if call.is_paged else ()))


def _statuses(sheet: Sheet, keys: Keys, call: Call) -> dict[int, int]:
    keys = (*keys, "statuses")
    table = sheet.table(keys)
    sheet.only(keys, table, map(str, call.statuses))
    found: dict[int, int] = {}
    for ours in call.statuses:
        theirs = table.get(str(ours), ours)
        if not isinstance(theirs, int) or theirs not in _SUCCESS:
            raise sheet.refuse(
                (*keys, str(ours)),
                say("成功のステータスではありません: {status}", status=theirs),
                say("200 から 299 までの整数を書いてください"),
            )
        found.setdefault(theirs, ours)
    return found


def _envelope(sheet: Sheet, keys: Keys) -> Envelope:
    value = sheet.table(keys).get("envelope")
    return () if value in (None, "") else tuple(sheet.text((*keys, "envelope"), value).split("."))


def _side(sheet: Sheet, keys: Keys, document: Field | None, shared: FieldRules) -> Renaming | None:
    table = sheet.table(keys)
    sheet.only(keys, table, _SIDE_KEYS[keys[-1]])
    if document is None or document.kind == "bytes":
        if any(each != {} for each in table.values()):
            raise sheet.refuse(
                keys,
                say("この操作には、言い換える JSON がありません"),
                say("この表を消してください"),
            )
        return None
    names, words = read_names(sheet, (*keys, "fields")), read_words(sheet, (*keys, "values"))
    places = list(document.walk())
    check_names(sheet, names, places)
    check_words(sheet, words, places)
    return _Side(sheet, keys, shared.with_own(names, words), places).renaming(document, ())


class _Side:
    """Makes the renaming of a document, and refuses what could not be read back."""

    def __init__(
        self, sheet: Sheet, keys: Keys, rules: FieldRules, places: list[tuple[Place, Field]]
    ) -> None:
        self._sheet = sheet
        self._keys = keys
        self._rules = rules
        self._places = dict(places)
        self._added = self._members("added", of_hub=True)
        self._supplied = self._members("supplied", of_hub=False)
        self._omitted = self._omissions()

    def renaming(self, field: Field, place: Place) -> Renaming:
        """The renaming of a field and of those within."""
        rule = self._rules.name_rule(place) if place else None
        within = tuple(self.renaming(each, (*place, each.name)) for each in field.fields)
        added = self._added.get(place, {})
        self._check_siblings(place, within, added)
        return Renaming(
            field.name,
            rule.value if rule else field.name,
            None if field.fields else self._rules.spelling(place, field),
            within,
            added,
            self._supplied.get(place, {}),
            place in self._omitted,
        )

    def _check_siblings(self, place: Place, within: tuple[Renaming, ...], added: Table[str, object]) -> None:
        seen: dict[str, str] = {}
        for each in within:
            if each.omitted:
                continue
            if each.theirs in seen:
                other = seen[each.theirs]
                raise self._sheet.refuse(
                    self._keys_of((*place, each.name), (*place, other)),
                    say(
                        "2つの項目が同じ名前 {theirs} になります: {one}、{other}",
                        theirs=each.theirs,
                        one=".".join((*place, other)),
                        other=".".join((*place, each.name)),
                    ),
                    say("項目ごとに違う名前を書いてください"),
                )
            seen[each.theirs] = each.name
        for name in added:
            if name in seen:
                raise self._sheet.refuse(
                    (*self._keys, "added", ".".join((*place, name))),
                    say("加える項目の名前は、もう使われています: {name}", name=name),
                    say("契約の項目 {field} と違う名前を書いてください", field=seen[name]),
                )

    def _keys_of(self, *places: Place) -> Keys:
        rules: list[FieldRule] = [rule for each in places if (rule := self._rules.name_rule(each))]
        return rules[0].keys if rules else self._keys

    def _members(self, key: str, *, of_hub: bool) -> dict[Place, dict[str, object]]:
        """Members with a fixed value, by the place of the object in which they stand."""
        found: dict[Place, dict[str, object]] = {}
        for name, value in self._sheet.table((*self._keys, key)).items():
            keys = (*self._keys, key, name)
            *inside, last = name.split(".")
            place = tuple(inside)
            known = self._places
            if not of_hub and (*place, last) not in known:
                raise self._sheet.unknown(keys, name, (".".join(each) for each in known))
            if place and (place not in known or known[place].kind != "object"):
                objects = (".".join(each) for each, field in known.items() if field.kind == "object")
                raise self._sheet.unknown(keys, ".".join(place), objects)
            found.setdefault(place, {})[last] = value
        return found

    def _omissions(self) -> frozenset[Place]:
        names = self._sheet.table(self._keys).get("omitted", [])
        keys = (*self._keys, "omitted")
        if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
            mend = say('{key} = ["…", "…"] のように書いてください', key="omitted")
            raise self._sheet.refuse(keys, say("{key} が文字列の並びではありません", key="omitted"), mend)
        for name in names:
            if tuple(name.split(".")) not in self._places:
                raise self._sheet.unknown(keys, name, (".".join(each) for each in self._places))
        return frozenset(tuple(name.split(".")) for name in names)


def _refuse_twice(sheet: Sheet, keys: Keys, names: Table[str, str]) -> None:
    for name, theirs in names.items():
        if list(names.values()).count(theirs) > 1:
            raise sheet.refuse(
                (*keys, name),
                say("2つの項目が同じ名前 {theirs} になります: {one}、{other}", theirs=theirs, one=name,
                    other=next(each for each in names if each != name and names[each] == theirs)),
                say("項目ごとに違う名前を書いてください"),
            )  # fmt: skip
