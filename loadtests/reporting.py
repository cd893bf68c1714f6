"""What Locust is told: every request under its operation, every deviation under its requirement."""

from locust.event import EventHook

from loadtests.transport import LocustTransport, Measured
from simulator.cli.speech import language, t
from simulator.records.evidence import Evidence, Finding
from simulator.rules.wording import outcome_text

PREPARATION = "prepare"


class ToldError(Exception):
    """Something that Locust shows in its own words; equal ones are counted as one."""

    def __repr__(self) -> str:
        return str(self)


class Reporter:
    """Reports one user's requests and the deviations in their answers.

    `nonce` is left out of what is shown, so that the same deviation in another round is the same line.
    `kind` stands in the place of the HTTP method where requests are not part of the load itself.
    """

    def __init__(
        self, event: EventHook, transport: LocustTransport, nonce: str, kind: str | None = None
    ) -> None:
        self._event = event
        self._transport = transport
        self._mark = f"-{nonce}"
        self._kind = kind

    def asked(self, evidence: Evidence, *, answered: bool) -> None:
        """Report the requests of a question; without a judgeable answer the last of them is a failure."""
        *earlier, last = self._transport.take_measured() or (None,)
        for measured in earlier:
            self._request(evidence.operation, measured, None)
        if last is not None:
            failure = None if answered else ToldError(self._words_of(evidence))
            self._request(evidence.operation, last, failure)

    def deviated(self, finding: Finding) -> None:
        """Report a deviation as a failure of its requirement."""
        words = t(
            "許される回答: {allowed} ／ 実際の回答: {observed}",
            allowed=finding.allowed,
            observed=finding.observed,
        )
        self._event.fire(  # type: ignore[no-untyped-call]
            request_type=t("判定"),
            name=t("要件 {id}", id=finding.requirement),
            response_time=None,
            response_length=0,
            exception=ToldError(words.replace(self._mark, "")),
            context={},
        )

    def _request(self, operation: str, measured: Measured, failure: ToldError | None) -> None:
        self._event.fire(  # type: ignore[no-untyped-call]
            request_type=self._kind or measured.method,
            name=operation,
            response_time=measured.seconds * 1000,
            response_length=measured.length,
            exception=failure,
            context={},
            start_time=measured.started_at,
        )

    @staticmethod
    def _words_of(evidence: Evidence) -> str:
        detail = getattr(evidence.outcome, "detail", "")
        words = outcome_text(evidence.outcome).render(language())
        return f"{words} ({detail})" if detail else words
