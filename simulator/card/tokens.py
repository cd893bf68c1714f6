"""Bearer tokens of the actors (bodies, institutions, residents, ...), and the public keys to check them."""

import hashlib
from dataclasses import dataclass, field
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm
from jwt.utils import base64url_encode

from simulator.card.keys import derive_key
from simulator.card.signature import ALGORITHM, compact_json, sign

ISSUER = "pmhsim-tokens"
LIFETIME_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class TokenIssuer:
    """Issues JWTs (ES256) that follow from the seed and the claims alone; `kid` is the key's thumbprint."""

    kid: str
    _jwk: dict[str, str] = field(repr=False)
    _key: ec.EllipticCurvePrivateKey = field(repr=False, compare=False)

    @classmethod
    def from_seed(cls, seed: int) -> Self:
        """The issuer of a seed."""
        key = derive_key("token issuer", seed)
        jwk: dict[str, str] = ECAlgorithm.to_jwk(key.public_key(), as_dict=True)
        return cls(_thumbprint(jwk), jwk, key)

    def issue(
        self,
        role: str,
        org: str | None,
        sub: str | None,
        issued_at: int,
        lifetime_seconds: int = LIFETIME_SECONDS,
    ) -> str:
        """A token for an actor; `org` and `sub` are left out where None.

        `issued_at` is in seconds since 1970, by the clock of the hub.
        """
        claims: dict[str, Any] = {
            "iss": ISSUER,
            "role": role,
            "org": org,
            "sub": sub,
            "iat": issued_at,
            "exp": issued_at + lifetime_seconds,
        }
        given = {name: value for name, value in claims.items() if value is not None}
        return sign(given, {"kid": self.kid}, self._key)

    def jwks(self) -> dict[str, Any]:
        """The JWK set (RFC 7517) with the public key."""
        return {"keys": [{**self._jwk, "kid": self.kid, "use": "sig", "alg": ALGORITHM}]}


def _thumbprint(jwk: dict[str, str]) -> str:
    # RFC 7638: the members an EC key must have, sorted, without spaces, SHA-256.
    required = {name: jwk[name] for name in ("crv", "kty", "x", "y")}
    return base64url_encode(hashlib.sha256(compact_json(required)).digest()).decode("ascii")
