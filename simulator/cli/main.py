"""The entry point: parses, runs a verb, and turns what went wrong into words and an exit code."""

import os
import sys
import traceback
from contextlib import suppress

import click

from simulator import __version__
from simulator.cli.card import card
from simulator.cli.dashboard import dashboard
from simulator.cli.demo import demo
from simulator.cli.doctor import doctor
from simulator.cli.hub import hub
from simulator.cli.options import lang_option
from simulator.cli.rollout import rollout
from simulator.cli.speech import language, t
from simulator.cli.trust import trust
from simulator.language import Complaint

WRONG_USE, OUR_FAULT, INTERRUPTED = 2, 3, 130
DEBUG_VARIABLE = "PMHSIM_DEBUG"


@click.group(help=t("Public Medical Hub（PMH）への参加を、合成データだけで予行する。"), no_args_is_help=True)
@click.version_option(__version__, prog_name="pmhsim", message="%(prog)s %(version)s")
@lang_option
def pmhsim() -> None:
    """Hold the verbs together."""


for verb in (demo, doctor, hub, trust, card, dashboard, rollout):
    pmhsim.add_command(verb)


def _word_usage(command: click.Command) -> None:
    """Put the usage line of a command, and of those below it, into the chosen language."""
    command.options_metavar = t("[オプション]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = t("コマンド [引数]...")
        for each in command.commands.values():
            _word_usage(each)


_word_usage(pmhsim)


def code_of(arguments: list[str]) -> int:
    """Run a command line; gives the exit code, prints complaints, never a traceback for a user's mistake."""
    try:
        result = pmhsim.main(arguments, prog_name="pmhsim", standalone_mode=False)
    except Complaint as complaint:
        return _tell(complaint.render(language()), WRONG_USE)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _tell(t("中断しました。途中の結果は残していません。"), INTERRUPTED)
    except BrokenPipeError:
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:  # noqa: BLE001 - the last net: our own fault is said in words, with its own code
        return _own_fault()
    return result if isinstance(result, int) else 0


def _tell(message: str, code: int) -> int:
    click.echo(message, err=True)
    return code


def _own_fault() -> int:
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exc()
    kind = sys.exc_info()[0]
    name = kind.__name__ if kind else "?"
    told = t(
        "内部の誤りです（{name}）。{variable}=1 を付けて実行すると詳しく表示します。",
        name=name,
        variable=DEBUG_VARIABLE,
    )
    return _tell(told, OUR_FAULT)
