"""Bearer tokens: a JWT of the trusted issuer to the caller whom it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

import jwt

from simulator.hub.reference.caller import Caller
from simulator.port.operations import Role

ALGORITHM = "ES256"
LEEWAY_SECONDS = 60
_TOKENS_KEPT = 65536
_SCHEME = "bearer"
_ROLES: Mapping[str, Role] = {role: role for role in get_args(Role)}
# Times are judged by the hub's own clock, at every call and not only when a token is first seen.
_OPTIONS: Any = {
    "require": ["exp", "role"],
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
    "verify_aud": False,
}


@dataclass(frozen=True, slots=True)
class Grant:
    """What a genuine token grants: to whom, and from when to when (seconds since 1970)."""

    caller: Caller
    not_before: float
    expires: float


class TokenVerifier:
    """Checks tokens against a JWK set; those found genuine are remembered, up to a number.

    `seconds` is the hub's transport time, in seconds since 1970.
    """

    def __init__(self, jwks: Mapping[str, Any], seconds: Callable[[], float]) -> None:
        self._keys = {key.key_id: key.key for key in jwt.PyJWKSet.from_dict(dict(jwks)).keys}
        self._seconds = seconds
        self._grant = lru_cache(_TOKENS_KEPT)(self._read)

    def caller(self, authorization: str | None) -> Caller | None:
        """The caller named by an Authorization header; None for anything but a good token."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != _SCHEME:
            return None
        try:
            grant = self._grant(token.strip())
        except (jwt.PyJWTError, ValueError, TypeError, KeyError, RecursionError):
            return None
        is_current = grant.not_before - LEEWAY_SECONDS <= self._seconds() < grant.expires + LEEWAY_SECONDS
        return grant.caller if is_current else None

    def _read(self, token: str) -> Grant:
        key = self._keys.get(jwt.get_unverified_header(token).get("kid"))
        if key is None:
            raise ValueError("the key is not one of the trusted issuer")
        claims = jwt.decode(token, key, algorithms=[ALGORITHM], options=_OPTIONS)
        caller = Caller(_ROLES[_text(claims, "role") or ""], _text(claims, "org"), _text(claims, "sub"))
        not_before = max(_seconds(claims.get("nbf", 0)), _seconds(claims.get("iat", 0)))
        return Grant(caller, not_before, _seconds(claims["exp"]))


def _text(claims: Mapping[str, object], name: str) -> str | None:
    value = claims.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"the claim {name} is no text")
    return value


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError("a time is no number")
    return value
