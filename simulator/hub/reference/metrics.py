"""What the operator of a served hub can count: Prometheus metrics without any label about people."""

from collections.abc import Callable

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from simulator.hub.reference.answered import Answered
from simulator.hub.reference.group_commit import Committed

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
_TOO_MANY = 429


class Metrics:
    """Counts what was answered and what was committed. Labels are operations and statuses, nothing else."""

    def __init__(self) -> None:
        self._registry = made = CollectorRegistry()
        ProcessCollector(registry=made)
        self._requests = Counter(
            "pmhsim_hub_requests", "Requests answered", ("operation", "status"), registry=made
        )
        self._seconds = Histogram(
            "pmhsim_hub_request_seconds",
            "Seconds from a request to its answer",
            ("operation",),
            registry=made,
            buckets=_SECONDS,
        )
        self._rejected = Counter(
            "pmhsim_hub_rate_limited", "Card look-ups over the limit", ("operation",), registry=made
        )
        self._group = Histogram(
            "pmhsim_hub_commit_operations", "Operations in one commit", registry=made, buckets=_SIZES
        )
        self._commit_seconds = Histogram(
            "pmhsim_hub_commit_seconds", "Seconds to carry out and commit", registry=made, buckets=_SECONDS
        )

    def watch(self, name: str, meaning: str, value: Callable[[], int]) -> None:
        """Show a number as it is whenever the metrics are asked for."""
        Gauge(f"pmhsim_hub_{name}", meaning, registry=self._registry).set_function(value)

    def note_answer(self, answered: Answered) -> None:
        """Count an answer."""
        self._requests.labels(answered.operation, answered.status).inc()
        self._seconds.labels(answered.operation).observe(answered.seconds)
        if answered.status == _TOO_MANY:
            self._rejected.labels(answered.operation).inc()

    def note_commit(self, committed: Committed) -> None:
        """Count a commit."""
        self._group.observe(committed.operations)
        self._commit_seconds.observe(committed.seconds)

    def text(self) -> bytes:
        """All metrics in the text format of Prometheus."""
        return generate_latest(self._registry)
