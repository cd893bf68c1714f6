"""Tokens and assertions that nobody should take: changed in each part, signed in other ways, or old."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from examples import AUTHORITY, DAY, ISSUER, Reader, token
from jwt import PyJWK
from jwt.utils import base64url_decode

from simulator.card.authority import CertificationAuthority
from simulator.card.tokens import TokenIssuer

HOUR = 3600


def flipped(text: str) -> dict[str, str]:
    """The text with one letter changed at the begin, middle and end of each part, and with parts missing."""
    parts = text.split(".")
    forged = {
        f"part {part}, letter {at}": ".".join(
            [*parts[:part], changed_at(parts[part], at), *parts[part + 1 :]]
        )
        for part in range(3)
        # The last letter of a signature may hold bits that mean nothing.
        for at in (0, len(parts[part]) // 2, len(parts[part]) - 2)
    }
    cut = {f"without part {part}": ".".join(parts[:part] + parts[part + 1 :]) for part in range(3)}
    empty = {f"part {part} empty": with_part(parts, part, "") for part in range(3)}
    others = {"a part more": f"{text}.x", "empty": "", "dots": "..", "spaced": f" {text[1:]}"}
    return {**forged, **cut, **empty, **others}


def with_part(parts: list[str], place: int, part: str) -> str:
    """The parts, joined, with another one at a place."""
    return ".".join([*parts[:place], part, *parts[place + 1 :]])


def changed_at(part: str, place: int) -> str:
    """The part with another letter at a place."""
    return part[:place] + ("A" if part[place] != "A" else "B") + part[place + 1 :]


def resigned(text: str, algorithm: str, secret: bytes = b"", **claims: Any) -> str:
    """The same header and claims under another algorithm: unsigned, or with a MAC under a secret."""
    header, payload, _ = text.split(".")
    head = encoded({**decoded(header), "alg": algorithm})
    body = encoded({**decoded(payload), **claims})
    mac = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest() if secret else b""
    return f"{head}.{body}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def decoded(part: str) -> dict[str, Any]:
    """The JSON object of a part."""
    document: dict[str, Any] = json.loads(base64url_decode(part))
    return document


def encoded(document: dict[str, Any]) -> str:
    """A JSON object as a part."""
    return urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


def public_pem(key: Any) -> bytes:
    """The public key as a text that an unwary library would take for a secret."""
    return bytes(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def forged_tokens(role: str, organisation: str | None, person: str | None, now: int) -> dict[str, str]:
    """Tokens for an actor that are not good."""
    good = token(role, organisation, person)
    own = PyJWK.from_dict(ISSUER.jwks()["keys"][0]).key
    other = TokenIssuer.from_seed(43)
    kid = decoded(good.split(".")[0])["kid"]
    foreign = other.issue(role, organisation, person, now)
    header, payload, signature = foreign.split(".")
    under_our_name = encoded({**decoded(header), "kid": kid})
    return {
        **flipped(good),
        **{f"alg {name}": resigned(good, name) for name in ("none", "None", "NONE", "", "RS256")},
        "HS256 with the public key": resigned(good, "HS256", public_pem(own)),
        "HS256 with the key's name": resigned(good, "HS256", kid.encode()),
        "expired": token(role, organisation, person, issued_at=now - 2 * HOUR),
        "of the future": token(role, organisation, person, issued_at=now + HOUR),
        "another issuer": foreign,
        "another issuer under our key's name": f"{under_our_name}.{payload}.{signature}",
        "an unknown role": ISSUER.issue("minister", organisation, person, now),
        "a card assertion": Reader("token").assertion(),
    }


def forged_assertions(reader: Reader, now: int) -> dict[str, str]:
    """Assertions of the child's card that are not good."""
    good = reader.assertion()
    own = AUTHORITY.issue("somebody", 1, DAY, DAY).private_key.public_key()
    stranger = CertificationAuthority.from_seed(43).issue("somebody", 1, DAY, DAY)
    header, payload, signature = reader.assertion().split(".")
    other_header = reader.assertion(certificate=stranger).split(".")[0]
    return {
        **flipped(good),
        **{f"alg {name}": resigned(reader.assertion(), name) for name in ("none", "NONE", "", "ES384")},
        "HS256 with a public key": resigned(reader.assertion(), "HS256", public_pem(own)),
        "another audience": reader.assertion(audience="else"),
        "another institution": reader.assertion("9910000002"),
        "expired": reader.assertion(issued_at=now - 2 * HOUR),
        "of the future": reader.assertion(issued_at=now + HOUR),
        "another authority": reader.assertion(certificate=stranger),
        "another authority's certificate": f"{other_header}.{payload}.{signature}",
        "without certificate": f"{encoded({'alg': 'ES256', 'typ': 'pmh-card+jwt'})}.{payload}.{signature}",
        "another type": f"{encoded({**decoded(header), 'typ': 'JWT'})}.{payload}.{signature}",
        "a bearer token": token("institution", "9910000001"),
        "no JWS": "合成",
        "long": "a" * 9000,
        "NUL": "\0",
    }
