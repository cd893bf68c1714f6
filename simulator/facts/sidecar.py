"""The file beside a table that says where each column comes from."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import cast

from simulator.facts.errors import FactsError
from simulator.facts.provenance import Level, Provenance, is_iso_date
from simulator.language import Text, say

_TITLES = ("title_ja", "title_en", "licence")
_REQUIRED = ("source", "date", "level")
_KEYS = tuple(field.name for field in fields(Provenance))
_SAMPLE = 'source = "…", date = "2022-01-01", level = "published"'


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Titles, licence and the provenance of each column, in the order of the table."""

    title_ja: str
    title_en: str
    licence: str
    provenance: Mapping[str, Provenance]


def read_sidecar(path: Path, columns: Sequence[str]) -> Sidecar:
    """Read and check the sidecar of a table with these columns; raises `FactsError`."""
    text = _text(path)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FactsError(
            say("TOML として読めません: {error}", error=error),
            str(path),
            mend=say("示された行の書き方を直してください"),
        ) from None
    title_ja, title_en, licence = (_title(content, name, path) for name in _TITLES)
    blocks = content.get("columns", {})
    if not isinstance(blocks, dict):
        raise FactsError(
            say("columns が表ではありません"),
            str(path),
            None,
            "columns",
            say("[columns.列名] と書いてください"),
        )
    for name in blocks:
        if name not in columns:
            raise FactsError(
                say("表にない列の出所が書かれています"),
                str(path),
                _line(text, name),
                name,
                say("列名のつづりを直すか、この項を消してください"),
            )
    provenance = {name: _provenance(name, blocks, columns, path, text) for name in columns}
    return Sidecar(title_ja, title_en, licence, provenance)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise FactsError(
            say("表の出所を書いたファイルがありません"),
            str(path),
            mend=say("表の隣に同じ名前の .toml を置き、列ごとに source, date, level を書いてください"),
        ) from None
    except UnicodeDecodeError:
        raise FactsError(
            say("UTF-8 ではありません"), str(path), mend=say("UTF-8 で保存し直してください")
        ) from None


def _title(content: Mapping[str, object], name: str, path: Path) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value.strip():
        raise FactsError(
            say("{name} がありません", name=name),
            str(path),
            None,
            name,
            say('先頭に {name} = "…" を書いてください', name=name),
        )
    return value


def _provenance(
    name: str, blocks: Mapping[str, object], columns: Sequence[str], path: Path, text: str
) -> Provenance:
    fault = _fault(name, blocks.get(name), columns)
    if fault is not None:
        what, mend = fault
        raise FactsError(what, str(path), _line(text, name), name, mend)
    block = cast("dict[str, str]", blocks[name])
    return Provenance(
        block["source"],
        block["date"],
        Level(block["level"]),
        block.get("unit", ""),
        block.get("level_column", ""),
        block.get("note", ""),
    )


def _fault(name: str, block: object, columns: Sequence[str]) -> tuple[Text, Text] | None:
    """What is wrong with the provenance of a column, if anything, and how to mend it."""
    if not isinstance(block, dict):
        return say("列の出所が書かれていません"), say(
            "[columns.{name}] に {sample} を書いてください", name=name, sample=_SAMPLE
        )
    for key, value in block.items():
        if key not in _KEYS:
            return say("知らない項目です: {key}", key=key), say("使える項目: {keys}", keys=_KEYS)
        if not isinstance(value, str):
            return say("{key} が文字列ではありません", key=key), say(
                '{key} = "…" のように引用符で囲んでください', key=key
            )
    for key in _REQUIRED:
        if not block.get(key, "").strip():
            return say("{key} が書かれていません", key=key), say("{sample} を書いてください", sample=_SAMPLE)
    return _bad_value(block, columns)


def _bad_value(block: Mapping[str, str], columns: Sequence[str]) -> tuple[Text, Text] | None:
    if block["level"] not in tuple(Level):
        return say("知らない level です: 「{level}」", level=block["level"]), say(
            "使える語: {levels}", levels=tuple(Level)
        )
    if not is_iso_date(block["date"]):
        return (
            say("date を読めません: 「{date}」", date=block["date"]),
            say("2022-01-01、2022-01、2022 のいずれかの形にしてください"),
        )
    level_column = block.get("level_column", "")
    if level_column and level_column not in columns:
        return say("level_column の列が表にありません: 「{column}」", column=level_column), say(
            "表にある列の名前にしてください"
        )
    return None


def _line(text: str, column: str) -> int | None:
    """The line on which the block of a column begins, if it has one."""
    heads = (f"[columns.{column}]", f'[columns."{column}"]')
    return next((n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith(heads)), None)
