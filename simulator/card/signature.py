"""Compact JWS with ES256 and RFC 6979 nonces: the same key and claims give the same bytes."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from jwt import PyJWS
from jwt.algorithms import ECAlgorithm
from jwt.utils import der_to_raw_signature

ALGORITHM = "ES256"


class DeterministicES256(ECAlgorithm):
    """ES256 whose signatures carry no chance; they verify with any ES256 implementation."""

    def __init__(self) -> None:
        super().__init__(hashes.SHA256, ec.SECP256R1)

    def sign(self, msg: bytes, key: ec.EllipticCurvePrivateKey) -> bytes:
        """Sign with the nonce of RFC 6979 instead of a random one."""
        der = key.sign(msg, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
        return der_to_raw_signature(der, key.curve)


def _signer() -> PyJWS:
    # An instance of our own: the algorithms that PyJWT registers for everybody stay as they are.
    signer = PyJWS(algorithms=[])
    signer.register_algorithm(ALGORITHM, DeterministicES256())
    return signer


_SIGNER = _signer()


def compact_json(value: Mapping[str, Any]) -> bytes:
    """JSON without spaces and with sorted keys, as it is signed."""
    return json.dumps(value, separators=(",", ":"), sort_keys=True).encode()


def sign(claims: Mapping[str, Any], header: Mapping[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    """The compact JWS over the claims; `alg` is added to the header."""
    return _SIGNER.encode(compact_json(claims), key, algorithm=ALGORITHM, headers=dict(header))
