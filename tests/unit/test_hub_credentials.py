from hypothesis import given
from hypothesis import strategies as st

from simulator.card import TokenIssuer
from simulator.card.tokens import LIFETIME_SECONDS
from simulator.hub.credentials import MOST_KEPT, KeptTokens, SkewedTokens

ISSUER = TokenIssuer.from_seed(1)
NOW = 1_796_000_000


class Counting:
    """An issuer that counts what it signs."""

    def __init__(self) -> None:
        self.issued = 0

    def issue(self, role: str, org: str | None, sub: str | None, issued_at: int) -> str:
        self.issued += 1
        return f"{role}/{org}/{sub}/{issued_at}"


def test_a_token_is_signed_once_for_many_requests() -> None:
    counting = Counting()
    tokens = KeptTokens(counting, lambda: NOW)  # type: ignore[arg-type]
    assert len({tokens("institution", "9910000001", None) for _ in range(100)}) == 1
    assert counting.issued == 1


def test_each_actor_has_a_token_of_its_own() -> None:
    tokens = KeptTokens(ISSUER, lambda: NOW)
    actors = [
        ("institution", "9910000001", None),
        ("institution", "9910000002", None),
        ("body", "452025", None),
        ("resident", None, "P-1"),
        ("resident", None, "P-2"),
    ]
    assert len({tokens(*actor) for actor in actors}) == len(actors)  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 2 * LIFETIME_SECONDS), min_size=1, max_size=30).map(sorted))
def test_a_token_that_is_given_has_half_of_its_life_before_it(moments: list[int]) -> None:
    now = [NOW]
    tokens = KeptTokens(Counting(), lambda: now[0])  # type: ignore[arg-type]
    for moment in moments:
        now[0] = NOW + moment
        issued_at = int(tokens("operator", None, None).rpartition("/")[2])
        assert now[0] - LIFETIME_SECONDS / 2 < issued_at <= now[0]


def test_a_clock_that_was_set_back_does_not_bring_tokens_from_the_future() -> None:
    now = [NOW]
    tokens = KeptTokens(Counting(), lambda: now[0])  # type: ignore[arg-type]
    tokens("operator", None, None)
    now[0] = NOW - 600
    assert tokens("operator", None, None).endswith(str(NOW - 600))


def test_residents_without_end_do_not_fill_the_memory() -> None:
    tokens = KeptTokens(Counting(), lambda: NOW)  # type: ignore[arg-type]
    for number in range(2 * MOST_KEPT + 1):
        tokens("resident", None, f"P-{number}")
    assert len(tokens._kept) <= MOST_KEPT


def test_with_a_skew_only_institutions_sign_by_a_wrong_clock() -> None:
    tokens = SkewedTokens(Counting(), 600, lambda: NOW)  # type: ignore[arg-type]
    assert tokens("institution", "9910000001", None).endswith(f"/{NOW + 600}")
    assert tokens("body", "452025", None).endswith(f"/{NOW}")
    assert tokens("resident", None, "P-1").endswith(f"/{NOW}")
