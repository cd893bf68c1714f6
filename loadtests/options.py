"""Our options beside Locust's own, and how they are read back."""

from collections.abc import Mapping
from typing import Any

from locust.argument_parser import LocustArgumentParser
from locust.env import Environment

from simulator.cli.speech import language
from simulator.language import Complaint, say
from simulator.load.settings import CHOICES

LOOPBACK = "127.0.0.1"


def add_options(parser: LocustArgumentParser, **_event: object) -> None:
    """Offer every choice as an option; the web page shows those that may be changed there.

    Locust's own page is served on loopback only, unless --web-host says otherwise.
    """
    parser.set_defaults(web_host=LOOPBACK)
    for choice in CHOICES:
        parser.add_argument(
            choice.flag,
            dest=choice.name,
            env_var=choice.variable,
            default=choice.default,
            help=choice.help.render(language()),
            include_in_web_ui=choice.changeable,
        )


def texts_of(environment: Environment) -> dict[str, str]:
    """The choices as they were written, by name."""
    options: Mapping[str, Any] = vars(environment.parsed_options)
    return {choice.name: str(options.get(choice.name) or "") for choice in CHOICES}


def is_headless(environment: Environment) -> bool:
    """Whether Locust runs without its web page."""
    return bool(vars(environment.parsed_options).get("headless"))


def host_of(environment: Environment) -> str:
    """The address of the hub; raises Complaint where none was given."""
    if not environment.host:
        raise Complaint(
            say("ハブのアドレスがありません。"),
            where=say("--host"),
            mend=say("ハブのURLを指定してください。例: {example}", example="http://127.0.0.1:8765"),
        )
    return environment.host
