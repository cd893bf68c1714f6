from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from simulator.card.keys import P256_ORDER, derive_key, derive_number

parts = st.lists(st.one_of(st.text(max_size=5), st.integers()), max_size=3)


def test_the_order_is_that_of_p256() -> None:
    # (order - 1) times the base point is the base point mirrored: same x, other y.
    first = ec.derive_private_key(1, ec.SECP256R1()).public_key().public_numbers()
    last = ec.derive_private_key(P256_ORDER - 1, ec.SECP256R1()).public_key().public_numbers()
    assert first.x == last.x
    assert first.y != last.y


@given(st.integers(min_value=2, max_value=2**70), parts)
def test_numbers_lie_between_1_and_the_modulus_exclusive(modulus: int, given_parts: list[str | int]) -> None:
    assert 1 <= derive_number(modulus, "purpose", *given_parts) < modulus


@given(parts, parts)
def test_other_parts_give_another_number_however_they_are_cut(
    one: list[str | int], other: list[str | int]
) -> None:
    same = derive_number(P256_ORDER, "purpose", *one) == derive_number(P256_ORDER, "purpose", *other)
    assert same == (one == other)


def test_a_key_serves_one_purpose_only() -> None:
    assert derive_key("a", 1).private_numbers() == derive_key("a", 1).private_numbers()
    assert derive_key("a", 1).private_numbers() != derive_key("b", 1).private_numbers()
