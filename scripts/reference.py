"""Writes the pages of docs/reference that follow from the code and its tables.

Usage: python3.11 scripts/reference.py [--check]

With --check nothing is changed; stale pages are named, and the exit code is 1 if there are any.
"""

import csv
import os
import sys
from collections.abc import Iterable, Iterator

import environment
from contract_page import contract

PAGES = environment.ROOT / "docs" / "reference"
TABLES = environment.ROOT / "simulator" / "facts" / "tables"
DUTIES = {"hub": "ハブ", "client": "施設のシステム", "staff": "職員"}
LEVELS = {"published": "公表", "estimated": "推計", "assumed": "仮定", "synthetic": "合成"}
MADE = "<!-- `python3.11 scripts/reference.py` が書いたページです。直接は直さないでください。 -->\n\n"

CLI = """\
# コマンド一覧

`pmhsim` のコマンドと選択肢です。どのコマンドも `--help` で同じ説明を表示します。
英語の表示は `--lang en` か環境変数 `PMHSIM_LANG=en` で選べます。

結果は標準出力に、途中経過と誤りは標準エラー出力に書きます。終了コードは次のとおりです。

| コード | 意味 |
|---:|---|
| 0 | ハブは適合 |
| 1 | ハブは不適合、または判定不能 |
| 2 | 使い方か入力の誤り。または、最初の照会の前にハブが答えない |
| 3 | このツール自身の誤り（`PMHSIM_DEBUG=1` を付けると詳しく表示） |
| 130 | 中断した（Ctrl-C） |
"""

REQUIREMENTS = """\
# 要件の一覧

判定の基になる要件です。違反は、この番号で報告します。元の表は
[`simulator/facts/tables/requirements.csv`](../../simulator/facts/tables/requirements.csv) です。

- **務め**: だれが守るものか。判定するのは「ハブ」の要件だけです。
  「施設のシステム」と「職員」の要件は、模擬の中で行ったことを報告書に示します。
- **確かさ**: 「公表」は公表資料にあるもの、「仮定」は本プロジェクトが公表資料から読み取って置いたものです。
- **出典**: R はデジタル庁「マイナンバーカード・インフォ（自治体向け）vol.39」の記載、S は下の出典、
  domain と design は本プロジェクトの整理です。
"""


def main() -> int:
    """Write the pages, or say which are stale."""
    environment.inside("markdown_it", "dev")
    os.environ["PMHSIM_LANG"] = "ja"
    stale = []
    pages = {"cli.md": cli(), "requirements.md": requirements(), "contract.html": contract()}
    for name, text in pages.items():
        path = PAGES / name
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8", newline="\n")
    for name in stale:
        print(f"docs/reference/{name}: {'stale' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


def cli() -> str:
    """The page of the command line, from the commands themselves."""
    import click  # noqa: PLC0415 - there only in the environment

    from simulator.cli.main import pmhsim  # noqa: PLC0415 - speaks the language that was chosen before

    def sections(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
        context = click.Context(command, info_name=name, parent=parent)
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
        rows = [(f"`{names}`", text) for names, text in filter(None, records)]
        table = _table(("選択肢", "意味"), rows)
        yield f"## {context.command_path}\n\n{command.help}\n\n```text\n{usage}\n```\n\n{table}"
        if isinstance(command, click.Group):
            for each in command.list_commands(context):
                yield from sections(command.commands[each], each, context)

    return MADE + CLI + "\n" + "\n".join(sections(pmhsim, "pmhsim", None))


def requirements() -> str:
    """The page of the requirements, from their table, with the sources that they name."""
    rows = _rows("requirements")
    listed = [
        (row["id"], row["ja"], DUTIES[row["duty"]], LEVELS[row["level"]], row["source"]) for row in rows
    ]
    cited = {part.split()[0] for row in rows for part in row["source"].split("; ")}
    sources = [
        (row["id"], row["title"], row["address"] or "–") for row in _rows("sources") if row["id"] in cited
    ]
    return (
        MADE
        + REQUIREMENTS
        + "\n"
        + _table(("要件", "内容", "務め", "確かさ", "出典"), listed)
        + "\n## 出典\n\n"
        + _table(("番号", "表題", "所在"), sources)
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |\n"
        for line in lines
    )


if __name__ == "__main__":
    sys.exit(main())
