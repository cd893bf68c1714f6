"""A request as a command line, so that a vendor can send it again without this program."""

import re
import shlex
from dataclasses import replace

from simulator.hub.contract.documents import NotJson, dump, parse
from simulator.hub.transports.masking import TOKEN, mask_request
from simulator.port.exchange import Request

BODY_FILE = "body.bin"
STAND_IN = "ASSERTION"
_ASSERTION = "cardAssertion"
_PLAIN_HEADERS = ("Idempotency-Key", "If-Match")
_SAFE = re.compile(r"[A-Za-z0-9:_ -]*")


def as_curl(base_url: str, request: Request) -> str:
    """The command for `curl`; its token is the shell's variable TOKEN, hidden values read `***`."""
    masked = mask_request(request)
    return _command(shlex.quote(base_url + masked.path), masked, has_body=bool(request.body))


def as_whole_curl(request: Request) -> str:
    """The command with all that was sent, people's data too, for hubs that hold synthetic people only.

    The hub's address and a token are the shell's variables HUB and TOKEN. A card assertion, which is good for
    once, is to be put in the place of `ASSERTION`.
    """
    plain = {name: value for name, value in request.headers.items() if name in _PLAIN_HEADERS}
    headers = {**mask_request(request).headers, **plain}
    shown = replace(request, headers=headers, body=_with_stand_in(request.body))
    return _command(f'"$HUB{request.path}"', shown, has_body=bool(request.body))


def _with_stand_in(body: bytes) -> bytes:
    try:
        document = parse(body)
    except NotJson:
        return b""
    if isinstance(document, dict) and _ASSERTION in document:
        document = {**document, _ASSERTION: STAND_IN}
    return dump(document)


def _command(address: str, shown: Request, *, has_body: bool) -> str:
    lines = [f"curl -sS -i -X {shlex.quote(shown.method)} {address}"]
    lines += [f"-H {_quoted(f'{name}: {value}')}" for name, value in shown.headers.items()]
    if shown.body:
        lines.append(f"--data-binary {shlex.quote(shown.body.decode())}")
    elif has_body:
        lines.append(f"--data-binary @{BODY_FILE}")
    return " \\\n  ".join(lines)


def _quoted(text: str) -> str:
    """In quotes of the shell, double ones where the token is to be put in."""
    plain = text.removesuffix(TOKEN)
    if plain != text and _SAFE.fullmatch(plain):
        return f'"{text}"'
    return shlex.quote(text)
