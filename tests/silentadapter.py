"""An adapter that asks its hub nothing for which a token is needed, and answers by itself."""

from simulator.hub.adapters.pmh import PmhAdapter
from simulator.port.exchange import Exchange
from simulator.port.operations import CheckHealth, FetchCapabilities, Operation
from simulator.port.outcomes import Ok


class SilentAdapter(PmhAdapter):
    """Speaks of health and capabilities only."""

    def perform(self, operation: Operation) -> Exchange:
        if isinstance(operation, CheckHealth | FetchCapabilities):
            return (yield from super().perform(operation))
        return Ok()
