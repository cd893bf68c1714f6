from hashlib import blake2b

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.streams import Streams

names = st.text(st.characters(exclude_characters="\x1f", exclude_categories=["Cs"]), max_size=12)

UNIFORM = 0.08676795594830289
INTEGERS = [994, 997, 796, 650, 948]


@given(st.integers(0, 2**64), names, names)
def test_the_same_key_gives_the_same_draws(seed: int, purpose: str, entity: str) -> None:
    one, other = Streams(seed), Streams(seed)
    assert one.uniform(purpose, entity) == other.uniform(purpose, entity)
    drawn = one.generator(purpose, entity).random(4)
    assert np.array_equal(drawn, other.generator(purpose, entity).random(4))


@pytest.mark.parametrize(
    "other", [(2, "age", "131016"), (1, "sex", "131016"), (1, "age", "131024"), (1, "age131016", "")]
)
def test_another_seed_purpose_or_entity_gives_other_draws(other: tuple[int, str, str]) -> None:
    seed, purpose, entity = other
    assert Streams(seed).uniform(purpose, entity) != Streams(1).uniform("age", "131016")
    drawn = Streams(seed).generator(purpose, entity).random(4)
    assert not np.array_equal(drawn, Streams(1).generator("age", "131016").random(4))


def test_draws_for_one_entity_do_not_depend_on_those_for_another() -> None:
    alone = Streams(7).generator("age", "131016").random(3)
    streams = Streams(7)
    streams.generator("age", "011002").random(1000)
    assert np.array_equal(streams.generator("age", "131016").random(3), alone)


def test_a_draw_follows_from_the_published_recipe() -> None:
    digest = blake2b(b"42\x1farrival slot\x1fv-1", digest_size=16).digest()
    expected = int.from_bytes(digest[:7]) / 2**56
    assert Streams(42).uniform("arrival slot", "v-1") == pytest.approx(expected, abs=2**-53)
    philox = np.random.Generator(np.random.Philox(key=int.from_bytes(digest)))
    assert Streams(42).generator("arrival slot", "v-1").random() == philox.random()


def test_draws_stay_the_same_from_release_to_release() -> None:
    assert Streams(42).uniform("arrival slot", "v-1") == UNIFORM
    assert Streams(42).generator("age", "131016").integers(0, 1000, 5).tolist() == INTEGERS


class Highest(Streams):
    """A stream whose every bit is set."""

    def _digest(self, _purpose: str, _entity: str) -> bytes:
        return b"\xff" * 16


def test_even_the_highest_draw_is_below_one() -> None:
    assert Highest(0).uniform("any", "any") < 1.0


def test_single_draws_spread_evenly_over_the_unit_interval() -> None:
    streams = Streams(1)
    counts, _ = np.histogram(
        [streams.uniform("spread", str(n)) for n in range(20_000)], bins=20, range=(0, 1)
    )
    chi_square = float((((counts - 1000) ** 2) / 1000).sum())
    assert chi_square < 43.8  # 99.9 % point for 19 degrees of freedom
