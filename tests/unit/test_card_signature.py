import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.api_jws import PyJWS

from simulator.card.signature import DeterministicES256, sign

# RFC 6979, appendix A.2.5: P-256, SHA-256, message "sample".
RFC_KEY = 0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721
RFC_R = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
RFC_S = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"

key = ec.derive_private_key(RFC_KEY, ec.SECP256R1())


def test_signatures_are_those_of_rfc_6979() -> None:
    assert DeterministicES256().sign(b"sample", key) == bytes.fromhex(RFC_R + RFC_S)


def test_any_es256_library_accepts_the_signature() -> None:
    token = sign({"a": 1}, {"kid": "k"}, key)
    assert jwt.decode(token, key.public_key(), algorithms=["ES256"]) == {"a": 1}
    assert jwt.get_unverified_header(token) == {"alg": "ES256", "kid": "k", "typ": "JWT"}


def test_the_algorithms_of_pyjwt_are_left_as_they_are() -> None:
    assert not isinstance(PyJWS().get_algorithm_by_name("ES256"), DeterministicES256)
