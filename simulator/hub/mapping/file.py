"""Reading a mapping from its TOML file; every mistake is said with file, line, key and how to mend it."""

import re
from collections.abc import Mapping as Table
from pathlib import Path
from typing import Any

from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.problems import PROBLEMS, TYPE_PREFIX
from simulator.hub.contract.shape import documents_of, members_of
from simulator.hub.mapping.callrules import BASE_PATH, read_call
from simulator.hub.mapping.fieldrules import (
    SCALARS,
    FieldRules,
    check_names,
    check_words,
    read_names,
    read_words,
)
from simulator.hub.mapping.mapping import CallMapping, HubMapping, ProblemMapping
from simulator.hub.mapping.spelling import DayFormat, Words
from simulator.hub.sheet import Sheet, read_sheet
from simulator.language import say
from simulator.port import capabilities as port
from simulator.port.capabilities import Capabilities
from simulator.port.operations import FetchCapabilities, Operation

OPERATIONS: Table[str, type[Operation]] = {operation.__name__: operation for operation in CALLS}
"""The operations that a file may name, by their names."""

TABLES = (
    "base_path", "token_scheme", "date_format", "booleans", "unsupported", "headers", "sent_headers",
    "media_types", "capabilities", "fields", "values", "problems", "operations",
)  # fmt: skip
HEADERS = ("Accept", "Content-Type", "Authorization")
CAPABILITIES = tuple(sorted(port.ALL))
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VISIBLE = re.compile(r"[\x20-\x7e]*")
_STATUSES = range(100, 600)


def read_mapping(path: Path) -> HubMapping:
    """Read and check a mapping; raises Complaint."""
    sheet = read_sheet(path, say("`pmhsim hub mapping --template` が手本を書き出します。"))
    sheet.only((), sheet.root, TABLES)
    rules = _shared_rules(sheet)
    calls = _calls(sheet, rules)
    return HubMapping(
        file=str(path),
        calls=calls,
        problems=_problems(sheet),
        base_path=_base_path(sheet),
        headers=_headers(sheet),
        sent=_sent(sheet),
        token_scheme=_token_scheme(sheet),
        media_types=_media_types(sheet),
        capabilities=_capabilities(sheet, calls),
    )


def _calls(sheet: Sheet, rules: FieldRules) -> dict[type[Operation], CallMapping]:
    sheet.only(("operations",), sheet.table(("operations",)), OPERATIONS)
    left_out = _left_out(sheet)
    return {
        operation: read_call(sheet, operation, rules)
        for name, operation in OPERATIONS.items()
        if name not in left_out
    }


def _left_out(sheet: Sheet) -> tuple[str, ...]:
    names = sheet.root.get("unsupported", [])
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        mend = say('{key} = ["…", "…"] のように書いてください', key="unsupported")
        raise sheet.refuse(
            ("unsupported",), say("{key} が文字列の並びではありません", key="unsupported"), mend
        )
    for name in names:
        if name not in OPERATIONS:
            raise sheet.unknown(("unsupported",), name, OPERATIONS)
        if _says_something(sheet.table(("operations", name))):
            raise sheet.refuse(
                ("operations", name),
                say("unsupported にある操作です: {name}", name=name),
                say("この表を消すか、unsupported から外してください"),
            )
    return tuple(names)


def _says_something(value: object) -> bool:
    """Whether anything but empty tables stands there."""
    return any(map(_says_something, value.values())) if isinstance(value, dict) else True


def _shared_rules(sheet: Sheet) -> FieldRules:
    places = [each for operation in CALLS for each in documents_of(operation).fields()]
    names, words = read_names(sheet, ("fields",)), read_words(sheet, ("values",))
    check_names(sheet, names, places)
    members = [((field.name,), field) for operation in CALLS for field in members_of(operation)]
    check_words(sheet, words, [*places, *members])
    return FieldRules(names, words, _day_format(sheet), _flags(sheet))


def _day_format(sheet: Sheet) -> DayFormat | None:
    if "date_format" not in sheet.root:
        return None
    form = DayFormat(sheet.text(("date_format",), sheet.root["date_format"]))
    if not form.is_whole:
        raise sheet.refuse(
            ("date_format",),
            say("日付の形として使えません: {form}", form=form.form),
            say('YYYY、MM、DD を1度ずつ使ってください。例: date_format = "YYYYMMDD"'),
        )
    return form


def _flags(sheet: Sheet) -> Words | None:
    if "booleans" not in sheet.root:
        return None
    pair = sheet.root["booleans"]
    if (
        not isinstance(pair, list)
        or len(pair) != len((False, True))
        or not all(isinstance(each, SCALARS) for each in pair)
        or (type(pair[0]), pair[0]) == (type(pair[1]), pair[1])
    ):
        raise sheet.refuse(
            ("booleans",),
            say("booleans は、偽と真の2つの違う値の並びです"),
            say('booleans = ["0", "1"] のように、偽、真の順で書いてください'),
        )
    return Words(((False, pair[0]), (True, pair[1])))


def _base_path(sheet: Sheet) -> str:
    if sheet.root.get("base_path", "") == "":
        return ""
    path = sheet.text(("base_path",), sheet.root["base_path"]).rstrip("/")
    if not BASE_PATH.fullmatch(path):
        raise sheet.refuse(
            ("base_path",),
            say("パスとして使えません: {path}", path=path),
            say('base_path = "/api/pmh" のように、/ から書いてください'),
        )
    return path


