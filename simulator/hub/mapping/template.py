"""The mapping that changes nothing, with every name of the contract, for people to edit."""

import json
from collections.abc import Iterable, Iterator

from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.problems import PROBLEMS, TYPE_PREFIX
from simulator.hub.contract.shape import Field, documents_of
from simulator.hub.contract.titles import title_of
from simulator.hub.mapping.callrules import query_names
from simulator.hub.mapping.file import CAPABILITIES, HEADERS
from simulator.language import Language, Text, say

OFF = "# "
"""Before a line that says the same as the contract; without it the line holds, and may be changed."""

_INTRODUCTION = (
    say("## ハブの対応表。接続仕様（openapi.yaml）と違うところだけを書きます。"),
    say("## 「# 」で始まる行は接続仕様のとおりです。違う行だけ「# 」を消し、右側をハブのものに直します。"),
    say("## 左側はいつも接続仕様の名前です。[ ] の行と「##」の行は、そのままで構いません。"),
    say("## 確かめる: pmhsim hub mapping このファイル"),
    say("## 使う: pmhsim demo --hub URL --adapter このファイル（名前は .toml で終わること）"),
)
_GENERAL = (
    (say("## すべてのパスの前に付くもの"), 'base_path = ""'),
    (say("## トークンの前の語。なければ空"), 'token_scheme = "Bearer"'),
    (say("## 日付の形。YYYY、MM、DD を1度ずつ"), 'date_format = "YYYY-MM-DD"'),
    (say("## 偽と真の表し方"), "booleans = [false, true]"),
    (say('## ハブにない操作の名前。例: ["SetClock"]'), "unsupported = []"),
)
_FIELDS = say(
    '## どの操作にも共通の名前の違い（名前か、点でつないだ場所の終わりで指定）。例: "personId" = "patientId"'
)
_VALUES = say('## どの操作にも共通の値の違い。例: "sex" = { "1" = "M", "2" = "F" }')
_HEADERS = say("## ヘッダーの名前")
_SENT = say('## いつも加えるヘッダー。例: X-Vendor-Version = "2"')
_TYPES = say("## 内容の種類（Content-Type）")
_CAPABILITIES = say("## できることを答えないハブのとき、代わりに答えるもの（FetchCapabilities を尋ねない）")
_PROBLEMS = say(
    "## 誤りの回答。code: 符号のある場所（なければ空）、errors: 誤った項目の並び、pointer: その項目の名"
)
_CODES = say("## 誤りごとの HTTP ステータスと符号")
_MEMBERS = say("## パスの { } の中を別の名前で書くとき")
_ENVELOPE = say('## 全体を包む名前。例: "data"。点でつなぐと入れ子')
_ADDED = say('## 加える固定の項目（[ ] の行も「# 」を消す）。例: "apiVersion" = "2"')
_OMITTED = say('## 送らない項目。例: ["isNotDisclosed"]')
_SUPPLIED = say("## ハブが返さない項目の代わりの値")


def template(language: Language) -> str:
    """The template as text of a TOML file, explained in a language."""
    lines = [part if isinstance(part, str) else part.render(language) for part in _parts()]
    return "\n".join(lines) + "\n"


def _parts() -> Iterator[Text | str]:
    yield from _INTRODUCTION
    for said, line in _GENERAL:
        yield from ("", said, OFF + line)
    yield from _table(_HEADERS, "headers", _same(_header_names()))
    yield from _table(_SENT, "sent_headers", ())
    yield from _table(_TYPES, "media_types", _same(_media_types()))
    yield from ("", _CAPABILITIES, OFF + "[capabilities]")
    names = json.dumps(CAPABILITIES)
    yield from (OFF + 'hub = "my-hub"', OFF + 'version = "1"', f"{OFF}names = {names}")
    yield from _table(_FIELDS, "fields", ())
    yield from _table(_VALUES, "values", ())
    yield from _table(_PROBLEMS, "problems", ('code = "type"', 'errors = "errors"', 'pointer = "pointer"'))
    codes = (
        f'{name} = {{ status = {problem.status}, code = "{TYPE_PREFIX}{name}" }}'
        for name, problem in PROBLEMS.items()
    )
    yield from _table(_CODES, "problems.codes", codes)
    for call in CALLS.values():
        yield from _call(call)


def _call(call: Call) -> Iterator[Text | str]:
    name = f"operations.{call.operation.__name__}"
    title = say("## {title}", title=title_of(call.operation))
    yield from _table(title, name, (f'method = "{call.method}"', f'path = "{call.path}"'))
    if call.members:
        yield from _part(_MEMBERS, f"{name}.members", _same(member.name for member in call.members))
    if asked := query_names(call):
        yield from _part(None, f"{name}.query", _same(asked))
    yield from _part(None, f"{name}.statuses", (f"{status} = {status}" for status in call.statuses))
    documents = documents_of(call.operation)
    yield from _side(f"{name}.request", documents.request, _ADDED, "added")
    yield from _side(f"{name}.answer", documents.answer, _SUPPLIED, "supplied")


def _side(name: str, document: Field | None, said: Text, more: str) -> Iterator[Text | str]:
    if document is None or document.kind == "bytes":
        return
    yield from (f"[{name}]", _ENVELOPE, OFF + 'envelope = ""')
    if more == "added":
        yield from (_OMITTED, OFF + "omitted = []")
    yield from (said, f"{OFF}[{name}.{more}]")
    names = (f'"{".".join(place)}" = "{field.name}"' for place, field in document.walk())
    yield from _part(None, f"{name}.fields", names)
    words = [
        f'"{".".join(place)}" = {{ ' + ", ".join(f'"{word}" = "{word}"' for word in field.values) + " }"
        for place, field in document.walk()
        if field.values
    ]
    if words:
        yield from _part(None, f"{name}.values", words)


def _table(said: Text, name: str, lines: Iterable[str]) -> Iterator[Text | str]:
    yield ""
    yield from _part(said, name, lines)


def _part(said: Text | None, name: str, lines: Iterable[str]) -> Iterator[Text | str]:
    if said is not None:
        yield said
    yield f"[{name}]"
    yield from (OFF + line for line in lines)


def _same(names: Iterable[str]) -> Iterator[str]:
    return (f'"{name}" = "{name}"' for name in names)


def _header_names() -> tuple[str, ...]:
    own = (member.name for call in CALLS.values() for member in call.headers)
    return tuple(dict.fromkeys((*HEADERS, *own)))


def _media_types() -> tuple[str, ...]:
    own = (call.media_type for call in CALLS.values())
    return tuple(dict.fromkeys(("application/json", "application/problem+json", *own)))
