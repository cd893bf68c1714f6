"""Compact JWS with ES256, read strictly: any text has one reading only, or none."""

import base64
import re
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from . import jsontext

_PART = re.compile(r"[A-Za-z0-9_-]+")


def from_base64url(text: str) -> bytes:
    """The bytes of an unpadded text; ValueError where it is not the one text of its bytes."""
    if not _PART.fullmatch(text):
        raise ValueError("no base64url")
    found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(found).rstrip(b"=") != text.encode():
        raise ValueError("no canonical base64url")
    return found


@dataclass(frozen=True)
class Signed:
    """A JWS whose signature is still to be checked."""

    header: dict[str, Any]
    claims: dict[str, Any]
    over: bytes
    signature: bytes

    def fits(self, key: EllipticCurvePublicKey) -> bool:
        """Whether the key made the signature."""
        half = len(self.signature) // 2
        pair = (int.from_bytes(self.signature[:half]), int.from_bytes(self.signature[half:]))
        try:
            key.verify(encode_dss_signature(*pair), self.over, ECDSA(SHA256()))
        except InvalidSignature:
            return False
        return True


def take_apart(text: str) -> Signed:
    """The parts of a compact JWS with ES256; ValueError or TypeError for everything else."""
    parts = text.split(".")
    if len(parts) != 3:
        raise ValueError("no compact JWS")
    header, claims = (jsontext.read(from_base64url(part)) for part in parts[:2])
    signature = from_base64url(parts[2])
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise TypeError("no objects")
    # RFC 7515: a header that names critical extensions is refused by whoever does not know them.
    if header.get("alg") != "ES256" or "crit" in header or len(signature) != 64:
        raise ValueError("not ES256")
    return Signed(header, claims, f"{parts[0]}.{parts[1]}".encode(), signature)
