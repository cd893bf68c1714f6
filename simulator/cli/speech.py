"""The language of the command line: `--lang`, else PMHSIM_LANG, else Japanese."""

import gettext
import os
import sys
from collections.abc import Mapping, Sequence
from functools import cache

from simulator.language import LANGUAGES, Language, say
from simulator.language.text import LOCALE_DIRECTORY

VARIABLE = "PMHSIM_LANG"
FLAG = "--lang"


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that arguments, else the environment ask for; an unknown one is left to the parser."""
    asked = [environment.get(VARIABLE, "")]
    for place, argument in enumerate(arguments):
        if argument.startswith(f"{FLAG}="):
            asked.append(argument.partition("=")[2])
        elif argument == FLAG and place + 1 < len(arguments):
            asked.append(arguments[place + 1])
    known = (language for wish in reversed(asked) for language in LANGUAGES if language == wish)
    return next(known, "ja")


@cache
def language() -> Language:
    """The language of this process; also sets the one of the argument parser's own messages."""
    chosen = choose(sys.argv[1:], os.environ)
    os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain("messages", LOCALE_DIRECTORY)
    return chosen


def t(message: str, /, **values: object) -> str:
    """A message in the language of this process."""
    return say(message, **values).render(language())
