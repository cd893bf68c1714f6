"""A load test from Locust's first event to its last: options, checks, stations, verdict, exit code."""

from typing import Any

import click
import gevent  # type: ignore[import-untyped]
import psutil  # type: ignore[import-untyped]
from locust import log
from locust.env import Environment
from locust.event import Events
from locust.rpc import Message
from locust.runners import MasterRunner, WorkerRunner

from loadtests.options import add_options, host_of, is_headless, texts_of
from loadtests.station import Station, visit_site
from loadtests.transport import LocustTransport
from simulator.cli.speech import language
from simulator.language import Complaint
from simulator.load.settings import CHOICES, Settings
from simulator.load.tally import Tally
from simulator.rules.verdict import Verdict

WRONG_USE, OUR_FAULT = 2, 3
COUNTS, COMPLAINT = "pmhsim-counts", "pmhsim-complaint"


class LoadTest:
    """Answers Locust's events; in a worker it drives visits, in a master it adds up, alone it does both."""

    def __init__(self) -> None:
        self._tally = Tally()
        self._station: Station | None = None
        self._fixed: dict[str, str] = {}
        self._adds_up = True
        self._has_begun = False
        self._is_refused = False

    def listen(self, events: Events) -> None:
        """Take part in what Locust does."""
        for hook, listener in (
            (events.init_command_line_parser, add_options),
            (events.init, self._init),
            (events.test_start, self._start),
            (events.test_stop, self._stop),
            (events.report_to_master, self._give_counts),
            (events.worker_report, self._take_counts),
            (events.quitting, self._quitting),
            (events.quit, self._quit),
        ):
            hook.add_listener(listener)  # type: ignore[no-untyped-call]

    def transport(self) -> LocustTransport | None:
        """A way to the hub for one user; None where no test is on."""
        return self._station.transport() if self._station else None

    def serve(self, transport: LocustTransport) -> None:
        """Drive a party of visits for a user."""
        if self._station is not None:
            self._station.serve(transport)

    def _init(self, environment: Environment, **_event: object) -> None:
        """Check all that can be checked before anything begins; what has to be mended ends the process."""
        texts = texts_of(environment)
        self._fixed = {choice.name: texts[choice.name] for choice in CHOICES if not choice.changeable}
        runner = environment.runner
        self._adds_up = not isinstance(runner, WorkerRunner)
        if isinstance(runner, MasterRunner):
            runner.register_message(COUNTS, lambda msg, **_: self._tally.add(msg.data))
            runner.register_message(COMPLAINT, self._hear_complaint)
        if not self._adds_up:
            return
        try:
            settings = self._settings(environment)
            if environment.host or is_headless(environment):
                visit_site(host_of(environment), settings)
        except Complaint as complaint:
            click.echo(complaint.render(language()), err=True)
            _end_children()
            raise SystemExit(WRONG_USE) from None

    def _start(self, environment: Environment, **_event: object) -> None:
        self._tally.clear()
        self._has_begun, self._is_refused = True, False
        if isinstance(environment.runner, MasterRunner):
            return
        is_first = getattr(environment.runner, "worker_index", 0) == 0
        try:
            settings = self._settings(environment)
            site = visit_site(host_of(environment), settings)
            station = Station(site, settings, self._tally, environment.events.request, is_first=is_first)
        except Complaint as complaint:
            self._refuse(environment, complaint.render(language()))
            return
        station.open(lambda fault: _report_fault(environment, fault))
        self._station = station

    def _refuse(self, environment: Environment, words: str) -> None:
        """Say why no test can be, and end it; a worker leaves both to its master."""
        self._is_refused = True
        runner = environment.runner
        if isinstance(runner, WorkerRunner):
            runner.send_message(COMPLAINT, {"words": words})
            return
        assert runner is not None
        click.echo(words, err=True)
        runner.log_exception("pmhsim", words, "")
        gevent.spawn(runner.quit if is_headless(environment) else runner.stop)

    def _hear_complaint(self, environment: Environment, msg: Message, **_event: object) -> None:
        if not self._is_refused:
            self._refuse(environment, msg.data["words"])

    def _stop(self, environment: Environment, **_event: object) -> None:
        if self._station is not None:
            self._station.close()
            self._station = None
        if isinstance(environment.runner, WorkerRunner):
            environment.runner.send_message(COUNTS, self._tally.give_away())
        elif not is_headless(environment):
            self._tell()

    def _give_counts(self, data: dict[str, Any], **_event: object) -> None:
        data[COUNTS] = self._tally.give_away()

    def _take_counts(self, data: dict[str, Any], **_event: object) -> None:
        if COUNTS in data:
            self._tally.add(data[COUNTS])

    def _quitting(self, environment: Environment, **_event: object) -> None:
        """Set the exit code where Locust does not set the right one by itself."""
        runner = environment.runner
        if not self._has_begun or not self._adds_up or runner is None:
            return
        if self._is_refused:
            environment.process_exit_code = WRONG_USE
        elif runner.exceptions or log.unhandled_greenlet_exception:
            environment.process_exit_code = OUR_FAULT
        elif self._tally.verdict is not Verdict.PASS and not runner.errors:
            environment.process_exit_code = vars(environment.parsed_options)["exit_code_on_error"]

    def _quit(self, **_event: object) -> None:
        if self._adds_up and self._has_begun:
            self._tell()

    def _tell(self) -> None:
        if self._is_refused:
            return
        for line in self._tally.summary():
            click.echo(line.render(language()), err=True)

    def _settings(self, environment: Environment) -> Settings:
        return Settings.read({**texts_of(environment), **self._fixed})


def _report_fault(environment: Environment, fault: BaseException) -> None:
    """Have Locust count a fault of ours as it counts those of users, also from a worker."""
    environment.events.user_error.fire(  # type: ignore[no-untyped-call]
        user_instance=None, exception=fault, tb=fault.__traceback__
    )


def _end_children() -> None:
    """End the workers that Locust forked before it could be told that there is nothing to do."""
    for child in psutil.Process().children():
        child.terminate()
