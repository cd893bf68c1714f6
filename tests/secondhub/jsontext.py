"""JSON, read as strictly as the contract asks."""

import json
from typing import Any

SAFE = 2**53 - 1
# Longer numbers are out of range whatever they say; reading them digit by digit would only cost time.
_LONGEST_NUMBER = 20


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else SAFE + 1


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) != len(members):
        raise ValueError("a member stands twice")
    return found


def _never(_constant: str) -> Any:
    raise ValueError("no JSON number")


def read(text: bytes) -> Any:
    """The value of the text; ValueError for whatever is no strict JSON in UTF-8."""
    try:
        # json.loads would take UTF-16 and a byte order mark from bytes, so decode first.
        return json.loads(
            text.decode("utf-8"), object_pairs_hook=_once, parse_constant=_never, parse_int=_whole
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None


def write(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
