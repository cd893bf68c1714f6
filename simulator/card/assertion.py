"""Card assertions: what a reader hands to a hub as proof that this card was read here, now, in this way.

The form is an assumption of this project, the published documents do not give one: a compact JWS (ES256)
with the user certificate in `x5c`. In the operations of the port it is an opaque string.
"""

import json
from base64 import b64encode

from jwt.utils import base64url_decode, base64url_encode

from simulator.card.reading import Method
from simulator.card.signature import compact_json, sign
from simulator.card.user_certificate import UserCertificate

ISSUER = "card"
TYPE = "pmh-card+jwt"
LIFETIME_SECONDS = 300


def sign_assertion(
    certificate: UserCertificate,
    *,
    audience: str,
    institution_code: str,
    method: Method,
    issued_at: int,
    token_id: str,
    lifetime_seconds: int = LIFETIME_SECONDS,
) -> str:
    """Sign an assertion with the card's key.

    `issued_at` is in seconds since 1970, by the clock of the hub; `token_id` must be new for each reading,
    else the hub has to take it for a replay. The subject is the serial number in lower-case hexadecimal.
    """
    header = {"typ": TYPE, "x5c": [b64encode(certificate.der).decode("ascii")]}
    claims = {
        "iss": ISSUER,
        "sub": f"{certificate.serial:x}",
        "aud": audience,
        "iat": issued_at,
        "exp": issued_at + lifetime_seconds,
        "jti": token_id,
        "amr": [method.value],
        "institution": institution_code,
    }
    return sign(claims, header, certificate.private_key)


def tamper(assertion: str) -> str:
    """A copy with another `jti` under the old signature, as one who replays an assertion would make it.

    Nothing but the signature gives it away: every other claim is still right and the `jti` is new.
    """
    header, payload, signature = assertion.split(".")
    claims = json.loads(base64url_decode(payload))
    changed = {**claims, "jti": f"{claims['jti']}-tampered"}
    return f"{header}.{base64url_encode(compact_json(changed)).decode('ascii')}.{signature}"
