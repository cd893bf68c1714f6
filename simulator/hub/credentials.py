"""What actors show to a hub: tokens of our issuer, kept for a while, or what a foreign hub has given out."""

import os
import re
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self, get_args

from simulator.card.tokens import LIFETIME_SECONDS, TokenIssuer
from simulator.hub.sheet import Keys, Sheet, read_sheet
from simulator.language import Complaint, say
from simulator.port.operations import Role
from simulator.runs import MANIFEST

RENEWED_AFTER_SECONDS = LIFETIME_SECONDS // 2
MOST_KEPT = 10_000
VARIABLE = "PMHSIM_CREDENTIALS"
ROLES: tuple[Role, ...] = get_args(Role)
_SECRET = re.compile(r"[\x21-\x7e]+")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OTHERS = 0o177  # anything that a file with the mode 0600 does not allow

Actor = tuple[Role, str | None, str | None]
Credentials = Callable[[Role, str | None, str | None], str]
"""Gives the bearer token of an actor: role, code of its organisation, person id of a resident."""


class ApiKey(str):
    """A secret that is shown in a header of its own, instead of as a bearer token."""

    __slots__ = ("header",)
    header: str

    @classmethod
    def shown_in(cls, header: str, secret: str) -> Self:
        """The key with the name of its header."""
        key = cls(secret)
        key.header = header
        return key


def authorization(secret: str) -> dict[str, str]:
    """The header in which a secret is shown."""
    if isinstance(secret, ApiKey):
        return {secret.header: str(secret)}
    return {"Authorization": f"Bearer {secret}"}


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


@dataclass(frozen=True, slots=True)
class GivenCredentials:
    """What a hub has given out, by role and organisation (None: any); other actors show our own tokens."""

    given: Mapping[tuple[Role, str | None], str] = field(repr=False)
    own: Credentials = field(repr=False)

    def __call__(self, role: Role, organisation: str | None, person_id: str | None) -> str:
        """The secret of an actor; the one of its organisation before the one of its role."""
        secret = self.given.get((role, organisation)) or self.given.get((role, None))
        return secret or self.own(role, organisation, person_id)


def credentials_for(own: Credentials, environment: Mapping[str, str]) -> Credentials:
    """The credentials of the file that the environment names, if any; raises Complaint."""
    name = environment.get(VARIABLE)
    return GivenCredentials(read_credentials(Path(name)), own) if name else own


def read_credentials(path: Path) -> dict[tuple[Role, str | None], str]:
    """Read a file of credentials; raises Complaint, which never holds a secret."""
    where = say("ファイル: {file}", file=path)
    sheet = read_sheet(path, say("環境変数 {name} のファイルの場所を確かめてください。", name=VARIABLE))
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        raise Complaint(
            say("認証情報のファイルを、ほかの利用者が読み書きできます。"),
            where=where,
            mend=say("chmod 600 {file} を行ってください。", file=path),
        )
    if any((folder / MANIFEST).exists() for folder in path.resolve().parents):
        raise Complaint(
            say("認証情報のファイルが、実行フォルダの中にあります。"),
            where=where,
            mend=say("実行フォルダは人に渡すものです。外へ移してください。"),
        )
    sheet.only((), sheet.root, ROLES)
    return {actor: secret for role in ROLES for actor, secret in _of_role(sheet, role)}


def _of_role(sheet: Sheet, role: Role) -> list[tuple[tuple[Role, str | None], str]]:
    table = sheet.table((role,))
    sheet.only((role,), table, ("token", "header", "key", "organisations"))
    found: list[tuple[tuple[Role, str | None], str]] = []
    if table and set(table) != {"organisations"}:
        found.append(((role, None), _secret(sheet, (role,), table)))
    for code in sheet.table((role, "organisations")):
        keys = (role, "organisations", code)
        own = sheet.table(keys)
        sheet.only(keys, own, ("token", "header", "key"))
        found.append(((role, code), _secret(sheet, keys, own)))
    return found


def _secret(sheet: Sheet, keys: Keys, table: Mapping[str, Any]) -> str:
    """The token, or the key with its header; what is refused is not repeated."""
    named = {key for key in ("token", "header", "key") if key in table}
    value = table.get("token", table.get("key"))
    if named not in ({"token"}, {"header", "key"}) or not _is(_SECRET, value):
        raise sheet.refuse(
            keys,
            say("認証情報として読めません"),
            say('token = "…" か、header = "X-Api-Key" と key = "…" を、ASCII の文字列で書いてください'),
        )
    if "token" in table:
        return str(value)
    if not _is(_HEADER, table["header"]):
        raise sheet.refuse(
            (*keys, "header"),
            say("ヘッダーの名前として使えません: {name}", name=table["header"]),
            say("英数字と - で書いてください"),
        )
    return ApiKey.shown_in(table["header"], str(value))


def _is(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None
