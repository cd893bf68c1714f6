"""What a hub offers; what it does not offer is unsupported, not failed."""

from dataclasses import dataclass

VERIFIES_CARD = "verifies_card"
GATEWAY = "gateway"
CLOCK = "clock"
SCHEDULE_CHECK = "schedule_check"
AUDIT_TRAIL = "audit_trail"
QUESTIONNAIRE = "questionnaire"
QUESTIONNAIRE_SEARCH = "questionnaire_search"
GROUP_CHECKUP = "group_checkup"
DIFFERENCE_HISTORY = "difference_history"
DEPARTURES = "departures"
NOTICES = "notices"
CONSENT = "consent"
AMENDMENT = "amendment"
OPTIMISTIC_LOCK = "optimistic_lock"
TRANSACTION = "transaction"
STRICT_SEARCH = "strict_search"
ADJUDICATION = "adjudication"
OWN_CERTIFICATES = "own_certificates"
BODY_RESULTS = "body_results"

ALL = frozenset(
    {
        VERIFIES_CARD,
        GATEWAY,
        CLOCK,
        SCHEDULE_CHECK,
        AUDIT_TRAIL,
        QUESTIONNAIRE,
        QUESTIONNAIRE_SEARCH,
        GROUP_CHECKUP,
        DIFFERENCE_HISTORY,
        DEPARTURES,
        NOTICES,
        CONSENT,
        AMENDMENT,
        OPTIMISTIC_LOCK,
        TRANSACTION,
        STRICT_SEARCH,
        ADJUDICATION,
        OWN_CERTIFICATES,
        BODY_RESULTS,
    }
)
"""Every capability that the rules or the doctor know of; a hub may name others."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """A hub's name and version, and the names of what it offers.

    `decided_by_adapter` are the ids of requirements that the adapter keeps in the hub's place (a period
    compared, an owner filtered): nothing can be said of the hub there.
    """

    hub: str
    version: str
    names: frozenset[str]
    decided_by_adapter: frozenset[str] = frozenset()

    def offers(self, name: str) -> bool:
        """Whether the hub declares a capability."""
        return name in self.names
