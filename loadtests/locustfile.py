"""Locust's way in: `locust -f loadtests/locustfile.py --host http://127.0.0.1:8765`."""

from locust import User, events, task
from locust.exception import StopUser

from loadtests.loadtest import LoadTest
from loadtests.transport import LocustTransport

TEST = LoadTest()
TEST.listen(events)


class Visitor(User):
    """Brings one party of visitors after the other to the hub, as fast as it answers."""

    transport: LocustTransport | None = None

    def on_start(self) -> None:
        """Get a way to the hub."""
        self.transport = TEST.transport()
        if self.transport is None:
            raise StopUser

    def on_stop(self) -> None:
        """Close the way to the hub."""
        if self.transport is not None:
            self.transport.close()

    @task
    def visit(self) -> None:
        """Drive a party of visits."""
        if self.transport is not None:
            TEST.serve(self.transport)
