"""What a hub is filled with before its first day: the requests of a first morning, as files.

A folder holds `requests.json`, the requests in order (method, path, role and organisation of the caller,
media type, file of the body), and one file for each body, as the contract writes it. Any hub of the contract
can be filled from it with curl.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from simulator.hub.contract.call import Call
from simulator.hub.contract.calls import CALLS
from simulator.hub.contract.documents import JSON_TYPE, NotJson, parse
from simulator.hub.contract.forms import FieldErrors
from simulator.language import Complaint, Text, say
from simulator.language.system import reason_of
from simulator.port.operations import Operation, Role

INDEX = "requests.json"
SYNTHETIC = "合成データ / synthetic data"
_MEND = say("`pmhsim hub sample DIR` で作り直してください。")


def filling_files(operations: Iterable[Operation]) -> Iterator[tuple[str, bytes]]:
    """The files of a folder, by name; the index comes last."""
    requests: list[dict[str, object]] = []
    for number, operation in enumerate(operations, 1):
        call = CALLS[type(operation)]
        ending = "json" if call.media_type == JSON_TYPE else "bin"
        name = f"{number:03d}-{type(operation).__name__}.{ending}"
        requests.append(
            {
                "method": call.method,
                "path": call.write_path(operation),
                "role": operation.role,
                "organisation": getattr(operation, "body_code", None),
                "mediaType": call.media_type,
                "body": name,
            }
        )
        yield name, call.write_body(operation)
    index = {"note": SYNTHETIC, "requests": requests}
    yield INDEX, json.dumps(index, ensure_ascii=False, indent=1).encode()


def read_filling(folder: Path) -> Iterator[Operation]:
    """The operations of a folder, in order; raises Complaint with the file that is wrong."""
    index = folder / INDEX
    document = _parsed(index)
    requests = document.get("requests") if isinstance(document, dict) else None
    if not isinstance(requests, list):
        raise _wrong(index, say("requests の並びがありません"))
    for request in requests:
        yield _operation(folder, index, request)


def _operation(folder: Path, index: Path, request: object) -> Operation:
    if not isinstance(request, dict) or not all(isinstance(request.get(name), str) for name in _NAMES):
        raise _wrong(index, say("要求の形が正しくありません"))
    found = _call(request)
    if found is None:
        raise _wrong(index, say("このような操作はありません: {path}", path=request["path"]))
    call, members = found
    body = folder / Path(request["body"]).name
    try:
        return call.read(members, {}, {}, _content(body))
    except NotJson as error:
        raise _wrong(body, say("JSON として読めません")) from error
    except FieldErrors as errors:
        first = errors.errors[0]
        raise _wrong(
            body, say("{pointer} が正しくありません（{code}）", pointer=first.pointer, code=first.code)
        ) from errors


_NAMES = ("method", "path", "role", "body")
_ROLES: tuple[Role, ...] = get_args(Role)


def _call(request: Mapping[str, Any]) -> tuple[Call, dict[str, str]] | None:
    parts = request["path"].split("/")
    for call in CALLS.values():
        names = call.path.split("/")
        if (call.method, call.operation.role, len(names)) != (request["method"], request["role"], len(parts)):
            continue
        pairs = list(zip(names, parts, strict=True))
        if all(name == part or name.startswith("{") for name, part in pairs):
            return call, {name[1:-1]: part for name, part in pairs if name.startswith("{")}
    return None


def _parsed(path: Path) -> object:
    try:
        return parse(_content(path))
    except NotJson as error:
        raise _wrong(path, say("JSON として読めません")) from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise _wrong(path, reason_of(error)) from error


def _wrong(path: Path, reason: Text) -> Complaint:
    return Complaint(
        say("初期データを読めません（{reason}）。", reason=reason), where=say("{path}", path=path), mend=_MEND
    )
