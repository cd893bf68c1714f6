import jwt
import pytest

from simulator.card import TokenIssuer

ISSUER = TokenIssuer.from_seed(1)
ISSUED_AT = 1_700_000_000


def test_a_token_says_who_acts_for_whom_and_until_when() -> None:
    token = ISSUER.issue("institution", "1399999999", "user-1", ISSUED_AT, lifetime_seconds=60)
    key = jwt.PyJWKSet.from_dict(ISSUER.jwks())[jwt.get_unverified_header(token)["kid"]]
    assert jwt.decode(token, key, algorithms=["ES256"], options={"verify_exp": False}) == {
        "iss": "pmhsim-tokens",
        "role": "institution",
        "org": "1399999999",
        "sub": "user-1",
        "iat": ISSUED_AT,
        "exp": ISSUED_AT + 60,
    }


def test_what_an_actor_does_not_have_is_left_out() -> None:
    claims = jwt.decode(ISSUER.issue("operator", None, None, ISSUED_AT), options={"verify_signature": False})
    assert claims.keys() == {"iss", "role", "iat", "exp"}
    assert claims["exp"] - claims["iat"] == 3600


def test_the_same_seed_gives_the_same_token_and_another_seed_another_key() -> None:
    again = TokenIssuer.from_seed(1)
    assert again.issue("body", "472999", None, ISSUED_AT) == ISSUER.issue("body", "472999", None, ISSUED_AT)
    foreign = TokenIssuer.from_seed(2)
    token = foreign.issue("body", "472999", None, ISSUED_AT)
    assert foreign.kid != ISSUER.kid
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, jwt.PyJWKSet.from_dict(ISSUER.jwks()).keys[0], algorithms=["ES256"])


def test_the_published_keys_are_public() -> None:
    (key,) = ISSUER.jwks()["keys"]
    assert key.keys() == {"kty", "crv", "x", "y", "kid", "use", "alg"}
