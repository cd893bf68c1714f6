"""Bearer tokens: who is calling."""

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)

from . import jsontext, jws
from .problems import Refusal

ROLES = ("platform", "body", "gateway", "institution", "resident", "operator")
LEEWAY = 60
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True)
class Caller:
    """The role, and the code or person id (None where the token has none)."""

    role: str
    actor: str | None = None

    @property
    def organisation(self) -> str:
        """As the audit trail names it."""
        return self.actor or "" if self.role in ("body", "institution") else ""


class Tokens:
    """Checks tokens against the issuer's keys."""

    def __init__(self, key_set: bytes) -> None:
        self._keys: dict[str, EllipticCurvePublicKey] = {}
        for key in jsontext.read(key_set)["keys"]:
            if key.get("kty") == "EC" and key.get("crv") == "P-256" and isinstance(key.get("kid"), str):
                x, y = (int.from_bytes(jws.from_base64url(key[name])) for name in ("x", "y"))
                self._keys[key["kid"]] = EllipticCurvePublicNumbers(x, y, SECP256R1()).public_key()
        # Tokens are used many times: their signatures are checked once, their times at each use.
        self._claims: dict[str, dict[str, Any]] = {}

    def caller(self, authorization: str | None, now: float) -> Caller:
        """Who calls, by the Authorization header."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise _stranger()
        try:
            claims = self._checked(token.strip(" "))
            good = _in_time(claims, now) and claims.get("role") in ROLES
        except (ValueError, TypeError):
            good = False
        if not good:
            raise _stranger()
        name = {"body": "org", "institution": "org", "resident": "sub"}.get(claims["role"], "")
        actor = claims.get(name)
        if actor is not None and not isinstance(actor, str):
            raise _stranger()
        return Caller(claims["role"], actor)

    def _checked(self, token: str) -> dict[str, Any]:
        if token not in self._claims:
            signed = jws.take_apart(token)
            key = self._keys.get(signed.header.get("kid", ""))
            if key is None or not signed.fits(key):
                raise ValueError("not by the issuer")
            if len(self._claims) >= _MOST_REMEMBERED:
                self._claims.clear()
            self._claims[token] = signed.claims
        return self._claims[token]


def _in_time(claims: dict[str, Any], now: float) -> bool:
    times = {name: claims[name] for name in ("iat", "nbf", "exp") if name in claims}
    if any(isinstance(time, bool) or not isinstance(time, int | float) for time in times.values()):
        return False
    begun = all(times[name] - LEEWAY <= now for name in ("iat", "nbf") if name in times)
    return begun and "exp" in times and now < times["exp"] + LEEWAY


def _stranger() -> Refusal:
    return Refusal("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
