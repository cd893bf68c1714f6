"""Numbers and P-256 keys that follow from a seed, the same on every machine.

Whoever knows the seed knows the keys. That is wanted here (a run can be repeated to the byte) and is the
reason why nothing outside a test bed may trust what they sign.
"""

import hashlib
import json

from cryptography.hazmat.primitives.asymmetric import ec

# Order of the base point of P-256 (FIPS 186-5, SP 800-186 section 3.2.1.3).
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def derive_number(modulus: int, purpose: str, *parts: str | int) -> int:
    """A number from 1 to `modulus - 1` that follows from the purpose and the parts alone.

    The parts are written as JSON before they are hashed, so that ("a", "bc") and ("ab", "c") differ.
    """
    text = json.dumps([purpose, *parts], separators=(",", ":"))
    return 1 + int.from_bytes(hashlib.sha512(text.encode()).digest()) % (modulus - 1)


def derive_key(purpose: str, *parts: str | int) -> ec.EllipticCurvePrivateKey:
    """The P-256 private key that follows from the purpose and the parts alone."""
    return ec.derive_private_key(derive_number(P256_ORDER, purpose, *parts), ec.SECP256R1())
