"""Progress on standard error, for people who watch."""

import sys
from dataclasses import dataclass, field
from time import monotonic

import click

from simulator.cli.speech import t

SECONDS_BETWEEN = 0.2


@dataclass(slots=True)
class Progress:
    """Says what goes on; counts visits in place on a terminal, and says nothing twice elsewhere."""

    quiet: bool = False
    _last: float = field(default=0.0)

    def say(self, message: str) -> None:
        """One line on what begins now."""
        if not self.quiet:
            click.echo(message, err=True)

    def count(self, done: int, total: int) -> None:
        """How many of the visits are done."""
        if self.quiet or not sys.stderr.isatty():
            return
        if done < total and monotonic() - self._last < SECONDS_BETWEEN:
            return
        self._last = monotonic()
        click.echo("\r" + t("  {total}件中 {done}件", total=total, done=done), err=True, nl=done == total)
