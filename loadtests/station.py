"""A station: one process's part in a load test, with its own supply of visits and its own way to the hub."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import gevent  # type: ignore[import-untyped]
from locust.event import EventHook

from loadtests.reporting import PREPARATION, Reporter
from loadtests.transport import LocustTransport
from simulator.card import CertificationAuthority
from simulator.cli.options import REHEARSAL_DAY
from simulator.clock import today
from simulator.hub.connection import Connection, by_address
from simulator.hub.transports.faulty import FaultyTransport, Strikes
from simulator.hub.transports.target import Target, find_target
from simulator.load.driver import Driver
from simulator.load.round import Planner, Round
from simulator.load.settings import Settings
from simulator.load.supply import Supply
from simulator.load.tally import Tally
from simulator.load.watch import Watch
from simulator.port.capabilities import CLOCK
from simulator.streams import Streams
from simulator.visits.witness import Witness
from simulator.world.world import build

BETWEEN_LOOKS_SECONDS = 0.02
AFTER_SILENCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Site:
    """A hub that may be reached and that answered, and the day on which it is to be visited."""

    target: Target
    connection: Connection
    day: date


def visit_site(url: str, settings: Settings) -> Site:
    """Check a hub's address, then whether a hub answers there, and set its day where it lets itself be set.

    Raises:
        Complaint: the host may not be reached, or no hub answers there; in the first case nothing was sent.
    """
    target = find_target(url, settings.own_hosts)
    with by_address(
        url, settings.adapter, settings.seed, REHEARSAL_DAY, settings.own_hosts,
        skew_seconds=settings.skew_seconds,
    ) as connection:  # fmt: skip
        day = REHEARSAL_DAY if connection.capabilities.offers(CLOCK) else today()
        return Site(target, connection, day)


class Station:
    """Keeps a supply of visits stocked, and drives them for the users of its process."""

    def __init__(
        self, site: Site, settings: Settings, tally: Tally, event: EventHook, *, is_first: bool
    ) -> None:
        self._site = site
        self._settings = settings
        self._tally = tally
        self._event = event
        self._began = time.monotonic()
        world = build(settings.municipality, settings.share, site.day, settings.seed)
        authority = CertificationAuthority.from_seed(settings.seed)
        # A hub has one revocation list, so one process alone brings people whose cards are on it.
        skew = settings.skew_seconds
        planner = Planner.over(world, authority, lambda: int(time.time()) + skew, with_revoked=is_first)
        nonce = secrets.token_hex(4)
        self._supply = Supply(planner, nonce, _beside)
        faults = settings.faults
        self._strikes = Strikes(faults, Streams(settings.seed), lot=nonce) if faults else None
        self._keeper: gevent.Greenlet | None = None

    def open(self, on_fault: Callable[[BaseException], None]) -> None:
        """Keep the supply stocked from now on; a fault of ours, which ends that, is handed over."""
        self._keeper = gevent.spawn(self._keep_stocked, self.transport())
        self._keeper.link_exception(lambda keeper: on_fault(keeper.exception))

    def close(self) -> None:
        """Stock no more."""
        if self._keeper is not None:
            self._keeper.kill()

    def transport(self) -> LocustTransport:
        """A way to the hub for one user."""
        return LocustTransport(self._site.target)

    def serve(self, transport: LocustTransport) -> None:
        """Drive the next party, or wait a moment where none is ready."""
        outing = self._supply.take()
        if outing is None:
            gevent.sleep(BETWEEN_LOOKS_SECONDS)
            return
        watch = self._watch(transport, outing.round)
        self._driver(transport, outing.round, watch).drive(outing.party)
        self._tally.visits += len(outing.party)
        if watch.unanswered:
            gevent.sleep(AFTER_SILENCE_SECONDS)

    def _keep_stocked(self, transport: LocustTransport) -> None:
        while True:
            if self._supply.runs_low:
                self._prepare_round(transport)
            gevent.sleep(BETWEEN_LOOKS_SECONDS)

    def _prepare_round(self, transport: LocustTransport) -> None:
        """Plan a round and prepare the hub for it; a round whose preparation failed is not visited."""
        planned = self._supply.next_round()
        watch = self._watch(transport, planned, PREPARATION)
        driver = self._driver(transport, planned, watch)
        driver.play(PREPARATION, self._supply.preparation_of(planned))
        if watch.came_through:
            self._supply.stock(planned)
        else:
            gevent.sleep(AFTER_SILENCE_SECONDS)

    def _watch(self, transport: LocustTransport, of: Round, kind: str | None = None) -> Watch:
        return Watch(self._tally, Reporter(self._event, transport, of.nonce, kind))

    def _driver(self, transport: LocustTransport, of: Round, watch: Watch) -> Driver:
        connection = self._site.connection
        witness = Witness(
            connection.adapter,
            FaultyTransport(transport, self._strikes) if self._strikes else transport,
            of.cards,
            connection.capabilities,
            of.book,
            keep=watch.keep,
            patience=None,
            wrong_clock=self._settings.skew_seconds != 0,
            wait=gevent.sleep,
        )
        return Driver(witness, self._seconds, gevent.sleep, self._settings.hold_speed, pauses=True)

    def _seconds(self) -> float:
        return time.monotonic() - self._began


def _beside(plan: Callable[[], Round]) -> Round:
    """Plan in a thread of its own, so that requests under way are not timed with it."""
    planned: Round = gevent.get_hub().threadpool.apply(plan)
    return planned
