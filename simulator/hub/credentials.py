"""The bearer tokens of actors, kept for a while, since signing one costs more than sending a request."""

import time
from collections.abc import Callable

from simulator.card.tokens import LIFETIME_SECONDS, TokenIssuer
from simulator.port.operations import Role

RENEWED_AFTER_SECONDS = LIFETIME_SECONDS // 2
MOST_KEPT = 10_000

Actor = tuple[Role, str | None, str | None]


class KeptTokens:
    """Gives an actor's token; the same one until half of its life is over.

    `now` gives seconds since 1970. No more than `MOST_KEPT` are kept, however many actors there are.
    """

    def __init__(self, issuer: TokenIssuer, now: Callable[[], float] = time.time) -> None:
        self._issuer = issuer
        self._now = now
        self._kept: dict[Actor, tuple[int, str]] = {}

    def __call__(self, role: Role, organisation: str | None, person_id: str | None) -> str:
        """The token of an actor: its role, the code of its organisation, a resident's person id."""
        actor, now = (role, organisation, person_id), int(self._now())
        issued_at, token = self._kept.get(actor, (0, ""))
        if token and issued_at <= now < issued_at + RENEWED_AFTER_SECONDS:
            return token
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        token = self._issuer.issue(role, organisation, person_id, now)
        self._kept[actor] = (now, token)
        return token


class SkewedTokens:
    """Gives tokens as `KeptTokens` does, but institutions' ones by a clock that is ahead by some seconds."""

    def __init__(self, issuer: TokenIssuer, skew_seconds: int, now: Callable[[], float] = time.time) -> None:
        self._tokens = KeptTokens(issuer, now)
        self._skewed = KeptTokens(issuer, lambda: now() + skew_seconds)

    def __call__(self, role: Role, organisation: str | None, person_id: str | None) -> str:
        """The token of an actor, as it would sign or ask for it by its own clock."""
        tokens = self._skewed if role == "institution" else self._tokens
        return tokens(role, organisation, person_id)