def _headers(sheet: Sheet) -> dict[str, str]:
    known = (*HEADERS, *dict.fromkeys(member.name for call in CALLS.values() for member in call.headers))
    by_lower = {name.lower(): name for name in known}
    renamed: dict[str, str] = {}
    for name, theirs in sheet.texts(("headers",)).items():
        if name.lower() not in by_lower:
            raise sheet.unknown(("headers", name), name, known)
        _check_header(sheet, ("headers", name), theirs)
        renamed[name.lower()] = theirs
    sent = [renamed.get(name, name).lower() for name in by_lower]
    for name, theirs in renamed.items():
        if sent.count(theirs.lower()) > 1:
            keys = ("headers", next(key for key in sheet.table(("headers",)) if key.lower() == name))
            raise sheet.refuse(
                keys,
                say("2つのヘッダーが同じ {theirs} になります", theirs=theirs),
                say("ヘッダーごとに違う名前を書いてください"),
            )
    return renamed


def _sent(sheet: Sheet) -> dict[str, str]:
    sent = sheet.texts(("sent_headers",))
    for name, value in sent.items():
        _check_header(sheet, ("sent_headers", name), name)
        if not _VISIBLE.fullmatch(value):
            raise sheet.refuse(
                ("sent_headers", name),
                say("ヘッダーの値に使えない文字があります"),
                say("ASCII の文字だけで書いてください"),
            )
    return sent


def _check_header(sheet: Sheet, keys: tuple[str, ...], name: str) -> None:
    if not _TOKEN.fullmatch(name):
        raise sheet.refuse(
            keys,
            say("ヘッダーの名前として使えません: {name}", name=name),
            say("英数字と - で書いてください"),
        )


def _token_scheme(sheet: Sheet) -> str:
    scheme = sheet.root.get("token_scheme", "Bearer")
    if not isinstance(scheme, str) or (scheme and not _TOKEN.fullmatch(scheme)):
        raise sheet.refuse(
            ("token_scheme",),
            say("token_scheme として使えません: {scheme}", scheme=scheme),
            say('トークンの前の語です。なければ token_scheme = "" と書いてください'),
        )
    return scheme


def _media_types(sheet: Sheet) -> dict[str, str]:
    known = dict.fromkeys(
        [
            *(call.media_type for call in CALLS.values()),
            "application/json",
            "application/problem+json",
        ]
    )
    types = sheet.texts(("media_types",))
    sheet.only(("media_types",), types, known)
    return {ours: theirs.strip().lower() for ours, theirs in types.items()}


def _capabilities(sheet: Sheet, calls: Table[type[Operation], CallMapping]) -> Capabilities | None:
    if "capabilities" not in sheet.root:
        if FetchCapabilities not in calls:
            raise sheet.refuse(
                ("unsupported",),
                say("FetchCapabilities がないハブでは、できることを [capabilities] に書く必要があります"),
                say(
                    '[capabilities] の下に hub = "名前"、version = "版"、names = ["…"] を書いてください。'
                    "使える名前: {names}",
                    names=CAPABILITIES,
                ),
            )
        return None
    keys = ("capabilities",)
    table = sheet.table(keys)
    sheet.only(keys, table, ("hub", "version", "names"))
    names = table.get("names", [])
    if not isinstance(names, list) or not all(isinstance(each, str) for each in names):
        mend = say('{key} = ["…", "…"] のように書いてください', key="names")
        raise sheet.refuse((*keys, "names"), say("{key} が文字列の並びではありません", key="names"), mend)
    for name in names:
        if name not in CAPABILITIES:
            raise sheet.unknown((*keys, "names"), name, CAPABILITIES)
    hub = sheet.text((*keys, "hub"), table.get("hub"))
    return Capabilities(hub, sheet.text((*keys, "version"), table.get("version")), frozenset(names))


def _problems(sheet: Sheet) -> ProblemMapping:
    keys = ("problems",)
    table = sheet.table(keys)
    sheet.only(keys, table, ("code", "errors", "pointer", "codes"))
    place = table.get("code", "type")
    code = () if place == "" else tuple(sheet.text((*keys, "code"), place).split("."))
    errors = tuple(sheet.text((*keys, "errors"), table.get("errors", "errors")).split("."))
    pointer = sheet.text((*keys, "pointer"), table.get("pointer", "pointer"))
    prefix = TYPE_PREFIX if code == ("type",) else ""
    return ProblemMapping(_kinds(sheet, prefix if code else None), code, errors, pointer)


def _kinds(sheet: Sheet, prefix: str | None) -> dict[tuple[int, str], Any]:
    """The problems by status and code; a hub without codes (`prefix` None) is told by its statuses alone."""
    keys = ("problems", "codes")
    codes = sheet.table(keys)
    sheet.only(keys, codes, PROBLEMS)
    kinds: dict[tuple[int, str], Any] = {}
    written: dict[tuple[int, str], str] = {}
    for name, problem in sorted(PROBLEMS.items(), key=lambda item: item[0] not in codes):
        own = sheet.table((*keys, name))
        sheet.only((*keys, name), own, ("status", "code"))
        status = own.get("status", problem.status)
        if status not in _STATUSES or isinstance(status, bool):
            raise sheet.refuse(
                (*keys, name, "status"),
                say("HTTP のステータスではありません: {status}", status=status),
                say("100 から 599 までの整数を書いてください"),
            )
        default = "" if prefix is None else prefix + name
        code = str(own.get("code", default))
        if (status, code) in written:
            if name in codes:
                raise sheet.refuse(
                    (*keys, name),
                    say(
                        "2つの誤りが同じ {status} {code} になります: {one}、{other}",
                        status=status, code=code, one=written[status, code], other=name,
                    ),
                    say("status か code を、区別できるように書いてください"),
                )  # fmt: skip
            continue
        if name not in codes and prefix is None:
            continue
        written[status, code] = name
        kinds[status, code] = problem
    return kinds
