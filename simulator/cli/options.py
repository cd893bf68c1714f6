"""Options that several verbs share, and the values they take."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from simulator.cli.speech import FLAG, language, t
from simulator.language import LANGUAGES

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_SEED = 42
REHEARSAL_DAY = date(2026, 11, 30)
LARGEST_SEED = 2**63 - 1


class CivilDate(click.ParamType[date]):
    """A date written as 2026-11-30."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ANN401 - given by click
        """Read the date, or say what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(t("日付として読めません: {value}（例: 2026-11-30）", value=value), param, ctx)


def lang_option(command: Command) -> Command:
    """`--lang`: read before the parser runs, declared here so that help shows it."""
    return click.option(
        FLAG,
        "_language",
        type=click.Choice(LANGUAGES),
        default=language(),
        show_default=True,
        expose_value=False,
        help=t("表示の言語（環境変数 PMHSIM_LANG でも選べます）"),
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: one object on standard output."""
    return click.option("--json", "as_json", is_flag=True, help=t("結果を1つの JSON で標準出力に書く"))(
        command
    )


def seed_option(command: Command) -> Command:
    """`--seed`."""
    return click.option(
        "--seed", metavar="N", type=click.IntRange(0, LARGEST_SEED), default=DEFAULT_SEED, show_default=True,
        help=t("乱数の種。同じ種なら同じ結果になる"),
    )(command)  # fmt: skip
