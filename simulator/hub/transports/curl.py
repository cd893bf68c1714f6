"""A request as a command line, so that a vendor can send it again without this program; always masked."""

import re
import shlex

from simulator.hub.transports.masking import TOKEN, mask_request
from simulator.port.exchange import Request

BODY_FILE = "body.bin"
_SAFE = re.compile(r"[A-Za-z0-9:_ -]*")


def as_curl(base_url: str, request: Request) -> str:
    """The command for `curl`; its token is the shell's variable TOKEN, hidden values read `***`."""
    masked = mask_request(request)
    lines = [f"curl -sS -i -X {shlex.quote(masked.method)} {shlex.quote(base_url + masked.path)}"]
    lines += [f"-H {_quoted(f'{name}: {value}')}" for name, value in masked.headers.items()]
    if masked.body:
        lines.append(f"--data-binary {shlex.quote(masked.body.decode())}")
    elif request.body:
        lines.append(f"--data-binary @{BODY_FILE}")
    return " \\\n  ".join(lines)


def _quoted(text: str) -> str:
    """In quotes of the shell, double ones where the token is to be put in."""
    plain = text.removesuffix(TOKEN)
    if plain != text and _SAFE.fullmatch(plain):
        return f'"{text}"'
    return shlex.quote(text)
