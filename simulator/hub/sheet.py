"""A TOML file written by hand: its content, and where each key stands, so that mistakes are pointed at."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from simulator.language import Complaint, Text, say
from simulator.language.system import reason_of

Keys = tuple[str, ...]
_FEW = 8
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*""")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's tables and its lines. All readers raise Complaint with file, line and key."""

    file: str
    root: Mapping[str, Any]
    lines: tuple[str, ...]

    def refuse(self, keys: Keys, what: Text, mend: Text) -> Complaint:
        """The complaint that points at a key, given with the names of the tables around it."""
        line = line_of(self.lines, keys)
        parts = [say("ファイル: {file}", file=self.file)]
        parts += [say("{line} 行目", line=line)] if line is not None else []
        parts += [say("項目: {field}", field=".".join(keys))] if keys else []
        return Complaint(what, where=say("{parts}", parts=tuple(parts)), mend=mend)

    def unknown(self, keys: Keys, name: str, known: Iterable[str]) -> Complaint:
        """The complaint about a name that is none of those known; names those that are near."""
        names = tuple(dict.fromkeys(known))
        near = tuple(get_close_matches(name, names, n=3, cutoff=0.4)) if len(names) > _FEW else ()
        return self.refuse(
            keys, say("知らない名前です: {name}", name=name), say("使える名前: {names}", names=near or names)
        )

    def only(self, keys: Keys, table: Mapping[str, Any], known: Iterable[str]) -> None:
        """Refuse keys that mean nothing in a table."""
        names = tuple(known)
        for key in table:
            if key not in names:
                raise self.unknown((*keys, key), key, names)

    def table(self, keys: Keys) -> Mapping[str, Any]:
        """The table at these keys, empty where there is none."""
        here: Any = self.root
        for place, key in enumerate(keys, 1):
            here = here.get(key, {})
            if not isinstance(here, dict):
                header = ".".join(keys[:place])
                raise self.refuse(
                    keys[:place],
                    say("{key} は表（テーブル）ではありません", key=header),
                    say("[{header}] と書いた行の下に書いてください", header=header),
                )
        return here  # type: ignore[no-any-return] # a table of TOML, checked above

    def text(self, keys: Keys, value: object) -> str:
        """A text of at least one visible character, without line breaks."""
        if not isinstance(value, str) or not value.strip() or not value.isprintable():
            raise self.refuse(
                keys,
                say("{key} が空か、文字列ではありません", key=keys[-1]),
                say('{key} = "…" のように書いてください', key=keys[-1]),
            )
        return value

    def texts(self, keys: Keys) -> dict[str, str]:
        """A table of texts."""
        return {key: self.text((*keys, key), value) for key, value in self.table(keys).items()}


def read_sheet(path: Path, mend: Text) -> Sheet:
    """Read a TOML file; `mend` is said where there is none."""
    where = say("ファイル: {file}", file=path)
    try:
        content = path.read_bytes()
    except OSError as error:
        what = say("ファイルを読めません（{reason}）", reason=reason_of(error))
        raise Complaint(what, where=where, mend=mend) from error
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        lines: tuple[str, ...] = ()
        line = content.count(b"\n", 0, error.start) + 1
        parts = (where, say("{line} 行目", line=line))
        raise Complaint(
            say("UTF-8 ではありません"),
            where=say("{parts}", parts=parts),
            mend=say("UTF-8 で保存し直してください"),
        ) from None
    lines = tuple(text.split("\n"))
    try:
        return Sheet(str(path), tomllib.loads(text), lines)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else len(lines)
        raise Complaint(
            say("TOML として読めません: {error}", error=error),
            where=say("{parts}", parts=(where, say("{line} 行目", line=line))),
            mend=say("示された行の書き方を直してください"),
        ) from None


def line_of(lines: Iterable[str], keys: Keys) -> int | None:
    """The line, from 1, on which a key stands, else that of the nearest table around it, else None."""
    header: Keys = ()
    best, length = None, 0
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if stripped.startswith("["):
            header = here = _keys(stripped.lstrip("["))
        else:
            key, equals, _ = stripped.partition("=")
            here = (*header, *_keys(stripped)) if equals and not key.startswith("#") else ()
        shared = min(len(here), len(keys))
        common = shared if here[:shared] == keys[:shared] else 0
        if common > length:
            best, length = number, common
        if common and common == len(keys):
            break
    return best


def _keys(text: str) -> Keys:
    """The dotted keys at the beginning of a text."""
    found: list[str] = []
    end = 0
    while part := _KEY.match(text, end):
        found.append(part[1].strip("\"'"))
        end = part.end()
        if text[end : end + 1] != ".":
            break
        end += 1
    return tuple(found)
